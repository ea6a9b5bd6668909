"""Which addresses are public, in every form in which one can be written."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.outbound.addresses import NOT_PUBLIC_4, inside, is_loopback, is_public

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.0"]
NOT_PUBLIC = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254"),  # noqa: S104
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
    *("198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1"),
    *("100::1", "2001:db8::1", "2001:2::1", "2001:20::1", "3fff::1", "5f00::1", "64:ff9b:1::1", "4000::1", "fe80::1%1"),
    "2606:4700::1111%1",
]


@pytest.mark.parametrize("text", [*PUBLIC, "2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "2620:fe::fe"])
def test_addresses_of_the_open_internet_are_public(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_all_others_are_not(text: str) -> None:
    assert not is_public(ip_address(text))


def clothed(address: IPv4Address) -> dict[str, IPv6Address]:
    low, flipped = int(address), ~int(address) & 0xFFFF_FFFF
    server = int(IPv4Address("8.8.8.8"))
    return {
        "mapped": IPv6Address(0xFFFF << 32 | low),
        "compatible": IPv6Address(low),
        "translated": IPv6Address(0xFFFF << 48 | low),
        "nat64": IPv6Address(0x64FF9B << 96 | low),
        "6to4": IPv6Address(0x2002 << 112 | low << 80 | 1),
        "teredo client": IPv6Address(0x20010000 << 96 | server << 64 | flipped),
        "teredo server": IPv6Address(0x20010000 << 96 | low << 64 | (~server & 0xFFFF_FFFF)),
        "isatap": IPv6Address(0x2606_4700 << 96 | 0x5EFE << 32 | low),
        "isatap of a global one": IPv6Address(0x2606_4700 << 96 | 0x0200_5EFE << 32 | low),
    }


@pytest.mark.parametrize("text", PUBLIC + [one for one in NOT_PUBLIC if ":" not in one])
def test_ipv4_in_the_clothes_of_ipv6_is_judged_by_what_is_inside(text: str) -> None:
    address = IPv4Address(text)
    for clothes, worn in clothed(address).items():
        assert address in inside(worn), clothes
        assert is_public(worn) is (text in PUBLIC), clothes


@given(st.ip_addresses(v=4))
def test_no_clothes_make_a_private_address_public(address: IPv4Address) -> None:
    for clothes, worn in clothed(address).items():
        assert is_public(worn) is is_public(address), clothes


@given(st.sampled_from(NOT_PUBLIC_4), st.integers(0, 2**32 - 1))
def test_no_address_of_a_network_that_is_not_public_is(network: object, number: int) -> None:
    whole = network[number % network.num_addresses]  # type: ignore[index,attr-defined]
    assert not is_public(whole)


@given(st.ip_addresses(v=6))
def test_whatever_is_public_is_given_out_or_carries_a_public_address(address: IPv6Address) -> None:
    """Python's own lists are older than ours, and take nothing for private that we take for public."""
    if is_public(address) and not inside(address):
        assert str(address)[0] in "23"
        assert not address.is_private


def test_loopback_is_this_machine() -> None:
    assert is_loopback(ip_address("127.0.0.2"))
    assert is_loopback(ip_address("::1"))
    assert not is_loopback(ip_address("8.8.8.8"))
