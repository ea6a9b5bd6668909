"""Who may vouch for purchases: a business for itself, those whom two persons admit, and the operator."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from reputation.businesses import hosts, particulars
from reputation.businesses import queries as businesses
from reputation.businesses.errors import BadDomain, WrongBusinessState
from reputation.core import months
from reputation.core.db import broken_constraint, hold
from reputation.log import actions as log
from reputation.members import actions as members
from reputation.notices import actions as notices
from reputation.notices.rules import Kind as Notice
from reputation.receipts import errors
from reputation.receipts.models import Attester, Total
from reputation.receipts.rules import INDEPENDENT, NEXT, AttesterKind, AttesterState, ReceiptClass
from reputation.rulebook import receipts as numbers

OWN = frozenset({AttesterKind.MAIL, AttesterKind.MODERATOR})
"""What the operator is itself: it sees mails and proofs, and has no key to sign totals with but the log's."""
ONE_OF_EACH = ("attester_one_of_a_business", "attester_own_once")
KNOWN = ("attester_key_of_one", "attester_one_application")
PAGE = "/about/attesters"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says who asks to vouch. `website`: as it is typed; `contact`: where we write to it."""

    kind: AttesterKind
    name: str
    website: str
    contact: str
    language: str


def register(*, wish: Wish, public_key: bytes, now: datetime) -> UUID:
    """Let somebody ask to vouch, by the key that signed the wish. The same wish again changes nothing. Its id.

    Raises:
        BadName, BadDomain, BadEmail
        AttesterKnown: the key is another attester's, or an application for the website waits.
        TooManyAttesters: as many wait as may.
    """
    if wish.kind not in INDEPENDENT:
        raise ValueError("a business and the operator do not apply")
    name, _ = particulars.names(wish.name, ())
    try:
        website, _ = hosts.normalise(wish.website)
    except hosts.NotADomain as error:
        raise BadDomain from error
    said = {"kind": wish.kind, "name": name, "website": website, "contact": members.written(wish.contact)}
    try:
        with transaction.atomic():
            hold("attesters that apply")
            before = Attester.objects.filter(public_key=public_key, state=AttesterState.APPLIED, **said).first()
            if before is not None:
                return before.public_id
            if Attester.objects.filter(state=AttesterState.APPLIED).count() >= numbers.ATTESTERS_OPEN_MOST.value:
                raise errors.TooManyAttesters
            row = Attester.objects.create(
                public_id=uuid4(),
                receipt_class=ReceiptClass.INDEPENDENT,
                language=wish.language,
                public_key=public_key,
                state=AttesterState.APPLIED,
                applied_on=now.date(),
                **said,
            )
    except IntegrityError as error:
        if broken_constraint(error) in KNOWN:
            raise errors.AttesterKnown from error
        raise
    return row.public_id


@transaction.atomic
def admit(*, attester: UUID, now: datetime) -> None:
    """Let somebody vouch who applied, as two persons found.

    Raises:
        NoSuchAttester, WrongAttesterState
    """
    row = _locked(attester, AttesterState.ADMITTED)
    row.state, row.admitted_on = AttesterState.ADMITTED, now.date()
    row.save(update_fields=["state", "admitted_on"])
    _log_admitted(row, now)
    _write(row, Notice.ATTESTER_ADMITTED, {"link": PAGE}, now)


@transaction.atomic
def refuse(*, attester: UUID, reasons: str, now: datetime) -> None:
    """Refuse somebody who applied, as two persons found. It is sent the reasons, and may apply again.

    Raises:
        NoSuchAttester, WrongAttesterState
    """
    row = _locked(attester, AttesterState.REFUSED)
    row.state = AttesterState.REFUSED
    row.save(update_fields=["state"])
    _write(row, Notice.ATTESTER_REFUSED, {"reasons": reasons}, now)


@transaction.atomic
def end(*, attester: UUID, reasons: str, now: datetime) -> None:
    """Let somebody vouch no more, as two persons found. What it vouched for stays good.

    Raises:
        NoSuchAttester, WrongAttesterState
    """
    row = _ended(attester, now)
    _write(row, Notice.ATTESTER_ENDED, {"reasons": reasons}, now)


@transaction.atomic
def leave(*, attester: UUID, now: datetime) -> None:
    """Let somebody vouch no more who does not want to, or take its application back. To repeat it changes nothing.

    Raises:
        NoSuchAttester
        GoesWithItsBusiness: it would be another attester with the next batch, and the log would have one more of them.
    """
    row = _row(attester)
    if row.business_id is not None:
        raise errors.GoesWithItsBusiness
    if row.state == AttesterState.APPLIED:
        row.state, row.contact = AttesterState.LAPSED, None
        row.save(update_fields=["state", "contact"])
    elif row.state == AttesterState.ADMITTED:
        _ended(attester, now)


@transaction.atomic
def change_key(*, attester: UUID, public_key: bytes, now: datetime) -> None:
    """Give an attester another key, or its first. In the log it ends and is admitted again, under the same id.

    Totals that wait to be logged are to be signed anew: the log would hold the old signature against the new key.

    Raises:
        NoSuchAttester, WrongAttesterState
        AttesterKnown: another attester has this key.
        TooManyKeyChanges: as often as may be on one day.
    """
    try:
        with transaction.atomic():
            row = _row(attester)
            if row.state != AttesterState.ADMITTED:
                raise errors.WrongAttesterState(state=row.state)
            if row.public_key is not None and bytes(row.public_key) == public_key:
                return
            row.key_changes = row.key_changes + 1 if row.key_changed_on == now.date() else 1
            if row.key_changes > numbers.ATTESTER_KEYS_A_DAY.value:
                raise errors.TooManyKeyChanges(most=numbers.ATTESTER_KEYS_A_DAY.value)
            row.public_key, row.key_changed_on = public_key, now.date()
            row.save(update_fields=["public_key", "key_changed_on", "key_changes"])
            Total.objects.filter(attester=row, is_logged=False).update(signature=None)
            _log_ended(row, now)
            _log_admitted(row, now)
    except IntegrityError as error:
        if broken_constraint(error) in KNOWN:
            raise errors.AttesterKnown from error
        raise


@transaction.atomic
def set_business_key(*, business: UUID, public_key: bytes, now: datetime) -> UUID:
    """Give a business a key of its own, with which it signs its totals. Answers the attester that it is.

    Raises:
        NoSuchBusiness, WrongBusinessState
        AttesterKnown: another attester has this key.
        TooManyKeyChanges: as often as may be on one day.
    """
    attester = of_business(business, now)
    change_key(attester=attester, public_key=public_key, now=now)
    return attester


def of_business(business: UUID, now: datetime) -> UUID:
    """The attester that a business is for itself, admitted with its first batch. Without a key until it gives one.

    Raises:
        NoSuchBusiness
        WrongBusinessState: it has left, and vouches for nothing new.
    """
    if businesses.left_on(business) is not None:
        raise WrongBusinessState
    return _of(AttesterKind.BUSINESS, ReceiptClass.SELLER, business, now)


def own(kind: AttesterKind, receipt_class: ReceiptClass, now: datetime) -> UUID:
    """The attester that the operator is itself, admitted at its first use: for mails of a class, or for proofs seen."""
    if kind not in OWN:
        raise ValueError("the operator vouches for mails and as moderator only")
    return _of(kind, receipt_class, None, now)


def lapse_due(*, now: datetime) -> int:
    """Let applications lapse that nobody decided, and forget where to write to. Answers how many."""
    before = now.date() - timedelta(days=numbers.ATTESTERS_LAPSE.value)
    due = Attester.objects.filter(state=AttesterState.APPLIED, applied_on__lt=before)
    return due.update(state=AttesterState.LAPSED, contact=None)


def forget_old(*, now: datetime) -> int:
    """Remove applications that came to nothing long ago, and the contact of whoever ended. Answers how many rows."""
    before = months.later(now.date(), -numbers.ATTESTERS_KEPT.value)
    over = [AttesterState.REFUSED, AttesterState.LAPSED]
    gone, _ = Attester.objects.filter(state__in=over, applied_on__lt=before).delete()
    ended = Attester.objects.filter(state=AttesterState.ENDED, ended_on__lt=before, contact__isnull=False)
    return gone + ended.update(contact=None)


def _of(kind: AttesterKind, receipt_class: ReceiptClass, business: UUID | None, now: datetime) -> UUID:
    """The one that is there, or else a new one: of two who come at once, one makes it."""
    admitted = Attester.objects.filter(kind=kind, receipt_class=receipt_class, state=AttesterState.ADMITTED)
    if business is not None:
        admitted = admitted.filter(business__public_id=business)
    found = admitted.values_list("public_id", flat=True).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            row = Attester.objects.create(
                public_id=uuid4(),
                kind=kind,
                receipt_class=receipt_class,
                business_id=business,
                state=AttesterState.ADMITTED,
                applied_on=now.date(),
                admitted_on=now.date(),
            )
            _log_admitted(row, now)
    except IntegrityError as error:
        if broken_constraint(error) in ONE_OF_EACH:
            return admitted.values_list("public_id", flat=True).get()
        raise
    return row.public_id


def _row(attester: UUID) -> Attester:
    """The attester, locked."""
    row = Attester.objects.select_for_update().filter(public_id=attester).first()
    if row is None:
        raise errors.NoSuchAttester
    return row


def _locked(attester: UUID, to: AttesterState) -> Attester:
    """The attester, if it may go to this state."""
    row = _row(attester)
    if to not in NEXT[AttesterState(row.state)]:
        raise errors.WrongAttesterState(state=row.state)
    return row


def _ended(attester: UUID, now: datetime) -> Attester:
    row = _locked(attester, AttesterState.ENDED)
    row.state, row.ended_on = AttesterState.ENDED, now.date()
    row.save(update_fields=["state", "ended_on"])
    _log_ended(row, now)
    return row


def _log_admitted(row: Attester, now: datetime) -> None:
    body = {
        "attester": str(row.public_id),
        "attester_kind": str(row.kind),
        "class": str(row.receipt_class),
        "date": now.date().isoformat(),
    }
    if row.business_id is not None:
        body["business"] = str(row.business_id)
    if row.public_key is not None:
        body["key"] = base64.b64encode(row.public_key).decode()
    log.append(kind="attester-admitted", body=body)


def _log_ended(row: Attester, now: datetime) -> None:
    log.append(kind="attester-ended", body={"attester": str(row.public_id), "date": now.date().isoformat()})


def _write(row: Attester, kind: Notice, facts: dict[str, str], now: datetime) -> None:
    """Tell an attester that gave an address; a business is told on its pages."""
    if row.contact is not None:
        notices.mail(to=row.contact, language=row.language, kind=kind, facts={"name": row.name, **facts}, now=now)
