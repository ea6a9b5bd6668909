"""Which IP addresses are public: on the open internet, and never inside a network such as our own. Pure.

Source: the IANA special-purpose address registries (RFC 6890), as of November 2026; own lists, because what a library
calls global changes between its versions.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

_IPV4 = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
    203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
"""
_IPV6 = "2001::/23 2001:db8::/32 2620:4f:8000::/48 3fff::/20"
NOT_PUBLIC_4 = tuple(IPv4Network(one) for one in _IPV4.split())
NOT_PUBLIC_6 = tuple(IPv6Network(one) for one in _IPV6.split())
# Of IPv6 only this part is given out at all; the rest is reserved, local or multicast.
GIVEN_OUT = IPv6Network("2000::/3")
# Where an IPv4 address stands in an IPv6 address: the network, and how many bits lie behind the address.
CLOTHES = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("::/96"), 0),  # compatible
    (IPv6Network("::ffff:0:0:0/96"), 0),  # translated, RFC 7915
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (IPv6Network("2002::/16"), 80),  # 6to4
)
TEREDO = IPv6Network("2001::/32")
# An interface that says of itself that it stands for an IPv4 address: ISATAP, RFC 5214. One bit may differ.
ISATAP = 0x0000_5EFE
_LOW = 0xFFFF_FFFF


def inside(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address leads to or through; mostly none."""
    whole = int(address)
    if address in TEREDO:
        return IPv4Address(whole >> 64 & _LOW), IPv4Address(~whole & _LOW)
    return tuple(_found(address, whole))


def _found(address: IPv6Address, whole: int) -> Iterator[IPv4Address]:
    for network, behind in CLOTHES:
        if address in network:
            yield IPv4Address(whole >> behind & _LOW)
    if whole >> 32 & _LOW & ~0x0200_0000 == ISATAP:
        yield IPv4Address(whole & _LOW)


def is_public(address: Address) -> bool:
    """Whether the address is one of the open internet. IPv4 in the clothes of IPv6 is judged by what is inside."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_4)
    if address.scope_id is not None:
        return False
    clothed = inside(address)
    if not all(is_public(one) for one in clothed):
        return False
    if address in TEREDO or any(address in network for network, _ in CLOTHES):
        return True
    return address in GIVEN_OUT and not any(address in network for network in NOT_PUBLIC_6)


def is_loopback(address: Address) -> bool:
    """Whether the address is this machine's own: where tests and development keep their servers."""
    return address.is_loopback
