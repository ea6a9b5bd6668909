"""What a name looks like: two names with one skeleton are easily taken for each other. Pure.

Source: UTS #39, section 4 (skeleton), with its table of confusable characters; ours are the three rules that it leaves to
others: `i` looks like `l`, `vv` looks like `w`, hyphens and accents are overlooked.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

OVERLOOKED = re.compile("[\u0300-\u036f\u200c\u200d\x00-/:-@\\[-`{-\x7f]")
OURS = {"i": "l"}


@cache
def prototypes() -> dict[str, str]:
    """The characters that look like others, and like which."""
    table = files("reputation.lookalikes") / "data" / "confusables.tsv"
    rows = (line.split("\t") for line in table.read_text(encoding="ascii").splitlines())
    return {chr(int(one, 16)): "".join(chr(int(point, 16)) for point in other.split()) for one, other in rows} | OURS


@cache
def look(char: str) -> str:
    """What one character looks like, in small letters without accents. Nothing, for what eyes pass over."""
    seen = char
    while True:
        plain = OVERLOOKED.sub("", unicodedata.normalize("NFD", seen.lower()))
        further = "".join(prototypes().get(one, one) for one in plain)
        if further == seen:
            return seen
        seen = further


def skeleton(label: str) -> str:
    """What a label looks like. A label that is all signs stays as it is."""
    looks = "".join(look(char) for char in unicodedata.normalize("NFD", label))
    return unicodedata.normalize("NFC", looks).replace("vv", "w") or label
