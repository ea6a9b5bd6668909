"""Typed helpers that bring cases before moderators, and take their steps on the pages."""

from datetime import datetime
from uuid import UUID

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import case_acts, cases
from reputation.disputes import exchange, filing
from reputation.disputes.rules import Ground, Outcome, Reasons, Side
from reputation.reviews import queries as reviews
from tests.desk_made import somebody
from tests.desk_pages_made import At
from tests.pages_made import Page

SAID = "The pan of this review was never sold here, and the dates do not fit any order of ours."
ANSWER = "I bought it in the shop and paid in cash."
REASONS = Reasons(
    quote="copper pan",
    facts=("The shop sells copper pans.", "The writer says that they paid in cash."),
    business_said="The business says that it never sold such a pan.",
    reviewer_said="The writer says that they bought it in the shop.",
    reasoning="The rule asks whether somebody dealt with the shop. Nothing shows that the writer did not.",
    summary="The review stays. Nothing shows that it is made up.",
)


def make_case(
    business: UUID,
    *,
    ground: Ground = Ground.CONFLICT_OF_INTEREST,
    said: str = SAID,
    side: Side = Side.BUSINESS,
    is_held: bool = False,
    now: datetime | None = None,
) -> UUID:
    """A challenge of a published review of a business that nobody has challenged yet."""
    found = (one for one in reviews.public(business=business, limit=100).items if one.state == "published")
    review = next(one.public_id for one in found if not one.marks)
    law = "Article 1" if ground is Ground.UNLAWFUL_CONTENT else ""
    return filing.open_case(
        review=review,
        ground=ground,
        quote="copper pan",
        said=said,
        side=side,
        law=law,
        is_held=is_held,
        now=now or clock.now(),
    )


def make_ready(
    business: UUID,
    *,
    ground: Ground = Ground.CONFLICT_OF_INTEREST,
    said: str = SAID,
    is_answered: bool = True,
    now: datetime | None = None,
) -> UUID:
    """A case in which both sides were heard; without an answer, the writer may still speak."""
    when = now or clock.now()
    case = make_case(business, ground=ground, said=said, now=when)
    exchange.admit(case=case, user=somebody(Duty.MODERATOR), now=when)
    if is_answered:
        exchange.answer(case=case, text=ANSWER, now=when)
        exchange.waive_reply(case=case, now=when)
    return case


def reader(case: UUID, *, now: datetime | None = None) -> int:
    """A moderator who has said that nothing ties them to either side of a case."""
    user = somebody(Duty.MODERATOR)
    cases.declare(user=user, case=case, now=now or clock.now())
    return user


def seen(case: UUID, user: int) -> str:
    """What tells the state of a case as somebody reads it."""
    return cases.sight(user=user, case=case, today=clock.now().date()).seen


def draft(
    case: UUID,
    outcome: Outcome = Outcome.REJECTED,
    *,
    user: int | None = None,
    reasons: Reasons = REASONS,
    wording: str = "",
) -> int:
    """Have a moderator draft a decision; who it was."""
    by = reader(case) if user is None else user
    case_acts.draft(
        user=by, case=case, seen=seen(case, by), outcome=outcome, reasons=reasons, wording=wording, now=clock.now()
    )
    return by


def make_drafted(business: UUID, outcome: Outcome = Outcome.REJECTED, *, wording: str = "") -> UUID:
    """A case in which a draft waits for a second person."""
    case = make_ready(business)
    draft(case, outcome, wording=wording)
    return case


class Deciding(At):
    """A moderator at the page of a case, in a browser."""

    def __init__(self, case: UUID, *duties: Duty) -> None:
        super().__init__(*(duties or (Duty.MODERATOR,)))
        self.case = case

    def open(self) -> Page:
        """The case, after it was said that nothing ties them."""
        self.post(f"/cases/{self.case}", do="declare")
        return self.get(f"/cases/{self.case}")

    @property
    def seen(self) -> str:
        return seen(self.case, self.id)

    def do_blindly(self, what: str, **fields: str) -> Page:
        """Post a step without having read the case."""
        return self.post(f"/cases/{self.case}", do=what, seen="0" * 16, **fields)

    def do(self, what: str, **fields: str) -> Page:
        """Take a step of the page of the case."""
        return self.post(f"/cases/{self.case}", do=what, seen=self.seen, **fields)


def fields(reasons: Reasons = REASONS, **more: str) -> dict[str, str]:
    """The fields of a draft as a browser sends them."""
    facts = {f"fact_{number}": fact for number, fact in enumerate(reasons.facts, 1)}
    return {
        "quote": reasons.quote,
        **facts,
        "business_said": reasons.business_said,
        "reviewer_said": reasons.reviewer_said,
        "reasoning": reasons.reasoning,
        "summary": reasons.summary,
        **more,
    }
