"""With the log's key: reviews and cases that take a course which the rules do not allow."""

from collections.abc import Callable
from typing import Any

from reputation.audit.findings import Kind
from reputation.core import months
from tests.faults.tampering.tampering import SOON, Tampering, case, mark, sealed
from tests.published_log import HASH
from tests.rich_log import Case, RichService, day

NOBODY = "2f2e3d4c-1111-4222-8333-444455556666"
SAME_SHOP = 4
"""The number of another review of the business that has review 0."""
ONE = [{"role": "moderator", "persons": 1}]
PANEL_OF_ONE = [{"role": "panel", "persons": 1}]
Step = tuple[str, dict[str, Any]]


def marked(*steps: Step) -> Callable[[RichService], None]:
    """This happens to one review, one after the other."""

    def done(log: RichService) -> None:
        for kind, body in steps:
            log.append(kind, **mark(log), **body)

    return sealed(done)


def of_case(done: Callable[[Case], object]) -> Callable[[RichService], None]:
    """This happens in one case about one review."""
    return sealed(lambda log: done(case(log)))


def steps(*done: Callable[[Case], object]) -> Callable[[RichService], None]:
    """These steps happen in one case, one after the other."""

    def all_of_them(of: Case) -> None:
        for step in done:
            step(of)

    return of_case(all_of_them)


def again(log: RichService) -> None:
    """A review that nothing has happened to is published once more, in its latest month."""
    body = log.body(log.position("review", 100))
    log.append("review", **body | {"month": months.show(SOON)})


CHANGED: Step = ("review-changed", {"stars": 5, "outcome": "as-agreed", "commitment": HASH})
CHANGED_BACK: Step = ("review-changed", {"stars": 1, "outcome": "never-delivered", "commitment": HASH})
WITHDRAWN: Step = ("review-withdrawn", {})
ERASED: Step = ("review-erased", {})
MASKED: Step = ("review-masked", {"commitment": HASH})
REPLY: Step = ("reply", {"commitment": HASH})
REVIEWS = (
    Tampering("a review published twice", sealed(again), Kind.COURSE, "the review was published before"),
    Tampering("stars changed twice", marked(CHANGED, CHANGED_BACK), Kind.COURSE, "changed more than 1 time"),
    Tampering("a change after withdrawal", marked(WITHDRAWN, CHANGED), Kind.COURSE, "the review was withdrawn"),
    Tampering("a change after erasure", marked(ERASED, CHANGED), Kind.COURSE, "the text was erased"),
    Tampering("a mask after withdrawal", marked(WITHDRAWN, MASKED), Kind.COURSE, "the review was withdrawn"),
    Tampering("a mask after erasure", marked(ERASED, MASKED), Kind.COURSE, "the text was erased"),
    Tampering("a withdrawal twice", marked(WITHDRAWN, WITHDRAWN), Kind.COURSE, "the review was withdrawn before"),
    Tampering("an erasure twice", marked(ERASED, ERASED), Kind.COURSE, "there is no text any more"),
    Tampering("a reply to a withdrawn review", marked(WITHDRAWN, REPLY), Kind.COURSE, "the review was withdrawn"),
)


def challenge(of: Case) -> None:
    of.challenge()


def heard(of: Case) -> None:
    """Everybody was heard, so that it can be decided."""
    of.open()


def long_after(of: Case) -> None:
    """The log goes on to a day on which all should have been done."""
    of.service.append("panel-roster", roster_sha256=HASH, persons=12, date=day(SOON, 25))


def restrict(of: Case, decision: str) -> None:
    of.mark("review-restricted", decision=decision)


def removed(of: Case) -> None:
    heard(of)
    restrict(of, of.decide("removed"))


def removed_twice_by_one(of: Case) -> None:
    heard(of)
    decision = of.decide("removed")
    restrict(of, decision)
    restrict(of, decision)


def of_another_review(log: RichService) -> None:
    """A decision about one review takes out another of the same business."""
    first, second = case(log), case(log, SAME_SHOP)
    heard(first)
    second.mark("review-restricted", decision=first.decide("removed"))


def case_about_two_reviews(log: RichService) -> None:
    """A case heard about one review is decided about another of the same business."""
    first, second = case(log), case(log, SAME_SHOP)
    heard(first)
    second.case = first.case
    second.decide("removed")


def decided_before(log: RichService) -> None:
    """The decision is of a day before the challenge."""
    of = case(log)
    heard(of)
    of.decide("removed")
    log.change(len(log.entries) - 1, date=day(SOON, 1))


def same_case_twice(log: RichService) -> None:
    first, second = case(log), case(log, SAME_SHOP)
    second.case = first.case
    first.challenge()
    second.challenge()


def kept(of: Case) -> None:
    heard(of)
    of.decide("rejected")


def appealed(of: Case) -> None:
    kept(of)
    of.appeal(party="challenger")


def urgent(of: Case) -> None:
    """The review is taken out for the time being."""
    of.open(ground="unlawful-content", is_urgent=True)
    of.interim()
    of.mark("review-restricted", interim=of.case)


def withdrawn_then_taken_out(of: Case) -> None:
    """Its writer takes back what was to be taken out, and that is done all the same."""
    heard(of)
    decision = of.decide("removed")
    of.mark("review-withdrawn")
    restrict(of, decision)


TAKEN_OUT = (
    Tampering(
        "a review taken out by no decision",
        of_case(lambda of: restrict(of, NOBODY)),
        Kind.COURSE,
        "no decision before it says removed",
    ),
    Tampering(
        "a review taken out by a challenge alone",
        steps(challenge, lambda of: restrict(of, of.case)),
        Kind.COURSE,
        "no decision before it says removed",
    ),
    Tampering(
        "a review taken out by a decision to keep it",
        steps(heard, lambda of: restrict(of, of.decide("rejected"))),
        Kind.COURSE,
        "no decision before it says removed",
    ),
    Tampering(
        "a review taken out by the decision about another",
        sealed(of_another_review),
        Kind.COURSE,
        "no decision before it says removed of this review",
    ),
    Tampering(
        "a review taken out twice by one decision",
        of_case(removed_twice_by_one),
        Kind.COURSE,
        "no decision before it says removed",
    ),
    Tampering(
        "a removal decided and never carried out",
        steps(heard, lambda of: of.decide("removed"), long_after),
        Kind.COURSE,
        "nothing has carried it out within 72 hours",
    ),
    Tampering(
        "a panel's reversal never carried out",
        steps(removed, lambda of: of.appeal(), lambda of: of.decide("restored", "appeal-decision"), long_after),
        Kind.COURSE,
        "(appeal-decision): nothing has carried it out within 72 hours",
    ),
    Tampering(
        "an interim measure that never ends",
        steps(urgent, long_after),
        Kind.COURSE,
        "(interim): it is over, and the review is still not shown",
    ),
    Tampering(
        "a review taken out by no interim measure",
        of_case(lambda of: of.mark("review-restricted", interim=NOBODY)),
        Kind.COURSE,
        "no interim measure before it",
    ),
    Tampering(
        "a review taken out after its withdrawal",
        of_case(withdrawn_then_taken_out),
        Kind.COURSE,
        "the review was withdrawn",
    ),
    Tampering(
        "a review put back by no decision",
        steps(removed, lambda of: of.mark("review-restored", decision=NOBODY)),
        Kind.COURSE,
        "no decision before it says restored",
    ),
    Tampering(
        "a review put back that was not taken out",
        of_case(lambda of: of.mark("review-restored", decision=NOBODY)),
        Kind.COURSE,
        "the review was not taken out",
    ),
    Tampering(
        "a mask by no decision",
        of_case(lambda of: of.mark("review-masked", commitment=HASH, decision=NOBODY)),
        Kind.COURSE,
        "no decision before it says masked",
    ),
    Tampering(
        "a change of a review that is not shown",
        steps(removed, lambda of: of.mark("review-changed", **CHANGED[1])),
        Kind.COURSE,
        "the review is not shown",
    ),
    Tampering(
        "a reply to a review that is not shown",
        steps(removed, lambda of: of.mark("reply", commitment=HASH)),
        Kind.COURSE,
        "the review is not shown",
    ),
)
IN_CASES = (
    Tampering("a case opened twice", steps(challenge, challenge), Kind.COURSE, "the case was opened before"),
    Tampering("one case about two reviews", sealed(same_case_twice), Kind.COURSE, "the case was opened before"),
    Tampering(
        "a case about a withdrawn review",
        steps(lambda of: of.mark("review-withdrawn"), challenge),
        Kind.COURSE,
        "the review was withdrawn",
    ),
    Tampering(
        "a case about a review that is out already",
        steps(removed, lambda of: Case(of.service, of.about["business"], of.about["review"], SOON).challenge()),
        Kind.COURSE,
        "the review is not shown",
    ),
    Tampering(
        "a decision without a challenge",
        of_case(lambda of: of.decide("removed")),
        Kind.COURSE,
        "(decision): there is no such case about this review",
    ),
    Tampering(
        "a decision about another review than the case",
        sealed(case_about_two_reviews),
        Kind.COURSE,
        "(decision): there is no such case about this review",
    ),
    Tampering(
        "a decision of an earlier day than its challenge",
        sealed(decided_before),
        Kind.COURSE,
        "of an earlier day than what it answers",
    ),
    Tampering(
        "a removal by one person",
        steps(heard, lambda of: of.decide("removed", decided_by=ONE)),
        Kind.COURSE,
        "a decision takes 2 persons at least",
    ),
    Tampering(
        "a first decision that restores",
        steps(heard, lambda of: of.decide("restored")),
        Kind.COURSE,
        "restored cannot follow a challenge",
    ),
    Tampering(
        "a second decision that says the same",
        steps(kept, lambda of: of.decide("rejected")),
        Kind.COURSE,
        "rejected cannot follow rejected",
    ),
    Tampering(
        "a second decision that says something else",
        steps(kept, lambda of: of.decide("removed")),
        Kind.COURSE,
        "a case that is decided takes no such step",
    ),
    Tampering(
        "an appeal before any decision",
        steps(heard, lambda of: of.appeal()),
        Kind.COURSE,
        "there is nothing to appeal, and nothing is late",
    ),
    Tampering(
        "an appeal twice",
        steps(appealed, lambda of: of.appeal(party="challenger")),
        Kind.COURSE,
        "this side appealed before",
    ),
    Tampering(
        "a decision after an appeal by those who decided first",
        steps(appealed, lambda of: of.decide("removed", date=day(SOON, 10))),
        Kind.COURSE,
        "(decision): a case that is appealed takes no such step",
    ),
    Tampering(
        "the panel decides without an appeal",
        steps(kept, lambda of: of.decide("removed", "appeal-decision")),
        Kind.COURSE,
        "(appeal-decision): a case that is decided takes no such step",
    ),
    Tampering(
        "the panel decides twice",
        steps(
            appealed,
            lambda of: of.decide("rejected", "appeal-decision"),
            lambda of: of.decide("removed", "appeal-decision"),
        ),
        Kind.COURSE,
        "(appeal-decision): a case that is final takes no such step",
    ),
    Tampering(
        "an appeal rejected by one person",
        steps(appealed, lambda of: of.decide("rejected", "appeal-decision", decided_by=ONE)),
        Kind.COURSE,
        "an appeal is decided by a panel of 3 persons, and by nobody else",
    ),
    Tampering(
        "a panel of one removes",
        steps(appealed, lambda of: of.decide("removed", "appeal-decision", decided_by=PANEL_OF_ONE)),
        Kind.COURSE,
        "an appeal is decided by a panel of 3 persons, and by nobody else",
    ),
    Tampering(
        "the panel restores what was kept",
        steps(appealed, lambda of: of.decide("restored", "appeal-decision")),
        Kind.COURSE,
        "restored cannot follow rejected",
    ),
)
CASES = (*REVIEWS, *TAKEN_OUT, *IN_CASES)
