"""Every proof verifies and equals the one of the definition; whatever is changed in it, it fails."""

from collections.abc import Sequence
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.tlog import checkpoints, proofs, receipts
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import NoteError, Signer
from reputation.tlog.proofs import ProofError
from reputation.tlog.tiles import Tile
from reputation.tlog.trees import EMPTY_ROOT, node_hash
from tests import naive_tree

LEAVES = [naive_tree.leaf(b"%d" % n) for n in range(900)]
LOG = Signer("log.example", b"\x01" * 32)
SIZES = st.one_of(st.integers(1, 40), st.integers(1, 900))


@lru_cache(maxsize=2000)
def root(size: int) -> bytes:
    return naive_tree.root(LEAVES[:size])


def reader(size: int) -> proofs.HashReader:
    def read(tile: Tile) -> Sequence[bytes]:
        return naive_tree.tile(LEAVES[:size], tile.level or 0, tile.index, tile.width)

    return proofs.from_tiles(size, read)


@given(size=SIZES, data=st.data())
def test_inclusion(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = proofs.inclusion(index, size, reader(size))
    assert proof == naive_tree.path(index, LEAVES[:size])
    assert proofs.tree_root(size, reader(size)) == root(size)
    proofs.verify_inclusion(LEAVES[index], index, size, proof, root(size))


@given(size=SIZES, data=st.data())
def test_inclusion_fails_when_anything_is_changed(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = naive_tree.path(index, LEAVES[:size])
    leaf, top = LEAVES[index], root(size)
    other = data.draw(st.integers(0, 899).filter(lambda n: n != index))
    assert_no_inclusion(leaf, other, size, proof, top)
    assert_no_inclusion(naive_tree.leaf(b"other"), index, size, proof, top)
    assert_no_inclusion(leaf, index, size, proof, naive_tree.leaf(b"other"))
    assert_no_inclusion(leaf, index, size, [*proof, leaf], top)
    for place in range(len(proof)):
        assert_no_inclusion(leaf, index, size, [*proof[:place], flipped(proof[place]), *proof[place + 1 :]], top)
        assert_no_inclusion(leaf, index, size, [*proof[:place], *proof[place + 1 :]], top)
        assert_no_inclusion(leaf, index, size, [*proof[: place + 1], *proof[place:]], top)


@given(size=SIZES, wrong=SIZES, data=st.data())
def test_inclusion_says_the_size_as_far_as_the_path_does(size: int, wrong: int, data: st.DataObject) -> None:
    """A proof is good for another size only where the paths in both trees have the same shape."""
    index = data.draw(st.integers(0, size - 1))
    proof = naive_tree.path(index, LEAVES[:size])
    if index >= wrong or len(naive_tree.path(index, LEAVES[:wrong])) != len(proof):
        assert_no_inclusion(LEAVES[index], index, wrong, proof, root(size))


def flipped(step: bytes) -> bytes:
    return bytes([step[0] ^ 1]) + step[1:]


def assert_no_inclusion(leaf: bytes, index: int, size: int, proof: list[bytes], top: bytes) -> None:
    with pytest.raises(ProofError):
        proofs.verify_inclusion(leaf, index, size, proof, top)


@given(second=SIZES, data=st.data())
def test_consistency(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, second))
    proof = proofs.consistency(first, second, reader(second))
    if 0 < first < second:
        assert proof == naive_tree.proof(first, LEAVES[:second])
    else:
        assert proof == []
    proofs.verify_consistency(first, second, proof, root(first), root(second))


@given(second=st.integers(2, 900), data=st.data())
def test_consistency_fails_when_anything_is_changed(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second - 1))
    proof, old, new = naive_tree.proof(first, LEAVES[:second]), root(first), root(second)
    assert_not_consistent(first, second, proof, flipped(old), new)
    assert_not_consistent(first, second, proof, old, flipped(new))
    assert_not_consistent(second, first, proof, new, old)
    assert_not_consistent(first, second, [*proof, old], old, new)
    assert_not_consistent(first, second, [], old, new)
    for place in range(len(proof)):
        assert_not_consistent(first, second, [*proof[:place], flipped(proof[place]), *proof[place + 1 :]], old, new)
        assert_not_consistent(first, second, [*proof[:place], *proof[place + 1 :]], old, new)


def assert_not_consistent(first: int, second: int, proof: list[bytes], old: bytes, new: bytes) -> None:
    with pytest.raises(ProofError):
        proofs.verify_consistency(first, second, proof, old, new)


def test_a_proof_longer_than_the_tree_is_high_is_refused_whatever_the_root() -> None:
    """Even if the root were made to fit: a leaf is not a node."""
    assert_no_inclusion(LEAVES[0], 0, 1, [LEAVES[1]], node_hash(LEAVES[1], LEAVES[0]))
    assert_no_inclusion(LEAVES[0], 0, 1, [LEAVES[1]], node_hash(LEAVES[0], LEAVES[1]))
    top = node_hash(LEAVES[2], root(2))
    assert_no_inclusion(LEAVES[0], 0, 2, [LEAVES[1], LEAVES[2]], top)
    proof, more = naive_tree.proof(3, LEAVES[:4]), LEAVES[9]
    assert_not_consistent(3, 4, [*proof, more], node_hash(more, root(3)), node_hash(more, root(4)))


def test_trees_that_need_no_proof() -> None:
    proofs.verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    proofs.verify_consistency(0, 5, [], EMPTY_ROOT, root(5))
    proofs.verify_consistency(5, 5, [], root(5), root(5))
    assert_not_consistent(0, 5, [], root(1), root(5))
    assert_not_consistent(0, 0, [], EMPTY_ROOT, root(1))
    assert_not_consistent(5, 5, [], root(4), root(5))
    assert_not_consistent(5, 5, [root(5)], root(5), root(5))
    assert_not_consistent(0, 5, [root(5)], EMPTY_ROOT, root(5))
    assert_not_consistent(-1, 5, [], EMPTY_ROOT, root(5))


def test_what_is_not_there_cannot_be_proved() -> None:
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(ProofError):
            proofs.inclusion(index, size, reader(5))
        assert_no_inclusion(LEAVES[0], index, size, [], LEAVES[0])
    for first, second in ((6, 5), (-1, 5)):
        with pytest.raises(ProofError):
            proofs.consistency(first, second, reader(5))


@given(size=SIZES, extra=st.one_of(st.none(), st.binary(max_size=40)), data=st.data())
def test_receipts(size: int, extra: bytes | None, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    note = checkpoints.sign(Checkpoint(LOG.name, size, root(size)), LOG)
    raw = receipts.encode(index, proofs.inclusion(index, size, reader(size)), note, extra)
    assert receipts.decode(raw).extra == extra
    assert receipts.verify(raw, LEAVES[index], LOG.verifier()).size == size
    place = data.draw(st.integers(0, len(raw) - 1))
    bit = data.draw(st.integers(0, 7))
    broken = raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]
    try:
        receipts.verify(broken, LEAVES[index], LOG.verifier())
    except (NoteError, ProofError):
        return
    first_line_end = raw.index(b"\nindex ")
    assert extra is not None, "only the extra line is signed by nobody"
    assert place < first_line_end


def test_a_receipt_looks_like_the_specification() -> None:
    note = checkpoints.sign(Checkpoint(LOG.name, 2, root(2)), LOG)
    lines = receipts.encode(1, [LEAVES[0]], note, b"\x00").decode().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra AA==", "index 1"]
    assert lines[4:7] == ["", "log.example", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v2\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nindex 00\n\n",
        "c2sp.org/tlog-proof@v1\nindex -1\n\n",
        "c2sp.org/tlog-proof@v1\nextra AA\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\n",
        "c2sp.org/tlog-proof@v1\nextra AA==\n\n",
    ],
)
def test_a_broken_receipt_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        receipts.decode(text.encode())
    with pytest.raises(NoteError):
        receipts.decode(b"\xff" + text.encode())
