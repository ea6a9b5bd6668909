"""A badge as a picture that travels alone: own colours, real text, no script, nothing loaded from anywhere. Pure.

The same subject always gives the same bytes. Lengths are whole hundredths, so that no machine rounds otherwise.
"""

import unicodedata
from xml.sax.saxutils import escape

from reputation.badges import rules, terms
from reputation.ratings.words import Range

WIDTH, HEIGHT = 320, 144
EDGE, INNER = 16, 288
SERIF = "Charter,Georgia,serif"
SANS = "system-ui,Arial,sans-serif"
# How wide bold letters of a wide face are, in hundredths of their height; what is not listed counts as MIDDLING.
NARROW, MIDDLING, CAPITAL, WIDE, SQUARE = 40, 70, 82, 112, 112
NAME_HEIGHT, LINE_HEIGHT = 13, 11
SIGN = 18


def drawn(subject: rules.Subject) -> str:
    """The picture, not signed yet."""
    said = rules.said(subject)
    foot = f"{subject.service} · {terms.written(subject.day, subject.language)}"
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    names = f'lang="{subject.language}" role="img" aria-labelledby="badge-title badge-description"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {names}>',
        f'<title id="badge-title">{escape(said.title)}</title>',
        f'<desc id="badge-description">{escape(said.description)}</desc>',
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" fill="#fff" stroke="#5b7076"/>',
        f'<path d="M0 0h{WIDTH}v6H0z" fill="#0b5a69"/>',
        _text(shortened(said.name, INNER, NAME_HEIGHT), 25, SANS, NAME_HEIGHT, weight=700),
        _text(said.sentence, 49, SERIF, 17, weight=700),
        _text(said.beside, 67, SANS, 12),
        _no_rail() if said.well is None else _rail(said.well),
        _notice(said.notice) if said.notice else _text(said.receipts, 115, SANS, LINE_HEIGHT),
        _text(foot, 134, SANS, LINE_HEIGHT, colour="#45585e"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _text(
    text: str, y: int, family: str, size: int, *, x: int = EDGE, weight: int = 400, colour: str = "#10262c"
) -> str:
    shape = f'font-family="{family}" font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {shape}>{escape(text)}</text>'


def _rail(well: Range) -> str:
    """The scale, the likely range as a band, the figure as a point: nought to a hundred."""
    low, high, mean = (EDGE * 100 + INNER * value for value in (well.low, well.high, well.mean))
    return (
        f'<path d="M{EDGE} 80v12M{EDGE + INNER} 80v12M{EDGE} 86h{INNER}" stroke="#5b7076" fill="none"/>'
        f'<rect x="{_length(low)}" y="80" width="{_length(high - low)}" height="12" fill="#cfe5e9" stroke="#0f7083"/>'
        f'<path d="M{_length(mean)} 76v20" stroke="#10262c" stroke-width="3"/>'
    )


def _no_rail() -> str:
    return f'<path d="M{EDGE} 86h{INNER}" stroke="#5b7076" stroke-dasharray="4 4" fill="none"/>'


def _notice(text: str) -> str:
    """A band with a sign of its own shape, so that its colour alone says nothing."""
    band = f'<rect x="{EDGE - 8}" y="101" width="{INNER + 16}" height="20" fill="#ffbe2e" stroke="#10262c"/>'
    sign = '<path d="M17 117l6-12 6 12z M23 109v4 M23 114.5v1" fill="none" stroke="#10262c" stroke-width="1.5"/>'
    return band + sign + _text(text, 115, SANS, LINE_HEIGHT, x=EDGE + SIGN)


def _length(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def width(text: str, height: int) -> int:
    """About how many hundredths of a pixel a text is wide. Rather too many than too few."""
    return sum(_wide(sign) for sign in text) * height


def _wide(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return SQUARE
    if sign in "MWmw@%—…":
        return WIDE
    if sign in "iljI.,:;'|!()[]-· ":
        return NARROW
    return CAPITAL if sign.isupper() or sign in "&" else MIDDLING


def shortened(text: str, room: int, height: int) -> str:
    """A text that fits into so many pixels, with dots where something was left out."""
    if width(text, height) <= 100 * room:
        return text
    kept = text
    while width(kept + "…", height) > 100 * room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
