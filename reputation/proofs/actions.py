"""Proofs come, are opened by moderators, and are gone. Who may do what in a case is asked by the callers.

What is kept is encrypted under a key of the case (AES-256-GCM), which is wrapped under WRITERS_KEY. The worker can
destroy keys, but it has no WRITERS_KEY and is not allowed to read what is encrypted.
"""

import secrets
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from reputation.core import db, months
from reputation.proofs import cleaning, errors, rules
from reputation.proofs.cleaning import Clean
from reputation.proofs.models import Access, CaseKey, Proof
from reputation.proofs.rules import Kind, Party, Seen
from reputation.reviews import seals
from reputation.reviews.rules import next_release
from reputation.reviews.seals import Purpose
from reputation.rulebook import proofs as numbers

KEY_BYTES = 32


def prepare(content: bytes) -> Clean:
    """Make what is kept of a file. It takes seconds, so it comes before any transaction. Nothing is kept yet.

    Raises:
        ProofMissing, ProofTooLarge, ProofKindUnknown, ProofsBusy
        ProofNotReadable: the fact `rule` says why.
    """
    if not content:
        raise errors.ProofMissing
    if len(content) > numbers.LARGEST.value:
        raise errors.ProofTooLarge
    kind = rules.kind_of(content)
    if kind is None:
        raise errors.ProofKindUnknown
    return cleaning.clean(kind, content)


def require_room(*, case: UUID, party: Party) -> int:
    """The number of the next proof that a party shows in a case.

    Raises:
        TooManyProofs
    """
    number = Proof.objects.filter(case_id=case, party=party).count() + 1
    if number > numbers.PROOFS_MOST.value:
        raise errors.TooManyProofs
    return number


def hold(*, case: UUID) -> None:
    """Let nobody show anything in a case, nor end it, until this transaction ends.

    No row is locked: who has the database would read from a lock in which order things came, beside everything else.
    """
    db.hold(f"proofs {case}")


def keep(*, case: UUID, party: Party, clean: Clean, now: datetime) -> UUID:
    """Keep what a party shows to moderators. The caller holds it (`hold`) in its transaction, and knows the case runs.

    Raises:
        TooManyProofs
    """
    hold(case=case)
    key = _key_of(case)
    number = require_room(case=case, party=party)
    public_id = uuid4()
    Proof.objects.create(
        public_id=public_id,
        case_id=case,
        party=party,
        number=number,
        kind=clean.kind,
        size=len(clean.content),
        pages=clean.pages,
        shown_on=next_release(now) if party is Party.WRITER else now.date(),
        sealed=seals.encrypt(key, public_id.bytes, clean.content),
    )
    return public_id


@transaction.atomic
def open_proof(*, proof: UUID, user: int, now: datetime) -> tuple[Kind, bytes]:
    """A proof as a moderator looks at it. That they did is on record before they see anything.

    Raises:
        NoSuchProof: there is none, or its key was destroyed.
    """
    row = Proof.objects.select_related("case").filter(public_id=proof).first()
    if row is None:
        raise errors.NoSuchProof
    Access.objects.create(proof=proof, case=row.case_id, user_id=user, at=now)
    return Kind(row.kind), seals.decrypt([_unwrapped(row.case)], proof.bytes, bytes(row.sealed))


def say_what_it_is(*, proof: UUID, user: int, seen: Seen, now: datetime) -> None:
    """Say what kind of proof it is: the words that the other side reads. Whoever says so has opened it.

    Raises:
        NoSuchProof: there is none, or this moderator has not opened it.
    """
    if not Access.objects.filter(proof=proof, user_id=user).exists():
        raise errors.NoSuchProof
    changed = Proof.objects.filter(public_id=proof).update(seen=seen, seen_by_id=user, seen_on=now.date())
    if not changed:
        raise errors.NoSuchProof


def end(*, case: UUID, ended_on: date) -> None:
    """Note that a case ended, in the transaction that ends it: a year later its key is destroyed."""
    hold(case=case)
    CaseKey.objects.filter(case=case, forget_on__isnull=True).update(forget_on=rules.forget_on(ended_on))


@transaction.atomic
def forget(*, case: UUID, today: date) -> int:
    """Destroy the key of a case at once, and with it all that was shown. Answers how many proofs."""
    CaseKey.objects.filter(Q(forget_on__isnull=True) | Q(forget_on__gt=today), case=case).update(forget_on=today)
    count, _ = Proof.objects.filter(case_id=case).delete()
    CaseKey.objects.filter(case=case).delete()
    return count


def forget_due(*, now: datetime) -> int:
    """Destroy the keys of cases whose time has passed. Answers how many."""
    due = list(CaseKey.objects.filter(forget_on__lte=now.date()).values_list("case", flat=True))
    for case in due:
        forget(case=case, today=now.date())
    return len(due)


def forget_accesses(*, now: datetime) -> int:
    """Forget who opened what after two years. Answers how many."""
    oldest = months.later(now.date(), -numbers.ACCESSES_KEPT.value)
    return Access.objects.filter(at__lt=datetime.combine(oldest, time.min, UTC)).delete()[0]


def _key_of(case: UUID) -> bytes:
    """The key of a case, made when it is needed first."""
    wrapped = seals.seal(Purpose.PROOFS, case.bytes, secrets.token_bytes(KEY_BYTES))
    CaseKey.objects.bulk_create([CaseKey(case=case, wrapped=wrapped)], ignore_conflicts=True)
    return _unwrapped(CaseKey.objects.get(case=case))


def _unwrapped(row: CaseKey) -> bytes:
    return seals.unseal(Purpose.PROOFS, row.case.bytes, bytes(row.wrapped))
