"""What one private check tells: the docs' table is what the code computes, and the code what there is to learn."""

from math import fsum, log2
from pathlib import Path

import pytest

from bench import check_scripts
from reputation.checks import formats, leak
from reputation.rulebook import checks as numbers

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/checking.md").read_text(encoding="utf-8")


def test_the_table_of_the_docs_is_what_is_computed() -> None:
    assert "\n".join(leak.lines()) in DOCS


def test_the_docs_say_what_there_is_to_learn_in_all() -> None:
    alike, zipf = leak.all_there_is(numbers.REGISTERED_DOMAINS.value)
    assert f"{alike:.1f} bits to learn of a\nvisit when sites are visited alike, {zipf:.1f} by Zipf's law" in DOCS
    assert f"{numbers.REGISTERED_DOMAINS.value:,} registered domains" in DOCS


def test_nothing_asked_tells_nothing_and_a_range_never_more_than_its_bits() -> None:
    nothing, *ranges = leak.leaks()
    assert not nothing.is_asked
    assert max(nothing.uniform, nothing.zipf) == pytest.approx(0, abs=1e-12)
    assert [one.bits for one in ranges] == [8, 10, 12, 16]
    for one in ranges:
        assert one.zipf < one.uniform < one.bits
        assert one.bits == formats.bits_for(one.participants)
        assert one.sites == numbers.REGISTERED_DOMAINS.value >> one.bits
        assert one.uniform_guesses < nothing.zipf_guesses < one.zipf_guesses


def test_what_is_computed_is_what_counting_finds() -> None:
    """Of few sites everything can be counted: here twice as many as are put into ranges one by one."""
    sites, bits = 2 * leak.FAMOUS, 8
    weights, likeliest = leak._zipf(bits, sites)
    shares = [1 / rank for rank in range(1, sites + 1)]
    every = fsum(shares)
    counted = [0.0] * (1 << bits)
    for place, share in zip((*leak._famous(), *range(leak.FAMOUS)), shares, strict=True):
        counted[place >> (formats.MOST_BITS - bits) if share >= shares[leak.FAMOUS - 1] else place % 256] += share
    assert fsum(weights) == pytest.approx(1)
    assert leak.entropy(weights) == pytest.approx(leak.entropy(one / every for one in counted), abs=1e-4)
    assert max(likeliest) == pytest.approx(1 / every)


def test_the_sums_are_right() -> None:
    assert leak.harmonic(1_000) == pytest.approx(fsum(1 / k for k in range(1, 1_001)), abs=1e-10)
    every = fsum(1 / k for k in range(1, 10_001))
    counted = -fsum(1 / k / every * log2(1 / k / every) for k in range(1, 10_001))
    assert leak.all_there_is(10_000) == pytest.approx((log2(10_000), counted), abs=1e-6)
    assert leak.entropy([0.5, 0.25, 0.25, 0]) == 1.5


def test_the_scripts_of_the_check_stay_small_and_the_docs_say_how_small() -> None:
    names = check_scripts.imported("check.js")
    assert {"check-ask.js", "check-core.js", "check-rules.js", "check-files.js"} < set(names)
    scripts_kb = sum(map(check_scripts.packed, names)) / 1000
    assert scripts_kb * 1000 <= check_scripts.MOST_BYTES
    tables_kb = check_scripts.packed(check_scripts.TABLES) / 1000
    assert (
        f"weigh {scripts_kb:.0f} kB packed; the tables of suffixes and look-alike characters, {tables_kb:.0f} kB"
        in DOCS
    )
