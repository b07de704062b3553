"""Merkle tree: roots, nodes, inclusion and consistency proofs of RFC 6962 and RFC 9162.

A node is named by its level (0 for leaves) and its index within the level; only
nodes whose subtree is full are ever stored, so a stored node never changes. A range
``(start, end)`` of leaves stands for the tree hash over them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

Node: TypeAlias = tuple[int, int]
Range: TypeAlias = tuple[int, int]

_LEAF = b"\x00"
_INNER = b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()


class ProofError(ValueError):
    """A proof that does not prove what it should."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the 32-byte hash of a leaf's bytes."""
    return hashlib.sha256(_LEAF + leaf).digest()


def inner_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of two subtrees."""
    return hashlib.sha256(_INNER + left + right).digest()


def root_over(peaks: Sequence[bytes]) -> bytes:
    """Return the tree hash over full subtrees, given largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = inner_hash(peak, root)
    return root


def nodes_over(leaves: Range) -> list[Node]:
    """Return the full subtrees that cover a range, largest first.

    The range must begin where a tree splits: at a multiple of a power of two that is
    not smaller than its length, as all ranges of proofs do.
    """
    start, end = leaves
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def append_leaves(
    size: int, peaks: Sequence[bytes], hashes: Iterable[bytes]
) -> tuple[dict[Node, bytes], list[bytes]]:
    """Append leaf hashes to a tree and return its new nodes and its new peaks.

    Args:
        size: the number of leaves before.
        peaks: the hashes of ``nodes_over((0, size))``.
        hashes: the new leaves' hashes, in order.

    """
    made: dict[Node, bytes] = {}
    stack = list(peaks)
    for index, leaf in enumerate(hashes, start=size):
        level, node = 0, leaf
        made[0, index] = node
        while index >> level & 1:
            node = inner_hash(stack.pop(), node)
            level += 1
            made[level, index >> level] = node
        stack.append(node)
    return made, stack


def tree_root(hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    level = list(hashes)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)  # who has no pair goes up alone
        level = [inner_hash(*pair) for pair in pairs] + level[len(level) & ~1 :]
    return level[0] if level else EMPTY_ROOT


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose hashes prove that leaf ``index`` is in a tree of ``size``.

    Raises:
        ProofError: there is no such leaf.

    """
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    return list(_path(index, (0, size)))


def consistency_ranges(old: int, size: int) -> list[Range]:
    """Return the ranges whose hashes prove that a tree of ``size`` continues one of ``old``.

    Raises:
        ProofError: the old tree is larger.

    """
    if not 0 <= old <= size:
        raise ProofError(f"a tree of {size} does not continue one of {old}")
    if old in (0, size):
        return []
    return list(_continuation(old, (0, size), whole=True))


def _path(index: int, leaves: Range) -> Iterator[Range]:
    """RFC 9162 2.1.3.1: the siblings of a leaf, nearest first."""
    start, end = leaves
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if index < middle:
        yield from _path(index, (start, middle))
        yield middle, end
    else:
        yield from _path(index, (middle, end))
        yield start, middle


def _continuation(old: int, leaves: Range, *, whole: bool) -> Iterator[Range]:
    """RFC 9162 2.1.4.1: SUBPROOF of the first ``old`` leaves."""
    start, end = leaves
    if old == end:
        if not whole:
            yield leaves
        return
    middle = start + _split(end - start)
    if old <= middle:
        yield from _continuation(old, (start, middle), whole=whole)
        yield middle, end
    else:
        yield from _continuation(old, (middle, end), whole=False)
        yield start, middle


def _split(length: int) -> int:
    """Return the largest power of two below ``length``, which is at least 2."""
    return 1 << (length - 1).bit_length() - 1


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that an inclusion proof of a leaf hash leads to.

    Raises:
        ProofError: the proof does not have the length that index and size ask for.

    """
    if len(proof) != len(inclusion_ranges(index, size)):
        raise ProofError("the inclusion proof has the wrong length")
    node, place, last = leaf, index, size - 1
    for sibling in proof:
        if place & 1 or place == last:
            node = inner_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = inner_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return node


def check_consistency(
    old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that a tree of ``size`` and ``root`` continues one of ``old`` and ``old_root``.

    Raises:
        ProofError: it does not.

    """
    if len(proof) != len(consistency_ranges(old, size)):
        raise ProofError("the consistency proof has the wrong length")
    if old in (0, size):
        if old_root != (EMPTY_ROOT if old == 0 else root):
            raise ProofError(f"another root of size {old}")
        return
    if _continued_roots(old, old_root, size, proof) != (old_root, root):
        raise ProofError(f"the tree of {size} does not continue the one of {old}")


def _continued_roots(
    old: int, old_root: bytes, size: int, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """RFC 9162 2.1.4.2: both roots as the proof computes them."""
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = hashes[0]
    for sibling in hashes[1:]:
        if place & 1 or place == last:
            older, newer = inner_hash(sibling, older), inner_hash(sibling, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = inner_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    return older, newer
