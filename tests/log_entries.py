"""Entries for tests: typed helpers that make bodies the schema allows."""

import base64
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

from reputation.core.ids import Seeded
from reputation.log import codes

COMMITMENT = "ab" * 32


def uuid(seed: int) -> str:
    """The same id for the same seed."""
    return str(Seeded(seed).uuid())


def review(**change: Any) -> dict[str, Any]:
    """The body of a review."""
    body = {
        "business": uuid(1),
        "review": uuid(2),
        "month": "2026-11",
        "stars": 5,
        "outcome": "as-agreed",
        "class": "seller",
        "commitment": COMMITMENT,
    }
    return body | change


def reviews(count: int, *, business: UUID | str | None = None, seed: int = 0) -> Iterator[dict[str, Any]]:
    """So many different reviews of one business."""
    source, random = Seeded(seed), Random(seed)
    for _ in range(count):
        yield review(
            business=str(business or uuid(1)),
            review=str(source.uuid()),
            stars=random.randint(1, 5),
            outcome=random.choice(codes.OUTCOMES),
            **{"class": random.choice(codes.CLASSES)},
        )


CASE = {"case": uuid(3), "business": uuid(1), "review": uuid(2)}
MARK = {"business": uuid(1), "review": uuid(2), "month": "2026-11"}
KEY_OF = {"business": uuid(1), "class": "seller", "epoch": "2026Q4", "key_id": "cd" * 32}
KEY = base64.b64encode(b"\x01" * 32).decode()
SIGNATURE = base64.b64encode(b"\x03" * 64).decode()
DAY = {"date": "2026-11-23"}
FIGURES = {"month": "2026-11", "log_size": 7, "published": True, "well": 900, "stars": 441}
DECISION = {
    **CASE,
    **DAY,
    "decision": uuid(6),
    "ground": "off-topic",
    "rule_version": "1",
    "outcome": "removed",
    "until": "2027-11-23",
    "decided_by": [{"role": "moderator", "persons": 1}, {"role": "second-moderator", "persons": 1}],
    "automation": False,
    "before": FIGURES,
    "after": {"month": "2026-11", "log_size": 8, "published": False},
    "statement": COMMITMENT,
}
RESTORED = {name: value for name, value in DECISION.items() if name != "until"} | {"outcome": "restored"}
MEASURE = {"case": uuid(3), "business": uuid(1), "ground": "charter-breach", "persons": 2, **DAY}
BUSINESS = {"business": uuid(1), **DAY}

EXAMPLES: dict[str, dict[str, Any]] = {
    "operator": {"commitment": COMMITMENT, "funder": "nobody", "policy": "1.2", "acceptance_key": KEY, **DAY},
    "edition": {
        "edition": 1,
        "spec_sha256": COMMITMENT,
        "effective": "2026-11",
        "announced": "2026-11-01",
        "persons": 2,
    },
    "business-joined": {
        **BUSINESS,
        "numbers": [{"scheme": "lei", "value": "5493001KJTIIGC8Y1R12"}, {"scheme": "de-hr", "value": "HRB 12345"}],
        "country": "DE",
        "charter": "1",
        "names": COMMITMENT,
    },
    "business-changed": {**BUSINESS, "change": "country", "country": "FR"},
    "business-left": BUSINESS,
    "business-returned": {**BUSINESS, "charter": "2"},
    "domain-proved": {**BUSINESS, "domain": "shop.example", "method": "dns"},
    "domain-lost": {**BUSINESS, "domain": "xn--mller-kva.example"},
    "attester-admitted": {
        "attester": uuid(4),
        "attester_kind": "marketplace",
        "class": "independent",
        "key": KEY,
        **DAY,
    },
    "attester-ended": {"attester": uuid(4), **DAY},
    "receipt-key": {**KEY_OF, "key": base64.b64encode(b"\x02" * 300).decode()},
    "receipt-key-ended": {**KEY_OF, "reason": "epoch-over", **DAY},
    "receipt-key-annulled": {**KEY_OF, "reason": "leaked", "persons": 2, **DAY},
    "receipt-totals": {
        **KEY_OF,
        "moment": "key-dead",
        "totals": [
            {"attester": uuid(4), "registered": "100-499", "claimed": "20-99", "contested": "0"},
            {"attester": uuid(5), "registered": "0", "claimed": "0", "contested": "0", "signature": SIGNATURE},
        ],
    },
    "receipts-spent": {
        **KEY_OF,
        "tokens": sorted(base64.b64encode(bytes([n]) * 354).decode() for n in range(128)),
    },
    "review": {**review(), "key_id": "cd" * 32},
    "review-unpublished": {"commitment": COMMITMENT, "month": "2026-11", "reason": "erased"},
    "review-changed": {**MARK, "stars": 1, "outcome": "never-delivered", "commitment": COMMITMENT},
    "review-masked": {**MARK, "commitment": COMMITMENT, "decision": uuid(6)},
    "review-withdrawn": MARK,
    "review-restricted": {**MARK, "interim": uuid(6)},
    "review-restored": {**MARK, "decision": uuid(6)},
    "review-erased": MARK,
    "reply": {**MARK, "commitment": COMMITMENT},
    "challenge": {
        **CASE,
        **DAY,
        "ground": "wrong-business",
        "rule_version": "1",
        "side": "business",
        "is_urgent": False,
    },
    "case-step": {**CASE, **DAY, "step": "noticed", "until": "2026-12-07"},
    "decision": DECISION,
    "appeal": {**CASE, **DAY, "party": "writer", "until": "2026-12-23", "nonce_commitment": COMMITMENT},
    "appeal-decision": {**RESTORED, "nonces": [COMMITMENT, "cd" * 32], "roster_sha256": COMMITMENT, "drawn_at": 7},
    "interim": {**MEASURE, "review": uuid(2), "ground": "unlawful-content", "until": "2026-11-25"},
    "warning": {**MEASURE, "severity": "minor", "until": "2027-02-23"},
    "warning-ended": {"case": uuid(3), "why": "cured", "persons": 2, **BUSINESS},
    "termination": {**MEASURE, "until": "2027-11-23"},
    "alert-suspended": {**BUSINESS, "alert": "surge", "decision": uuid(6), "until": "2027-01", "persons": 2},
    "alert-resumed": {**BUSINESS, "alert": "surge", "decision": uuid(6)},
    "right-suspended": {**BUSINESS, "until": "2026-12-23", "decision": uuid(6), "persons": 2},
    "right-restored": {**BUSINESS, "decision": uuid(6), "persons": 2},
    "case-conduct": {
        **CASE,
        **DAY,
        "conduct": "legal-threat",
        "decision": uuid(6),
        "persons": 2,
        "until": "2027-11-23",
    },
    "case-conduct-ended": {**CASE, **DAY, "decision": uuid(6), "persons": 2},
    "exemption": {**BUSINESS, "domain": "shop.example", "decision": uuid(6)},
    "panel-roster": {"roster_sha256": COMMITMENT, "persons": 12, **DAY},
    "order": {"authority_code": "de-bnetza", "measure": "review-removed", **BUSINESS},
    "checks-manifest": {"sha256": COMMITMENT, "epoch": 3, **DAY},
    "ratings-file": {"sha256": COMMITMENT, "log_size": 7, "month": "2026-11", **DAY},
}
