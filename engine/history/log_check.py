"""Checking checkpoints: their signatures, that each follows from the one before, and that their leaves give their roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.history import checkpoint as signing
from engine.history.checkpoint_files import fields_of
from engine.history.findings import Finding, FindingKind
from engine.history.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from engine.history.checkpoint_files import PublishedCheckpoint

LOG = "checkpoints"


def check_log(
    checkpoints: Iterable[PublishedCheckpoint],
    leaves_of: Callable[[int, int, int], Iterable[str]],
    keys: Mapping[str, Ed25519PublicKey],
) -> Iterator[Finding]:
    """Yield what is wrong with checkpoints in order of their numbers.

    `leaves_of(number, start, end)` gives the leaves that a checkpoint added, `keys` the trusted keys by id; without any,
    signatures are not looked at. Memory is bounded: of the tree only the right edge is kept.
    """
    frontier, previous, expected = Frontier(), "", 1
    for each in checkpoints:
        fields = fields_of(each.document)
        if each.number != expected:
            text = f"checkpoints {expected} to {each.number - 1} are gone"
            yield Finding(FindingKind.CHECKPOINT_ROLLED_BACK, text, LOG, expected)
        key = keys.get(str(fields.get("keyId")))
        if keys and (key is None or not signing.is_signed(each.document, each.signature, key)):
            yield _forged(each, "it is not signed by a trusted key")
        if fields.get("number") != each.number or (each.number == expected and fields.get("previous") != previous):
            yield _forged(each, "it does not follow from the checkpoint before")
        size = fields.get("treeSize")
        if not isinstance(size, int) or size < frontier.size:
            yield _forged(each, "its log is shorter than the one before")
            return
        for leaf in leaves_of(each.number, frontier.size, size):
            frontier.append(leaf_hash(leaf.encode()))
        if frontier.size != size or frontier.root().hex() != fields.get("root"):
            yield _forged(each, "the leaves do not give the root that was signed")
            return
        previous, expected = signing.document_hash(each.document), each.number + 1


def compare_with_copy(ours: Mapping[int, str], copies: Iterable[PublishedCheckpoint]) -> Iterator[Finding]:
    """Yield where the checkpoints of the database (number to document) differ from a copy of the published ones."""
    last = max(ours, default=0)
    for copy in copies:
        if copy.number > last:
            text = f"the copy has checkpoint {copy.number}, the database ends with {last}"
            yield Finding(FindingKind.CHECKPOINT_ROLLED_BACK, text, LOG, copy.number)
        elif ours.get(copy.number) != copy.document:
            yield _forged(copy, "the database and the copy have different ones")


def _forged(checkpoint: PublishedCheckpoint, why: str) -> Finding:
    return Finding(FindingKind.CHECKPOINT_FORGED, f"checkpoint {checkpoint.number}: {why}", LOG, checkpoint.number)
