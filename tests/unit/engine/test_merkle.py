"""The Merkle tree: the vectors of certificate transparency, and every proof in every small tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history import merkle
from engine.history.merkle import Frontier, consistency_proof, inclusion_proof, is_consistent, leaf_hash, node_hash

# The reference vectors of certificate transparency implementations: leaves and the roots of the trees that they grow.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def subtree_of(hashes: list[bytes]) -> merkle.Subtree:
    """Return what computes subtrees from all leaves."""

    def subtree(level: int, position: int) -> bytes:
        if level == 0:
            return hashes[position]
        return node_hash(subtree(level - 1, 2 * position), subtree(level - 1, 2 * position + 1))

    return subtree


def tree(size: int) -> tuple[list[bytes], bytes]:
    """Return the leaf hashes and the root of a tree."""
    hashes = [leaf_hash(str(number).encode()) for number in range(size)]
    frontier = Frontier()
    for each in hashes:
        frontier.append(each)
    return hashes, frontier.root()


def test_the_empty_tree_has_the_root_of_the_standard() -> None:
    assert Frontier().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_roots_are_those_of_the_reference_vectors() -> None:
    frontier, roots = Frontier(), []
    for leaf in LEAVES:
        frontier.append(leaf_hash(leaf))
        roots.append(frontier.root().hex())

    assert roots == ROOTS


def test_a_tree_goes_on_from_its_right_edge() -> None:
    first, _ = tree(5)
    frontier = Frontier()
    for each in first:
        frontier.append(each)
    resumed = Frontier(frontier.size, frontier.peaks)

    resumed.append(leaf_hash(b"5"))

    assert resumed.root() == tree(6)[1]


def test_completed_nodes_are_told_once_with_their_place() -> None:
    frontier, nodes = Frontier(), {}
    for each in tree(8)[0]:
        nodes.update({(level, position): node for level, position, node in frontier.append(each)})

    assert sorted(nodes) == [(1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1), (3, 0)]
    assert nodes[3, 0] == frontier.root()


@pytest.mark.parametrize("size", range(1, 18))
def test_every_leaf_is_proved_and_no_other(size: int) -> None:
    hashes, root = tree(size)

    for index in range(size):
        proof = inclusion_proof(index, size, subtree_of(hashes))
        assert merkle.root_from_inclusion(index, size, hashes[index], proof) == root
        assert merkle.root_from_inclusion(index, size, leaf_hash(b"forged"), proof) != root
        assert merkle.root_from_inclusion(index, size, hashes[index], [*proof, root]) is None


@pytest.mark.parametrize("size", range(1, 18))
def test_every_growth_is_proved(size: int) -> None:
    hashes, root = tree(size)

    for old in range(1, size + 1):
        proof = consistency_proof(old, size, subtree_of(hashes))
        assert is_consistent(old, tree(old)[1], size, root, proof)
        assert not is_consistent(old, leaf_hash(b"forged"), size, root, proof)


@given(st.integers(2, 200), st.data())
def test_a_tree_that_was_changed_is_not_consistent(size: int, data: st.DataObject) -> None:
    hashes, _ = tree(size)
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    forged = [*hashes[:changed], leaf_hash(b"forged"), *hashes[changed + 1 :]]
    frontier = Frontier()
    for each in forged:
        frontier.append(each)

    proof = consistency_proof(old, size, subtree_of(forged))

    assert not is_consistent(old, tree(old)[1], size, frontier.root(), proof)
