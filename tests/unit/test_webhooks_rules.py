"""What a webhook is told, by whom it can be received, and when it is tried again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from reputation.notices.rules import NEEDS, Fact, Kind
from reputation.webhooks import rules
from reputation.webhooks.rules import FACTS, WANTABLE, EventKind, Outcome

NOW = datetime(2026, 11, 25, 20, 40, 1, 999, tzinfo=UTC)
BUSINESS = UUID(int=7)


def body(kind: EventKind, **facts: str) -> dict[str, object]:
    return rules.body(kind=kind, business=BUSINESS, facts=facts, service="https://reference.example", at=NOW)


def test_the_waits_are_those_of_the_standard() -> None:
    """https://www.standardwebhooks.com, "Deliverability and reliability": the example schedule."""
    waits = []
    for tries in range(1, 11):
        at = rules.next_try(tries=tries, now=NOW)
        waits.append(None if at is None else at - NOW)
    assert waits == [
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=5),
        timedelta(hours=10),
        timedelta(hours=14),
        timedelta(hours=20),
        timedelta(hours=24),
        None,
    ]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.DELIVERED),
        (204, Outcome.DELIVERED),
        (299, Outcome.DELIVERED),
        (301, Outcome.AGAIN),
        (307, Outcome.AGAIN),
        (400, Outcome.AGAIN),
        (401, Outcome.AGAIN),
        (404, Outcome.AGAIN),
        (410, Outcome.GONE),
        (429, Outcome.AGAIN),
        (500, Outcome.AGAIN),
        (199, Outcome.AGAIN),
        (None, Outcome.AGAIN),
    ],
)
def test_what_an_answer_means(status: int | None, outcome: Outcome) -> None:
    assert rules.outcome(status) is outcome


def test_an_event_says_what_when_and_where_to_look() -> None:
    assert body(EventKind.DOMAIN_PROOF_FAILING, domain="kettle.example", until="2026-12-09") == {
        "type": "domain-proof-failing",
        "timestamp": "2026-11-25T20:40:01Z",
        "data": {
            "business": str(BUSINESS),
            "link": f"https://reference.example/api/v1/businesses/{BUSINESS}",
            "domain": "kettle.example",
            "until": "2026-12-09",
        },
    }
    rating = body(EventKind.RATING_CHANGED, month="2026-11", log_size="117", published="false")["data"]
    assert isinstance(rating, dict)
    assert (rating["log_size"], rating["published"]) == (117, False)
    assert str(rating["link"]).endswith(f"/{BUSINESS}/rating")


def test_no_text_and_no_person_can_be_a_part_of_an_event() -> None:
    told = {name for names in FACTS.values() for name in names}
    assert not told & {"reasons", "inviter", "name", "business", "role", "link"}
    assert FACTS.keys() == set(EventKind)
    said = body(EventKind.TERMINATION_ANNOUNCED, ground="charter", effective="2026-12-24", reasons="Because of Mr X.")
    assert "Mr X" not in str(said)


@pytest.mark.parametrize("ground", ["", "A whole sentence.", "two\nlines", "x" * 254, "ä"])
def test_a_fact_is_a_code_a_day_or_a_domain(ground: str) -> None:
    with pytest.raises(ValueError, match="ground"):
        body(EventKind.TERMINATION_ANNOUNCED, ground=ground, effective="2026-12-24")
    with pytest.raises(ValueError, match="ground"):
        body(EventKind.TERMINATION_ANNOUNCED, effective="2026-12-24")


def test_an_event_that_is_mailed_too_has_no_fact_that_the_mail_lacks() -> None:
    """Whoever tells a business gives the facts once, for both."""
    mailed = {str(kind) for kind in Kind}
    of_cases = {str(kind) for kind in EventKind if kind.startswith(("case-", "review-"))}
    assert not of_cases & mailed, "what cases tell has facts of its own"
    assert {str(kind) for kind in EventKind} - mailed == {"rating-changed", "ping"} | of_cases
    for kind in EventKind:
        if kind in mailed:
            assert {Fact(name) for name in FACTS[kind]} <= NEEDS[Kind(str(kind))]


def test_an_endpoint_wants_known_events_each_once() -> None:
    assert rules.wanted(["left", "domain-lost", "left"]) == [EventKind.DOMAIN_LOST, EventKind.LEFT]
    assert rules.wanted(list(WANTABLE)) == list(WANTABLE)
    for wrong in ([], ["ping"], ["left", "unheard-of"]):
        assert rules.wanted(wrong) is None


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://shop.example/hook?key=1", None),
        ("https://shop.example:443", None),
        ("http://shop.example/hook", "not-https"),
        ("https://127.0.0.1/hook", "ip-address"),
        ("https://8.8.8.8/hook", "ip-address"),
        ("https://[::1]/hook", "ip-address"),
        ("https://[fd00::1%25eth0]/hook", "ip-address"),
        ("https://2130706433/", "bad-url"),
        ("https://0x7f.1/", "bad-url"),
        ("https://0177.0.0.1/", "bad-url"),
        ("https://localhost/", "bad-url"),
        ("https://me:secret@shop.example/", "bad-url"),
        ("https://shop.example:8443/", "bad-url"),
        ("https://shop.example/a b", "bad-url"),
        ("https://shop.example\\@127.0.0.1/", "ip-address"),
        ("https://[::1", "bad-url"),
        ("ftp://shop.example/", "bad-url"),
        ("shop.example", "bad-url"),
        ("", "bad-url"),
        (f"https://shop.example/{'a' * 500}", "too-long"),
    ],
)
def test_what_can_be_sent_to(url: str, fault: str | None) -> None:
    assert rules.address_fault(url, only_https=True) == fault
    if fault == "not-https":
        assert rules.address_fault(url, only_https=False) is None
