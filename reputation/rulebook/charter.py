"""The charter: what a business accepts on joining, by version, each rule with the question that checks it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from reputation.rulebook.values import Value


class Rule(NamedTuple):
    """A point of the charter, in the words of the pages, and what somebody answers who keeps it."""

    code: str
    says: str
    asks: str
    answer: bool


class Charter(NamedTuple):
    """A version of the charter: when it was announced, and from when on it binds."""

    version: str
    announced: date
    effective: date
    rules: tuple[Rule, ...]

    @property
    def says(self) -> tuple[str, ...]:
        return tuple(rule.says for rule in self.rules)


VERSIONS: dict[str, Charter] = {
    "1": Charter(
        "1",
        date(2024, 1, 1),
        date(2024, 1, 1),
        (
            Rule(
                "no-gag",
                "No gag clauses: nobody is kept from telling how a purchase went.",
                "Do your terms, or anything you ask buyers to sign, keep them from telling how a purchase went?",
                answer=False,
            ),
            Rule(
                "no-reward",
                "No paid, rewarded or filtered reviews.",
                "Do you give or promise anything for a review, or for changing or taking back one?",
                answer=False,
            ),
            Rule(
                "no-choice",
                "No choosing who is asked: nobody is led to a review, or away from it, by how content they are.",
                "Do you first ask buyers whether they are content, and lead only those who are to a review?",
                answer=False,
            ),
            Rule(
                "voucher",
                "A voucher with every order, whether or not the buyer seems content.",
                "Will every order come with a voucher, whether or not the buyer seems content?",
                answer=True,
            ),
        ),
    )
}
TOMBSTONE = Value(12, "months after leaving", 1, "P2: leaving is no escape; ours")


def in_force(on: date) -> Charter:
    """The version that binds on a day."""
    begun = [charter for charter in VERSIONS.values() if charter.effective <= on]
    return max(begun, key=lambda charter: charter.effective, default=next(iter(VERSIONS.values())))


def announced(on: date) -> Charter | None:
    """The version that was announced by a day and does not bind yet, if any."""
    coming = [charter for charter in VERSIONS.values() if charter.announced <= on < charter.effective]
    return min(coming, key=lambda charter: charter.effective, default=None)


def breach(charter: Charter, answers: Mapping[str, bool]) -> str | None:
    """The first rule whose question is open, or answered as nobody answers who keeps it; None when all are kept."""
    return next((rule.code for rule in charter.rules if answers.get(rule.code) is not rule.answer), None)
