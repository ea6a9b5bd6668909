"""Typed helpers that bring the receipts of a business to where there are figures and totals."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from reputation.core import months
from reputation.evidence import actions as evidence
from reputation.evidence import upkeep
from reputation.evidence.rules import Via
from reputation.issuing import claims, course, queries, vouchers
from reputation.issuing import keys as issuing_keys
from reputation.issuing.vouchers import Made
from reputation.members.rules import Actor
from reputation.receipts import business_acts, keys, public_keys, rules, totals
from reputation.receipts.rules import IssuerKey
from reputation.receipts.tokens import Challenge, ask
from tests import attesters_made

CHALLENGE = Challenge("demo.open-reference.example").encode()


@dataclass(frozen=True)
class Handed:
    """Vouchers that a business made, and the key that signs for them."""

    made: Made
    key: IssuerKey


def make_key_ready(actor: Actor) -> IssuerKey:
    """Have the newest key that was asked for made and named in the log."""
    issuing_keys.make_asked()
    course.log_made()
    (newest, *_) = queries.issuing_of(actor.business, rules.ReceiptClass.SELLER)
    return IssuerKey.parse(newest.public_key)


def hand_out(actor: Actor, count: int, *, now: datetime) -> Handed:
    """Vouchers of a business, whose codes can be used."""
    made = vouchers.make(actor=actor, batch=uuid4(), count=count, now=now)
    return Handed(made, make_key_ready(actor))


def claim(handed: Handed, code: str) -> bytes:
    """The token that a buyer gets for a code."""
    asked = ask(handed.key, CHALLENGE)
    return asked.finish(claims.claim(code, asked.request))


def come_without(actor: Actor, *, now: datetime) -> None:
    """A buyer who showed a purchase by mail and had got no code; the night has passed."""
    evidence.count(business=actor.business, via=Via.MAIL, had_voucher=False, now=now)
    upkeep.show_coverage()


def end_quarter(handed: Handed, *, now: datetime) -> datetime:
    """The first night on which no code of a key can be used, with its totals made. Answers its instant."""
    over = rules.issued_until(rules.epoch_of(months.of(now))) + timedelta(days=1)
    night = now.replace(year=over.year, month=over.month, day=over.day)
    keys.end_due(now=night)
    course.follow()
    after = night + timedelta(days=1)
    totals.make_due(queries.counts(), now=after)
    return after


def give_key(actor: Actor, *, now: datetime) -> bytes:
    """A key with which a business signs its totals: the private half."""
    seed = attesters_made.new_seed()
    business_acts.change_key(actor=actor, public_key=public_keys.show(attesters_made.public(seed)), now=now)
    return seed
