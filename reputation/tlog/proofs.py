"""Inclusion and consistency proofs. Source: RFC 9162 sections 2.1.3 and 2.1.4 (the trees of RFC 6962)."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from reputation.tlog.edges import TileReader
from reputation.tlog.tiles import WIDTH, Tile, width_at
from reputation.tlog.trees import EMPTY_ROOT, node_hash, root_of, split

HashReader = Callable[[int, int], bytes]


class ProofError(ValueError):
    """A proof that does not prove it, or one that cannot be made."""


def from_tiles(size: int, read: TileReader) -> HashReader:
    """Reads the root of the whole subtree of 2**level entries number `index` out of the tiles of a tree of `size`."""

    @lru_cache(maxsize=64)
    def tile(level: int, index: int) -> Sequence[bytes]:
        full, width = width_at(level, size)
        return read(Tile(level, index, WIDTH if index < full else width))

    def subtree(level: int, index: int) -> bytes:
        row, steps = divmod(level, 8)
        first, count = index << steps, 1 << steps
        hashes = tile(row, first // WIDTH)[first % WIDTH : first % WIDTH + count]
        return root_of(hashes)

    return subtree


def _range_root(start: int, end: int, read: HashReader) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        return read(size.bit_length() - 1, start // size)
    middle = start + split(size)
    return node_hash(_range_root(start, middle, read), _range_root(middle, end, read))


def tree_root(size: int, read: HashReader) -> bytes:
    """The root of a tree of this size."""
    return _range_root(0, size, read) if size else EMPTY_ROOT


def inclusion(index: int, size: int, read: HashReader) -> list[bytes]:
    """The proof that the entry at `index` is in the tree, from its neighbour up to the root's child.

    Raises:
        ProofError: there is no such entry.
    """
    if not 0 <= index < size:
        raise ProofError("the tree has no entry at this index")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            proof.append(_range_root(middle, end, read))
            end = middle
        else:
            proof.append(_range_root(start, middle, read))
            start = middle
    return proof[::-1]


def consistency(first: int, second: int, read: HashReader) -> list[bytes]:
    """The proof that the tree of size `second` begins with that of size `first`.

    Raises:
        ProofError: the first is larger.
    """
    if not 0 <= first <= second:
        raise ProofError("a tree grows")
    if first in (0, second):
        return []
    proof, start, end, is_known = [], 0, second, True
    while first != end:
        middle = start + split(end - start)
        if first <= middle:
            proof.append(_range_root(middle, end, read))
            end = middle
        else:
            proof.append(_range_root(start, middle, read))
            start, is_known = middle, False
    if not is_known:
        proof.append(_range_root(start, end, read))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """See that the entry of this leaf hash is at `index` of the tree.

    Raises:
        ProofError: the proof does not show it.
    """
    if not 0 <= index < size:
        raise ProofError("the tree has no entry at this index")
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    if last or found != root:
        raise ProofError("the proof does not lead to the root")


def _verify_trivial(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> None:
    """The empty tree begins every tree, and every tree begins itself; neither needs a proof."""
    expected = EMPTY_ROOT if first == 0 else second_root
    if proof or first_root != expected or (second == 0 and second_root != EMPTY_ROOT):
        raise ProofError("the roots of the same tree differ")


def verify_consistency(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> None:
    """See that the second tree begins with the first.

    Raises:
        ProofError: the proof does not show it.
    """
    if not 0 <= first <= second:
        raise ProofError("a tree grows")
    if first in (0, second):
        _verify_trivial(first, second, proof, first_root, second_root)
        return
    if not proof:
        raise ProofError("the proof is too short")
    steps = proof if first & (first - 1) else [first_root, *proof]
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    if last or old != first_root or new != second_root:
        raise ProofError("the proof does not lead to both roots")
