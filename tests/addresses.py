"""Addresses that nobody would think of, for whoever has to read every one of them alike."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from string import ascii_lowercase, digits
from typing import TypeVar

from reputation.businesses import hosts
from reputation.lookalikes import skeletons, tables

Some = TypeVar("Some")
WORDS = (
    "paypal", "amazon", "example", "bücher", "straße", "müller", "shop", "例え", "магазин", "ελλάς", "حساب", "עברית",
    "हिन्दी", "วันนี้", "한국", "café", "vvhatsapp", "rnail", "0x7f", "123", "a",
)  # fmt: skip
TRAPS = (
    "xn--", "xn--a", "xn---", "xn--a-", "xn--abc-", "xn--pypal-4ve", "XN--PYPAL-4VE", "xn--99999999", "xn--0ca24w",
    "xn--xn---epa",
    "xn--ls8h", "xn--zca", "xn--fa-hia", "xn--a-ecp", "xn--1ug", "ab--cd", "-a", "a-", "_dmarc", "a_b", "\u0301a",
    "\u200d",
    "क्\u200dष", "a\u200db", "\u200b", "\u00ad", "l·l", "・", "☃", "🐎", "ﬀ", "ﬃ", "ẞ", "İ", "ı", "ſ", "K", "Σ", "ς",
    "㎏", "①", "⒈",
    "½", "℀", "\ud800", "\ufffd", "\x00", "\x7f", "a b", "%", "%zz", "%00", "%c3", "%C3%BC", "%e2%80%8b", "%2e",
    "%40", "%2f",
    "a" * 63, "a" * 64, "ü" * 56, "ü" * 60, "1", "01", "0x", "0xff", "4294967295", "１２", "０ｘ１", "[::1]", "::1",
    "fe80::1%25", "Ꭰ",
    "ꭰ", "ᾳ", "ϲ", "ﷺ", "𝐚", "𝛓", "Ω", "が", "か\u3099", "e\u0301", "q\u0307\u0323", "q\u0323\u0307", "ア", "ｱ", "ﾞ",
    "\U000e0101",
)  # fmt: skip
BEFORE = (
    "http://", "https://", "HTTPS://", "https:", "https:/", "https:\\\\", "//", "ftp://", "x-a+b.c://", "1http://",
    "http://user@", "user:pw@", "jane@", "https://a:b@c@", "mailto:", "data:", "javascript:", "blob:https://",
    "file:///", "sip:",
    " ", "\t\n", "\u3000", "\ufeff", "http:///", "?", "#", "@", "www.", "login.", ".", "view-source:https://",
    "почта@",
)  # fmt: skip
AFTER = (
    "/", "/path?x=1#y", ":80", ":8443/", ":", ":99999", ":123456", ":x", "?q=a@b.com", "#x", "\\a", ".", "..", "。",
    " ", "\u00a0", "\x1f", "/" + "a" * 2000, "@evil.example", ".evil.example", "%", "/../..", ":80:90", "\u200b",
)  # fmt: skip
DOTS = "。", "．", "｡", "%2E", "..", "\u2024"
ENDINGS = "com", "co.uk", "de", "jp", "xn--p1ai", "рф"


def generated(seed: int, count: int) -> Iterator[str]:
    """Addresses of all kinds, the same for the same seed: real suffixes, names in every script, traps, and damage."""
    return islice(_Addresses(seed), count)


class _Addresses(Iterator[str]):
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.suffixes = sorted(rule.lstrip("!").replace("*", "any") for rule in tables.suffix_rules())
        self.runs = hosts.character_runs()
        self.alike = sorted(skeletons.prototypes())
        self.kinds = (self.word, self.word, self.imitated, self.script, self.mixed, self.written, self.noise, self.trap)

    def __next__(self) -> str:
        labels = [self.one_of(self.kinds)() for _ in range(self.one_of((1, 1, 1, 2, 3)))]
        labels.append(
            self.one_of((self.one_of(self.suffixes), self.one_of(ENDINGS), self.one_of(ENDINGS), self.trap()))
        )
        dot = "." if self.often() else self.one_of(DOTS)
        address = dot.join(labels)
        if not self.often():
            address = self.one_of(BEFORE) + address
        if not self.often():
            address += self.one_of(AFTER)
        return address if self.often() else self.damaged(address)

    def often(self) -> bool:
        return self.random.random() < 0.8

    def one_of(self, some: Sequence[Some]) -> Some:
        return some[int(self.random.random() * len(some))]

    def word(self) -> str:
        word = self.one_of(WORDS)
        return word if self.often() else word.upper()

    def imitated(self) -> str:
        word = self.one_of(WORDS)
        place = self.random.randrange(len(word))
        return word[:place] + self.one_of(self.alike) + word[place + 1 :]

    def script(self) -> str:
        """Neighbours in the table of characters, as in a word of one script."""
        start = self.one_of(self.runs)[0]
        return "".join(chr(start + int(self.random.random() * 40)) for _ in range(self.one_of((1, 2, 3, 5, 8))))

    def mixed(self) -> str:
        return f"{self.known()}{self.letter()}{self.one_of((self.known, self.letter, self.any))()}"

    def known(self) -> str:
        first, last, _ = self.one_of(self.runs)
        return chr(self.random.randint(first, last))

    def letter(self) -> str:
        return self.one_of("aeiou1-")

    def any(self) -> str:
        return chr(int(self.random.random() * self.one_of((0x80, 0x3000, 0x110000))))

    def written(self) -> str:
        """A name in ASCII, of which some are no names."""
        return f"xn--{self.one_of((self.script, self.mixed, self.imitated))().encode('punycode', 'replace').decode()}"

    def noise(self) -> str:
        signs = (self.one_of(f"{ascii_lowercase}{digits}-") for _ in range(self.one_of((1, 4, 9))))
        return f"xn--{''.join(signs)}"

    def trap(self) -> str:
        return self.one_of(TRAPS)

    def damaged(self, address: str) -> str:
        place = self.random.randrange(len(address))
        instead = self.one_of(("", self.any(), self.known()))
        return address[:place] + instead + address[place + self.one_of((0, 1)) :]
