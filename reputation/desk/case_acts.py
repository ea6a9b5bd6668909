"""Every step that a moderator takes in a case, on the case as they read it: what came meanwhile is looked at first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from reputation.admissions.errors import Unexplained
from reputation.desk import drafting, errors, rules
from reputation.desk.cases import Sight, sight, told
from reputation.desk.rules import Bar
from reputation.disputes import deciding, exchange, interims, records
from reputation.disputes import reasons as statements
from reputation.disputes.files import File
from reputation.disputes.rules import Outcome, Reasons, Speaker, Subject, missing
from reputation.proofs import actions as proofs
from reputation.proofs import queries as shown
from reputation.proofs.errors import NoSuchProof
from reputation.proofs.rules import Kind, Seen


@contextmanager
def _acting(user: int, case: UUID, seen: str, now: datetime) -> Iterator[Sight]:
    """The case, held until the step is done, for a moderator who reads it as it is.

    Raises:
        NoSuchCase, NotForYou
        CaseChanged: it is not as it was when they looked.
    """
    with transaction.atomic():
        records.locked(case)
        found = sight(user=user, case=case, today=now.date())
        if found.table is not None:
            raise errors.NotForYou(reason=str(Bar.DUTY))
        if found.seen != seen:
            raise errors.CaseChanged
        yield found


def admit(*, user: int, case: UUID, seen: str, now: datetime) -> None:
    """Say that the ground can be raised: the writer is told.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WordsHeld, WrongState
    """
    with _acting(user, case, seen, now) as found:
        if found.are_words_held:
            raise errors.WordsHeld
        exchange.admit(case=case, user=user, now=now)


def draft(
    *,
    user: int,
    case: UUID,
    seen: str,
    outcome: Outcome,
    reasons: Reasons,
    wording: str = "",
    until_month: int | None = None,
    acknowledges: bool = False,
    now: datetime,
) -> None:
    """Draft a decision for a second person. `acknowledges`: what of it is hard to read has to be said so.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WordsHeld, NotFilled
        DomainError: what the rules of a decision refuse.
    """
    with _acting(user, case, seen, now) as found:
        if found.are_words_held:
            raise errors.WordsHeld
        if outcome not in found.outcomes:
            raise errors.CaseChanged
        if wrong := unready(found.file, reasons):
            raise errors.NotFilled(field=wrong[0])
        deciding.draft(
            case=case,
            user=user,
            outcome=outcome,
            reasons=reasons,
            wording=wording,
            until_month=until_month,
            acknowledges=acknowledges,
            now=now,
        )


class Unready(StrEnum):
    """Why a part of a draft cannot go out."""

    MISSING = "missing"
    """Or it is too long."""
    GAP = "gap"
    REPEATED = "repeated"


def unready(found: File, reasons: Reasons) -> tuple[str, Unready] | None:
    """Which part of the reasons cannot go out so, and why; None when all can."""
    if field := missing(reasons):
        return field, Unready.MISSING
    if field := statements.unfilled(reasons):
        return field, Unready.GAP
    business, reviewer = tellers(found)
    if drafting.is_repeated(reasons.business_said, told(found, business)):
        return "business_said", Unready.REPEATED
    if drafting.is_repeated(reasons.reviewer_said, told(found, reviewer)):
        return "reviewer_said", Unready.REPEATED
    return None


def tellers(found: File) -> tuple[Speaker, Speaker]:
    """Whose words the statement of reasons tells as those of the business, and as those of the other side.

    In a case about an address the business answers; elsewhere what whoever challenged said stands first.
    """
    if found.subject is Subject.DOMAIN:
        return Speaker.BUSINESS, Speaker.CHALLENGER
    return Speaker.CHALLENGER, Speaker.WRITER


def approve(*, user: int, case: UUID, seen: str, now: datetime) -> UUID:
    """Agree to what somebody else drafted: it is decided. Answers the public id of the decision.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WordsHeld
        DomainError: what the rules of a decision refuse.
    """
    with _deciding(user, case, seen, now) as found:
        if found.are_words_held:
            raise errors.WordsHeld
        return deciding.approve(case=case, user=user, now=now)


def give_back(*, user: int, case: UUID, seen: str, words: str, now: datetime) -> None:
    """Give back what somebody else drafted, and say why; somebody drafts anew.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, Unexplained
    """
    if not rules.is_explained(words):
        raise Unexplained
    with _deciding(user, case, seen, now):
        deciding.give_back(case=case, user=user, words=words.strip(), now=now)


@contextmanager
def _deciding(user: int, case: UUID, seen: str, now: datetime) -> Iterator[Sight]:
    """As `_acting`, for whoever decides about what somebody else did.

    Raises:
        NotForYou: it is their own.
    """
    with _acting(user, case, seen, now) as found:
        if found.is_drafter:
            raise errors.NotForYou(reason=str(Bar.OWN))
        yield found


def release_words(*, user: int, case: UUID, seen: str, said: int | None, text: str | None, now: datetime) -> None:
    """Let the other side read what is held, as it is or with other words in it (`text`). `said` None: of the claim.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WrongState, BadText
    """
    with _acting(user, case, seen, now):
        exchange.show(case=case, user=user, said=said, text=text, now=now)


def take_interim(*, user: int, case: UUID, seen: str, reasoning: str, facts: tuple[str, ...], now: datetime) -> None:
    """Show the review no longer for the time being. It lapses unless somebody else confirms it.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WrongState, Unreasoned
    """
    with _acting(user, case, seen, now):
        interims.take(case=case, user=user, reasoning=reasoning, facts=facts, now=now)


def confirm_interim(*, user: int, case: UUID, seen: str, now: datetime) -> None:
    """Let an interim measure of somebody else last as long as the case.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WrongState
    """
    with _acting(user, case, seen, now) as found:
        if found.took_interim:
            raise errors.NotForYou(reason=str(Bar.OWN))
        interims.confirm(case=case, user=user, now=now)


def end_interim(*, user: int, case: UUID, seen: str, now: datetime) -> None:
    """Show the review again.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WrongState
    """
    with _acting(user, case, seen, now):
        interims.end(case=case, user=user, now=now)


def pause(*, user: int, case: UUID, seen: str, now: datetime) -> None:
    """Let the time stand still while somebody outside has to say something.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WrongState
    """
    with _acting(user, case, seen, now):
        exchange.pause(case=case, user=user, now=now)


def resume(*, user: int, case: UUID, seen: str, now: datetime) -> None:
    """Let the time of a paused case run on.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WrongState
    """
    with _acting(user, case, seen, now):
        exchange.resume(case=case, user=user, now=now)


def open_proof(*, user: int, case: UUID, proof: UUID, now: datetime) -> tuple[Kind, bytes]:
    """A proof of a case, for whoever reads the case. That they opened it is on record.

    Raises:
        NoSuchCase, NotForYou, NoSuchProof
    """
    _require_proof(user, case, proof, now)
    return proofs.open_proof(proof=proof, user=user, now=now)


def say_what_it_is(*, user: int, case: UUID, proof: UUID, seen: Seen, now: datetime) -> None:
    """Say what kind of proof it is, which is all that the other side reads of it.

    Raises:
        NoSuchCase, NotForYou
        NoSuchProof: there is none, or they have not opened it.
    """
    _require_proof(user, case, proof, now)
    proofs.say_what_it_is(proof=proof, user=user, seen=seen, now=now)


def _require_proof(user: int, case: UUID, proof: UUID, now: datetime) -> None:
    sight(user=user, case=case, today=now.date())
    if proof not in {one.public_id for one in shown.listed(case, reader=None, now=now)}:
        raise NoSuchProof
