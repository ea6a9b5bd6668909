"""GET /style/: every part in every state, in development only."""

import re

import pytest
from django.test import Client, RequestFactory

from reputation.ratings.words import Sure
from reputation.web import icons, style


@pytest.mark.django_db
def test_the_page_of_parts_is_for_development_only(client: Client) -> None:
    assert client.get("/style/").status_code == 404


def test_the_page_of_parts_shows_every_part_and_state() -> None:
    text = style.page(RequestFactory().get("/style/")).content.decode()
    for part in ("a-in", "a-out", "a-left", "a-none", "a-refused", "a-not", "a-like"):
        assert f'class="answer {part}' in text
    for tag in ("independent", "seller", "none", "challenged", "restored"):
        assert f'class="tag {tag}"' in text
    for part in (
        "hundred",
        "rail starrail",
        "sure",
        "plot",
        "notice",
        "notice calm",
        "gone",
        "masked",
        "reply",
        "slip",
        "track",
    ):
        assert f'class="{part}"' in text, part
    assert len(set(re.findall(r"We are \w+ ?\w* sure|rough idea", text))) == len(Sure)
    assert all(f"</svg>{name}" in text for name in icons.ICONS)
    assert text.count('class="raw"') == 0


def test_the_page_of_parts_has_no_id_twice() -> None:
    text = style.page(RequestFactory().get("/style/")).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))
