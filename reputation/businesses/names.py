"""Names as people type them: folded so that accents, case, scripts, punctuation and legal forms do not matter. Pure."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from anyascii import anyascii

LONGEST_FOLDED = 500
LONGEST_TOKEN = 60
MOST_TOKENS = 20
WORD = re.compile(r"[a-z0-9]+")
JOINERS = frozenset("and und et e y i en og och und the der die das le la les el los".split())  # noqa: SIM905
LEADING = frozenset("ooo oao zao pao tov uab pt".split())  # noqa: SIM905


def _plain(text: str) -> str:
    """Lower case, Latin letters without marks, punctuation that joins letters gone."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    for sign in ("'", "’", "`", "´"):
        wide = wide.replace(sign, "")
    wide = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", wide).replace("&", " & ")
    return str(anyascii(wide)).lower().replace("'", "")


@cache
def _forms() -> tuple[frozenset[tuple[str, ...]], tuple[str, ...]]:
    """Legal-form words as tuples of words, and those of scripts without spaces as text."""
    words, solid = set(), []
    raw = (files("reputation.businesses") / "data" / "legal_form_words.txt").read_text(encoding="utf-8")
    for line in raw.splitlines():
        text = line.split("#")[0].strip()
        if not text:
            continue
        if re.search(r"[\u3000-\u9fff\uac00-\ud7af]", text):
            solid.append(text)
        else:
            words.add(tuple(WORD.findall(_plain(text))))
    return frozenset(words), tuple(sorted(solid, key=len, reverse=True))


def words(text: str) -> list[str]:
    """All words of a name, folded; nothing is left out."""
    return [word[:LONGEST_TOKEN] for word in WORD.findall(_plain(text))]


def tokens(text: str) -> list[str]:
    """The words that tell names apart: no legal forms, no joining words, unless nothing else is there."""
    phrases, solid = _forms()
    bare = unicodedata.normalize("NFKC", text)
    for form in solid:
        bare = bare.replace(form, " ")
    given = words(bare) or words(text)
    kept = list(given)
    changed = True
    while changed:
        changed = False
        for length in (4, 3, 2, 1):
            if len(kept) > length and tuple(kept[-length:]) in phrases:
                kept, changed = kept[:-length], True
        if len(kept) > 1 and kept[0] in LEADING:
            kept, changed = kept[1:], True
    without = [word for word in kept if word not in JOINERS]
    return (without or kept or given)[:MOST_TOKENS]


def fold(text: str) -> str:
    """A name in the form in which names are compared: its telling words, joined by spaces."""
    return " ".join(tokens(text))[:LONGEST_FOLDED]


def slug(text: str) -> str:
    """A name as part of an address; never empty."""
    return "-".join(words(text))[:80].strip("-") or "business"
