"""One domain, two businesses, one moment; a look that hangs holds no lock; a run that broke off is taken up again."""

import socket
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from reputation.businesses import queries as business_queries
from reputation.businesses.errors import DomainTaken
from reputation.domains import actions, errors, looking, queries
from reputation.domains.models import Claim
from reputation.domains.rules import Look, State
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.outbound.networks import Network
from tests.at_once import at_once
from tests.domains_made import NOW, make_actor, make_claim, make_proved, publish, unpublish
from tests.internet import Internet

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def entries() -> list[str]:
    kinds = [decode(bytes(raw)).kind for raw in Waiting.objects.order_by("id").values_list("raw", flat=True)]
    return [kind for kind in kinds if kind.startswith("domain-")]


def test_of_two_that_prove_a_domain_at_once_one_gets_it(outside: Internet) -> None:
    first, second = make_actor(), make_actor()
    one, two = make_claim(first), make_claim(second)
    values = [queries.one(actor.business, claim).value for actor, claim in ((first, one), (second, two))]
    outside.names.put("_open-reference.shop.example", "TXT", *(f'"{value}"' for value in values))
    found = at_once(
        lambda: actions.check_now(actor=first, claim=one, now=NOW),
        lambda: actions.check_now(actor=second, claim=two, now=NOW),
    )
    assert sum(isinstance(answer, DomainTaken) for answer in found) == 1
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["proved", "waiting"]
    assert entries() == ["domain-proved"]
    assert len(business_queries.by_domain(["shop.example"])) == 1


def test_a_claim_is_made_once_and_looked_at_once_however_often_at_once(outside: Internet) -> None:
    actor = make_actor()
    found = at_once(*[lambda: make_claim(actor)] * 3)
    assert sum(isinstance(answer, errors.AlreadyClaimed) for answer in found) == 2
    (claim,) = [answer.public_id for answer in queries.claims(actor.business)]
    publish(outside, actor, claim)
    looks = at_once(*[lambda: actions.check_now(actor=actor, claim=claim, now=NOW)] * 3)
    assert sum(isinstance(answer, errors.CheckedMomentsAgo) for answer in looks) == 2
    assert entries() == ["domain-proved"]


def test_two_runs_at_once_look_at_each_claim_once(outside: Internet) -> None:
    actor = make_actor()
    for number in range(6):
        make_claim(actor, f"s{number}.example")
    found = at_once(*[lambda: actions.check_due(now=NOW + DAY)] * 2)
    assert sum(answer for answer in found if isinstance(answer, int)) == 6
    assert len([ask for ask in outside.names.asked if ask[1] == "TXT"]) == 6


def test_a_look_that_hangs_holds_no_transaction_and_no_lock(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    is_asked = threading.Event()

    def hang(_connection: socket.socket) -> None:
        is_asked.set()
        outside.secure.let_go.wait(30)

    outside.secure.instead = hang
    open_ones: list[int] = []

    def meanwhile() -> None:
        assert is_asked.wait(30)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute("SELECT 1 FROM domains_claim, businesses_business FOR UPDATE")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'"
            )
            open_ones.extend(cursor.fetchone() or ())
        outside.secure.let_go.set()

    found = at_once(lambda: actions.check_now(actor=actor, claim=claim, now=NOW), meanwhile)
    assert not [answer for answer in found if isinstance(answer, Exception)]
    assert open_ones == [0]


def test_what_is_given_up_while_we_look_stays_given_up(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    publish(outside, actor, claim)
    outside.names.remove("_open-reference.shop.example")
    value = queries.one(actor.business, claim).value.encode()

    def end_first(stream: socket.socket) -> None:
        try:
            actions.give_up(actor=actor, claim=claim, now=NOW)
        finally:
            connection.close()
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(value), value))

    outside.secure.instead = end_first
    with pytest.raises(errors.ClaimEnded):
        actions.check_now(actor=actor, claim=claim, now=NOW)
    assert queries.one(actor.business, claim).state is State.GIVEN_UP
    assert entries() == []


def test_a_run_that_is_broken_off_is_taken_up_by_the_next(outside: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    make_proved(outside)
    make_proved(outside, "other.example")
    unpublish(outside)
    unpublish(outside, "other.example")
    real, looks = looking.look, iter([None, KeyboardInterrupt])

    def breaks(domain: str, token: str, network: Network) -> Look:
        if next(looks) is KeyboardInterrupt:
            raise KeyboardInterrupt
        return real(domain, token, network)

    monkeypatch.setattr(looking, "look", breaks)
    with pytest.raises(KeyboardInterrupt):
        actions.check_due(now=NOW + 30 * DAY)
    monkeypatch.undo()
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["failing", "proved"]
    assert actions.check_due(now=NOW + 30 * DAY) == 0
    assert actions.check_due(now=NOW + 31 * DAY) == 2
    assert set(Claim.objects.values_list("state", flat=True)) == {"failing"}
    for _ in range(2):
        actions.check_due(now=NOW + 46 * DAY)
    assert entries() == ["domain-proved", "domain-proved", "domain-lost", "domain-lost"]


def test_the_entry_the_facts_and_the_claim_come_together_or_not_at_all(
    outside: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    publish(outside, actor, claim)

    def breaks(*_given: object, **_named: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("reputation.members.deeds.tell", breaks)
    with pytest.raises(ConnectionError):
        actions.check_now(actor=actor, claim=claim, now=NOW)
    monkeypatch.undo()
    assert (queries.one(actor.business, claim).state, entries()) == (State.WAITING, [])
    assert business_queries.by_domain(["shop.example"]) == []
    actions.check_now(actor=actor, claim=claim, now=NOW + DAY)
    assert entries() == ["domain-proved"]
