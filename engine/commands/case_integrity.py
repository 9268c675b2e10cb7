"""What can be said about a case's record at this moment: whether it holds together, and which checkpoint covers it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engine.commands.seal_check import check_seal
from engine.commands.verifying import check_cases
from engine.model.checkpoint import ChainKind
from engine.store import checkpoints as store
from engine.store import history_reading as reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

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
    is_signature_checked: bool
    """Whether the checkpoint's signature was held against a trusted key: what is wrong with it is among the findings."""

    @property
    def is_covered(self) -> bool:
        """Whether checkpoints cover every event."""
        return self.covered >= self.length


def case_integrity(
    connection: Any, root_key: int, trusted: Mapping[str, Ed25519PublicKey] = MappingProxyType({})
) -> CaseIntegrity:
    """Check the chains and rows of a case against themselves, and against the checkpoint that covers them.

    `connection` is an open read, `trusted` the public keys by id: without them the signature is not checked. All other
    checkpoints, the files and the record of access are for `anumat audit verify`.
    """
    keys = reading.case_with_called(connection, root_key)
    length = sum(row.history_length for row in reading.instances_of(connection, keys))
    is_checked = length <= CHECKED_AT_MOST
    findings = tuple(check_cases(connection, keys, {})) if is_checked else ()
    leaves = store.leaves_of(connection, ChainKind.CASE, keys)
    covered = sum(found[-1][1].length for found in leaves.values())
    last = max((found[-1][0] for found in leaves.values()), default=None)
    checkpoint = None if last is None else store.checkpoint_of_leaf(connection, last)
    forged = check_seal(connection, checkpoint, leaves, trusted) if checkpoint else []
    return CaseIntegrity(
        findings=(*forged, *findings),
        is_checked=is_checked,
        length=length,
        covered=covered if checkpoint else 0,
        checkpoint_number=checkpoint.number if checkpoint else None,
        covered_at=checkpoint.at if checkpoint else None,
        is_signature_checked=checkpoint is not None and bool(trusted),
    )
