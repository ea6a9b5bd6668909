"""Odd texts, broken steps, other keys, and pages that may do no more than send."""

import contextlib
import hmac
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from reputation.log import actions as log
from reputation.reviews import codenames, errors, held, sending, writers
from reputation.reviews.codenames import make
from reputation.reviews.models import Held, Review, WaitingReview, Writer
from reputation.reviews.sending import Accepted
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import SENT, send, spent_rows, token_of, tokens_of
from tests.reviews_made import make_business
from tests.sending_made import draft, send_held, send_without_receipt

pytestmark = pytest.mark.django_db
NAMED = "Maria Petersen in the shop was rude to me."


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def nothing_is_stored() -> bool:
    tables = (WaitingReview, Writer, Held, Review)
    return not spent_rows() and not any(table.objects.exists() for table in tables)


def test_no_word_of_a_codename_is_stored_and_no_hash_without_the_key() -> None:
    codename = make()
    send_without_receipt(make_business(), codename=codename)
    row = Writer.objects.get()
    found = repr([bytes(row.verifier), bytes(row.slip or b"")])
    assert not any(word in found for word in codename.split())
    message = codename.encode()
    assert bytes(row.verifier) != hmac.digest(b"", message, "sha256")
    assert bytes(row.verifier) == writers.verifiers(codenames.parse(codename))[0]


def test_a_former_key_finds_its_codenames_and_lets_none_be_used_again(settings: LazySettings) -> None:
    business, codename = make_business(), make()
    first = send_without_receipt(business, codename=codename)
    settings.WRITERS_KEY, settings.WRITERS_KEY_BEFORE = b"2" * 32, settings.WRITERS_KEY
    assert send_without_receipt(business, codename=codename) == first
    with pytest.raises(errors.CodenameUsed):
        send_without_receipt(business, codename=codename, text="Other words.")
    later = make()
    second = send_without_receipt(business, codename=later)
    settings.WRITERS_KEY_BEFORE = None
    assert send_without_receipt(business, codename=later) == second
    assert writers.known(writers.read(codename)) is None
    assert Writer.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stars": 0}, "stars"),
        ({"stars": 6}, "stars"),
        ({"language": "EN"}, "language"),
        ({"language": "en-GB"}, "language"),
        ({"no_receipt_given": None}, "no_receipt_given"),
        ({"text": ""}, "text"),
        ({"text": " \n\t "}, "text"),
        ({"text": "x" * 4_001}, "text"),
        ({"text": "x" * 1_000_000}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "a\x07b"}, "text"),
        ({"text": "a\x1b[2Jb"}, "text"),
        ({"text": "safe \u202egnihtemos"}, "text"),
        ({"text": "\u2066x\u2069"}, "text"),
        ({"text": "half a pair \ud83d"}, "text"),
        ({"text": "\ue000"}, "text"),
    ],
)
def test_a_field_that_does_not_fit_is_named_and_nothing_is_stored(change: dict[str, object], field: str) -> None:
    fits: dict[str, object] = {"text": "Fine.", "no_receipt_given": False}
    business = make_business()
    with pytest.raises(errors.BadReview) as refused:
        sending.send(draft=draft(**fits | change), codename=make(), business=business, now=SENT)  # type: ignore[arg-type]
    assert refused.value.facts == {"field": field}
    assert nothing_is_stored()


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "Good pan. " * 400,
        "<script>alert(1)</script>",
        "'; DROP TABLE reviews_waiting; --",
        "{{ 7 * 7 }} %s \\x00",
        "Tof\u00fc\u0308 \u0627\u0644\u0642\u062f\u0631 \u05d4\u05e1\u05d9\u05e8",
        "\U0001f373" * 50,
        "e\u0301" * 1_999,
        "z\u200bero\u200dwidth",
        "\r\nTwo\r\n\r\nlines\r\n",
    ],
)
def test_odd_texts_are_kept_as_they_are_or_held_as_they_are(text: str) -> None:
    codename, business = make(), make_business()
    said = draft(text, no_receipt_given=False)
    answer = sending.send(draft=said, codename=codename, business=business, insists=True, now=SENT)
    kept = text.replace("\r\n", "\n").strip()
    if isinstance(answer, Accepted):
        assert WaitingReview.objects.get().text == kept
    else:
        assert held.about(answer.review).text == kept  # type: ignore[union-attr]
    assert sending.send(draft=said, codename=codename, business=business, insists=True, now=SENT) == answer


def test_a_week_boundary_is_that_of_the_clock_that_took_it_in() -> None:
    sunday = SENT.replace(month=11, day=8, hour=23, minute=59)
    for now, monday in ((sunday, date(2026, 11, 2)), (sunday + timedelta(minutes=1), date(2026, 11, 9))):
        WaitingReview.objects.all().delete()
        Held.objects.all().delete()
        send_without_receipt(make_business(), now=now)
        holds = (WaitingReview.objects.get().publish_week - monday).days // 7
        assert 1 <= holds <= 4
        Held.objects.all().delete()
        assert send_held(business=make_business(), now=now).decide_by == monday + timedelta(days=13)


BREAK: dict[str, str] = {
    "the codename": "reviews_writer",
    "the token": "receipts_spent",
    "the review": "reviews_waiting",
    "the held text": "reviews_held",
}


@pytest.mark.parametrize("table", BREAK.values(), ids=BREAK.keys())
def test_what_breaks_off_in_any_step_leaves_nothing_behind(table: str) -> None:
    token = token_of(make_shop(1))
    tell: Callable[[], object] = (lambda: send_held(token)) if table == "reviews_held" else (lambda: send(token))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$"
        )
        each = f"AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
        cursor.execute(f"CREATE TRIGGER refuse {each}")
    with pytest.raises(DatabaseError, match="no"), transaction.atomic():
        tell()
    assert nothing_is_stored()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER refuse ON {table}")
    assert tell()


def test_the_pages_can_send_and_be_asked_again(as_role: AsRole) -> None:
    one, two = tokens_of(make_shop(2))
    business = make_business()
    codename, other = make(), make()
    with as_role("web"):
        first = send(one)
        assert send(one) == first
        kept = send_held(two, codename=codename)
        assert send_held(two, codename=codename) == kept
        third = send_without_receipt(business, codename=other)
        assert send_without_receipt(business, codename=other) == third


FORBIDDEN = [
    "SELECT count(*) FROM reviews_writer",
    "SELECT verifier FROM reviews_writer",
    "UPDATE reviews_writer SET slip = 'x'",
    "DELETE FROM reviews_writer",
    "UPDATE reviews_held SET business_id = gen_random_uuid()",
    "UPDATE reviews_held SET week = week - 7",
    "DELETE FROM reviews_look",
    "UPDATE reviews_look SET decided_by_id = NULL",
    "SELECT reserved_until FROM receipts_spent",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_pages_can_list_and_change_no_writer(statement: str, as_role: AsRole) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role("web"):
        connection.cursor().execute(statement)


def test_the_pages_can_take_no_slip_away(as_role: AsRole) -> None:
    codename = make()
    review: UUID = send_without_receipt(make_business(), codename=codename).review
    with as_role("web"), connection.cursor() as cursor:
        cursor.execute("SELECT reviews_give_slip(%s, %s)", [review, b"another"])
        cursor.execute("SELECT reviews_forget_held(%s)", [review])
    known = writers.known(writers.read(codename))
    assert known is not None
    assert known.slip is not None


def test_a_flood_of_texts_is_refused_and_the_next_is_looked_over(monkeypatch: pytest.MonkeyPatch) -> None:
    business = make_shop(1).business
    monkeypatch.setattr(sending, "LOOK_PATIENCE_S", 0.01)
    with contextlib.ExitStack() as busy:
        for _ in range(sending.LOOKS_AT_ONCE):
            busy.enter_context(sending._looking)
        with pytest.raises(errors.ReviewsBusy):
            sending.look_over(business=business, language="en", text="The pan is good.")
    assert sending.look_over(business=business, language="en", text="The pan is good.").items == ()
