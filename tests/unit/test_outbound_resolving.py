"""Asking names of a real name server that is slow, broken, silent, or says much."""

import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest

from reputation.outbound import resolving
from reputation.outbound.failures import Failed, Reason
from reputation.outbound.networks import Deadline, Limits
from tests.internet import HERE, Internet, internet


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Internet]:
    with internet(tmp_path, "shop.example", limits=Limits(deadline_s=3.0, lookup_s=0.5)) as made:
        yield made


def found(world: Internet, host: str) -> tuple[str, ...]:
    return tuple(str(one) for one in resolving.addresses(host, world.network, world.network.limits, Deadline(3)))


def reason_of(world: Internet, host: str) -> Reason:
    with pytest.raises(Failed) as failed:
        found(world, host)
    return failed.value.reason


def test_both_kinds_of_address_are_found(world: Internet) -> None:
    world.names.put("both.example", "A", "192.0.2.1", "192.0.2.2")
    world.names.put("both.example", "AAAA", "2001:db8::1")
    assert sorted(found(world, "both.example")) == ["192.0.2.1", "192.0.2.2", "2001:db8::1"]
    assert resolving.addresses("both.example", world.network, world.network.limits, Deadline(3))[-1] == ip_address(
        "2001:db8::1"
    )


def test_a_name_that_is_not_there_or_has_no_address_is_no_host(world: Internet) -> None:
    world.names.put("mail.example", "MX", "10 shop.example.")
    assert reason_of(world, "nobody.example") is Reason.NO_SUCH_HOST
    assert reason_of(world, "mail.example") is Reason.NO_SUCH_HOST
    assert reason_of(world, "a" * 64 + ".example") is Reason.NO_SUCH_HOST


def test_aliases_are_followed_and_have_an_end(world: Internet) -> None:
    world.names.put("alias.example", "CNAME", "shop.example")
    assert found(world, "alias.example") == (HERE,)
    for number in range(19):
        world.names.put(f"a{number}.example", "CNAME", f"a{number + 1}.example")
    world.names.host("a19.example")
    assert found(world, "a10.example") == (HERE,)
    assert reason_of(world, "a0.example") is Reason.RESOLVER_FAILED
    world.names.put("loop.example", "CNAME", "loop.example")
    assert reason_of(world, "loop.example") is Reason.RESOLVER_FAILED


def test_a_server_that_fails_or_is_silent_says_nothing_about_the_name(world: Internet) -> None:
    world.names.broken.add("broken.example")
    world.names.silent.add("silent.example")
    assert reason_of(world, "broken.example") is Reason.RESOLVER_FAILED
    began = time.monotonic()
    assert reason_of(world, "silent.example") is Reason.TIMED_OUT
    assert time.monotonic() - began < 60
    assert Failed(Reason.RESOLVER_FAILED).may_pass


def test_a_server_that_is_not_there_is_not_waited_for_longer_than_the_deadline(world: Internet) -> None:
    world.names.silent.add("silent.example")
    began = time.monotonic()
    with pytest.raises(Failed) as failed:
        resolving.addresses("silent.example", world.network, world.network.limits, Deadline(0.2))
    assert failed.value.reason is Reason.TIMED_OUT
    assert time.monotonic() - began < 60
    with pytest.raises(Failed):
        resolving.addresses(
            "shop.example", replace(world.network, nameserver_port=1), world.network.limits, Deadline(0.5)
        )


def test_a_text_in_several_strings_is_one_and_several_texts_are_several(world: Internet) -> None:
    world.names.put("shop.example", "TXT", '"open-" "reference=" "abc"', '"v=spf1 -all"')
    assert sorted(resolving.texts("shop.example", world.network)) == [b"open-reference=abc", b"v=spf1 -all"]


def test_a_name_without_texts_has_none_and_a_name_that_is_not_there_is_told(world: Internet) -> None:
    assert resolving.texts("shop.example", world.network) == ()
    with pytest.raises(Failed) as failed:
        resolving.texts("_open-reference.shop.example", world.network)
    assert failed.value.reason is Reason.NO_SUCH_HOST


def test_what_is_too_long_for_a_datagram_is_asked_by_tcp(world: Internet) -> None:
    world.names.put("long.example", "TXT", *(f'"{number:0200d}"' for number in range(40)))
    world.names.cut.add("long.example")
    assert len(resolving.texts("long.example", world.network)) == 40
    assert [way for name, _, way in world.names.asked if name == "long.example"] == ["udp", "tcp"]
