"""How a warning is contested that an address looks like one of a business: by anybody, most often by who runs it.

Nobody shows that the address is theirs: whether it imitates anything does not hang on who says so.
"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.businesses import queries as businesses
from reputation.businesses.hosts import NotADomain
from reputation.businesses.rules import State as Taking
from reputation.core import ids
from reputation.disputes import beginning, deadlines, errors
from reputation.disputes.models import Case, Claim, Filer
from reputation.disputes.rules import DOMAIN_GROUND, OPEN, Side, State
from reputation.log.fields import DOMAIN
from reputation.lookalikes import keys
from reputation.lookalikes import queries as lookalikes
from reputation.lookalikes.keys import Keys
from reputation.lookalikes.queries import Imitation
from reputation.reviews import looking
from reputation.rulebook import cases as numbers


def warned_of(address: str) -> tuple[Keys, list[Imitation]]:
    """An address, and whom a check of it says that it imitates: nobody where a participant proved it.

    Raises:
        BadClaim: it is none, or nobody could have registered it.
    """
    try:
        found = keys.of(address)
    except NotADomain as error:
        raise errors.BadClaim(field="address") from error
    if not DOMAIN.check(found.registrable):
        raise errors.BadClaim(field="address")
    briefs = businesses.by_domain({found.host, found.registrable})
    if any(brief.state is Taking.PARTICIPANT for brief in briefs):
        return found, []
    return found, lookalikes.imitated(found)


def imitation(business: UUID, address: str) -> Imitation | None:
    """By which rule an address looks like one of a business; None: it does not, or nobody is warned any more."""
    with suppress(errors.BadClaim):
        return next((one for one in warned_of(address)[1] if one.business == business), None)
    return None


def contest_warning(
    *,
    address: str,
    business: UUID,
    said: str,
    codename: str,
    now: datetime,
    email: str = "",
    language: str = "en",
    insists: bool = False,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Have two persons look whether an address imitates a business. Answers the public id of the case.

    Whoever files comes back with the codename, and is written to if they leave an address. The business may answer.

    Raises:
        NotWarnedOf: no check of the address names this business.
        AlreadyOpen, BadClaim, PassagesFound
        reviews.errors.BadCodename, reviews.errors.CodenameUsed
    """
    filer = beginning.filer_of(codename, email, language)
    text = beginning.said_as_kept(said)
    doubts = looking.over(business=business, language=language, text=text, insists=insists)
    return open_about_domain(
        address=address, business=business, said=text, filer=filer, is_held=doubts is not None, now=now, source=source
    )


def open_about_domain(
    *,
    address: str,
    business: UUID,
    said: str,
    now: datetime,
    filer: Filer | None = None,
    is_held: bool = False,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Open a case about an address whose words were looked over, or are to be (`is_held`).

    It is about the registered domain, whatever lies below it; what was warned of is kept beside.

    Raises:
        NotWarnedOf, AlreadyOpen, BadClaim, reviews.errors.CodenameUsed
    """
    found, imitated = warned_of(address)
    if business not in {one.business for one in imitated}:
        raise errors.NotWarnedOf
    limits, text, version = (
        deadlines.limits_of(now.date()),
        beginning.said_as_kept(said),
        numbers.DOMAIN_GROUND.version,
    )
    with beginning.once(), transaction.atomic():
        about = Case.objects.filter(business__public_id=business, domain=found.registrable)
        if about.filter(state__in=sorted(OPEN)).exists():
            raise errors.AlreadyOpen
        case = Case.objects.create(
            public_id=source.uuid(),
            business_id=business,
            domain=found.registrable,
            side=Side.PUBLIC,
            state=State.READY,
            filed_on=now.date(),
            admit_until=limits.admit_until,
            answer_until=limits.answer_until,
            decide_until=limits.decide_until,
        )
        Claim.objects.create(
            case=case, ground=DOMAIN_GROUND, rule_version=version, quote=found.host, said=text, is_held=is_held
        )
        if filer is not None:
            filer.case = case
            filer.save()
        beginning.appear(case, DOMAIN_GROUND, version, now)
    return case.public_id
