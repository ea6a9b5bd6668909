"""Asking the domain name system: the addresses of a host, and the texts under a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver

from reputation.outbound.addresses import Address
from reputation.outbound.failures import Failed, Reason
from reputation.outbound.networks import Deadline, Limits, Network

TRY_S = 2.0
"""So long a nameserver is waited for before it is asked once more."""


@contextmanager
def _told() -> Iterator[None]:
    """What the library raises, as our one failure."""
    try:
        yield
    except dns.resolver.NXDOMAIN as error:
        raise Failed(Reason.NO_SUCH_HOST) from error
    except (dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel, dns.resolver.YXDOMAIN) as error:
        raise Failed(Reason.NO_SUCH_HOST) from error
    except dns.exception.Timeout as error:
        raise Failed(Reason.TIMED_OUT) from error
    except (dns.exception.DNSException, OSError) as error:
        raise Failed(Reason.RESOLVER_FAILED) from error


def _resolver(network: Network) -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver(configure=not network.nameservers)
    if network.nameservers:
        resolver.nameservers = list(network.nameservers)
        resolver.port = network.nameserver_port
    resolver.timeout = TRY_S
    resolver.cache = None
    return resolver


def _records(
    name: str, kind: dns.rdatatype.RdataType, network: Network, limits: Limits, deadline: Deadline
) -> list[Any]:
    """The records of a kind under a name, none when it has others only. Aliases are followed, sixteen at most."""
    with _told():
        whole = dns.name.from_text(name.rstrip(".") + ".")
        lifetime = min(limits.lookup_s, deadline.left_s())
        found = _resolver(network).resolve(whole, kind, lifetime=lifetime, search=False, raise_on_no_answer=False)
        return list(found.rrset or ())


def addresses(host: str, network: Network, limits: Limits, deadline: Deadline) -> tuple[Address, ...]:
    """The addresses of a host, those of IPv4 first. One kind may fail when the other answers.

    Raises:
        Failed: no-such-host, resolver-failed, timed-out.
    """
    found: list[Address] = []
    failure = Failed(Reason.NO_SUCH_HOST)
    for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
        try:
            found += [ip_address(record.address) for record in _records(host, kind, network, limits, deadline)]
        except Failed as failed:
            failure = failed
            if failed.reason is Reason.NO_SUCH_HOST:
                break
    if not found:
        raise failure
    return tuple(found)


def texts(name: str, network: Network, limits: Limits | None = None) -> tuple[bytes, ...]:
    """The text records under a name, each with its strings joined; none when the name is there without any.

    Raises:
        Failed: no-such-host, resolver-failed, timed-out.
    """
    allowed = limits or network.limits
    found = _records(name, dns.rdatatype.TXT, network, allowed, Deadline(allowed.deadline_s))
    return tuple(b"".join(record.strings) for record in found)
