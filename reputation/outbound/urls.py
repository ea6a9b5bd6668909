"""Addresses of the web that may be asked at all: http and https, a host by its name, the port of the scheme. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from reputation.outbound.failures import Failed, Reason

LONGEST = 2_000
STANDARD = {"http": 80, "https": 443}
PLAIN = re.compile(r"[!-~]+", re.ASCII)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
# The last label begins with a letter, as every top-level domain does: no number in any notation is a host.
HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Url:
    """An address in its parts. `target` is path and query, as they are sent."""

    scheme: str
    host: str
    target: str


def parse(url: str) -> Url:
    """The parts of an address.

    Raises:
        Failed: bad-url.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError as error:
        raise Failed(Reason.BAD_URL) from error
    is_plain = len(url) <= LONGEST and PLAIN.fullmatch(url) is not None and "@" not in parts.netloc
    if not is_plain or scheme not in STANDARD or port not in (None, STANDARD[scheme]) or not HOST.fullmatch(host):
        raise Failed(Reason.BAD_URL)
    return Url(scheme, host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def redirected(here: Url, location: str) -> Url:
    """Where a redirect leads within a site: the same host or its twin with or without www, never from https to http.

    Raises:
        Failed: redirected: it leads elsewhere.
    """
    try:
        there = parse(urljoin(f"{here.scheme}://{here.host}{here.target}", location))
    except (Failed, ValueError) as error:
        raise Failed(Reason.REDIRECTED) from error
    is_twin = there.host.removeprefix("www.") == here.host.removeprefix("www.")
    if not is_twin or (here.scheme, there.scheme) == ("https", "http"):
        raise Failed(Reason.REDIRECTED)
    return there
