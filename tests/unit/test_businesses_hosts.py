import json
from pathlib import Path

import pytest

from reputation.businesses import hosts

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "normalisation_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[0])
def test_addresses_are_read_as_the_vectors_say(vector: list[str | None]) -> None:
    typed, host, registrable = vector[:3]
    assert typed is not None
    if host is None:
        with pytest.raises(hosts.NotADomain) as refused:
            hosts.normalise(typed)
        assert refused.value.code == registrable
    else:
        assert hosts.normalise(typed) == (host, registrable)


@pytest.mark.parametrize(
    "text", ["a b.com", "a" * 64 + ".com", "-.com-", "exa mple", "a..b", "...", "http://", "%zz.com"]
)
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(hosts.NotADomain):
        hosts.normalise(text)


def test_reading_an_address_twice_changes_nothing() -> None:
    for typed, host, *_ in VECTORS:
        if host is not None:
            assert hosts.normalise(hosts.normalise(typed)[0])[0] == host
