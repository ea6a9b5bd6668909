"""What a shop puts on its own page beside the picture: the line of HTML, and its facts for machines. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reputation.badges import rules, svg

# Nothing in a text can end the data block it stands in. Source: HTML, 4.12.1.3 (restrictions for script elements).
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def alt(said: rules.Said) -> str:
    """The picture for those who hear it."""
    return ", ".join(part for part in (said.title, said.beside, said.notice) if part)


def html(subject: rules.Subject, said: rules.Said) -> str:
    """The picture from the shop's own host, leading to what it said and what is so now."""
    return (
        f'<a href={_quoted(subject.link)} rel="noreferrer"><img src="/badge.svg" width="{svg.WIDTH}" '
        f'height="{svg.HEIGHT}" alt={_quoted(alt(said))}></a>'
    )


def _quoted(text: str) -> str:
    return f'"{escape(text, {chr(34): "&quot;"})}"'


def linked_data(
    subject: rules.Subject, said: rules.Said, *, numbers: Sequence[tuple[str, str]], domains: Sequence[str]
) -> dict[str, Any]:
    """Who the shop is, by schema.org, and its stars with their range while a figure is published."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": subject.name,
        "identifier": [{"@type": "PropertyValue", "propertyID": scheme, "value": value} for scheme, value in numbers],
        "sameAs": [subject.page],
    }
    if domains:
        found["url"] = f"https://{domains[0]}/"
    if said.stars is not None:
        counts = subject.answer["counts"]
        found["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": f"{said.stars.mean // 10}.{said.stars.mean % 10}",
            "bestRating": 5,
            "worstRating": 1,
            "ratingCount": counts["independent"] + counts["seller"] + counts["none"],
            "description": said.description,
            "url": subject.link,
        }
    return found


def script(data: Mapping[str, Any]) -> str:
    """The facts as a data block for a page."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'
