"""The filter: it never misses what it holds, says yes to others about once in 65,536, and is read only when whole."""

import random
from array import array
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.checks import fuse

KEYS = st.lists(st.integers(min_value=0, max_value=fuse.MASK), max_size=300)
SEED = 7
# Of the keys 1, 2 and 2^63: for whoever reads the filter in another language.
VECTOR = "4f524631cca5a3d1d532faeb0000000800000001000000180000aef80000000000000000be210000e287".ljust(144, "0")


def keys(count: int, seed: int = SEED) -> "array[int]":
    numbers = random.Random(seed)
    return array("Q", (numbers.getrandbits(64) for _ in range(count)))


@given(KEYS)
def test_every_key_is_found_also_after_reading_the_file(given_keys: list[int]) -> None:
    built = fuse.build(array("Q", given_keys))
    read = fuse.decode(built.encode())

    assert read == built
    assert all(key in read for key in given_keys)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 10, 50, 1_000, 20_000])
def test_every_key_of_many_is_found(count: int) -> None:
    held = keys(count)

    found = fuse.build(held)

    assert all(key in found for key in held)


def test_other_keys_are_found_as_seldom_as_16_bits_allow() -> None:
    found, others = fuse.build(keys(20_000)), keys(400_000, seed=8)

    wrong = sum(key in found for key in others)

    # 400,000 / 65,536 is 6.1; more than 20 would come about once in 200,000 filters.
    assert wrong <= 20


def test_a_large_filter_takes_less_than_20_bits_a_key() -> None:
    assert 8 * len(fuse.build(keys(20_000)).encode()) / 20_000 < 20


def test_order_and_repetition_of_keys_make_no_difference() -> None:
    held = keys(500)

    twice = array("Q", [*reversed(held), *held])

    assert fuse.build(twice).encode() == fuse.build(held).encode()


def test_the_file_is_as_it_is_described() -> None:
    found = fuse.build(array("Q", [1, 2, 2**63]))

    assert found.encode().hex() == VECTOR
    assert fuse.mix(1, 2) == 0x0B51_81C5_09F8_D8CE


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda raw: raw[:10], "too short"),
        (lambda raw: b"ORF2" + raw[4:], "ORF1"),
        (lambda raw: raw[:12] + (3).to_bytes(4) + raw[16:], "no possible size"),
        (lambda raw: raw[:12] + bytes(4) + raw[16:], "no possible size"),
        (lambda raw: raw[:12] + (2**19).to_bytes(4) + raw[16:], "no possible size"),
        (lambda raw: raw[:16] + bytes(4) + raw[20:], "no possible size"),
        (lambda raw: raw[:16] + (99).to_bytes(4) + raw[20:], "do not make up"),
        (lambda raw: raw[:-1], "not as long"),
        (lambda raw: raw + b"\0", "not as long"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(change: Callable[[bytes], bytes], says: str) -> None:
    raw = fuse.build(keys(100)).encode()
    fuse.decode(raw)

    with pytest.raises(fuse.FilterError, match=says):
        fuse.decode(change(raw))
