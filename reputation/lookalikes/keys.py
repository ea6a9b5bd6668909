"""An address as the private check knows it: two keys, of the registered domain and of what it looks like. Pure."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from reputation.businesses import hosts
from reputation.lookalikes import skeletons


@dataclass(frozen=True, slots=True)
class Keys:
    """A normalised address. `label` is what stands left of the suffix, as people read it."""

    host: str
    registrable: str
    label: str
    skeleton: str

    @property
    def domain_key(self) -> bytes:
        return domain_key(self.registrable)

    @property
    def skeleton_key(self) -> bytes:
        return skeleton_key(self.skeleton)


def domain_key(registrable: str) -> bytes:
    """D: one for all addresses of a registered domain."""
    return sha256(f"v1|d|{registrable}".encode()).digest()


def skeleton_key(skeleton: str) -> bytes:
    """S: one for all registered domains that look alike, under whatever suffix."""
    return sha256(f"v1|s|{skeleton}".encode()).digest()


def of(text: str) -> Keys:
    """The keys of an address that somebody typed, pasted or proved.

    Raises:
        NotADomain: no registered domain can be read from it.
    """
    host, registrable = hosts.normalise(text)
    label = hosts.readable(registrable.partition(".")[0])
    return Keys(host, registrable, label, skeletons.skeleton(label))


@cache
def free_hosts() -> frozenset[str]:
    """Registered domains under which strangers get names of their own, and that are no public suffixes."""
    table = files("reputation.lookalikes") / "data" / "free_hosts.tsv"
    return frozenset(line.partition("\t")[0] for line in table.read_text(encoding="ascii").splitlines())


def is_free_host(registrable: str) -> bool:
    """Whether what stands left of this domain was chosen by a stranger, as with a public suffix.

    The host stays the registered domain, as everywhere else; but a subdomain of it speaks for whoever took it.
    """
    return registrable in free_hosts()
