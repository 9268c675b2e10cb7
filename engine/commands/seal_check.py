"""Checking the seal on a few chains: that the checkpoint which covers them is signed, and that they are what was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.commands.verifying import UNREADABLE, unlike_their_documents
from engine.history import checkpoint as signing
from engine.history.checkpoint_files import fields_of
from engine.history.findings import Finding, FindingKind
from engine.history.log_check import LOG
from engine.history.merkle import inclusion_proof, leaf_hash, root_from_inclusion
from engine.history.stored_tree import stored_subtree
from engine.store import checkpoints as store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from engine.model.checkpoint import ChainHead, Checkpoint


def check_seal(
    connection: Any,
    checkpoint: Checkpoint,
    leaves: Mapping[int, Sequence[tuple[int, ChainHead]]],
    trusted: Mapping[str, Ed25519PublicKey],
) -> list[Finding]:
    """Return what is wrong with a checkpoint and with the newest leaf of each chain that it covers (RFC 6962 §2.1.1).

    `leaves` are those of each chain in order, `trusted` the public keys by id; without any the signature is not looked at.
    """
    try:
        return list(_findings(connection, checkpoint, leaves, trusted))
    except UNREADABLE as error:
        return [_forged(checkpoint, f"it cannot be read: {error}")]


def _findings(
    connection: Any,
    checkpoint: Checkpoint,
    leaves: Mapping[int, Sequence[tuple[int, ChainHead]]],
    trusted: Mapping[str, Ed25519PublicKey],
) -> Iterator[Finding]:
    fields = fields_of(checkpoint.document)
    key = trusted.get(str(fields.get("keyId")))
    if trusted and (key is None or not signing.is_signed(checkpoint.document, checkpoint.signature, key)):
        yield _forged(checkpoint, "it is not signed by a trusted key")
    yield from unlike_their_documents([checkpoint])
    subtree = stored_subtree(_hashes(connection))
    for of_chain in leaves.values():
        covered = [(index, head) for index, head in of_chain if index < checkpoint.tree_size]
        if covered:
            index, head = covered[-1]
            path = inclusion_proof(index, checkpoint.tree_size, subtree)
            root = root_from_inclusion(index, checkpoint.tree_size, leaf_hash(signing.leaf_text(head).encode()), path)
            if root is None or root.hex() != fields.get("root"):
                yield _forged(checkpoint, f"what it sealed of {head.kind.value}:{head.chain_key} is not what is here")


def _hashes(connection: Any) -> Callable[[int, int, int], list[bytes]]:
    def hashes(level: int, first: int, count: int) -> list[bytes]:
        if level:
            return store.stored_nodes(connection, level, first, count)
        return [leaf_hash(signing.leaf_text(head).encode()) for head in store.leaves(connection, first, first + count)]

    return hashes


def _forged(checkpoint: Checkpoint, why: str) -> Finding:
    return Finding(FindingKind.CHECKPOINT_FORGED, f"checkpoint {checkpoint.number}: {why}", LOG, checkpoint.number)
