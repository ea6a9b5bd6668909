"""What a writer wants of a review comes out at the next release; of one that waits, with it or instead of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from procrastinate.jobs import Job
from psycopg.errors import RestrictViolation

from reputation.core.ids import Seeded
from reputation.disputes.rules import Outcome as Decided
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.log.models import SideFile
from reputation.reviews import actions, acts, errors, jobs, publication, queries, releases, rules
from reputation.reviews.acts import Changes
from reputation.reviews.models import Act, Held, MaskRequest, Review, WaitingReview, Writer
from reputation.reviews.rules import ActKind, Outcome
from tests.conftest import AsRole
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review, submit

pytestmark = pytest.mark.django_db
MORNING = LATER.replace(hour=9)
NOON = LATER.replace(hour=12)
NEXT_NOON = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def logged(*kinds: str) -> list[entries.Row]:
    while log.sequence():
        pass
    return [row for row in entries.entries(after=0, limit=10_000) if row.kind in kinds]


def change(review: UUID, now: datetime = MORNING, **wanted: object) -> acts.Noted:
    return acts.change(review=review, wanted=Changes(**wanted), insists=False, now=now)  # type: ignore[arg-type]


def shown(review: UUID) -> str:
    return "".join(span.text for span in queries.one(review).spans)


@pytest.mark.parametrize(
    ("now", "coming", "gone"),
    [
        (datetime(2026, 2, 9, 11, 59, 59, tzinfo=UTC), date(2026, 2, 9), date(2026, 2, 8)),
        (datetime(2026, 2, 9, 12, tzinfo=UTC), date(2026, 2, 10), date(2026, 2, 9)),
        (datetime(2026, 2, 9, 0, tzinfo=UTC), date(2026, 2, 9), date(2026, 2, 8)),
    ],
)
def test_a_release_is_at_one_hour_of_the_day(now: datetime, coming: date, gone: date) -> None:
    assert (rules.next_release(now), rules.last_release(now)) == (coming, gone)


def test_nothing_of_a_wish_is_seen_before_the_release_and_all_of_it_then() -> None:
    review = make_review(stars=2, outcome=Outcome.PROBLEM_UNSOLVED)
    before = queries.one(review)
    assert change(review, stars=4, outcome=Outcome.PROBLEM_SOLVED, text="Now it works.").released_on == NOON.date()
    assert releases.release(now=NOON - timedelta(seconds=1)) == 0
    assert queries.one(review) == before
    assert not logged("review-changed")
    assert releases.release(now=NOON) == 1
    found = queries.one(review)
    assert (found.stars, found.outcome, shown(review)) == (4, "problem-solved", "Now it works.")
    assert len(logged("review-changed")) == 1
    assert releases.release(now=NOON) == 0
    assert not Act.objects.exists()


def test_a_late_worker_makes_up_for_what_was_due_and_leaves_what_came_since() -> None:
    early, late = make_review(), make_review()
    change(early, text="Wanted in the morning.")
    change(late, now=NOON + timedelta(hours=2), text="Wanted after noon.")
    assert releases.release(now=NOON + timedelta(hours=3)) == 1
    assert (shown(early), shown(late)) == ("Wanted in the morning.", "A copper pan, as agreed.")
    assert releases.release(now=NEXT_NOON) == 1
    assert shown(late) == "Wanted after noon."


def test_a_change_adds_to_the_one_before_it_and_nothing_is_left_of_what_changes_nothing() -> None:
    review = make_review(stars=2, text="A pan.")
    change(review, stars=3)
    change(review, text="A copper pan.")
    pending = acts.pending(review)
    assert pending is not None
    assert pending.changes == Changes(stars=3, text="A copper pan.")
    change(review, stars=5)
    change(review, text="A pan.")
    pending = acts.pending(review)
    assert pending is not None
    assert pending.changes == Changes(stars=5)
    assert change(review, stars=2) == acts.Noted()
    assert acts.pending(review) is None
    with pytest.raises(errors.NothingChanges):
        change(review, stars=2, text="A pan.")
    with pytest.raises(errors.NothingChanges):
        change(review)


def test_the_later_wish_holds_and_can_be_taken_back() -> None:
    review = make_review()
    change(review, text="Other words.")
    assert acts.withdraw(review=review, now=MORNING).released_on == NOON.date()
    pending = acts.pending(review)
    assert pending is not None
    assert (pending.kind, pending.changes) == (ActKind.WITHDRAW, acts.NOTHING)
    assert acts.withdraw(review=review, now=NOON).released_on == NOON.date(), "asked again it is no later"
    acts.erase(review=review, now=MORNING)
    change(review, text="Still other words.")
    pending = acts.pending(review)
    assert pending is not None
    assert pending.changes == Changes(text="Still other words.")
    acts.take_back(review=review)
    assert releases.release(now=NOON) == 0
    assert shown(review) == "A copper pan, as agreed."


def test_figures_change_once_and_words_as_often_as_wanted() -> None:
    review = make_review(stars=2)
    change(review, stars=4)
    releases.release(now=NOON)
    with pytest.raises(errors.FiguresChangedBefore):
        change(review, now=NOON, stars=5)
    with pytest.raises(errors.FiguresChangedBefore):
        change(review, now=NOON, stars=4, outcome=Outcome.NEVER_DELIVERED)
    for number in range(3):
        change(review, now=NOON, text=f"Words {number}")
        releases.release(now=NEXT_NOON)
        assert shown(review) == f"Words {number}"


def test_the_database_refuses_a_wish_that_cannot_be(as_role: AsRole) -> None:
    """Each line is what the pages could write if they were wrong about a review."""
    changed, gone, out, erased = make_review(stars=2), make_review(), make_review(), make_review()
    actions.change(review_id=changed, stars=3, now=LATER)
    actions.withdraw(review_id=gone, now=LATER)
    actions.erase(review_id=erased, now=LATER)
    case = make_case(out)
    make_decision(case, Decided.REMOVED)
    day = NOON.date()
    wrong = [
        Act(review=changed, kind="change", stars=4),
        Act(review=changed, kind="change", outcome="never-delivered"),
        Act(review=gone, kind="withdraw", release_on=day),
        Act(review=gone, kind="erase", release_on=day),
        Act(review=out, kind="change", text="Again."),
        Act(review=erased, kind="change", text="Again."),
        Act(review=erased, kind="erase", release_on=day),
        Act(review=changed, kind="withdraw"),
        Act(review=changed, kind="withdraw", text="Words.", release_on=day),
        Act(review=changed, kind="change"),
    ]
    for row in wrong:
        with as_role("web"), pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    right = [
        Act(review=changed, kind="change", text="Other words."),
        Act(review=out, kind="erase", release_on=day),
        Act(review=erased, kind="withdraw", release_on=day),
        Act(review=uuid4(), kind="change", stars=4),
    ]
    with as_role("web"):
        for row in right:
            row.save(force_insert=True)
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_act SET review = gen_random_uuid() WHERE review = %s", [out])
    assert isinstance(refused.value.__cause__, RestrictViolation)


def test_a_wish_that_came_too_late_is_refused_as_the_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision comes between the look at a review and the note: the database refuses, and it is looked at again."""
    review = make_review()
    stood = acts.standing(review)
    make_decision(make_case(review), Decided.REMOVED)
    seen = iter([stood, stood, acts.standing(review)])
    monkeypatch.setattr(acts, "standing", lambda _: next(seen))
    with pytest.raises(errors.WrongState) as refused:
        change(review, text="Other words.")
    assert refused.value.facts == {"state": "restricted"}


def test_what_a_decision_made_impossible_is_dropped_and_the_rest_done() -> None:
    out, changed = make_review(), make_review(stars=2)
    change(out, text="Other words.")
    change(changed, stars=4, text="Better.")
    make_decision(make_case(out), Decided.REMOVED)
    actions.change(review_id=changed, stars=1, now=LATER)
    assert releases.release(now=NEXT_NOON) == 2
    assert not Act.objects.exists()
    assert queries.one(out).state == "restricted"
    assert (queries.one(changed).stars, shown(changed)) == (1, "Better.")


def test_one_that_fails_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    reviews = [make_review(text=f"Number {number}") for number in range(4)]
    for review in reviews:
        acts.withdraw(review=review, now=MORNING)
    real = actions.withdraw

    def breaks(*, review_id: UUID, now: datetime) -> None:
        real(review_id=review_id, now=now)
        if review_id == reviews[1]:
            raise ConnectionError

    monkeypatch.setattr(actions, "withdraw", breaks)
    assert releases.release(now=NOON) == 3
    assert Review.objects.filter(state="withdrawn").count() == 3
    assert [row.review for row in Act.objects.all()] == [reviews[1]]
    assert len(logged("review-withdrawn")) == 3
    monkeypatch.undo()
    assert releases.release(now=NOON) == 1
    assert not Act.objects.exists()


def test_the_order_of_a_release_says_nothing() -> None:
    reviews = [make_review(text=f"Number {number}") for number in range(12)]
    for review in reviews:
        acts.withdraw(review=review, now=MORNING)
    assert releases.release(now=NOON, source=Seeded(5)) == 12
    out = [row.review for row in logged("review-withdrawn")]
    assert sorted(map(str, out)) == sorted(map(str, reviews))
    assert out != reviews
    assert out != sorted(out, key=str)


@pytest.mark.parametrize(("act", "reason"), [(acts.withdraw, "withdrawn"), (acts.erase, "erased")])
def test_a_review_that_waits_never_comes_out_and_nothing_of_it_is_left(act: object, reason: str) -> None:
    accepted, other = submit(make_business()), submit(make_business())
    Writer.objects.create(verifier=b"v" * 32, review=accepted.review)
    Writer.objects.create(verifier=b"w" * 32, review=other.review)
    noted = act(review=accepted.review, now=MONDAY)  # type: ignore[operator]
    assert noted.released_on == MONDAY.date()
    assert releases.release(now=MONDAY) == 0
    assert releases.release(now=MONDAY.replace(hour=12)) == 1
    [row] = logged("review-unpublished")
    assert row.body == {"commitment": accepted.commitment, "month": "2026-01", "reason": reason}
    assert [row.id for row in WaitingReview.objects.all()] == [other.review]
    assert [row.review for row in Writer.objects.all()] == [other.review]
    assert publication.publish_due(now=LATER) == 1
    with pytest.raises(errors.NoSuchReview):
        acts.standing(accepted.review)


def test_what_is_taken_back_before_its_batch_does_not_come_out_for_some_hours() -> None:
    accepted = submit(make_business())
    acts.withdraw(review=accepted.review, now=LATER - timedelta(hours=2))
    assert publication.publish_due(now=LATER) == 0
    assert not Review.objects.exists()
    assert not WaitingReview.objects.exists()
    assert [row.body["commitment"] for row in logged("review-unpublished")] == [accepted.commitment]
    assert releases.release(now=NOON) == 0


def test_a_change_of_what_waits_follows_its_first_entry_and_only_the_newest_words_are_shown() -> None:
    business = make_business()
    accepted, plain = submit(business, stars=2, text="First words."), submit(business)
    noted = change(accepted.review, now=MONDAY, stars=3, text="Newer words.")
    assert noted == acts.Noted()
    assert releases.release(now=NOON) == 0, "it waits with its review"
    assert publication.publish_due(now=LATER) == 2
    review = accepted.review
    assert (queries.one(review).stars, shown(review)) == (3, "Newer words.")
    first, later = [row for row in logged("review", "review-changed") if row.review == review]
    assert (first.kind, first.body["commitment"], first.stars) == ("review", accepted.commitment, 2)
    assert (later.kind, later.stars) == ("review-changed", 3)
    document = SideFile.objects.get(kind="texts", subject=review).document
    assert document is not None
    assert "Newer words." in document
    assert "First words." not in document
    assert shown(plain.review) == "A copper pan, as agreed."
    assert not Act.objects.exists()
    with pytest.raises(errors.FiguresChangedBefore):
        change(review, stars=5)


def test_a_change_noted_while_its_review_came_out_comes_with_the_next_release() -> None:
    review = make_review()
    Act.objects.create(review=review, kind="change", text="Noted as of a review that waits.")
    assert releases.release(now=NOON) == 1
    assert shown(review) == "Noted as of a review that waits."


def test_a_wish_about_nothing_is_forgotten() -> None:
    Act.objects.create(review=uuid4(), kind="withdraw", release_on=NOON.date())
    assert releases.release(now=NOON) == 0
    assert not Act.objects.exists()


def test_a_batch_asks_once_about_wishes_however_many_reviews_it_has(
    django_assert_max_num_queries: object,
) -> None:
    business = make_business()
    for number in range(60):
        submit(business, text=f"Number {number}")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert publication.publish_due(now=LATER) == 60


def test_erasing_reaches_every_other_place_that_holds_words() -> None:
    review = make_review(text="A pan from Nobody Example.")
    change(review, text="A pan, a canary.")
    for kind, cause in (("edit", "insisted"), ("audit", "audit")):
        Held.objects.create(
            id=uuid4(),
            kind=kind,
            cause=cause,
            business_id=queries.one(review).business,
            review=review,
            language="en",
            content=b"sealed",
            week=MONDAY.date(),
            decide_by=LATER.date(),
        )
    MaskRequest.objects.create(
        public_id=uuid4(),
        review=review,
        words="Nobody Example",
        words_hash=b"h" * 32,
        wording="[a person]",
        asked_on=LATER.date(),
        decide_by=LATER,
    )
    actions.erase(review_id=review, now=LATER)
    assert not Act.objects.exists()
    assert not Held.objects.exists()
    assert not MaskRequest.objects.exists()


def test_the_worker_and_the_pages_may_do_their_part(as_role: AsRole) -> None:
    published, waiting = make_review(), submit(make_business())
    with as_role("web"):
        change(published, text="Other words.")
        acts.withdraw(review=waiting.review, now=MORNING)
        assert acts.standing(waiting.review).text == "A copper pan, as agreed."
    with as_role("worker"):
        assert releases.release(now=NOON) == 2
    assert shown(published) == "Other words."


def test_a_backup_that_reads_what_waits_puts_the_forgetting_off_by_less_than_a_day() -> None:
    made = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="reviews.publish_due", attempts=0)
    again = jobs.publish_due.get_retry_exception(OperationalError("lock timeout"), made)
    assert again is not None
    assert again.retry_decision.retry_at is not None
    assert again.retry_decision.retry_at - datetime.now(UTC) <= timedelta(seconds=jobs.PUBLISH_PAUSE_S)
    last = made.evolve(attempts=jobs.PUBLISH_TRIES)
    assert jobs.publish_due.get_retry_exception(OperationalError("lock timeout"), last) is None
    assert timedelta(seconds=jobs.PUBLISH_TRIES * jobs.PUBLISH_PAUSE_S) < timedelta(days=1)
