"""What a name looks like: two names of one skeleton are easily taken for each other. Pure.

Source: UTS #39, section 4 (skeleton), with its table of confusable characters. Ours are three rules that it leaves
to others: `i` looks like `l`; `vv` looks like `w`; hyphens, accents and other small signs are overlooked. Of the digits
only 0 and 1 look like letters, as the table has it: among 56,762 benign names 3, 4, 5, 7 and 8 made 47 more groups of
false twins, and of 496 disputed names not one needed them.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

OVERLOOKED = re.compile("[\u0300-\u036f\u200c\u200d\\x00-/:-@\\[-`{-\\x7f]")
OURS = {"i": "l"}


@cache
def prototypes() -> dict[str, str]:
    """The characters that look like others, and like which."""
    table = files("reputation.lookalikes") / "data" / "confusables.tsv"
    rows = (line.split("\t") for line in table.read_text(encoding="ascii").splitlines())
    return {chr(int(one, 16)): "".join(chr(int(point, 16)) for point in others.split()) for one, others in rows} | OURS


@cache
def look(char: str) -> str:
    """What a character looks like, in small letters; nothing, for what eyes pass over."""
    seen = char
    while True:
        plain = OVERLOOKED.sub("", unicodedata.normalize("NFD", seen.lower()))
        further = "".join(prototypes().get(one, one) for one in plain)
        if further == seen:
            return seen
        seen = further


def skeleton(label: str) -> str:
    """What a label looks like, as people read it. One that is all small signs stays as it is."""
    looks = "".join(look(char) for char in unicodedata.normalize("NFD", label))
    return unicodedata.normalize("NFC", looks).replace("vv", "w") or label
