"""Web addresses to hosts and registrable domains, by a pinned list of public suffixes. Pure.

What people paste is read as browsers read it; what is no site is refused. Which characters a name may have is pinned in
a table, so that every language and every version of Unicode reads a name alike: the script of the check page
(`check-core.js`) follows the same steps in the same order, and a test holds the two together.

Source: UTS #46 (non-transitional); RFC 5892 for what a label may contain; the URL standard for what stands around a
host; the public suffix list as packaged in publicsuffixlist and never fetched.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

import idna
from publicsuffixlist import PublicSuffixList

BLANKS = (range(0x21), range(0x2000, 0x200C), (0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF))
AROUND = "".join(chr(point) for points in BLANKS for point in points)
NO_SITE = re.compile(
    "(?:about|acct|blob|data|file|javascript|mailto|sips?|sms|tel|urn|vbscript|view-source|xmpp):",
    re.IGNORECASE | re.ASCII,
)
BEFORE = re.compile(r"https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}", re.IGNORECASE | re.ASCII)
AFTER = re.compile(r"[/?#\\]")
PORT = re.compile(r":[0-9]{0,5}\Z")
IPV6 = re.compile(r"\[.*|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f.:]*", re.IGNORECASE | re.ASCII | re.DOTALL)
DOTS = re.compile("[\u3002\uff0e\uff61]")
NUMERIC = re.compile("0x[0-9a-f]*|[0-9]+", re.IGNORECASE | re.ASCII)
JOINERS = ("\u200c", "\u200d")
LIKE = re.compile(r"(?:[^\s.@/]+\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]+)\.?(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\S*)?", re.ASCII)
LONGEST, LONGEST_LABEL = 253, 63
LONGEST_TYPED = 1000
"""Characters before a name is mapped, which may make it shorter."""
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class NotADomain(ValueError):
    """No registered domain can be read from this. `code`: ip, public-suffix, bad-idn or bad-host."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def character_runs() -> list[tuple[int, int, str]]:
    """The characters beyond ASCII that an address may have: first and last of a run, and "valid" or "mapped"."""
    table = files("reputation.businesses") / "data" / "label_characters.tsv"
    rows = (line.split("\t") for line in table.read_text(encoding="ascii").splitlines())
    return [(int(first, 16), int(last, 16), kind) for first, last, kind in rows]


def kind_of(char: str) -> str | None:
    """Whether a character beyond ASCII may stay ("valid"), becomes another or nothing ("mapped"), or neither."""
    place = bisect_right(_starts(), ord(char)) - 1
    if place < 0:
        return None
    _, last, kind = character_runs()[place]
    return kind if ord(char) <= last else None


@cache
def _starts() -> list[int]:
    return [first for first, _, _ in character_runs()]


def looks_like_host(text: str) -> bool:
    """Whether somebody who typed this meant a web address: no space, a dot, an ending of letters."""
    return LIKE.fullmatch(text) is not None or is_ip(text)


def is_ip(text: str) -> bool:
    """Whether it is written like an IP address."""
    return DOTTED.fullmatch(text) is not None or text.startswith("[")


def _bare_host(text: str) -> str:
    """The host between scheme, user and path."""
    rest = text.strip(AROUND)
    if NO_SITE.match(rest):
        raise NotADomain("bad-host")
    before = BEFORE.match(rest)
    authority = AFTER.split(rest[before.end() :] if before else rest, maxsplit=1)[0]
    user, at, host = authority.rpartition("@")
    if at and not before and ":" not in user:
        raise NotADomain("bad-host")  # an e-mail address: a person's, not a site's
    if IPV6.fullmatch(host):
        raise NotADomain("ip")
    return DOTS.sub(".", unquote(PORT.sub("", host)))


def normalise(text: str) -> tuple[str, str]:
    """The host in its ASCII form, and the domain that was registered.

    Raises:
        NotADomain: it is an IP address, a suffix under which others register, or not a host name.
    """
    host = _bare_host(text)
    if len(host) > LONGEST_TYPED:
        raise NotADomain("bad-host")
    if not all(char.isascii() or kind_of(char) for char in host):
        raise NotADomain("bad-idn")
    mapped = idna.uts46_remap(host, std3_rules=False).strip(".")
    if not mapped:
        raise NotADomain("bad-host")
    labels = mapped.split(".")
    if NUMERIC.fullmatch(labels[-1]):
        raise NotADomain("ip")
    ascii_host = ".".join(_ascii(label) for label in labels)
    if len(ascii_host) > LONGEST or not HOST.fullmatch(ascii_host):
        raise NotADomain("bad-host")
    registrable = _suffixes().privatesuffix(ascii_host)
    if registrable is None:
        raise NotADomain("public-suffix")
    return ascii_host, str(registrable)


def _ascii(label: str) -> str:
    if len(label) > LONGEST_LABEL:
        raise NotADomain("bad-host")
    if label.isascii():
        readable(label)
        return label
    if not _is_international(label):
        raise NotADomain("bad-idn")
    return f"xn--{label.encode('punycode').decode('ascii')}"


def readable(label: str) -> str:
    """A label in its ASCII form as people read it.

    Raises:
        NotADomain: it says that it is an international one, and is none.
    """
    if not label.startswith("xn--"):
        return label
    try:
        read = label[4:].encode("ascii").decode("punycode")
        again = f"xn--{read.encode('punycode').decode('ascii')}"
    except UnicodeError as error:
        raise NotADomain("bad-idn") from error
    if again != label or not _is_international(read):
        raise NotADomain("bad-idn")
    return read


def _is_international(label: str) -> bool:
    """Whether a label is more than ASCII and made of what may stay, in its one order, with nothing loose at its ends.

    Rules of writing direction and of single scripts are left to registries: a name that only they forbid is nobody's.
    """
    if label.isascii() or not all(char in PLAIN or kind_of(char) == "valid" for char in label):
        return False
    if label.startswith(("-", *JOINERS)) or label.endswith(("-", *JOINERS)) or label[2:4] == "--":
        return False
    return not unicodedata.category(label[0]).startswith("M") and unicodedata.is_normalized("NFC", label)
