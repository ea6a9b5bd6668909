"""Web addresses to hosts and registrable domains, by a pinned list of public suffixes. Pure.

Source: UTS #46 (non-transitional), the public suffix list as packaged in publicsuffixlist and never fetched.
"""

import re
from functools import cache
from urllib.parse import unquote

import idna
from publicsuffixlist import PublicSuffixList

DOTS = re.compile("[\u3002\uff0e\uff61]")
HEADER = re.compile(r"^[a-z][a-z0-9+.-]*:(?://)?", re.IGNORECASE)
LIKE = re.compile(r"(?:[^\s.@/]+\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]+)\.?(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)
LONGEST = 253
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
PORT = re.compile(r":\d{0,5}$")
DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\S*)?", re.ASCII)


class NotADomain(ValueError):
    """No registered domain can be read from this. `code`: ip, public-suffix, bad-idn or bad-host."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def looks_like_host(text: str) -> bool:
    """Whether somebody who typed this meant a web address: no space, a dot, an ending of letters."""
    return LIKE.fullmatch(text) is not None or is_ip(text)


def is_ip(text: str) -> bool:
    """Whether it is written like an IP address."""
    return DOTTED.fullmatch(text) is not None or text.startswith("[")


def _bare_host(text: str) -> str:
    """The host between scheme, user and path."""
    rest = HEADER.sub("", text.strip(), count=1) if "://" in text else text.strip()
    rest = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    rest = rest.rpartition("@")[2]
    if rest.startswith("["):
        raise NotADomain("ip")
    return PORT.sub("", rest)


def normalise(text: str) -> tuple[str, str]:
    """The host in its ASCII form, and the domain that was registered.

    Raises:
        NotADomain: it is an IP address, a suffix under which others register, or not a host name.
    """
    host = DOTS.sub(".", unquote(_bare_host(text)))
    try:
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False).strip(".")
    except (idna.IDNAError, UnicodeError) as error:
        raise NotADomain("bad-idn") from error
    if not mapped:
        raise NotADomain("bad-host")
    labels = mapped.split(".")
    if NUMERIC.fullmatch(labels[-1]):
        raise NotADomain("ip")
    try:
        ascii_host = ".".join(_ascii(label) for label in labels)
    except (idna.IDNAError, UnicodeError) as error:
        raise NotADomain("bad-idn") from error
    if len(ascii_host) > LONGEST or not HOST.fullmatch(ascii_host):
        raise NotADomain("bad-host")
    registrable = _suffixes().privatesuffix(ascii_host)
    if registrable is None:
        raise NotADomain("public-suffix")
    return ascii_host, str(registrable)


def _ascii(label: str) -> str:
    if label.isascii() and not label.startswith("xn--"):
        return label.lower()
    return idna.encode(label, uts46=False).decode() if not label.isascii() else _checked(label)


def _checked(label: str) -> str:
    """A label that is in its ASCII form already, once it can be read back."""
    idna.decode(label)
    return label
