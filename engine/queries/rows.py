"""From result rows to the frozen rows that queries return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

R = TypeVar("R")


def as_rows(kind: Callable[..., R], found: Iterable[Sequence[Any]]) -> list[R]:
    """Build one `kind` from each result row; the columns are in the order of its fields."""
    return [kind(*row) for row in found]


def as_row(kind: Callable[..., R], found: Sequence[Any] | None) -> R | None:
    """Build `kind` from a result row, None from none."""
    return None if found is None else kind(*found)
