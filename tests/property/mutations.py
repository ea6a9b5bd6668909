"""Valid input, changed a little: where parsers go wrong is close to what they accept."""

import re

from hypothesis import strategies as st

ODD = (
    b"",
    b"\n",
    b"\n\n",
    b" ",
    b"\x00",
    b"\r\n",
    b"=",
    b"+",
    b"0",
    b"-0",
    b"x000/",
    b"/x000",
    b".p/256",
    b"extra AA==\n",
    b"1.0",
    b"1e0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "— ".encode(),
    "\u2028".encode(),
    "٣".encode(),
    b"\\u0061",
    b'"',
    b"null",
    b"9" * 5000,
    b"[" * 3000,
)
_WORD = re.compile(rb"(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])|(?<=\s)|(?=\s)|(?=[/.,:{}\[\]\"+=])")
_NUMBER = re.compile(rb"(?<![0-9A-Za-z])[0-9]+(?![0-9A-Za-z])")


@st.composite
def mutated(draw: st.DrawFn, valid: st.SearchStrategy[bytes]) -> bytes:
    """One to three changes: a zero before a number, bits flipped, parts lost, doubled, moved, or replaced.

    Often between words and numbers, where one more character can give the same meaning another spelling.
    """
    raw = draw(valid)
    for _ in range(draw(st.integers(1, 3))):
        seams = [found.start() for found in _WORD.finditer(raw)]
        places = st.integers(0, len(raw)) | st.sampled_from(seams or [0])
        first, second = sorted((draw(places), draw(places)))
        before, part, after = raw[:first], raw[first:second], raw[second:]
        change = draw(st.sampled_from(("zero", "flip", "lose", "double", "move", "replace", "insert")))
        if change == "zero":
            start = draw(st.sampled_from([found.start() for found in _NUMBER.finditer(raw)] or [0]))
            raw = raw[:start] + b"0" + raw[start:]
        elif change == "flip" and first < len(raw):
            raw = before + bytes([raw[first] ^ 1 << draw(st.integers(0, 7))]) + raw[first + 1 :]
        elif change == "lose":
            raw = before + after
        elif change == "double":
            raw = before + part + part + after
        elif change == "move":
            raw = part + before + after
        elif change == "replace":
            raw = before + draw(st.sampled_from(ODD) | st.binary(max_size=4)) + after
        elif change == "insert":
            raw = before + draw(st.sampled_from(ODD) | st.binary(max_size=4)) + part + after
    return raw


def near(valid: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Valid input, changed input, and any bytes at all."""
    return valid | mutated(valid) | mutated(valid) | st.binary(max_size=300)


def as_text(raw: bytes) -> str:
    """Text with whatever the bytes hold: those that are not UTF-8 become lone surrogates, as on a command line."""
    return raw.decode(errors="surrogateescape")
