"""A binary fuse filter of 16 bits: says of a key whether it was among those it was built from, wrongly of 1 in 65,536.

It never misses a key it holds. Keys are whole numbers below 2^64, here the first eight bytes of a hash. It takes about
18 bits a key and three reads a question; clients read it in the same few lines.

Source: T. M. Graf, D. Lemire, Binary Fuse Filters: Fast and Smaller Than Xor Filters, ACM Journal of Experimental
Algorithmics 27, 2022.

The file: `ORF1`, then big-endian the seed (8 bytes), segment length, segment count and array length (4 bytes each),
then the array, each fingerprint as two bytes, little-endian. All three places of a key follow from one mixed hash h:

    a = (h * segment count * segment length) >> 64
    b = (a + segment length) ^ ((h >> 18) & (segment length - 1))
    c = (a + 2 * segment length) ^ (h & (segment length - 1))

A key is there if the fingerprints at a, b and c make (h ^ (h >> 32)) & 65535, by exclusive or. `mix` makes h.
"""

import math
import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

MAGIC = b"ORF1"
_HEADER = struct.Struct(">4sQIII")
HEADER_BYTES = _HEADER.size
MASK = (1 << 64) - 1
LARGEST_SEGMENT = 1 << 18
MOST_PLACES = 1 << 28
TRIES = 100
PARTS = 16


class FilterError(ValueError):
    """These bytes are no filter."""


def mix(key: int, seed: int) -> int:
    """Spread a key over 64 bits. Source: the finaliser of MurmurHash3 (A. Appleby, public domain)."""
    h = (key + seed) & MASK
    h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCD & MASK
    h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53 & MASK
    return h ^ (h >> 33)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was read or built. A segment is a power of two; a key has a place in each of three in a row."""

    seed: int
    segment_length: int
    segment_count: int
    fingerprints: "array[int]"

    def __contains__(self, key: int) -> bool:
        h = mix(key, self.seed)
        a, b, c = _places(h, self.segment_length, self.segment_count)
        there = self.fingerprints
        return there[a] ^ there[b] ^ there[c] == (h ^ (h >> 32)) & 0xFFFF

    def encode(self) -> bytes:
        """The bytes of the file."""
        header = _HEADER.pack(MAGIC, self.seed, self.segment_length, self.segment_count, len(self.fingerprints))
        return header + _little(self.fingerprints).tobytes()


def decode(raw: bytes) -> Filter:
    """The filter of a file.

    Raises:
        FilterError: it is none, or its parts do not fit together.
    """
    if len(raw) < HEADER_BYTES:
        raise FilterError("the filter is too short")
    magic, seed, segment_length, segment_count, length = _HEADER.unpack_from(raw)
    if magic != MAGIC:
        raise FilterError("the filter does not begin with ORF1")
    is_power = segment_length > 0 and segment_length & (segment_length - 1) == 0
    if not is_power or segment_length > LARGEST_SEGMENT or segment_count == 0 or length > MOST_PLACES:
        raise FilterError("the filter has segments of no possible size")
    if length != (segment_count + 2) * segment_length:
        raise FilterError("the segments of the filter do not make up its length")
    if len(raw) != HEADER_BYTES + 2 * length:
        raise FilterError("the filter is not as long as it says")
    fingerprints = array("H", raw[HEADER_BYTES:])
    return Filter(seed, segment_length, segment_count, _little(fingerprints))


def build(keys: "array[int]") -> Filter:
    """The filter of some keys, some of which may be there twice. The same keys in any order give the same filter.

    The seeds that are tried follow from all keys together: nobody can choose keys for which no filter can be built.
    Plain Python: about ten seconds a million keys, and 40 bytes of memory a key.
    """
    distinct = _distinct(keys)
    segment_length, segment_count = _shape(len(distinct))
    digest = sha256(distinct.tobytes()).digest()
    for attempt in range(TRIES):
        seed = int.from_bytes(sha256(digest + bytes([attempt])).digest()[:8])
        peeled = _peel(distinct, seed, segment_length, segment_count)
        if peeled is not None:
            return Filter(seed, segment_length, segment_count, _assign(*peeled, segment_length, segment_count))
    raise FilterError(f"no filter was found with {TRIES} seeds")  # pragma: no cover - below 1 in 10^30


def _places(h: int, segment_length: int, segment_count: int) -> tuple[int, int, int]:
    a = h * (segment_count * segment_length) >> 64
    last = segment_length - 1
    return a, (a + segment_length) ^ (h >> 18 & last), (a + 2 * segment_length) ^ (h & last)


def _shape(count: int) -> tuple[int, int]:
    """Segment length and count for so many keys: the authors' measured values for three places a key."""
    if count < 2:
        return 4, 1
    length = min(LARGEST_SEGMENT, 1 << math.floor(math.log(count) / math.log(3.33) + 2.25))
    room = round(count * max(1.125, 0.875 + 0.25 * math.log(1_000_000) / math.log(count)))
    return length, max(1, -(-room // length) - 2)


def _distinct(keys: "array[int]") -> "array[int]":
    """The keys in order, each once; a part of them at a time, so that little memory is needed beside them."""
    found = array("Q")
    for part in range(PARTS):
        found.extend(sorted({key for key in keys if key >> 60 == part}))
    return found


def _peel(
    keys: "array[int]", seed: int, segment_length: int, segment_count: int
) -> tuple["array[int]", "array[int]"] | None:
    """Take keys out, always one that is alone in a place: hashes and places in that order, None when it gets stuck."""
    size = (segment_count + 2) * segment_length
    counts, mixed = bytearray(size), array("Q", bytes(8 * size))
    whole, last, two = segment_count * segment_length, segment_length - 1, 2 * segment_length
    for key in keys:
        h = mix(key, seed)
        a = h * whole >> 64
        b, c = (a + segment_length) ^ (h >> 18 & last), (a + two) ^ (h & last)
        counts[a] += 1
        counts[b] += 1
        counts[c] += 1
        mixed[a] ^= h
        mixed[b] ^= h
        mixed[c] ^= h
    hashes, places = array("Q"), array("I")
    for start in range(size):
        waiting = [start] if counts[start] == 1 else []
        while waiting:
            place = waiting.pop()
            if counts[place] != 1:
                continue
            h = mixed[place]
            hashes.append(h)
            places.append(place)
            for other in _places(h, segment_length, segment_count):
                counts[other] -= 1
                mixed[other] ^= h
                if counts[other] == 1:
                    waiting.append(other)
    return (hashes, places) if len(hashes) == len(keys) else None


def _assign(hashes: "array[int]", places: "array[int]", segment_length: int, segment_count: int) -> "array[int]":
    """Give each place its fingerprint, the key that was taken out last first: nothing after it touches its place."""
    found = array("H", bytes(2 * (segment_count + 2) * segment_length))
    for h, place in _backwards(hashes, places):
        a, b, c = _places(h, segment_length, segment_count)
        # The place itself still holds zero.
        found[place] = (h ^ (h >> 32)) & 0xFFFF ^ found[a] ^ found[b] ^ found[c]
    return found


def _backwards(hashes: "array[int]", places: "array[int]") -> Iterator[tuple[int, int]]:
    return zip(reversed(hashes), reversed(places), strict=True)


def _little(numbers: "array[int]") -> "array[int]":
    """The same numbers, in little-endian order on every machine."""
    if sys.byteorder == "big":  # pragma: no cover - no machine of ours
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
