"""The Merkle tree of RFC 6962 over the heads of chains: its root in a stream, proofs that a leaf is in it and that it only grew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

Subtree = Callable[[int, int], bytes]
"""Returns the hash of the complete subtree of 2**level leaves that starts at leaf `position * 2**level`."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that is needed to append leaves and to know the root, whatever its size."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        """The roots of the complete subtrees, the largest first: one for each bit that is set in the size."""
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}.")

    def append(self, hash_of_leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf by its hash; return level, position and hash of every inner node that became complete."""
        completed, level, node, size = [], 0, hash_of_leaf, self.size
        while size & 1:
            node = node_hash(self.peaks.pop(), node)
            size >>= 1
            level += 1
            completed.append((level, self.size >> level, node))
        self.peaks.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the audit path of the leaf `index` in the tree of the first `size` leaves (RFC 6962 §2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"There is no leaf {index} in a tree of {size}.")
    return _path(index, 0, size, subtree)


def consistency_proof(old_size: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that the tree of the first `old_size` leaves is the beginning of that of `size` (RFC 6962 §2.1.2)."""
    if not 0 < old_size <= size:
        raise ValueError(f"A tree of {size} leaves did not grow from one of {old_size}.")
    return _consistency(old_size, 0, size, subtree, is_whole=True)


def root_from_inclusion(index: int, size: int, hash_of_leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that follows from a leaf and its audit path; None when the path has the wrong length (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return None
    node, place, last = hash_of_leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return node if last == 0 else None


def is_consistent(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the old tree is the beginning of the new one (RFC 9162 §2.1.4.2)."""
    if old_size == size:
        return not proof and old_root == root
    if not 0 < old_size < size or not proof:
        return False
    nodes = list(proof)
    if old_size & (old_size - 1) == 0:
        nodes.insert(0, old_root)
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, node)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == root


def range_hash(start: int, count: int, subtree: Subtree) -> bytes:
    """Return the hash over `count` leaves from `start`, a multiple of the power of two that is not below `count`."""
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return subtree(level, start >> level)
    half = _half(count)
    return node_hash(range_hash(start, half, subtree), range_hash(start + half, count - half, subtree))


def _half(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _path(index: int, start: int, count: int, subtree: Subtree) -> list[bytes]:
    if count == 1:
        return []
    half = _half(count)
    if index < half:
        return [*_path(index, start, half, subtree), range_hash(start + half, count - half, subtree)]
    return [*_path(index - half, start + half, count - half, subtree), range_hash(start, half, subtree)]


def _consistency(old: int, start: int, count: int, subtree: Subtree, *, is_whole: bool) -> list[bytes]:
    if old == count:
        return [] if is_whole else [range_hash(start, count, subtree)]
    half = _half(count)
    if old <= half:
        return [
            *_consistency(old, start, half, subtree, is_whole=is_whole),
            range_hash(start + half, count - half, subtree),
        ]
    return [
        *_consistency(old - half, start + half, count - half, subtree, is_whole=False),
        range_hash(start, half, subtree),
    ]
