"""What every case begins with, whatever it is about: words that are kept, a way back by codename, its first entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError

from reputation.core.db import broken_constraint
from reputation.disputes import errors, notices, records
from reputation.disputes.models import Case, Filer
from reputation.disputes.notice_rules import Event
from reputation.notices import rules as mails
from reputation.reviews import errors as review_errors
from reputation.reviews import writers


@contextmanager
def once() -> Iterator[None]:
    """Turn what the database refuses into a refusal: a second case, or a second use of a codename."""
    try:
        yield
    except IntegrityError as error:
        match broken_constraint(error):
            case "case_one_open_per_review" | "case_one_open_per_alert" | "case_one_open_per_domain":
                raise errors.AlreadyOpen from error
            case str(name) if name.startswith("disputes_filer_verifier"):
                raise review_errors.CodenameUsed from error
        raise


def appear(case: Case, ground: str, version: str, now: datetime) -> None:
    """Let the log say that a case begins, and tell everybody concerned."""
    extra = {"ground": str(ground), "rule_version": version, "side": case.side, "is_urgent": case.is_urgent}
    records.append(case, "challenge", extra, now)
    notices.notify(case=case, event=Event.FILED, now=now)


def said_as_kept(said: str) -> str:
    """What is said, as it is kept.

    Raises:
        BadClaim
    """
    try:
        return records.clean(said)
    except errors.BadText as error:
        raise errors.BadClaim(field="said") from error


def filer_of(codename: str, email: str, language: str) -> Filer:
    """Who challenges and is no business.

    Raises:
        BadClaim, reviews.errors.BadCodename, reviews.errors.CodenameUsed
    """
    verifiers = writers.verifiers(writers.read(codename))
    address = mails.written(email) if email.strip() else ""
    if address is None:
        raise errors.BadClaim(field="email")
    if Filer.objects.filter(verifier__in=verifiers).exists() or any(map(writers.known_as, verifiers)):
        raise review_errors.CodenameUsed
    return Filer(verifier=verifiers[0], email=address, language=language)
