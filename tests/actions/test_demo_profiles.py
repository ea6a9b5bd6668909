"""The demonstration shows what it promises, and is the same every time it is built."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from reputation.badges import queries as badges
from reputation.badges import signing, terms
from reputation.badges.errors import BadgeGone
from reputation.businesses import invented
from reputation.businesses import queries as businesses
from reputation.checks import formats
from reputation.checks import publisher as checks
from reputation.core import months
from reputation.disputes import queries as disputes
from reputation.issuing.models import IssuingKey
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.lookup import queries as lookup
from reputation.ratings import queries as ratings
from reputation.reviews import queries as reviews
from reputation.simulation import actions, errors, queries
from reputation.simulation.cast import CAST, STRANGERS, Member, Shows
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import send, spent_rows, token_of

MONTH = months.parse("2026-11")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def published(settings: Settings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    return tmp_path


def of(member: Member) -> UUID:
    return businesses.by_number([("example", member.registry_number)])[0].public_id


def answer(member: Member) -> dict[str, Any]:
    raw = ratings.answer(of(member))
    assert raw is not None
    found: dict[str, Any] = json.loads(raw)
    return found


def alerts(member: Member, *, suspended: bool = False) -> set[str]:
    return {alert["alert"] for alert in answer(member)["alerts"] if alert["suspended"] is suspended}


def _figure(member: Member, name: str) -> dict[str, int]:
    found: dict[str, int] = answer(member)["figure"][name]
    return found


def _width(member: Member) -> int:
    return _figure(member, "well")["high"] - _figure(member, "well")["low"]


def _history(member: Member) -> list[str]:
    return [str(line.kind) for line in businesses.profile(of(member)).history]


def _outcomes(member: Member) -> set[str]:
    return {outcome for outcome, count in disputes.summary(of(member)).by_outcome.items() if count}


def assert_badge(business: UUID) -> None:
    """Whoever takes part has a badge that holds, in each language; who left has none."""
    for language in terms.LANGUAGES:
        if businesses.profile(business).state == "left":
            with pytest.raises(BadgeGone):
                badges.badge(business=business, language=language, day=NOW.date(), warnings=())
            continue
        found = badges.badge(business=business, language=language, day=NOW.date(), warnings=())
        said = signing.verified(signing.opened(found.svg.encode()), badges.signer().verifier())
        assert (said.business, said.language, said.day) == (business, language, NOW.date())


CLAIMS: dict[Shows, Callable[[Member], bool]] = {
    Shows.TOO_FEW: lambda m: answer(m)["too_few"] is not None and not answer(m)["published"],
    Shows.LEFT: lambda m: answer(m)["status"] == "left" and answer(m)["figure"] is None,
    Shows.RETURNED: lambda m: answer(m)["published"] and _history(m).index("left") < _history(m).index("returned"),
    Shows.SURGE: lambda m: "surge" in alerts(m),
    Shows.MONEY_LOST: lambda m: alerts(m) == {"money-lost"},
    Shows.WORSE: lambda m: "worse" in alerts(m),
    Shows.NO_RECEIPT_GIVEN: lambda m: alerts(m) == {"no-receipt-given"},
    Shows.SUSPENDED: lambda m: alerts(m, suspended=True) == {"worse"} and bool(disputes.suspensions(of(m))),
    Shows.OWN_RECEIPTS: lambda m: answer(m)["basis"] == "own-receipts-only",
    Shows.INDEPENDENT: lambda m: answer(m)["basis"] == "mostly-independent" and not alerts(m),
    Shows.OWN_PRAISE: lambda m: _width(m) > 200 and answer(m)["counts"]["independent"] < 10,
    Shows.SMEARED: lambda m: answer(m)["counts"]["none"] >= 15 and _figure(m, "well")["mean"] > 750 and not alerts(m),
    Shows.GROWING: lambda m: _figure(m, "lost")["mean"] < 200,
    Shows.CASES: lambda m: {"open", "rejected", "removed", "masked", "restored"} <= _outcomes(m),
    Shows.SEASONAL: lambda m: answer(m)["published"],
    Shows.OTHER_SCRIPT: lambda m: answer(m)["published"] and not m.name.isascii(),
}


def test_shows_what_it_promises(published: Path) -> None:
    """Every business that is an example of something, over the whole two years."""
    members = [member for member in CAST if member.shows != (Shows.ORDINARY,)]
    built = actions.build(month=MONTH, now=NOW, members=members)
    assert {shows for member in members for shows in member.shows} == set(Shows) - {
        Shows.NOT_PARTICIPATING,
        Shows.ORDINARY,
    }
    for member in members:
        for shows in member.shows:
            assert CLAIMS[shows](member), (member.name, shows)
        assert_badge(of(member))
    strangers = businesses.entities([entity.lei for entity in STRANGERS])
    assert {entity.source for entity in strangers.values()} == {invented.SOURCE}
    assert {entity.legal_name for entity in strangers.values()} == {entity.name for entity in STRANGERS}
    assert lookup.check("Tannenberg Sofa Works", today=NOW.date()).kind == "not-participating"
    assert built.entries == entries.head().size
    assert entries.waiting() == 0
    assert (published / "log" / "checkpoint").exists()
    assert list((published / "log" / "ratings").iterdir())
    kettle = businesses.by_domain(["kettle-and-moss.example"])[0].public_id
    page = reviews.public(business=kettle, limit=100)
    states = {review.state for review in page.items}
    assert "restricted" in states
    assert any(span.is_masked for review in page.items for span in review.spans)
    assert {mark.kind for review in page.items for mark in review.marks} == {"challenged", "restored"}
    texts = ["".join(span.text for span in review.spans) for review in page.items[:20] if review.spans]
    assert len(set(texts)) == len(texts)


def test_is_the_same_every_time() -> None:
    members = CAST[:3]
    first = actions.build(month=MONTH, now=NOW, members=members, length=4)
    again = actions.build(month=MONTH, now=NOW.replace(day=24), members=members, length=4)
    other = actions.build(month=MONTH, now=NOW, members=members, length=4, seed=7)
    assert first == again
    assert first.root != other.root


def test_guards_stand_again_after_building() -> None:
    from django.db import DatabaseError, connection, transaction

    actions.build(month=MONTH, now=NOW, members=CAST[:1], length=3)
    for table in ("log_entry", "disputes_decision", "reviews_review", "businesses_event"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_touches_nothing_but_a_demonstration(settings: Settings) -> None:
    log.start(now=NOW)
    size = entries.head().size
    settings.IS_DEMO = False
    with pytest.raises(errors.NotADemonstration):
        actions.build(month=MONTH, now=NOW, members=CAST[:1], length=3)
    assert entries.head().size == size


def test_touches_no_log_of_another_origin(settings: Settings) -> None:
    settings.LOG_ORIGIN = "real.example/log"
    log.start(now=NOW)
    settings.LOG_ORIGIN = "demo.open-reference.example/log"
    with pytest.raises(errors.NotADemonstration):
        actions.build(month=MONTH, now=NOW, members=CAST[:1], length=3)
    assert entries.head().size > 0


def test_tour_names_an_example_of_everything() -> None:
    shown = {code for stop in queries.tour() for code in stop.shows}
    assert shown == {str(shows) for shows in Shows if shows is not Shows.ORDINARY}
    assert all(stop.says and stop.name for stop in queries.tour())
    assert len(CAST) >= 40


def test_receipts_that_somebody_tried_go_with_the_log_that_named_their_keys() -> None:
    log.start(now=AUTUMN)
    send(token_of(make_shop(2)))
    actions.build(month=MONTH, now=NOW, members=CAST[:1], length=3)
    assert spent_rows() == []
    assert not IssuingKey.objects.exists()
    assert not {row.kind for row in entries.entries(after=0, limit=10_000)} & {"receipt-key", "receipts-spent"}
    send(token_of(make_shop(1)))


def test_the_private_check_of_the_demonstration_is_of_today_and_warns(published: Path) -> None:
    actions.build(month=MONTH, now=NOW, members=CAST[:2], length=3)
    actions.publish_todays_checks(now=NOW)
    manifest = checks.shown()
    assert manifest is not None
    assert manifest.on == NOW.date()
    with (published / "check" / "v1" / str(manifest.epoch) / formats.SNAPSHOT).open("rb") as file:
        records = [record for found in formats.read_all(file) for record in found]
    assert len(records) == manifest.records > 0
    assert all("skeleton" in record["i"] for record in records)
