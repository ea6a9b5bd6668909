"""What a badge says and how it is drawn: doubt beside the figure, notices in it, and no name that does harm."""

import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reputation.badges import rules, snippets, svg, terms
from reputation.ratings.alerts import Alert
from tests.badges_made import make_subject

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "\u202eevil\u202c Ltd",
    "\u2066a\u2069\u200f\u200eb\u061c",
    "]]></text><script>alert(1)</script>",
    "</desc><metadata id='badge-signature'>&amp;&#60;",
    "nul\x00bell\x07line\nbreak\u2028end",
    "\ufffe\uffff\ue000\U000e0041",
    "W" * 500,
    "株式会社" * 100,
    "Z" + "\u0338" * 50,
    "\u200b\ufeff",
    "",
)


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - our own


def text_of(picture: str) -> list[str]:
    return [node.text or "" for node in parsed(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Kettle & Moss Ltd",
                "about 93 of 100 ended well",
                "of those who reviewed, likely 84 to 100",
                "61 reviews with a receipt in 24 months",
                "Open Reference · 25 November 2026",
            ],
        ),
        (
            "de",
            [
                "Kettle & Moss Ltd",
                "etwa 93 von 100 endeten gut",
                "laut Bewertungen, wahrscheinlich 84 bis 100",
                "61 Bewertungen mit Beleg in 24 Monaten",
                "Open Reference · 25. November 2026",
            ],
        ),
    ],
)
def test_a_figure_comes_with_its_range_its_evidence_and_its_day(language: str, lines: list[str]) -> None:
    assert text_of(svg.drawn(make_subject(language=language))) == lines


def test_too_few_says_so_and_nothing_else() -> None:
    picture = svg.drawn(make_subject(published=False, counts={"independent": 0, "seller": 1, "none": 0}))
    lines = text_of(picture)
    assert lines[1:4] == [
        "takes part",
        "too few recent reviews to show a figure",
        "1 review with a receipt in 24 months",
    ]
    assert "of 100" not in picture
    assert "This says nothing for or against it." in picture
    assert "stroke-dasharray" in picture


@pytest.mark.parametrize("alert", list(Alert))
@pytest.mark.parametrize("language", list(terms.LANGUAGES))
@pytest.mark.parametrize("published", [True, False])
def test_a_notice_shows_with_its_counts_with_and_without_a_figure(
    alert: str, language: str, *, published: bool
) -> None:
    said = rules.said(make_subject(language=language, alerts=(alert,), published=published))
    lines = text_of(svg.drawn(make_subject(language=language, alerts=(alert,), published=published)))
    assert said.notice in lines
    assert re.search(r"\b8\b.*\b31\b", said.notice)
    assert said.notice in said.description
    assert "#ffbe2e" in svg.drawn(make_subject(alerts=(alert,)))


def test_of_several_notices_the_first_shows_and_how_many_more() -> None:
    said = rules.said(make_subject(alerts=("worse", "surge", "money-lost")))
    assert said.notice == "8 of 31 report loss in 3 months, 2 more"
    assert said.description.count("Notice:") == 3


def test_a_suspended_notice_does_not_show() -> None:
    picture = svg.drawn(make_subject(alerts=("surge",), suspended=True))
    assert picture == svg.drawn(make_subject())


def test_those_who_hear_it_are_told_everything_and_where_to_check() -> None:
    root = parsed(svg.drawn(make_subject(alerts=("surge",))))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == [title.get("id"), description.get("id")]
    assert title.text == "Kettle & Moss Ltd – Open Reference: about 93 of 100 ended well"
    for words in ("about 93 say it ended well, likely 84 to 100", "8 of 31", "edition 1", "first 1234 entries"):
        assert words in (description.text or "")
    assert (description.text or "").endswith("/badge?month=2026-11&log_size=1234")


def test_the_band_and_the_point_are_where_the_figure_is() -> None:
    picture = svg.drawn(make_subject())
    assert f'<rect x="{16 + 288 * 0.84:.2f}" y="80" width="{288 * 0.16:.2f}"' in picture
    assert f'<path d="M{16 + 288 * 0.93:.2f} 76v20"' in picture


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_does_no_harm(name: str) -> None:
    picture = svg.drawn(make_subject(name=name, alerts=("surge",)))
    root = parsed(picture)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} == {"svg", "title", "desc", "rect", "path", "text"}
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\ufeff\ufffe]", picture)
    assert "\u0338" * (rules.MOST_MARKS + 1) not in picture
    assert text_of(picture)[0]
    assert svg.width(text_of(picture)[0], svg.NAME_HEIGHT) <= 100 * svg.INNER
    assert text_of(picture)[1:] == text_of(svg.drawn(make_subject(alerts=("surge",))))[1:]


def test_letters_that_need_joiners_keep_them() -> None:
    assert rules.harmless("می\u200cخواهم") == "می\u200cخواهم"
    assert rules.harmless("Śląsk Café 東京") == "Śląsk Café 東京"


def test_nothing_in_it_comes_from_elsewhere_or_runs() -> None:
    for alerts in ((), ("surge",)):
        picture = svg.drawn(make_subject(alerts=alerts))
        plain = re.sub(r"<(title|desc)[^>]*>[^<]*</\1>", "", picture).replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?:|//|url\(|href|<script|style=|class=|@import|\bon[a-z]+=|<!|<\?", plain)


def test_the_same_subject_gives_the_same_bytes_on_every_machine() -> None:
    pictures = [
        svg.drawn(make_subject(language=language, alerts=alerts, published=published))
        for language in terms.LANGUAGES
        for alerts in ((), ("surge", "worse"))
        for published in (True, False)
    ]
    assert len(set(pictures)) == len(pictures)
    digest = sha256("".join(pictures).encode()).hexdigest()
    assert digest == "cc4e74019d6528e15c4614b653d6b03346c6de08f6668c81d82ca55420472d24"


@pytest.mark.parametrize(
    "change",
    [
        {"day": date(2026, 11, 26)},
        {"name": "Kettle & Mosses Ltd"},
        {"language": "de"},
        {"page": "https://other.example/b/x"},
        {"service": "Other"},
        {"operator": {"name": "B", "funder": "nobody", "policy_version": "2"}},
    ],
)
def test_what_it_is_drawn_from_shows(change: dict[str, Any]) -> None:
    subject = make_subject()
    assert svg.drawn(replace(subject, **change)) != svg.drawn(subject)


def test_the_line_of_html_carries_size_words_and_link() -> None:
    subject = make_subject(name='A "quoted" <Shop> & Co', alerts=("surge",))
    line = snippets.html(subject, rules.said(subject))
    node = parsed(line.replace("></a>", "/></a>"))
    image = node.find("img")
    assert image is not None
    assert node.get("href") == subject.link
    assert (image.get("src"), image.get("width"), image.get("height")) == ("/badge.svg", "320", "144")
    alt = image.get("alt") or ""
    assert 'A "quoted" <Shop> & Co' in alt
    assert "about 93 of 100" in alt
    assert "8 of 31 report loss" in alt


def test_machines_get_stars_with_their_doubt_and_only_while_a_figure_stands() -> None:
    subject = make_subject()
    given = {"numbers": [("example", "EX1")], "domains": ["kettle-and-moss.example"]}
    found = snippets.linked_data(subject, rules.said(subject), **given)  # type: ignore[arg-type]
    assert found["sameAs"] == [subject.page]
    assert found["url"] == "https://kettle-and-moss.example/"
    assert found["identifier"] == [{"@type": "PropertyValue", "propertyID": "example", "value": "EX1"}]
    stars = found["aggregateRating"]
    assert (stars["ratingValue"], stars["bestRating"], stars["worstRating"]) == ("4.4", 5, 1)
    assert stars["ratingCount"] == 12 + 49 + 3
    assert "likely 84 to 100" in stars["description"]
    few = make_subject(published=False)
    assert "aggregateRating" not in snippets.linked_data(few, rules.said(few), numbers=[], domains=[])


def test_no_name_ends_the_data_block() -> None:
    subject = make_subject(name="</script><script>alert(1)//\u2028")
    block = snippets.script(snippets.linked_data(subject, rules.said(subject), numbers=[], domains=[]))
    assert block.count("<") == 2
    assert "\u2028" not in block
