"""Makes reputation/businesses/data/label_characters.tsv: which characters beyond ASCII an address may have.

`python -m tools.label_characters`, with a Python whose Unicode is the pinned one. A later version waits until the
browsers that people have know it; until then its new characters are refused everywhere.
"""

import unicodedata
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import idna
from idna import idnadata

UNICODE = "14.0.0"
TABLE = Path(__file__).parents[1] / "reputation/businesses/data/label_characters.tsv"
CLASSES = ("PVALID", "CONTEXTJ", "CONTEXTO")
NO_CHARACTERS = ("Cn", "Co", "Cs")


def rows() -> Iterator[str]:
    """Runs of characters that stay ("valid") or become others or nothing ("mapped"): first, last, kind."""
    valid = {chr(point) for point in chain(*_ranges())}
    run: tuple[int, int, str] | None = None
    for point in range(0x80, 0x110000):
        kind = "" if unicodedata.category(chr(point)) in NO_CHARACTERS else _kind(chr(point), valid)
        if run and run[1:] == (point - 1, kind):
            run = (run[0], point, kind)
            continue
        if run and run[2]:
            yield _written(run)
        run = (point, point, kind)


def _ranges() -> Iterator[range]:
    for name in CLASSES:
        for packed in idnadata.codepoint_classes[name]:
            yield range(packed >> 32, packed & 0xFFFFFFFF)


def _kind(char: str, valid: set[str]) -> str:
    try:
        mapped = idna.uts46_remap(char, std3_rules=False)
    except idna.IDNAError:
        return ""
    if mapped == char:
        return "valid" if char in valid else ""
    stays = all(one in valid and unicodedata.category(one) not in NO_CHARACTERS for one in mapped)
    return "mapped" if stays and mapped in ("", _plain(char, valid)) else ""


def _plain(char: str, valid: set[str]) -> str:
    """What languages make of a character without a table of their own; few are mapped otherwise, and are refused."""
    compatible = unicodedata.normalize("NFKC", char)
    large = "".join(one if one in valid else one.upper() for one in compatible)
    return unicodedata.normalize("NFC", "".join(one.lower() for one in large))


def _written(run: tuple[int, int, str]) -> str:
    first, last, kind = run
    return f"{first:04x}\t{last:04x}\t{kind}\n"


if __name__ == "__main__":
    if unicodedata.unidata_version != UNICODE:
        raise SystemExit(f"This needs a Python with Unicode {UNICODE}: 3.11 has it.")
    TABLE.write_text("".join(rows()), encoding="ascii")
