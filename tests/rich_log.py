"""An honest log with one of everything: keys, tokens, totals, cases, measures, acceptances, cosignatures.

`make_rich_service()` gives a published `RichService`; tests change one thing, publish again and see what the audit
says. Entries that they want to change are found by `RichService.position(kind, number)`.
"""

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from reputation.core import ids, months
from reputation.log.entries import decode, encode
from reputation.receipts.rules import Acceptance, encode_key, totals_message
from reputation.rulebook.editions import EDITIONS
from reputation.tlog.notes import Cosigner, Signer
from reputation.tlog.policies import Group, Log, Policy, Witness
from tests.checks_published import append_checks
from tests.published_log import HASH, Service

ORIGIN = "log.rich.example/log"
SIGNER = Signer(ORIGIN, b"\x09" * 32)
ACCEPTANCE_SEED = b"\x0a" * 32
WITNESSES = tuple(Cosigner(f"witness-{n}.example", bytes([0x20 + n]) * 32) for n in range(3))
DATA = Path(__file__).parent / "data"
THIS = months.of(datetime.now(UTC))
FIRST = THIS - 8


class Issuer(NamedTuple):
    """A private key, which signs without blinding."""

    private: RSAPrivateKey
    public: bytes

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self.public).hexdigest()

    def token(self, number: int) -> bytes:
        """A token; the same number gives the same nullifier."""
        nonce = hashlib.sha256(b"nonce %d" % number).digest()
        signed = b"\x00\x02" + nonce + hashlib.sha256(b"challenge").digest() + bytes.fromhex(self.key_id)
        return signed + self.private.sign(signed, padding.PSS(padding.MGF1(SHA384()), 48), SHA384())


@cache
def issuers() -> tuple[Issuer, ...]:
    """Six keys, made beforehand: making them takes long."""
    found = []
    for pem in (DATA / "issuer_keys.pem").read_bytes().split(b"-----END PRIVATE KEY-----\n")[:-1]:
        private = load_pem_private_key(pem + b"-----END PRIVATE KEY-----\n", None)
        assert isinstance(private, RSAPrivateKey)
        found.append(Issuer(private, encode_key(private.public_key().public_numbers().n)))
    return tuple(found)


def quarter(month: int) -> str:
    """The epoch of a month, as text."""
    return f"{month // 12}Q{month % 12 // 3 + 1}"


def day(month: int, number: int = 5) -> str:
    """A day of a month."""
    return f"{months.show(month)}-{number:02d}"


class Attester(NamedTuple):
    """Somebody who vouches."""

    id: str
    receipt_class: str
    seed: bytes

    def sign(self, body: dict[str, Any], total: dict[str, Any]) -> str:
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(totals_message(body, total))
        return base64.b64encode(signature).decode()


class Key(NamedTuple):
    """A receipt key as the log names it."""

    issuer: Issuer
    about: dict[str, str]


class RichService(Service):
    """Says what happened in a few words; each appends the entries that belong to it."""

    def __init__(self) -> None:
        super().__init__(SIGNER)
        self.cosigners = list(WITNESSES[:2])
        self.source = ids.Seeded(8)
        self.acceptances: dict[str, bytes] = {}
        self._tokens = count()
        self._texts = count()

    def uuid(self) -> str:
        return str(self.source.uuid())

    def commitment(self) -> str:
        """A new one."""
        return hashlib.sha256(b"text %d" % next(self._texts)).hexdigest()

    def position(self, kind: str, number: int = 0) -> int:
        """Where the n-th entry of a kind stands; from the end for a negative number."""
        return [place for place, raw in enumerate(self.entries) if decode(raw).kind == kind][number]

    def body(self, position: int) -> dict[str, Any]:
        return dict(decode(self.entries[position]).body)

    def change(self, position: int, **change: Any) -> None:
        """Write an entry anew with other fields; None takes one out."""
        entry = decode(self.entries[position])
        body = {name: value for name, value in (dict(entry.body) | change).items() if value is not None}
        self.entries[position] = encode(entry.kind, body)

    def join(self, month: int) -> str:
        shop, number = self.uuid(), next(self._texts)
        numbers = [{"scheme": "lei", "value": f"5299000000000000{number:04d}"}]
        about = {"business": shop, "country": "GB", "charter": "1", "date": day(month), "names": HASH}
        self.append("business-joined", numbers=numbers, **about)
        return shop

    def admit(self, receipt_class: str, month: int, seed: int) -> Attester:
        found = Attester(self.uuid(), receipt_class, bytes([seed]) * 32)
        public = Ed25519PrivateKey.from_private_bytes(found.seed).public_key().public_bytes_raw()
        kind = "payment-provider" if receipt_class == "independent" else "business"
        said = {"class": receipt_class, "key": base64.b64encode(public).decode(), "date": day(month)}
        self.append("attester-admitted", attester=found.id, attester_kind=kind, **said)
        return found

    def key_of(self, shop: str, receipt_class: str, month: int, number: int) -> Key:
        issuer = issuers()[number]
        about = {"business": shop, "class": receipt_class, "epoch": quarter(month), "key_id": issuer.key_id}
        self.append("receipt-key", **about, key=base64.b64encode(issuer.public).decode())
        return Key(issuer, about)

    def spend(self, key: Key, many: int) -> list[str]:
        """Log so many new tokens."""
        tokens = sorted(base64.b64encode(key.issuer.token(next(self._tokens))).decode() for _ in range(many))
        for start in range(0, many, 128):
            self.append("receipts-spent", **key.about, tokens=tokens[start : start + 128])
        return tokens

    def review(self, shop: str, month: int, key: Key | None = None, **change: Any) -> str:
        """A review; with a key, its token must have been spent."""
        review, number = self.uuid(), len(self.entries)
        body: dict[str, Any] = {"business": shop, "review": review, "month": months.show(month)}
        body |= {"stars": 1 + number % 5, "outcome": ("as-agreed", "problem-unsolved", "never-delivered")[number % 3]}
        body |= {"commitment": self.commitment(), "class": "none" if key is None else key.about["class"]}
        if key is not None:
            body["key_id"] = key.issuer.key_id
        self.append("review", **body | change)
        return review

    def batch(self, shop: str, month: int, key: Key, many: int) -> list[str]:
        """Tokens, then as many reviews."""
        self.spend(key, many)
        return [self.review(shop, month, key) for _ in range(many)]

    def totals(self, key: Key, moment: str, *attesters: Attester, claimed: str = "20-99", signed: bool = True) -> None:
        body: dict[str, Any] = {**key.about, "moment": moment, "totals": []}
        for attester in attesters:
            total = {"attester": attester.id, "registered": "100-499", "claimed": claimed, "contested": "0"}
            body["totals"].append(total | ({"signature": attester.sign(body, total)} if signed else {}))
        self.append("receipt-totals", **body)

    def accept(self, name: str, body: dict[str, Any], until: date) -> bytes:
        """The signed acceptance of a review with this body."""
        found = Acceptance(
            origin=ORIGIN,
            business=body["business"],
            receipt_class=body["class"],
            key_id=body.get("key_id"),
            commitment=body["commitment"],
            publish_by=until,
        )
        self.acceptances[name] = found.sign(ACCEPTANCE_SEED).encode()
        return self.acceptances[name]

    @property
    def policy(self) -> bytes:
        """A quorum of two of three witnesses, of whom two sign."""
        names = tuple(f"w{n}" for n in range(len(WITNESSES)))
        witnesses = tuple(Witness(name, one.verifier()) for name, one in zip(names, WITNESSES, strict=True))
        return Policy((Log(SIGNER.verifier()),), witnesses, (Group("two", 2, names),), "two").encode()


class Case:
    """A case about one review; each step appends its entry."""

    FIGURES = {"month": "2026-10", "log_size": 3, "published": False}
    TWO = [{"role": "moderator", "persons": 1}, {"role": "second-moderator", "persons": 1}]
    PANEL = [{"role": "panel", "persons": 3}]

    def __init__(self, service: RichService, shop: str, review: str, month: int, later: int = 0) -> None:
        self.service, self.month, self.later, self.case = service, month, later, service.uuid()
        self.about = {"business": shop, "review": review}

    def _say(self, kind: str, number: int, **body: Any) -> None:
        about = self.about | {"case": self.case, "date": day(self.month, number + self.later)}
        self.service.append(kind, **about | body)

    def challenge(self, **change: Any) -> None:
        said = {"ground": "off-topic", "rule_version": "1", "side": "business", "is_urgent": False}
        self._say("challenge", 2, **said | change)

    def step(self, step: str, number: int, **change: Any) -> None:
        self._say("case-step", number, step=step, **change)

    def hear(self) -> None:
        """The writer is told, answers, and nobody replies: it can be decided."""
        self.step("noticed", 3, until=day(self.month, 18))
        self.step("answered", 5, until=day(self.month, 11))
        self.step("ready", 6)

    def open(self, **change: Any) -> None:
        """A challenge, and everybody was heard."""
        self.challenge(**change)
        self.hear()

    def decide(self, outcome: str, kind: str = "decision", **change: Any) -> str:
        """A decision, or that of the panel; answers its id."""
        decision = self.service.uuid()
        by = self.PANEL if kind == "appeal-decision" else self.TWO
        said: dict[str, Any] = {"ground": "off-topic", "rule_version": "1", "automation": False, "statement": HASH}
        said |= {"decision": decision, "outcome": outcome, "decided_by": by}
        said |= {"before": self.FIGURES, "after": self.FIGURES}
        if outcome in ("removed", "masked"):
            said["until"] = day(self.month + 12, 1)
        self._say(kind, 8 if kind == "decision" else 10, **said | change)
        return decision

    def appeal(self, **change: Any) -> None:
        self._say("appeal", 9, **{"party": "writer", "until": day(self.month, 28)} | change)

    def close(self) -> None:
        """Nobody appealed in time."""
        self._say("case-step", 20, step="closed", date=day(self.month + 7, 1))

    def interim(self, **change: Any) -> None:
        said = {"ground": "unlawful-content", "persons": 1, "until": day(self.month, 8)}
        self._say("interim", 6, **said | change)

    def mark(self, kind: str, **body: Any) -> None:
        """What is done to the review."""
        self.service.append(kind, **self.about, month=months.show(self.month), **body)


def _receipts(service: RichService, shops: list[str]) -> list[str]:
    """Keys, tokens and totals; answers reviews of the first two businesses with a receipt."""
    provider = service.admit("independent", FIRST, 1)
    own = service.admit("seller", FIRST, 2)
    independent = service.key_of(shops[0], "independent", FIRST, 0)
    seller = service.key_of(shops[0], "seller", FIRST, 1)
    other = service.key_of(shops[1], "independent", FIRST, 2)
    leaked = service.key_of(shops[1], "seller", FIRST, 3)
    found = service.batch(shops[0], FIRST, independent, 6)
    service.batch(shops[0], FIRST, seller, 8)
    service.batch(shops[1], FIRST + 1, leaked, 3)
    found += service.batch(shops[1], FIRST + 1, other, 4)
    service.append("receipt-key-annulled", **leaked.about, reason="leaked", persons=2, date=day(FIRST + 2))
    service.review(shops[1], FIRST + 2, leaked)
    replaced = service.key_of(shops[1], "seller", FIRST, 4)
    service.batch(shops[1], FIRST + 2, replaced, 2)
    service.append("receipt-key-ended", **independent.about, reason="epoch-over", date=day(FIRST + 3))
    service.totals(independent, "issuing-ended", provider)
    service.totals(seller, "issuing-ended", own, signed=False)
    service.totals(independent, "key-dead", provider)
    service.append("attester-ended", attester=own.id, date=day(FIRST + 3))
    return found


def _cases(service: RichService, shop: str, reviews: list[str], month: int) -> None:
    removed = Case(service, shop, reviews[0], month)
    removed.open()
    removed.mark("review-restricted", decision=removed.decide("removed"))
    removed.appeal()
    removed.mark("review-restored", decision=removed.decide("restored", "appeal-decision"))
    kept = Case(service, shop, reviews[1], month)
    kept.open()
    kept.decide("rejected")
    kept.appeal(party="challenger")
    kept.decide("rejected", "appeal-decision")
    urgent = Case(service, shop, reviews[2], month)
    urgent.open(ground="unlawful-content", is_urgent=True)
    urgent.interim()
    urgent.mark("review-restricted", interim=urgent.case)
    urgent.mark("review-restricted", decision=urgent.decide("removed", ground="unlawful-content"))
    masked = Case(service, shop, reviews[3], month)
    masked.open(ground="names-a-person", is_urgent=True)
    masked.mark("review-masked", commitment=HASH, decision=masked.decide("masked", ground="names-a-person"))
    _end_later(service, [urgent, masked], month)


def _end_later(service: RichService, decided: list[Case], month: int) -> None:
    """Close what nobody appealed, once the time for it is over."""
    for case in decided:
        if month + 7 <= THIS:
            case.close()


def _unfounded(service: RichService, shop: str, month: int, later: int) -> None:
    """As many manifestly unfounded challenges as a measure takes."""
    for _ in range(3):
        case = Case(service, shop, service.review(shop, month), month, later)
        case.challenge()
        case.decide("inadmissible", unfounded=True)


def _measures(service: RichService, shop: str, month: int) -> None:
    case, decision = service.uuid(), service.uuid()
    by_two: dict[str, Any] = {"business": shop, "persons": 2, "date": day(month)}
    warning: dict[str, Any] = by_two | {"case": case, "ground": "charter-breach", "severity": "moderate"}
    service.append("warning", **warning, until=day(month + 6))
    service.append("warning-ended", **by_two | {"case": case, "why": "cured", "date": day(month + 1)})
    _unfounded(service, shop, month, 0)
    unfounded = warning | {"case": service.uuid(), "ground": "unfounded-challenges", "severity": "minor"}
    service.append("warning", **unfounded | {"date": day(month, 9)}, until=day(month + 3))
    _unfounded(service, shop, month, 8)
    right = by_two | {"decision": decision, "date": day(month, 17)}
    service.append("right-suspended", **right, until=str(date.fromisoformat(right["date"]) + timedelta(days=30)))
    service.append("right-restored", **right)
    about = {"business": shop, "date": day(month)}
    contested = Case(service, shop, "", month)
    contested.about = {"business": shop, "alert": "surge"}
    contested.challenge(ground="innocent-cause")
    suspended = contested.decide("suspended", ground="innocent-cause")
    alert = about | {"alert": "surge", "decision": suspended, "date": day(month, 8)}
    service.append("alert-suspended", **alert, until=months.show(month + 3), persons=2)
    service.append("alert-resumed", **alert)
    service.append("domain-proved", **about, domain="shop.example", method="dns")
    service.append("domain-lost", **about, domain="shop.example")
    warned = Case(service, shop, "", month)
    warned.about = {"business": shop, "domain": "sh0p.example"}
    warned.challenge(ground="no-imitation", side="public")
    warned.step("answered", 5, until=day(month, 11))
    warned.step("ready", 6)
    exempt = warned.decide("exempt", ground="no-imitation")
    service.append("exemption", **about | {"date": day(month, 8)}, domain="sh0p.example", decision=exempt)
    service.append("order", **about, authority_code="de-bnetza", measure="information-requested")
    service.append("panel-roster", roster_sha256=HASH, persons=12, date=day(month))
    append_checks(service, on=date.fromisoformat(day(month)))


def _writers(service: RichService, shop: str, month: int) -> None:
    """What writers and the business do to reviews."""
    for act in ("changed", "masked", "withdrawn", "erased", "replied"):
        about = {"business": shop, "review": service.review(shop, month, no_receipt_given=True)}
        about["month"] = months.show(month)
        if act == "changed":
            service.append("review-changed", **about, stars=5, outcome="problem-solved", commitment=HASH)
        elif act == "replied":
            service.append("reply", **about, commitment=HASH)
        elif act == "masked":
            service.append("review-masked", **about, commitment=HASH)
        else:
            service.append(f"review-{act}", **about)


def make_rich_service(last: Callable[[RichService], object] = lambda _: None, ordinary: int = 240) -> RichService:
    """The service, published. `last` appends more before that; `ordinary`: how many reviews nothing happens to."""
    service = RichService()
    key = Ed25519PrivateKey.from_private_bytes(ACCEPTANCE_SEED).public_key().public_bytes_raw()
    acceptance_key = base64.b64encode(key).decode()
    service.append(
        "operator", commitment=HASH, funder="nobody", policy="1", date=day(FIRST), acceptance_key=acceptance_key
    )
    about = {"spec_sha256": EDITIONS[1].spec_sha256, "effective": months.show(FIRST), "announced": day(FIRST)}
    service.append("edition", edition=1, persons=2, **about)
    shops = [service.join(FIRST) for _ in range(4)]
    found = _receipts(service, shops)
    service.append("business-left", business=shops[2], date=day(FIRST + 3))
    for number in range(ordinary):
        service.review(shops[number % 4], FIRST + 3 + 4 * number // ordinary)
    service.append("business-returned", business=shops[2], charter="1", date=day(FIRST + 7))
    service.append_ratings_file(months.show(THIS - 1))
    _cases(service, shops[0], found, THIS - 1)
    _measures(service, shops[1], THIS - 1)
    _writers(service, shops[2], THIS - 1)
    service.accept("published", service.body(service.position("review", 3)), date(2199, 1, 1))
    waiting = service.body(service.position("review", 3)) | {"commitment": service.commitment()}
    service.append("review-unpublished", commitment=waiting["commitment"], month=months.show(THIS - 1), reason="erased")
    service.accept("unpublished", waiting, months.first_day(THIS))
    service.accept("missing", waiting | {"commitment": service.commitment()}, months.first_day(THIS - 1))
    service.accept("waiting", waiting | {"commitment": service.commitment()}, date(2199, 1, 1))
    last(service)
    service.publish()
    return service
