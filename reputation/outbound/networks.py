"""Where the outside world is, and how much of it is taken: the open internet, unless tests say otherwise."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from reputation.outbound.addresses import Address, is_loopback, is_public
from reputation.outbound.failures import Failed, Reason

KIB = 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer may take and how large it may be. The deadline is for everything together, names included."""

    deadline_s: float = 5.0
    lookup_s: float = 3.0
    most_headers: int = 32 * KIB
    most_body: int = 64 * KIB


@dataclass(frozen=True, slots=True)
class Network:
    """Whom to ask for names, and which addresses and ports may be reached.

    `http_port` and `https_port` are where the two schemes are found. Without nameservers, those of the machine are
    asked; without `authorities`, a file of certificates, the authorities that the machine trusts are trusted.
    """

    nameservers: tuple[str, ...] = ()
    nameserver_port: int = 53
    http_port: int = 80
    https_port: int = 443
    permits: Callable[[Address], bool] = is_public
    authorities: Path | None = None
    limits: Limits = Limits()

    def port_of(self, scheme: str) -> int:
        return self.https_port if scheme == "https" else self.http_port


OPEN_INTERNET = Network()


def on_loopback(text: str) -> Network:
    """A network on this machine, for tests and development: `nameserver=127.0.0.1 nameserver_port=5300 http_port=8080`.

    Raises:
        ValueError: a word is none of `nameserver` and the names of `Network`, or the nameserver is another machine.
    """
    words = dict(word.split("=", 1) for word in text.split())
    nameserver = words.pop("nameserver", "")
    if not is_loopback(ip_address(nameserver)):
        raise ValueError("nameserver")
    network = Network(
        nameservers=(nameserver,),
        nameserver_port=int(words.pop("nameserver_port", "53")),
        http_port=int(words.pop("http_port", "80")),
        https_port=int(words.pop("https_port", "443")),
        permits=is_loopback,
        authorities=Path(words.pop("authorities")) if "authorities" in words else None,
    )
    if words:
        raise ValueError(*words)
    return network


class Deadline:
    """An instant that nothing can put off."""

    def __init__(self, seconds: float) -> None:
        self._at_s = time.monotonic() + seconds

    def left_s(self) -> float:
        """Seconds that are left, always more than none.

        Raises:
            Failed: timed-out.
        """
        left = self._at_s - time.monotonic()
        if left <= 0:
            raise Failed(Reason.TIMED_OUT)
        return left
