"""How a row is compared with what the events say of it, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.history.rebuilt_case import UNTOLD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Row = Any
"""A database row with its columns as attributes."""
Difference = tuple[str, str]
"""The row, as `table:key`, and what is wrong with it."""
KEY_COLUMNS = frozenset(
    {
        "process_definition_key",
        "root_process_instance_key",
        "parent_process_instance_key",
        "parent_element_instance_key",
        "form_key",
    }
)
"""Columns that events tell as texts."""


def compared(name: str, columns: Mapping[str, object], row: Row) -> Iterator[Difference]:
    """Yield each column of the row that is not as told."""
    for column, value in columns.items():
        found = getattr(row, column)
        if column in KEY_COLUMNS and found is not None:
            found = str(found)
        if value is not UNTOLD and found != value:
            yield name, f"{column} is {_shown(found)}, the events say {_shown(value)}"


def _shown(value: object) -> str:
    return "not set" if value is None else str(value)
