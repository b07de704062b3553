"""The Merkle tree: RFC 6962 vectors, every proof up to size 300, larger ones at random."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger.merkle import (
    EMPTY_ROOT,
    ProofError,
    append_leaves,
    check_consistency,
    check_inclusion,
    consistency_ranges,
    inclusion_ranges,
    inner_hash,
    leaf_hash,
    nodes_over,
    root_over,
    tree_root,
)

# The leaves and roots of the reference tests of Certificate Transparency.
VECTOR_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
VECTOR_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(b"%d" % n) for n in range(1100)]


class Tree:
    """A tree whose nodes are looked up, as the database does."""

    def __init__(self, size):
        self.nodes, self.peaks = append_leaves(0, [], LEAVES[:size])

    def hash_of(self, leaves):
        return root_over([self.nodes[node] for node in nodes_over(leaves)])

    def inclusion(self, index, size):
        return [self.hash_of(r) for r in inclusion_ranges(index, size)]

    def consistency(self, old, size):
        return [self.hash_of(r) for r in consistency_ranges(old, size)]


WHOLE = Tree(len(LEAVES))


def by_definition(hashes):
    """MTH as RFC 9162 2.1.1 writes it."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return inner_hash(by_definition(hashes[:k]), by_definition(hashes[k:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size):
    assert tree_root(map(leaf_hash, VECTOR_LEAVES[:size])).hex() == VECTOR_ROOTS[size - 1]


def test_an_empty_tree_has_the_hash_of_nothing():
    assert tree_root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(301))
def test_the_root_of_every_size_is_that_of_the_definition(size):
    expected = by_definition(LEAVES[:size])
    assert tree_root(LEAVES[:size]) == expected
    assert WHOLE.hash_of((0, size)) == expected


@pytest.mark.slow
def test_every_inclusion_proof_up_to_size_300_leads_to_the_root():
    for size in range(1, 301):
        root = WHOLE.hash_of((0, size))
        for index in range(size):
            proof = WHOLE.inclusion(index, size)
            assert check_inclusion(LEAVES[index], index, size, proof) == root


@pytest.mark.slow
def test_every_consistency_proof_up_to_size_300_holds_and_no_other_root_does():
    for size in range(301):
        root = WHOLE.hash_of((0, size))
        for old in range(size + 1):
            proof = WHOLE.consistency(old, size)
            check_consistency(old, WHOLE.hash_of((0, old)), size, root, proof)
            with pytest.raises(ProofError):
                check_consistency(old, b"\1" * 32, size, root, proof)


@given(st.integers(0, 1099), st.integers(1, 1100))
def test_a_changed_inclusion_proof_leads_elsewhere(index, size):
    if index >= size:
        return
    proof = WHOLE.inclusion(index, size)
    root = WHOLE.hash_of((0, size))
    assert check_inclusion(LEAVES[index], index, size, proof) == root
    assert check_inclusion(b"\0" * 32, index, size, proof) != root
    for place in range(len(proof)):
        forged = [*proof[:place], b"\0" * 32, *proof[place + 1 :]]
        assert check_inclusion(LEAVES[index], index, size, forged) != root


@given(st.integers(0, 1100), st.integers(0, 1100))
def test_a_changed_consistency_proof_is_refused(old, size):
    if old > size:
        return
    proof = WHOLE.consistency(old, size)
    roots = WHOLE.hash_of((0, old)), WHOLE.hash_of((0, size))
    check_consistency(old, roots[0], size, roots[1], proof)
    for place in range(len(proof)):
        forged = [*proof[:place], b"\0" * 32, *proof[place + 1 :]]
        with pytest.raises(ProofError):
            check_consistency(old, roots[0], size, roots[1], forged)


@given(st.lists(st.integers(0, 60), max_size=12))
def test_appending_in_batches_gives_the_same_nodes_as_at_once(batches):
    nodes, peaks, size = {}, [], 0
    for batch in batches:
        made, peaks = append_leaves(size, peaks, LEAVES[size : size + batch])
        assert not nodes.keys() & made.keys()
        nodes |= made
        size += batch
    assert nodes == Tree(size).nodes
    assert peaks == [nodes[node] for node in nodes_over((0, size))]


@pytest.mark.parametrize("index, size", [(0, 0), (3, 3), (-1, 3)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ProofError):
        inclusion_ranges(index, size)


@pytest.mark.parametrize("old, size", [(4, 3), (-1, 3)])
def test_a_smaller_tree_does_not_continue_a_larger_one(old, size):
    with pytest.raises(ProofError):
        consistency_ranges(old, size)


@pytest.mark.parametrize("extra", [1, -1])
def test_a_proof_of_the_wrong_length_is_refused(extra):
    inclusion, consistency = WHOLE.inclusion(5, 11), WHOLE.consistency(5, 11)
    wrong = (lambda proof: [*proof, b"\0" * 32]) if extra > 0 else (lambda proof: proof[:-1])
    with pytest.raises(ProofError):
        check_inclusion(LEAVES[5], 5, 11, wrong(inclusion))
    with pytest.raises(ProofError):
        check_consistency(5, WHOLE.hash_of((0, 5)), 11, WHOLE.hash_of((0, 11)), wrong(consistency))
