"""Proving a domain by a signed message, and again by a newer one."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connection

from reputation.businesses.rules import Method
from reputation.domains import actions, errors, queries
from reputation.domains.rules import State
from reputation.members.errors import NotAllowed
from reputation.members.rules import Actor
from reputation.outbound.networks import Limits
from tests.domains_made import NOW, logged, make_actor, make_claim, message, one, record, signed, told
from tests.internet import Internet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_mail(actor: Actor, claim: UUID, **given: str) -> bytes:
    return signed(message(one(actor, claim).value, **given))


def test_a_signed_message_proves_a_domain_and_nothing_of_it_is_kept(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    outside.names.put("s1._domainkey.shop.example", "TXT", *quoted(record()))
    actions.prove_by_mail(actor=actor, claim=claim, message=make_mail(actor, claim), now=NOW)
    assert (one(actor, claim).state, one(actor, claim).method) == (State.PROVED, Method.MAIL)
    assert logged(actor.business) == ["domain-proved"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', ["canary|postmaster"])
            assert cursor.fetchone() == (0,), table


def quoted(text: str) -> list[str]:
    """A record as it is written: in strings of 255 characters at most."""
    return [" ".join(f'"{text[place : place + 250]}"' for place in range(0, len(text), 250))]


def test_a_proof_by_message_is_renewed_by_a_newer_one_each_month(outside: Internet, settings: LazySettings) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    outside.names.put("s1._domainkey.shop.example", "TXT", *quoted(record()))
    first = make_mail(actor, claim)
    actions.prove_by_mail(actor=actor, claim=claim, message=first, now=NOW)
    (wish,) = queries.due(actor.business, NOW + DAY)
    assert (wish.kind, wish.until) == ("send-mail", NOW + 30 * DAY)
    with pytest.raises(errors.MailRefused) as refused:
        actions.prove_by_mail(actor=actor, claim=claim, message=first, now=NOW + DAY)
    assert refused.value.facts == {"rule": "too-old"}
    actions.check_now(actor=actor, claim=claim, now=NOW + 2 * DAY)
    assert one(actor, claim).state is State.PROVED
    outside.names.remove("shop.example")
    outside.names.silent.add("shop.example")
    settings.OUTBOUND_NETWORK = replace(outside.network, limits=Limits(deadline_s=0.3, lookup_s=0.2))
    actions.check_due(now=NOW + 30 * DAY)
    assert (one(actor, claim).state, told()) == (State.FAILING, ["domain-proved", "domain-proof-failing"])
    settings.OUTBOUND_NETWORK = outside.network
    newer = make_mail(actor, claim, date="Fri, 03 Apr 2026 09:00:00 +0000")
    actions.prove_by_mail(actor=actor, claim=claim, message=newer, now=NOW + 33 * DAY)
    assert (one(actor, claim).state, one(actor, claim).seen_at) == (State.PROVED, NOW + 33 * DAY)
    assert logged(actor.business) == ["domain-proved"]


def test_a_message_that_is_no_proof_or_whose_key_cannot_be_had_changes_nothing(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    raw = make_mail(actor, claim)
    with pytest.raises(errors.MailRefused) as refused:
        actions.prove_by_mail(actor=actor, claim=claim, message=raw, now=NOW)
    assert refused.value.facts == {"rule": "no-key"}
    assert "canary" not in f"{refused.value!r}{refused.value.__cause__!r}"
    outside.names.broken.add("s1._domainkey.shop.example")
    with pytest.raises(errors.CouldNotLook):
        actions.prove_by_mail(actor=actor, claim=claim, message=raw, now=NOW + timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        actions.prove_by_mail(actor=Actor(actor.business, frozenset()), claim=claim, message=raw, now=NOW + DAY)
    assert one(actor, claim).state is State.WAITING
