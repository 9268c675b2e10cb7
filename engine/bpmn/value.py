"""A value in a diagram: a constant or a FEEL expression."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import feel

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute that is a constant or, when written with a leading `=`, a FEEL expression."""

    text: str
    expression: feel.Expression | None = None
    """None: `text` is the constant."""
