"""How a case begins and how whoever began it ends it: challenges of reviews, contested alerts, offers, withdrawals.

How a warning of an address is contested is in `contested`.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.core import ids, months
from reputation.disputes import beginning, conduct, deadlines, effects, endings, errors, notices, records, rules
from reputation.disputes.models import Case, Claim, Filer
from reputation.disputes.notice_rules import Event
from reputation.disputes.rules import ALERT_GROUND, OPEN, UNDECIDED, Ground, Party, Saying, Side, State, Step
from reputation.ratings.alerts import Alert
from reputation.reviews import actions as reviews
from reputation.reviews import looking
from reputation.reviews import queries as published
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import ReceiptClass
from reputation.rulebook import cases as numbers

LAW_LIMIT = 200
ENGLISH = "en"


def file_challenge(
    *,
    review: UUID,
    ground: Ground,
    quote: str,
    said: str,
    side: Side,
    now: datetime,
    law: str = "",
    language: str = "en",
    codename: str | None = None,
    email: str = "",
    insists: bool = False,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Open a case against a review, good or bad; it stays visible and counted. Answers the public id of the case.

    Somebody who is no business comes back with the codename, and is written to if they leave an address.

    Raises:
        BadClaim: `field` is missing, too long, or not in the text.
        Inadmissible: a receipt already proves the contrary.
        AlreadyOpen: the review is being challenged.
        TooManyOpen, RightSuspended: the business may not file another one now.
        PassagesFound: what is said holds what should not be public, and nobody insists.
        reviews.errors.NoSuchReview, reviews.errors.WrongState, reviews.errors.BadCodename, reviews.errors.CodenameUsed
    """
    found = published.one(review)
    filer = None if side is Side.BUSINESS else beginning.filer_of(codename or "", email, language)
    _require_claim(found, ground, quote, said, law)
    doubts = looking.over(business=found.business, language=language, text=said.strip(), insists=insists)
    return open_case(
        review=review,
        ground=ground,
        quote=quote,
        said=said,
        side=side,
        law=law,
        filer=filer,
        is_held=doubts is not None,
        now=now,
        source=source,
    )


def open_case(
    *,
    review: UUID,
    ground: Ground,
    quote: str,
    said: str,
    side: Side,
    now: datetime,
    law: str = "",
    filer: Filer | None = None,
    is_held: bool = False,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Open a case whose words were looked over, or are to be: nobody else reads them before (`is_held`).

    Raises:
        BadClaim, Inadmissible, AlreadyOpen, TooManyOpen, RightSuspended
        reviews.errors.NoSuchReview, reviews.errors.WrongState, reviews.errors.CodenameUsed
    """
    found = published.one(review)
    text = _require_claim(found, ground, quote, said, law)
    rule, limits, public_id = numbers.GROUNDS[ground], deadlines.limits_of(now.date()), source.uuid()
    with beginning.once(), transaction.atomic():
        if side is Side.BUSINESS:
            conduct.require_may_file(business=found.business, is_urgent=rule.is_urgent, today=now.date())
        reviews.mark_challenged(review_id=review, case=public_id, now=now)
        if Case.objects.filter(review__public_id=review, state__in=[str(state) for state in OPEN]).exists():
            raise errors.AlreadyOpen
        case = Case.objects.create(
            public_id=public_id,
            business_id=found.business,
            review_id=review,
            side=side,
            is_urgent=rule.is_urgent,
            filed_on=now.date(),
            admit_until=limits.admit_until,
            answer_until=limits.answer_until,
            decide_until=limits.decide_until,
        )
        Claim.objects.create(
            case=case,
            ground=ground,
            rule_version=rule.version,
            quote=quote,
            said=text,
            law=law.strip(),
            is_held=is_held,
        )
        if filer is not None:
            filer.case = case
            filer.save()
        beginning.appear(case, ground, rule.version, now)
    return public_id


def _require_claim(review: PublicReview, ground: Ground, quote: str, said: str, law: str) -> str:
    """What is said, as it is kept.

    Raises:
        BadClaim, Inadmissible
    """
    text = "".join(span.text for span in review.spans)
    if not quote.strip() or len(quote) > numbers.QUOTE_LIMIT.value or quote not in text:
        raise errors.BadClaim(field="quote")
    if len(law) > LAW_LIMIT or (numbers.GROUNDS[ground].needs_law and not law.strip()):
        raise errors.BadClaim(field="law")
    if not rules.is_admissible(ground, has_receipt=review.receipt_class != ReceiptClass.NONE):
        raise errors.Inadmissible(ground=str(ground))
    return beginning.said_as_kept(said)


def contest_alert(*, business: UUID, alert: Alert, said: str, now: datetime, insists: bool = False) -> UUID:
    """Have two persons look whether an alert has an innocent cause. Answers the public id of the case.

    Raises:
        NoSuchAlert: it does not stand.
        AlreadyOpen, BadClaim, PassagesFound
    """
    doubts = looking.over(business=business, language=ENGLISH, text=beginning.said_as_kept(said), insists=insists)
    return open_about_alert(business=business, alert=alert, said=said, is_held=doubts is not None, now=now)


def open_about_alert(
    *, business: UUID, alert: Alert, said: str, now: datetime, is_held: bool = False, source: ids.Source = ids.SECURE
) -> UUID:
    """Open a case about an alert whose words were looked over, or are to be (`is_held`). Nobody is to be heard.

    Raises:
        NoSuchAlert, AlreadyOpen, BadClaim
    """
    if str(alert) not in effects.standing_alerts(business, months.of(now)):
        raise errors.NoSuchAlert(alert=str(alert))
    limits, text = deadlines.limits_of(now.date()), beginning.said_as_kept(said)
    with beginning.once(), transaction.atomic():
        case = Case.objects.create(
            public_id=source.uuid(),
            business_id=business,
            alert=alert,
            side=Side.BUSINESS,
            state=State.READY,
            filed_on=now.date(),
            admit_until=limits.admit_until,
            answer_until=limits.answer_until,
            decide_until=limits.decide_until,
        )
        version = numbers.ALERT_GROUND.version
        Claim.objects.create(case=case, ground=ALERT_GROUND, rule_version=version, said=text, is_held=is_held)
        beginning.appear(case, ALERT_GROUND, version, now)
    return case.public_id


@transaction.atomic
def withdraw(*, case: UUID, now: datetime) -> None:
    """Take a challenge back before it is decided. Who may is for the caller to see.

    Raises:
        NoSuchCase
        WrongState: also when a late answer opened the case again, and what was decided is to be decided anew.
    """
    endings.end(records.locked(case, *UNDECIDED), State.WITHDRAWN, Step.WITHDRAWN, now)


def offer(*, case: UUID, text: str, now: datetime, insists: bool = False) -> None:
    """Offer the writer something so that the case may end without a decision. It is read on the case's page.

    Raises:
        NoSuchCase, WrongState, BadText, PassagesFound
    """
    is_held = records.looked_over(case, text, insists=insists)
    with transaction.atomic():
        found = records.locked(case, *UNDECIDED)
        if found.review_id is None:
            raise errors.WrongState(state=found.state)
        endings.require_may_end(found)
        records.say(found, Party.CHALLENGER, Saying.OFFER, text, now, is_held=is_held)
        notices.notify(case=found, event=Event.OFFERED, now=now)
