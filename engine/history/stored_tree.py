"""The Merkle tree of the log as it is stored: leaves, and the inner nodes of every eighth level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.history.merkle import node_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.history.merkle import Subtree

STORED_LEVELS = 8
"""Inner nodes of every so many levels are stored."""


def stored_subtree(hashes: Callable[[int, int, int], Sequence[bytes]]) -> Subtree:
    """Return what gives the hash of a complete subtree from at most 128 stored hashes.

    `hashes(level, first, count)` gives those of a level that is stored (0: of the leaves), in order. The subtree raises
    LookupError when some are missing.
    """

    def subtree(level: int, position: int) -> bytes:
        stored = level // STORED_LEVELS * STORED_LEVELS
        count = 1 << (level - stored)
        nodes = list(hashes(stored, position * count, count))
        if len(nodes) != count:
            raise LookupError(f"The log lacks leaves or nodes of level {stored} from {position * count}.")
        while len(nodes) > 1:
            nodes = [node_hash(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
        return nodes[0]

    return subtree
