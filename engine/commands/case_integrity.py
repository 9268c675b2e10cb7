"""What can be said about a case's record at this moment: whether it holds together, and which checkpoint covers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.commands.verifying import check_cases
from engine.model.checkpoint import ChainKind
from engine.store import checkpoints as store
from engine.store import history_reading as reading

if TYPE_CHECKING:
    from datetime import datetime

    from engine.history.findings import Finding

CHECKED_AT_MOST = 20_000
"""Events that are checked while somebody waits for a page; `anumat audit verify` checks more."""


@dataclass(frozen=True, slots=True)
class CaseIntegrity:
    """The record of a case and those it called."""

    findings: tuple[Finding, ...]
    is_checked: bool
    """Whether every event was; else there are too many."""
    length: int
    """Events in all."""
    covered: int
    """Events that a signed checkpoint covers."""
    checkpoint_number: int | None
    """The latest one that covers something of it."""
    covered_at: datetime | None

    @property
    def is_covered(self) -> bool:
        """Whether checkpoints cover every event."""
        return self.covered >= self.length


def case_integrity(connection: Any, root_key: int) -> CaseIntegrity:
    """Check the chains and rows of a case against themselves and their checkpoints; `connection` is an open read.

    The signatures of the checkpoints are not checked: that needs the key, see `anumat audit verify`.
    """
    keys = reading.case_with_called(connection, root_key)
    length = sum(row.history_length for row in reading.instances_of(connection, keys))
    is_checked = length <= CHECKED_AT_MOST
    findings = tuple(check_cases(connection, keys, {})) if is_checked else ()
    leaves = store.leaves_of(connection, ChainKind.CASE, keys)
    covered = sum(found[-1][1].length for found in leaves.values())
    last = max((found[-1][0] for found in leaves.values()), default=None)
    checkpoint = None if last is None else store.checkpoint_of_leaf(connection, last)
    return CaseIntegrity(
        findings=findings,
        is_checked=is_checked,
        length=length,
        covered=covered if checkpoint else 0,
        checkpoint_number=checkpoint.number if checkpoint else None,
        covered_at=checkpoint.at if checkpoint else None,
    )
