"""What verification reports: one finding for each place at which the history, a row or a checkpoint is not what it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.history.canonical_json import canonical


class FindingKind(StrEnum):
    """What was done to the record, as far as the record itself can tell."""

    ALTERED = "altered"
    REMOVED = "removed"
    REORDERED = "reordered"
    INSERTED = "inserted"
    FORKED = "forked"
    """The chain holds, but it is not the one that a checkpoint or the case's own row saw."""
    TRUNCATED = "truncated"
    MISSING_CASE = "missing case"
    CHECKPOINT_FORGED = "checkpoint forged"
    CHECKPOINT_ROLLED_BACK = "checkpoint rolled back"
    ROW_DIFFERS = "row differs"
    """A row says something else than the last event that speaks of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place at which something is wrong."""

    kind: FindingKind
    message: str
    chain: str | None = None
    """`case:KEY` or `access:KEY`."""
    sequence: int | None = None
    """The event, or the number of the checkpoint."""
    row: str | None = None
    """`table:key` of the row that differs."""

    def as_json(self) -> str:
        """Return the finding as one line of JSON."""
        facts = {"kind": self.kind.value, "chain": self.chain, "sequence": self.sequence, "row": self.row}
        return canonical({**{name: value for name, value in facts.items() if value is not None}, "message": self.message})
