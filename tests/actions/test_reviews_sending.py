"""Sending: accepted with a promise that anybody can check, or held; the same again is the same, and nothing is half."""

import hmac
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from config import production
from reputation.businesses import leavings
from reputation.businesses.errors import NoSuchBusiness
from reputation.core import ids
from reputation.log import about
from reputation.log import actions as log
from reputation.log.entries import commitment
from reputation.receipts import errors as receipt_errors
from reputation.receipts import rules as receipts
from reputation.receipts.errors import TokenSpent
from reputation.reviews import codenames, errors, held, publication, sending, writers
from reputation.reviews import rules as review_rules
from reputation.reviews.codenames import make
from reputation.reviews.models import Held, Review, WaitingReview, Writer
from reputation.reviews.rules import HeldCause, HeldKind, Outcome, ReceiptClass
from reputation.reviews.sending import Accepted, Draft, HeldNow, look_over
from reputation.screening import engine
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, codename_of, send, spent_rows, token_of, tokens_of
from tests.reviews_made import make_business
from tests.sending_made import FINNISH, draft, held_draft, send_held, send_without_receipt

pytestmark = pytest.mark.django_db
NAMED = "Maria Petersen in the shop was rude to me."


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def nothing_is_stored() -> bool:
    tables = (WaitingReview, Writer, Held, Review)
    return not spent_rows() and not any(table.objects.exists() for table in tables)


def test_what_is_accepted_comes_with_a_promise_that_the_log_s_key_signed() -> None:
    shop, codename = make_shop(1), make()
    accepted = send(token_of(shop), text="Two pans.", codename=codename)
    promise = receipts.open_acceptance(accepted.acceptance.encode(), about.acceptance_keys())
    data = review_rules.canonical(stars=4, outcome="as-agreed", language="en", text="Two pans.")
    assert promise.business == str(accepted.business) == str(shop.business)
    assert promise.receipt_class == accepted.receipt_class == "seller"
    assert promise.key_id == (accepted.key_id or b"").hex() == (shop.key_id or b"").hex()
    assert promise.commitment == accepted.commitment == commitment("review", accepted.salt, data)
    week = WaitingReview.objects.get().publish_week
    assert promise.publish_by == accepted.published_by == week + timedelta(days=6)
    known = writers.known(writers.read(codename))
    assert known is not None
    assert known.slip is not None
    assert (known.review, known.slip.acceptance, known.slip.salt) == (
        accepted.review,
        accepted.acceptance,
        accepted.salt,
    )


def test_without_a_receipt_the_promise_names_no_key() -> None:
    business = make_business()
    accepted = send_without_receipt(business)
    promise = receipts.open_acceptance(accepted.acceptance.encode(), about.acceptance_keys())
    assert (promise.business, promise.receipt_class, promise.key_id) == (str(business), "none", None)
    assert (accepted.receipt_class, accepted.key_id) == (ReceiptClass.NONE, None)


@pytest.mark.parametrize("later", [SENT, SENT + timedelta(days=6), SENT + timedelta(weeks=3), OUT])
def test_the_same_again_is_the_same_answer_without_a_receipt_too(later: object) -> None:
    business, codename = make_business(), make()
    first = send_without_receipt(business, codename=codename)
    publication.publish_due(now=later)  # type: ignore[arg-type]
    again = send_without_receipt(business, codename=codename.replace(" ", "-").upper(), now=later)  # type: ignore[arg-type]
    assert again == first
    assert WaitingReview.objects.count() + Review.objects.count() == Writer.objects.count() == 1


def test_the_same_words_with_two_codenames_without_a_receipt_are_two_reviews() -> None:
    business = make_business()
    assert send_without_receipt(business).review != send_without_receipt(business).review


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Something else."},
        {"stars": 1},
        {"outcome": Outcome.PROBLEM_SOLVED},
        {"language": "fr"},
        {"no_receipt_given": True},
    ],
)
def test_a_codename_leads_to_one_review(change: dict[str, object]) -> None:
    business, codename = make_business(), make()
    send_without_receipt(business, codename=codename)
    fits: dict[str, object] = {"text": "A copper pan, as agreed.", "no_receipt_given": False}
    with pytest.raises(errors.CodenameUsed):
        sending.send(draft=draft(**fits | change), codename=codename, business=business, now=SENT)  # type: ignore[arg-type]
    with pytest.raises(errors.CodenameUsed):
        send_without_receipt(make_business(), codename=codename)
    assert WaitingReview.objects.count() == Writer.objects.count() == 1


def test_a_codename_that_is_used_costs_no_token_and_a_token_that_is_spent_no_codename() -> None:
    one, two = tokens_of(make_shop(2))
    send(one)
    with pytest.raises(errors.CodenameUsed):
        send(two, text="Other words.", codename=codename_of(one))
    assert len(spent_rows()) == 1
    fresh = make()
    with pytest.raises(TokenSpent):
        send(one, text="Other words.", codename=fresh)
    assert Writer.objects.count() == 1
    assert send(two, codename=fresh).review
    assert len(spent_rows()) == 2


@pytest.mark.parametrize(
    ("typed", "rule"), [("", "length"), ("abacus " * 8, "check"), ("abacus " * 7 + "xyzzy", "word")]
)
def test_what_is_no_codename_is_refused_for_its_rule(typed: str, rule: str) -> None:
    with pytest.raises(errors.BadCodename) as refused:
        send(token_of(make_shop(1)), codename=typed)
    assert refused.value.facts == {"rule": rule}
    assert nothing_is_stored()


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


def test_marked_passages_are_shown_before_anything_is_stored_and_who_insists_is_held() -> None:
    token = token_of(make_shop(1))
    with pytest.raises(errors.PassagesFound) as found:
        sending.send(draft=draft(NAMED), codename=codename_of(token), token=token, now=SENT)
    passage = found.value.findings.items[0]
    assert NAMED[passage.start : passage.end].startswith("Maria")
    assert nothing_is_stored()
    answer = sending.send(draft=draft(NAMED), codename=codename_of(token), token=token, insists=True, now=SENT)
    assert isinstance(answer, HeldNow)
    row = Held.objects.get()
    assert (row.id, row.kind, row.cause) == (answer.review, HeldKind.REVIEW, HeldCause.INSISTED)
    assert not WaitingReview.objects.exists()


def test_a_language_nobody_screens_goes_to_a_moderator_without_a_question() -> None:
    answer = send_held(token_of(make_shop(1)))
    assert Held.objects.get().cause == HeldCause.LANGUAGE
    assert answer.decide_by == date(2026, 11, 15), "the Sunday of the next week"


def test_of_a_held_text_nothing_can_be_read_and_its_token_is_kept() -> None:
    token = token_of(make_shop(1))
    answer = send_held(token)
    row = Held.objects.get()
    stored = bytes(row.content or b"")
    assert FINNISH.encode() not in stored
    assert token not in stored
    [(_, nullifier, _, kept, week)] = spent_rows()
    assert (nullifier, kept, week) == (receipts.nullifier(token), None, None)
    writer = Writer.objects.get()
    assert (writer.review, writer.slip) == (answer.review, None)


def test_a_held_text_sent_again_is_held_once_and_with_other_words_refused() -> None:
    token, codename = token_of(make_shop(1)), make()
    first = send_held(token, codename=codename)
    assert send_held(token, codename=codename, now=SENT + timedelta(days=5)) == first
    with pytest.raises(errors.CodenameUsed):
        send_held(token, codename=codename, text=f"{FINNISH} Hyvä.")
    with pytest.raises(TokenSpent):
        send_held(token)
    with pytest.raises(TokenSpent):
        send(token, text="In English now.", codename=make())
    assert Held.objects.count() == 1


def test_the_business_s_own_name_is_no_passage() -> None:
    business = make_business()
    assert look_over(business=business, language="en", text="Invented Shop sent it in time.").items == ()
    assert look_over(business=business, language="en", text=NAMED).items
    with pytest.raises(NoSuchBusiness):
        look_over(business=uuid4(), language="en", text=NAMED)


def test_the_screening_is_done_before_any_transaction(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, find = [], engine.find

    def looked(*given: object) -> object:
        seen.append(connection.in_atomic_block)
        return find(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "find", looked)
    send(token_of(make_shop(1)))
    assert seen == [False]


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


def test_a_business_that_left_or_never_was_takes_none() -> None:
    shop = make_shop(2)
    one, two = tokens_of(shop)
    leavings.leave(business=shop.business, now=SENT)
    with pytest.raises(errors.NotReviewable):
        send_without_receipt(shop.business)
    with pytest.raises(NoSuchBusiness):
        send_without_receipt(uuid4())
    assert nothing_is_stored()
    assert send(one, now=SENT + timedelta(days=200)).review
    assert send_held(two, now=SENT + timedelta(days=200)).review


def test_no_review_is_taken_in_while_the_log_does_not_name_the_key(settings: LazySettings) -> None:
    token, former = token_of(make_shop(1)), settings.ACCEPTANCE_KEY
    settings.ACCEPTANCE_KEY = bytes(range(32))
    settings.ACCEPTANCE_PUBLIC_KEY = production.public_half(settings.ACCEPTANCE_KEY)
    for text in ("Fine.", NAMED):
        with pytest.raises(errors.ReviewsNotTaken):
            send(token, text=text)
    with pytest.raises(errors.ReviewsNotTaken):
        send_held(token)
    assert nothing_is_stored()
    log.confirm_operator(sha256=about.operator().sha256, now=SENT)
    log.start(now=SENT)
    with pytest.raises(errors.ReviewsNotTaken):
        send(token)
    log.sequence()
    accepted = send(token)
    assert receipts.open_acceptance(accepted.acceptance.encode(), about.acceptance_keys())
    settings.ACCEPTANCE_KEY, settings.ACCEPTANCE_PUBLIC_KEY = former, production.public_half(former)
    assert send(token) == accepted, "what was promised stays promised"


@pytest.mark.parametrize("missing", ["WRITERS_KEY", "ACCEPTANCE_KEY"])
def test_a_process_without_the_keys_takes_none_in(missing: str, settings: LazySettings) -> None:
    token = token_of(make_shop(1))
    setattr(settings, missing, None)
    with pytest.raises(errors.ReviewsNotTaken):
        send(token)
    assert nothing_is_stored()


class Drawn(ids.Secure):
    """What is random, with what decides about a second look given."""

    def __init__(self, audit: int) -> None:
        self._salts = [bytes([1]) * 32, bytes([2]) * 32, audit.to_bytes(32)]

    def salt(self) -> bytes:
        return self._salts.pop(0)


@pytest.mark.parametrize(("draw", "audits"), [(0, 1), (1, 0), (31, 0), (32, 1)])
def test_one_text_in_32_that_seemed_clean_is_looked_at_once_more(draw: int, audits: int) -> None:
    said = draft("Two pans.", no_receipt_given=False)
    answer = sending.send(draft=said, codename=make(), business=make_business(), now=SENT, source=Drawn(draw))
    assert isinstance(answer, Accepted)
    assert Held.objects.count() == audits
    for row in Held.objects.all():
        assert (row.kind, row.cause, row.review) == (HeldKind.AUDIT, HeldCause.AUDIT, answer.review)
        assert row.id != answer.review
        assert held.one(row.id).text == "Two pans."


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


def test_either_a_token_or_the_caller_says_whom_it_is_about() -> None:
    with pytest.raises(ValueError, match="either a token"):
        sending.send(draft=Draft(1, Outcome.AS_AGREED, "en", "x"), codename=make(), now=SENT)


def test_a_token_whose_time_is_over_is_refused_before_anything_else() -> None:
    token = token_of(make_shop(1))
    with pytest.raises(receipt_errors.TokenExpired):
        sending.send(draft=held_draft(), codename=make(), token=token, now=SENT + timedelta(days=800))
    assert nothing_is_stored()
