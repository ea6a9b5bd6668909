"""An address as the private check knows it: two keys, from the domain that was registered and from what it looks like. Pure."""

from dataclasses import dataclass
from hashlib import sha256

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
        """D: equal for all addresses of one registered domain."""
        return sha256(f"v1|d|{self.registrable}".encode()).digest()

    @property
    def skeleton_key(self) -> bytes:
        """S: equal for all registered domains that look alike."""
        return sha256(f"v1|s|{self.skeleton}".encode()).digest()


def of(text: str) -> Keys:
    """The keys of an address that somebody typed, pasted or proved.

    Raises:
        NotADomain: no registered domain can be read from it.
    """
    host, registrable = hosts.normalise(text)
    label = hosts.readable(registrable.split(".", 1)[0])
    return Keys(host, registrable, label, skeletons.skeleton(label))
