"""What the static checks say: a rule, an element, a place, and a sentence in Thai and in English."""

from dataclasses import dataclass
from enum import StrEnum


class CheckRule(StrEnum):
    """The checks; each finding names the one that made it."""

    BROKEN = "broken"
    UNKNOWN_NAME = "unknown-name"
    TYPE_CLASH = "type-clash"
    OVERLAP = "overlapping-rules"
    CONFLICT = "conflicting-rules"
    GAP = "gap"
    UNREACHABLE = "unreachable-rule"
    DUPLICATE = "duplicate-rule"
    OUTPUT_NOT_ALLOWED = "output-not-allowed"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the XML, counted from 1; the column only where a FEEL text was at fault."""

    line: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One remark about a model: `element_id` is the table, rule or expression concerned.

    An error can never be meant: a model that has one must not be used. Anything else may be.
    """

    rule_id: CheckRule
    element_id: str | None
    position: Position | None
    message_th: str
    message_en: str
    is_error: bool = False


def position(line: int | None, column: int | None = None) -> Position | None:
    """Return the place of a line that may be unknown."""
    return None if line is None else Position(line, column)
