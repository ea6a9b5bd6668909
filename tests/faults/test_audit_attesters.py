"""The audit of a log that the actions about attesters and totals wrote, and of that log with each thing made wrong."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reputation.audit.findings import Kind
from reputation.core import months
from reputation.log import actions as log
from reputation.log import queries
from reputation.receipts import attesters, keys, rules, totals
from reputation.receipts.rules import AttesterKind, ReceiptClass
from tests.attesters_made import Counted, Provider, make_provider, new_seed, public
from tests.members_made import NOW, join_bare
from tests.published_log import audited
from tests.rich_log import RichService, issuers

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=60)
SPENT = 3


class World(NamedTuple):
    """The log as the actions wrote it, and who is in it."""

    service: RichService
    provider: Provider
    keyless: str
    key: str


@pytest.fixture
def world(db: None) -> World:
    log.start(now=NOW - timedelta(days=60))
    shop, provider, seed = join_bare(), make_provider(), new_seed()
    epoch, issuer = rules.epoch_of(months.of(NOW)), issuers()[0]
    about: dict[str, Any] = {"business": shop, "receipt_class": ReceiptClass.INDEPENDENT, "epoch": epoch}
    key = bytes.fromhex(issuer.key_id)
    keys.log_made(key_id=key, **about, last_epoch=epoch, public_key=issuer.public)
    own = attesters.own(AttesterKind.MODERATOR, ReceiptClass.INDEPENDENT, NOW)
    tokens = sorted(base64.b64encode(issuer.token(number)).decode() for number in range(SPENT))
    said = {"business": str(shop), "class": "independent", "epoch": rules.show_epoch(epoch), "key_id": key.hex()}
    log.append(kind="receipts-spent", body=said | {"tokens": tokens})
    attesters.change_key(attester=provider.id, public_key=public(seed), now=LATE)
    keys.end(key_id=key, reason="epoch-over", now=LATE)
    totals.make_due([Counted(key, provider.id, 40, 20), Counted(key, own, 2, 1)], now=LATE + timedelta(days=1))
    (due,) = totals.due(provider.id)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(due.message)
    totals.sign(attester=provider.id, key_id=key, moment=due.moment, signature=signature, now=LATE + timedelta(days=1))
    assert totals.log_due(now=LATE + timedelta(days=2)) == 1
    attesters.leave(attester=provider.id, now=LATE + timedelta(days=40))
    while log.sequence():
        pass
    service = RichService()
    service.entries = [row.raw for row in queries.entries(after=0, limit=1_000)]
    return World(service, Provider(provider.id, seed), str(own), key.hex())


def test_what_the_actions_wrote_passes(world: World) -> None:
    world.service.publish()
    findings = audited(world.service)
    assert findings.is_clean, findings.summary()
    assert findings.checked["totals"] == "1 signed by their attester, 1 unsigned"


def change_total(world: World, number: int, **change: Any) -> None:
    place = world.service.position("receipt-totals")
    said = list(world.service.body(place)["totals"])
    said[number] = {name: value for name, value in (said[number] | change).items() if value is not None}
    world.service.change(place, totals=said)


def place_of(world: World, attester: str) -> int:
    """Where an attester stands in the totals."""
    said = world.service.body(world.service.position("receipt-totals"))["totals"]
    return [total["attester"] for total in said].index(attester)


def signed_by(world: World, seed: bytes) -> str:
    body = world.service.body(world.service.position("receipt-totals"))
    total = body["totals"][place_of(world, str(world.provider.id))]
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(rules.totals_message(body, total))).decode()


def drop(world: World, kind: str, number: int = 0) -> None:
    del world.service.entries[world.service.position(kind, number)]


def by_another_key(world: World) -> None:
    change_total(world, place_of(world, str(world.provider.id)), signature=signed_by(world, new_seed()))


def other_bands(world: World) -> None:
    change_total(world, place_of(world, str(world.provider.id)), claimed="100-499")


def by_who_has_no_key(world: World) -> None:
    change_total(world, place_of(world, world.keyless), signature=signed_by(world, world.provider.seed))


def nothing_claimed(world: World) -> None:
    for number in range(2):
        change_total(world, number, claimed="0", signature=None)


def said_twice(world: World) -> None:
    world.service.entries.insert(-1, world.service.entries[world.service.position("receipt-totals")])


def never_admitted(world: World) -> None:
    place = world.service.position("attester-admitted", 1)
    assert world.service.body(place)["attester"] == world.keyless
    del world.service.entries[place]


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (lambda world: drop(world, "receipt-totals"), Kind.TOKENS, "no totals were logged within 30 days"),
        (by_another_key, Kind.TOKENS, "did not sign its total of key"),
        (other_bands, Kind.TOKENS, "did not sign its total of key"),
        (by_who_has_no_key, Kind.TOKENS, "has no key and signed its total"),
        (nothing_claimed, Kind.TOKENS, f"{SPENT} tokens were spent, and 0 claimed at most"),
        (said_twice, Kind.TOKENS, "totals of the moment issuing-ended are not due"),
        (never_admitted, Kind.TOKENS, "was not admitted before"),
        (lambda world: drop(world, "attester-ended"), Kind.COURSE, "was admitted before"),
        (lambda world: drop(world, "attester-admitted", 2), Kind.TOKENS, "did not sign its total of key"),
    ],
)
def test_each_thing_made_wrong_is_found(world: World, act: Callable[[World], None], kind: Kind, words: str) -> None:
    act(world)
    world.service.publish()
    findings = audited(world.service)
    assert any(fault.kind is kind and words in fault.text for fault in findings.faults), findings.summary()
