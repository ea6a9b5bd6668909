"""Writing to people: a mail waits in the caller's transaction, a job sends it, and then its words are gone."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from reputation.core import clock, ids
from reputation.core.rows import alone
from reputation.notices import errors, rules, sending, texts
from reputation.notices.models import Mail
from reputation.notices.rules import Kind, Language, State, Why

logger = logging.getLogger(__name__)

# Whoever takes a mail has this long to send it; after that somebody else may. Longer than a mail server may take.
TAKEN = timedelta(minutes=15)


def _checked_address(to: str) -> str:
    address = rules.written(to)
    if address is None:
        raise errors.BadMailAddress
    return address


def _queue(*, to: str, language: str, kind: str, text: texts.Text, now: datetime) -> None:
    with transaction.atomic():
        mail = Mail.objects.create(
            public_id=ids.SECURE.uuid(),
            to=_checked_address(to),
            language=Language(language),
            kind=kind,
            subject=text.subject,
            text=text.body,
            queued_at=now,
            next_try_at=now,
        )
        # By its name: the job calls back here.
        app.configure_task("notices.send").defer(mail=str(mail.public_id))


def mail(*, to: str, language: str, kind: Kind, facts: Mapping[str, str], now: datetime) -> None:
    """Let a mail wait for the worker. It says what is true now, whenever it goes.

    `facts` as `rules.NEEDS` lists them: a day as 2026-11-25, a link as a path of this service.

    Raises:
        BadMailAddress: nothing can be sent there.
        ValueError: the language is not known; a fact is missing, has no place, or is not of its shape.
    """
    text = texts.render(language=Language(language), kind=kind, facts=facts)
    _queue(to=to, language=language, kind=kind, text=text, now=now)


def letter(*, to: str, language: str, kind: str, subject: str, text: str, now: datetime) -> None:
    """Let a mail wait that somebody else has worded, such as the library people sign in with.

    Raises:
        BadMailAddress: nothing can be sent there.
        ValueError: the language is not known, or nothing is said.
    """
    said = texts.Text(rules.one_line(subject), rules.lines(text))
    if not all(said):
        raise ValueError("a letter needs a subject and a text")
    _queue(to=to, language=language, kind=kind, text=said, now=now)


def _end(mails: QuerySet[Mail], state: State, now: datetime) -> int:
    """Note that mails went or never will, and forget whom they were for and what they said."""
    return mails.filter(state=State.WAITING).update(
        state=state, to="", subject="", text="", queued_at=None, next_try_at=None, ended_on=now.date()
    )


@transaction.atomic
def _take(mails: QuerySet[Mail], now: datetime) -> Mail | None:
    """Take the mail that is due first, so that nobody else does meanwhile; the lock is over before it is sent."""
    due = mails.filter(state=State.WAITING, next_try_at__lte=now + clock.APART).order_by("next_try_at", "id")
    taken = due.select_for_update(skip_locked=True).first()
    if taken is not None:
        taken.tries, taken.next_try_at, taken.why = taken.tries + 1, now + TAKEN, Why.DIED
        taken.save(update_fields=["tries", "next_try_at", "why"])
    return taken


def _send(taken: Mail, now: datetime) -> Why | None:
    """Send a mail that was taken, and note what became of it."""
    ours = Mail.objects.filter(id=taken.id, tries=taken.tries)
    try:
        sending.send(
            public_id=taken.public_id,
            to=taken.to,
            language=taken.language,
            subject=taken.subject,
            text=taken.text,
        )
    except sending.NotSent as failure:
        logger.warning("mail-not-sent", extra={"kind": taken.kind, "code": failure.why, "count": taken.tries})
        ours.filter(state=State.WAITING).update(why=failure.why, next_try_at=rules.next_try(tries=taken.tries, now=now))
        if failure.why is Why.REFUSED:
            _end(ours, State.FAILED, now)
        return failure.why
    ours.filter(state=State.WAITING).update(why=None)
    _end(ours, State.SENT, now)
    logger.info("mail-sent", extra={"kind": taken.kind})
    return None


def send(*, mail: UUID, now: datetime) -> None:
    """Send one mail, unless somebody else does or did."""
    if taken := _take(Mail.objects.filter(public_id=mail), now):
        _send(taken, now)


def send_due(*, now: datetime) -> None:
    """Send what is due, and give up what could not be sent for days. A server that fails is left alone for now."""
    old = Mail.objects.filter(tries__gt=0, queued_at__lte=now - rules.GIVEN_UP_AFTER)
    if given_up := _end(old, State.FAILED, now):
        logger.error("mails-given-up", extra={"count": given_up})
    while taken := _take(Mail.objects.all(), now):
        with alone("notices.send_due"):
            if _send(taken, now) is Why.SERVER:
                return


def forget_old(*, now: datetime) -> int:
    """Forget that mails went; answers how many."""
    return Mail.objects.filter(ended_on__lt=now.date() - rules.KEPT).delete()[0]
