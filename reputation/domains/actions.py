"""Writing claims of domains. Each look at the outside world comes first and alone; then a short transaction tells it.

The public facts and their entries are those of `businesses`; what a claim went through on the way is not public.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, Q, When

from reputation.businesses import actions as businesses
from reputation.businesses import hosts
from reputation.businesses import queries as business_queries
from reputation.businesses.errors import BadDomain, DomainTaken, WrongBusinessState
from reputation.businesses.rules import Method
from reputation.core import ids
from reputation.core.db import broken_constraint, hold
from reputation.core.rows import alone
from reputation.domains import errors, looking, mails, rules
from reputation.domains.models import Claim
from reputation.domains.rules import HELD, Look, Sight, Standing, State
from reputation.domains.signed_mails import Fault, NoProof
from reputation.members import deeds, queries
from reputation.members.errors import TooMany
from reputation.members.rules import Act, Actor, DeedKind
from reputation.outbound import resolving
from reputation.outbound.failures import Failed, Reason
from reputation.rulebook import domains as numbers

SEES_OTHERS_WITHIN = timedelta(days=7)


def claimable(text: str) -> str:
    """The domain that is meant by what somebody typed, when control of it can be shown at all.

    Raises:
        BadDomain: an IP address, a name under which others register, a reserved name, or no name.
    """
    try:
        host, registrable = hosts.normalise(text)
    except hosts.NotADomain as error:
        raise BadDomain(rule=error.code) from error
    domain = registrable if host == f"www.{registrable}" else host
    if rules.is_reserved(domain) and not settings.IS_DEMO:
        raise BadDomain(rule="reserved")
    if not businesses.DOMAIN.fullmatch(domain):
        raise BadDomain(rule="bad-host")
    return domain


@transaction.atomic
def claim(*, actor: Actor, domain: str, now: datetime, source: ids.Source = ids.SECURE) -> UUID:
    """Say that a domain belongs to the business, and get what to publish there. Answers the claim.

    Raises:
        BadDomain, NotAllowed
        AlreadyClaimed: the business has a live claim of it.
        TooMany: as many claims as there may be, those that were made and ended within a day among them.
        WrongBusinessState: the business left.
    """
    queries.require(actor, Act.MANAGE)
    name = claimable(domain)
    if business_queries.left_on(actor.business) is not None:
        raise WrongBusinessState
    hold(f"claims of {actor.business}")
    live_or_new = Q(ended_at__isnull=True) | Q(claimed_at__gt=now - rules.days(1))
    if Claim.objects.filter(live_or_new, business__public_id=actor.business).count() >= numbers.CLAIMS_MOST.value:
        raise TooMany(most=numbers.CLAIMS_MOST.value)
    try:
        with transaction.atomic():
            row = Claim.objects.create(
                public_id=source.uuid(),
                business_id=actor.business,
                domain=name,
                token=source.salt().hex(),
                claimed_at=now,
                next_check_at=now + rules.days(1),
            )
    except IntegrityError as error:
        if broken_constraint(error) == "claim_one_live":
            raise errors.AlreadyClaimed from error
        raise
    deeds.note(actor, DeedKind.DOMAIN_CLAIMED, now=now, detail=name)
    return row.public_id


@transaction.atomic
def give_up(*, actor: Actor, claim: UUID, now: datetime) -> None:
    """End a claim at the business's wish. A domain that was proved is lost with it, in public.

    Raises:
        NoSuchClaim, ClaimEnded, NotAllowed
    """
    queries.require(actor, Act.MANAGE)
    row = _locked(actor.business, claim)
    if row.state in HELD and _is_proved(row):
        businesses.lose_domain(business=row.business_id, domain=row.domain, now=now)
    _put(row, rules.ended(_standing(row), State.GIVEN_UP), row.method, now)
    deeds.note(actor, DeedKind.DOMAIN_GIVEN_UP, now=now, detail=row.domain)


def check_now(*, actor: Actor, claim: UUID, now: datetime) -> Look:
    """Look for the proof of a claim now. Answers what was found; the claim tells what it means.

    Raises:
        NoSuchClaim, ClaimEnded, NotAllowed, WrongBusinessState
        CheckedMomentsAgo: nothing was looked for.
        DomainTaken: the proof is there, and another business still holds the domain. It is looked at anew.
    """
    queries.require(actor, Act.MANAGE)
    row = _taken(actor.business, claim, now)
    look = looking.look(row.domain, row.token, settings.OUTBOUND_NETWORK)
    with _told_of_others(row.domain, now), transaction.atomic():
        locked = _locked(actor.business, claim)
        # That there is neither record nor file says nothing about a proof by mail: its own month does.
        if look.method is not None or locked.method != Method.MAIL:
            _apply(locked, look, now)
        deeds.note(actor, DeedKind.DOMAIN_CHECKED, now=now, detail=row.domain)
    return look


def prove_by_mail(*, actor: Actor, claim: UUID, message: bytes, now: datetime) -> None:
    """Prove a domain by a signed message, or prove it again by a newer one. Nothing of the message is kept.

    Raises:
        NoSuchClaim, ClaimEnded, NotAllowed, WrongBusinessState, DomainTaken, CheckedMomentsAgo
        MailRefused: the fact `rule` says why.
        CouldNotLook: the key could not be asked for.
    """
    queries.require(actor, Act.MANAGE)
    row = _taken(actor.business, claim, now)
    domains = {row.domain, hosts.normalise(row.domain)[1]}
    try:
        read = mails.read(message, value=rules.value_of(row.token), domains=domains, now=now)
        if row.seen_at is not None and read.sent_at <= row.seen_at:
            raise NoProof(Fault.TOO_OLD)
        mails.verify(read, _key)
    except NoProof as none:
        raise errors.MailRefused(rule=str(none.fault)) from None  # the cause holds words of the message
    except Failed as failed:
        raise errors.CouldNotLook from failed
    with _told_of_others(row.domain, now), transaction.atomic():
        _apply(_locked(actor.business, claim), Look(Method.MAIL), now)
        deeds.note(actor, DeedKind.DOMAIN_CHECKED, now=now, detail=row.domain)


def check_due(*, now: datetime, most: int = numbers.CHECKS_A_RUN.value) -> int:
    """Look at the claims that are due: those that hold a domain first, then those that wait, longest first.

    Answers how many were looked at. However many are claimed and never proved, those that count are seen to in time.
    """
    is_waiting = Case(When(state=State.WAITING.value, then=1), default=0)
    due = Claim.objects.filter(next_check_at__lte=now).order_by(is_waiting, "next_check_at", "id")[:most]
    done = 0
    for public_id in list(due.values_list("public_id", flat=True)):
        # Whoever moves the next check first looks; a run that is broken off leaves the rest for the next one.
        mine = Claim.objects.filter(public_id=public_id, next_check_at__lte=now)
        if not mine.update(checked_at=now, next_check_at=now + rules.days(1)):
            continue
        with alone("domains.check_due"):
            _check(Claim.objects.get(public_id=public_id), now)
            done += 1
    return done


def forget_ended(*, now: datetime) -> int:
    """Remove claims that ended so long ago that nobody asks. What was public stays in the log."""
    gone, _ = Claim.objects.filter(ended_at__lte=now - rules.days(numbers.KEPT_AFTER.value)).delete()
    return gone


def _check(row: Claim, now: datetime) -> None:
    look = looking.look(row.domain, row.token, settings.OUTBOUND_NETWORK)
    try:
        with _told_of_others(row.domain, now), transaction.atomic():
            _apply(_locked(row.business_id, row.public_id), look, now)
    except errors.ClaimEnded:
        pass  # given up while we looked
    except (DomainTaken, WrongBusinessState):
        # It cannot be proved now: it goes on waiting, and ends as others that nobody proved do.
        with transaction.atomic():
            _apply(_locked(row.business_id, row.public_id), Look(), now)


def _taken(business: UUID, public_id: UUID, now: datetime) -> Claim:
    """The claim, for one look: whoever asks again within a minute is refused, at the same moment too."""
    row = Claim.objects.filter(business__public_id=business, public_id=public_id).first()
    if row is None:
        raise errors.NoSuchClaim
    if row.ended_at is not None:
        raise errors.ClaimEnded
    pause = timedelta(seconds=numbers.CHECK_PAUSE.value)
    may_be_looked_at = Q(checked_at__isnull=True) | Q(checked_at__lte=now - pause)
    if not Claim.objects.filter(may_be_looked_at, pk=row.pk).update(checked_at=now):
        raise errors.CheckedMomentsAgo(wait_s=numbers.CHECK_PAUSE.value)
    return row


def _locked(business: UUID, public_id: UUID) -> Claim:
    row = Claim.objects.select_for_update().filter(business__public_id=business, public_id=public_id).first()
    if row is None:
        raise errors.NoSuchClaim
    if row.ended_at is not None:
        raise errors.ClaimEnded
    return row


def _key(name: str) -> tuple[bytes, ...]:
    """The records with the key of a signature; none when the name is not there."""
    try:
        return resolving.texts(name, settings.OUTBOUND_NETWORK)
    except Failed as failed:
        if failed.reason is Reason.NO_SUCH_HOST:
            return ()
        raise


@contextmanager
def _told_of_others(domain: str, now: datetime) -> Iterator[None]:
    """When somebody else shows that a domain is theirs, whoever holds it is looked at with the next run."""
    try:
        yield
    except DomainTaken:
        Claim.objects.filter(domain=domain, state__in=HELD).update(next_check_at=now)
        raise


def _standing(row: Claim) -> Standing:
    return Standing(
        state=State(row.state),
        claimed_at=row.claimed_at,
        next_check_at=row.next_check_at,
        seen_at=row.seen_at,
        unseen_since=row.unseen_since,
        failing_since=row.failing_since,
        grace_until=row.grace_until,
    )


def _apply(row: Claim, look: Look, now: datetime) -> None:
    """Write what a look means: the claim, the public facts, and what the business is told."""
    before = _standing(row)
    sight = look.sight(None if row.method is None else Method(row.method))
    then = rules.after(before, sight, now=now, sees_others=sight is Sight.UNSEEN and _sees_others(now))
    facts = {"domain": row.domain}
    if then.state is State.PROVED and before.state is State.WAITING and look.method is not None:
        if not _is_proved(row):
            businesses.prove_domain(business=row.business_id, domain=row.domain, method=look.method, now=now)
        deeds.tell(business=row.business_id, kind="domain-proved", facts=facts, now=now)
    elif then.state is State.FAILING and before.state is State.PROVED and then.grace_until is not None:
        until = then.grace_until.date().isoformat()
        deeds.tell(business=row.business_id, kind="domain-proof-failing", facts={**facts, "until": until}, now=now)
    elif then.state is State.LOST:
        if _is_proved(row):
            businesses.lose_domain(business=row.business_id, domain=row.domain, now=now)
        deeds.tell(business=row.business_id, kind="domain-lost", facts=facts, now=now)
    _put(row, then, row.method if look.method is None else look.method, now)


def _is_proved(row: Claim) -> bool:
    """Whether the public facts say so. After a replay into an older database they are ahead of the claims."""
    return any(brief.public_id == row.business_id for brief in business_queries.by_domain([row.domain]))


def _sees_others(now: datetime) -> bool:
    """Whether another proof could be looked at lately: then it is not our own network that fails."""
    lately = Claim.objects.filter(
        checked_at__gt=now - SEES_OTHERS_WITHIN, unseen_since__isnull=True, seen_at__isnull=False
    )
    return lately.exists()


def _put(row: Claim, then: Standing, method: str | None, now: datetime) -> None:
    row.state, row.method = then.state, method
    row.next_check_at, row.seen_at, row.unseen_since = then.next_check_at, then.seen_at, then.unseen_since
    row.failing_since, row.grace_until = then.failing_since, then.grace_until
    row.ended_at = now if then.next_check_at is None else None
    row.save(
        update_fields=[
            "state",
            "method",
            "next_check_at",
            "seen_at",
            "unseen_since",
            "failing_since",
            "grace_until",
            "ended_at",
        ]
    )
