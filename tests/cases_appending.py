"""What each action about cases appends, and a run of each: a part of tests/architecture/test_actions_append.py."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

from reputation.disputes import (
    carrying,
    contested,
    course,
    deciding,
    exchange,
    filing,
    forgetting,
    interims,
    writers,
)
from reputation.disputes.models import Case, Draft, Said
from reputation.disputes.rules import Ground, Outcome, Party, Side, WriterActKind
from reputation.ratings.alerts import Alert
from reputation.reviews import actions as reviews
from reputation.reviews import codenames
from tests import cases_made, warnings_made
from tests.appending_made import surging
from tests.reviews_made import LATER, make_business, make_case, make_decision, make_review
from tests.warnings_made import LOOKS_LIKE, SAID

ROOMS: dict[str, ModuleType] = {
    "disputes.filing": filing,
    "disputes.contested": contested,
    "disputes.exchange": exchange,
    "disputes.deciding": deciding,
    "disputes.interims": interims,
    "disputes.course": course,
    "disputes.carrying": carrying,
    "disputes.writers": writers,
    "disputes.forgetting": forgetting,
}
READS = "it reads"
SAYS = "what is said moves nothing; the next step tells of it"
APPENDS: dict[str, tuple[str, ...] | str] = {
    "disputes.filing.file_challenge": ("challenge",),
    "disputes.filing.open_case": ("challenge",),
    "disputes.filing.contest_alert": ("challenge",),
    "disputes.filing.open_about_alert": ("challenge",),
    "disputes.contested.warned_of": READS,
    "disputes.contested.imitation": READS,
    "disputes.contested.contest_warning": ("challenge",),
    "disputes.contested.open_about_domain": ("challenge",),
    "disputes.filing.withdraw": ("case-step",),
    "disputes.filing.offer": SAYS,
    "disputes.exchange.admit": ("case-step",),
    "disputes.exchange.notice": ("case-step",),
    "disputes.exchange.may_answer": READS,
    "disputes.exchange.answer": ("case-step",),
    "disputes.exchange.reply": ("case-step",),
    "disputes.exchange.reply_looked_over": ("case-step",),
    "disputes.exchange.waive_reply": ("case-step",),
    "disputes.exchange.ready": ("case-step",),
    "disputes.exchange.add": SAYS,
    "disputes.exchange.add_looked_over": SAYS,
    "disputes.exchange.extend": ("case-step",),
    "disputes.exchange.is_offered": READS,
    "disputes.exchange.settle": ("case-step",),
    "disputes.exchange.pause": ("case-step",),
    "disputes.exchange.resume": ("case-step",),
    "disputes.exchange.go_on": ("case-step",),
    "disputes.exchange.show": SAYS,
    "disputes.deciding.draft": "nothing is decided yet",
    "disputes.deciding.give_back": "nothing is decided yet",
    "disputes.deciding.approve": ("decision", "alert-suspended", "exemption"),
    "disputes.deciding.wanted_of": READS,
    "disputes.interims.take": ("interim",),
    "disputes.interims.confirm": ("interim",),
    "disputes.interims.end": "the worker puts the review back, which has the entry",
    "disputes.interims.end_any": "the same",
    "disputes.interims.lapse_due": "the same",
    "disputes.course.move_on": ("case-step",),
    "disputes.course.move": ("case-step",),
    "disputes.course.standing": READS,
    "disputes.carrying.soon": "it asks the worker",
    "disputes.carrying.carry_out": ("review-restricted", "review-restored", "review-masked"),
    "disputes.carrying.carry_out_due": ("review-restricted", "review-restored", "review-masked"),
    "disputes.carrying.note_late": ("case-step",),
    "disputes.writers.may": READS,
    "disputes.writers.note": "it waits for the release",
    "disputes.writers.take_back": "it never came out",
    "disputes.writers.release": ("case-step",),
    "disputes.forgetting.words": ("case-step",),
    "disputes.forgetting.forget": "the step before it has the entry",
}
SOON = LATER + timedelta(days=1)
LATE = LATER + timedelta(days=40)
CHALLENGE: dict[str, Any] = {
    "ground": Ground.CONFLICT_OF_INTEREST,
    "quote": "copper",
    "said": "This is why.",
    "side": Side.BUSINESS,
    "now": LATER,
}


def user(number: int = 1) -> int:
    return cases_made.moderator(number, now=LATER)


def row(case: UUID) -> Case:
    return Case.objects.get(public_id=case)


def filed() -> UUID:
    return make_case(make_review())


def watched() -> UUID:
    return warnings_made.watch(make_business(), now=LATER)


def noticed() -> UUID:
    case = filed()
    cases_made.admit(case, now=LATER)
    return case


def answered() -> UUID:
    case = noticed()
    exchange.answer(case=case, text="I was there.", now=SOON)
    return case


def ready() -> UUID:
    case = answered()
    exchange.waive_reply(case=case, now=SOON)
    return case


def drafted() -> UUID:
    case = ready()
    cases_made.draft(case, Outcome.REMOVED, now=SOON)
    return case


def decided() -> UUID:
    case = drafted()
    deciding.approve(case=case, user=user(2), now=SOON)
    return case


def offered() -> UUID:
    case = noticed()
    filing.offer(case=case, text="We pay the money back.", now=SOON)
    return case


def paused() -> UUID:
    case = noticed()
    exchange.pause(case=case, user=user(), now=SOON)
    return case


def urgent() -> UUID:
    return make_case(make_review(), ground=Ground.THREAT_OR_EXTORTION)


def measured() -> UUID:
    case = urgent()
    interims.take(case=case, user=user(), reasoning="why", facts=("a fact",), now=LATER)
    return case


def held() -> tuple[UUID, int]:
    case = noticed()
    exchange.add_looked_over(case=case, party=Party.WRITER, text="More.", is_held=True, now=SOON)
    return case, Said.objects.get(case__public_id=case).pk


def waiting() -> UUID:
    case = noticed()
    writers.note(case=case, kind=WriterActKind.ANSWER, text="I was there.", now=SOON)
    return case


def erased() -> UUID:
    case = filed()
    reviews.erase(review_id=row(case).review_id or case, now=LATER)
    return case


def draft_of(case: UUID) -> object:
    return deciding.wanted_of(Draft.objects.get(case__public_id=case))


# What leads to each act, and the act itself.
RUNS: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {
    "disputes.filing.file_challenge": (make_review, lambda r: filing.file_challenge(review=r, **CHALLENGE)),
    "disputes.filing.open_case": (make_review, lambda r: filing.open_case(review=r, **CHALLENGE)),
    "disputes.filing.contest_alert": (
        surging,
        lambda b: filing.contest_alert(business=b, alert=Alert.SURGE, said="A strike.", now=LATER),
    ),
    "disputes.filing.open_about_alert": (
        surging,
        lambda b: filing.open_about_alert(business=b, alert=Alert.SURGE, said="A strike.", now=LATER),
    ),
    "disputes.contested.warned_of": (watched, lambda _: contested.warned_of(LOOKS_LIKE)),
    "disputes.contested.imitation": (watched, lambda b: contested.imitation(b, LOOKS_LIKE)),
    "disputes.contested.contest_warning": (
        watched,
        lambda b: contested.contest_warning(
            address=LOOKS_LIKE, business=b, said=SAID, codename=codenames.make(), now=LATER
        ),
    ),
    "disputes.contested.open_about_domain": (watched, lambda b: warnings_made.contest(b, now=LATER)),
    "disputes.filing.withdraw": (filed, lambda c: filing.withdraw(case=c, now=SOON)),
    "disputes.filing.offer": (filed, lambda c: filing.offer(case=c, text="We pay it back.", now=SOON)),
    "disputes.exchange.admit": (filed, lambda c: exchange.admit(case=c, user=user(), now=SOON)),
    "disputes.exchange.notice": (filed, lambda c: exchange.notice(row(c), SOON)),
    "disputes.exchange.may_answer": (noticed, lambda c: exchange.may_answer(row(c))),
    "disputes.exchange.answer": (noticed, lambda c: exchange.answer(case=c, text="I was there.", now=SOON)),
    "disputes.exchange.reply": (answered, lambda c: exchange.reply(case=c, text="You were not.", now=SOON)),
    "disputes.exchange.reply_looked_over": (
        answered,
        lambda c: exchange.reply_looked_over(case=c, text="You were not.", now=SOON),
    ),
    "disputes.exchange.waive_reply": (answered, lambda c: exchange.waive_reply(case=c, now=SOON)),
    "disputes.exchange.ready": (answered, lambda c: exchange.ready(row(c), SOON)),
    "disputes.exchange.add": (
        noticed,
        lambda c: exchange.add(case=c, party=Party.WRITER, text="More.", now=SOON),
    ),
    "disputes.exchange.add_looked_over": (
        noticed,
        lambda c: exchange.add_looked_over(case=c, party=Party.WRITER, text="More.", now=SOON),
    ),
    "disputes.exchange.extend": (noticed, lambda c: exchange.extend(case=c, now=SOON)),
    "disputes.exchange.is_offered": (offered, lambda c: exchange.is_offered(row(c))),
    "disputes.exchange.settle": (offered, lambda c: exchange.settle(case=c, now=SOON)),
    "disputes.exchange.pause": (noticed, lambda c: exchange.pause(case=c, user=user(), now=SOON)),
    "disputes.exchange.resume": (paused, lambda c: exchange.resume(case=c, user=user(), now=SOON)),
    "disputes.exchange.go_on": (paused, lambda c: exchange.go_on(row(c), SOON)),
    "disputes.exchange.show": (held, lambda cs: exchange.show(case=cs[0], user=user(), said=cs[1], now=SOON)),
    "disputes.deciding.draft": (ready, lambda c: cases_made.draft(c, Outcome.REMOVED, now=SOON)),
    "disputes.deciding.give_back": (
        drafted,
        lambda c: deciding.give_back(case=c, user=user(2), words="Say why.", now=SOON),
    ),
    "disputes.deciding.approve": (drafted, lambda c: deciding.approve(case=c, user=user(2), now=SOON)),
    "disputes.deciding.wanted_of": (drafted, draft_of),
    "disputes.interims.take": (
        urgent,
        lambda c: interims.take(case=c, user=user(), reasoning="why", facts=("a fact",), now=LATER),
    ),
    "disputes.interims.confirm": (measured, lambda c: interims.confirm(case=c, user=user(2), now=SOON)),
    "disputes.interims.end": (measured, lambda c: interims.end(case=c, user=user(2), now=SOON)),
    "disputes.interims.end_any": (measured, lambda c: interims.end_any(row(c), SOON)),
    "disputes.interims.lapse_due": (measured, lambda _: interims.lapse_due(now=LATE)),
    "disputes.course.move_on": (filed, lambda _: course.move_on(now=LATE)),
    "disputes.course.move": (filed, lambda c: course.move(case=c, now=LATE)),
    "disputes.course.standing": (filed, lambda c: course.standing(row(c), LATE)),
    "disputes.carrying.soon": (filed, lambda c: carrying.soon(row(c))),
    "disputes.carrying.carry_out": (decided, lambda c: carrying.carry_out(case=c, now=SOON)),
    "disputes.carrying.carry_out_due": (decided, lambda _: carrying.carry_out_due(now=SOON)),
    "disputes.carrying.note_late": (decided, lambda _: carrying.note_late(now=LATE)),
    "disputes.writers.may": (noticed, lambda c: writers.may(row(c), SOON.date())),
    "disputes.writers.note": (
        noticed,
        lambda c: writers.note(case=c, kind=WriterActKind.MORE_TIME, now=SOON),
    ),
    "disputes.writers.take_back": (
        waiting,
        lambda c: writers.take_back(case=c, kind=WriterActKind.ANSWER),
    ),
    "disputes.writers.release": (waiting, lambda _: writers.release(now=LATE)),
    "disputes.forgetting.words": (erased, lambda _: forgetting.words(now=LATER)),
    "disputes.forgetting.forget": (erased, lambda c: forgetting.forget(row(c))),
}


def restored() -> None:
    """A review that was removed comes back."""
    case = make_case(make_review())
    make_decision(case, Outcome.REMOVED)
    cases_made.restore(case, now=LATE)


def ended() -> None:
    """A review that was out for the time being comes back before anything is decided."""
    case = measured()
    carrying.carry_out(case=case, now=LATER)
    interims.end(case=case, user=user(2), now=SOON)
    carrying.carry_out(case=case, now=SOON)
