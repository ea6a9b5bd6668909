"""Names every field that leaves the API, once for all operations."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings

from reputation.badges.queries import Badge
from reputation.businesses.queries import Brief, Profile, Proof
from reputation.businesses.rules import is_known
from reputation.core import months
from reputation.disputes.conduct import Counts
from reputation.disputes.conduct import Found as Measure
from reputation.disputes.queries import Summary
from reputation.log.cosignatures import Witnessed, Witnessing
from reputation.log.queries import Checkpoint, Consistency, Head, Inclusion, Row
from reputation.lookalikes.queries import Imitation
from reputation.lookup.guidance import Guidance, Item, for_country
from reputation.lookup.queries import Answer, Match
from reputation.reviews.queries import PublicReview, PublicTombstone
from reputation.reviews.rules import Figures


def operator() -> dict[str, str]:
    """Who runs this, who pays, under which policy: it comes with every rating (P12)."""
    given = settings.OPERATOR
    return {"name": given["name"], "funder": given["funder"], "policy_version": given["policy_version"]}


def with_operator(rating: bytes) -> bytes:
    """A rating's own bytes, untouched so that they can be compared, beside who is answerable for it."""
    return b'{"operator":' + rendered(operator()) + b',"rating":' + rating + b"}"


def match(found: Match, warnings: Sequence[Measure] = ()) -> dict[str, Any]:
    """One business or registry entity that fits a check, without its rating."""
    return {
        "kind": str(found.kind),
        "name": found.name,
        "country": found.country or None,
        "place": found.place or None,
        "business": str(found.public_id) if found.public_id else None,
        "page": f"/b/{found.public_id}/{found.slug}" if found.public_id else None,
        "domains": list(found.domains),
        "left_on": found.left_on.isoformat() if found.left_on else None,
        "lei": found.lei,
        "facts": [
            {"label": fact.label, "value": fact.value, "source": fact.source, "as_of": fact.as_of.isoformat()}
            for fact in found.facts
        ],
        "warnings": _warnings(warnings),
    }


def _warnings(found: Sequence[Measure]) -> list[dict[str, str]]:
    """Warnings beside a business, in short."""
    return [
        {
            "measure": str(one.public_id),
            "ground": one.ground,
            "severity": one.severity,
            "from": one.from_on.isoformat(),
            "until": one.until.isoformat(),
        }
        for one in found
    ]


def imitation(found: Imitation) -> dict[str, str]:
    """A participant whose proved domain an address looks like."""
    return {
        "business": str(found.business),
        "name": found.legal_name,
        "page": f"/b/{found.business}/{found.slug}",
        "domain": found.domain,
        "rule": str(found.rule),
        "strength": str(found.tier),
    }


def _item(item: Item) -> dict[str, str | None]:
    return {
        "text": item.text,
        "name": item.name or None,
        "url": item.url or None,
        "source": item.source,
        "as_of": item.as_of,
    }


def guidance(found: Guidance) -> dict[str, Any]:
    """What helps whoever wants to pay: the same for every shop of a country."""
    return {
        "country": found.country or None,
        "look": list(found.look),
        "whom_to_ask": [_item(item) for item in found.whom_to_ask],
        "pay_safely": [_item(item) for item in found.pay_safely],
        "money_back": [_item(item) for item in found.money_back],
        "report": [_item(item) for item in found.report],
    }


def rendered(document: object) -> bytes:
    """A document as bytes."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _guidance(country: str, language: str) -> bytes:
    """Guidance as bytes: the same for every check of a country."""
    return rendered(guidance(for_country(country, language)))


def check(answer: Answer, warnings: Mapping[UUID, Sequence[Measure]], language: str) -> bytes:
    """The answer to a check, with guidance in this language. Ratings are put in as the bytes they are stored as."""
    matches = [
        rendered(match(found, warnings.get(found.public_id, ()) if found.public_id else ()))[:-1]
        + b',"rating":'
        + (found.rating or b"null")
        + b"}"
        for found in answer.matches
    ]
    head = {
        "answer": str(answer.kind),
        "asked": answer.asked,
        "domain": answer.domain or None,
        "imitations": [imitation(one) for one in answer.imitations],
    }
    return b"".join(
        (
            rendered(head)[:-1],
            b',"matches":[',
            b",".join(matches),
            b'],"guidance":',
            _guidance(answer.country, language),
            b',"operator":',
            rendered(operator()),
            b"}",
        )
    )


def brief(found: Brief, rating: bytes, warnings: Sequence[Measure]) -> dict[str, Any]:
    """A line of the list of businesses, with the warnings that stand."""
    return {
        "business": str(found.public_id),
        "name": found.legal_name,
        "country": found.country,
        "place": found.place or None,
        "domains": list(found.domains),
        "joined_on": found.joined_on.isoformat(),
        "page": f"/b/{found.public_id}/{found.slug}",
        "rating": json.loads(rating),
        "warnings": _warnings(warnings),
    }


def measure(found: Measure) -> dict[str, Any]:
    """A measure about a business, with its statement of reasons and the appeal against it."""
    return {
        "measure": str(found.public_id),
        "kind": str(found.kind),
        "case": None if found.case is None else str(found.case),
        "ground": found.ground,
        "severity": found.severity or None,
        "rule": found.rule_text,
        "facts": list(found.facts),
        "reasoning": found.reasoning,
        "summary": found.summary,
        "policy_version": found.policy_version,
        "persons": found.persons,
        "told_on": found.told_on.isoformat(),
        "from": found.from_on.isoformat(),
        "until": found.until.isoformat(),
        "appeal_until": found.appeal_until.isoformat(),
        "appealed_on": None if found.appealed_on is None else found.appealed_on.isoformat(),
        "appeal_outcome": None if found.appeal_outcome is None else str(found.appeal_outcome),
    }


def profile(
    found: Profile, challenges: Summary, counts: Counts, withdrawn: dict[int, int], measures: Sequence[Measure]
) -> dict[str, Any]:
    """A business without its rating."""
    return {
        "business": str(found.public_id),
        "status": str(found.state),
        "legal_name": found.legal_name,
        "trading_names": list(found.trading_names),
        "numbers": [{"scheme": scheme, "value": value} for scheme, value in found.numbers],
        "country": found.country,
        "place": found.place or None,
        "domains": [
            {"domain": row.domain, "method": row.method, "proved_on": row.proved_on.isoformat()}
            for row in found.domains
        ],
        "charter_version": found.charter_version,
        "successor": None if found.successor is None else str(found.successor),
        "excluded_until": None if found.excluded_until is None else found.excluded_until.isoformat(),
        "joined_on": found.joined_on.isoformat(),
        "left_on": found.left_on.isoformat() if found.left_on else None,
        "history": [
            {"date": row.on.isoformat(), "kind": str(row.kind), "detail": row.detail or None} for row in found.history
        ],
        "challenges": {
            "total": challenges.total,
            "by_side": challenges.by_side,
            "by_stars": {str(stars): count for stars, count in challenges.by_stars.items()},
            "by_ground": challenges.by_ground,
            "by_outcome": challenges.by_outcome,
            "own_decided": challenges.own_decided,
            "own_upheld": challenges.own_upheld,
            "own_unfounded": challenges.own_unfounded,
            "suspended_rights": counts.suspended_rights,
            "threats": counts.threats,
            "cases": [str(case) for case in challenges.cases.items],
            "cases_after": None if challenges.cases.after is None else str(challenges.cases.after),
        },
        "measures": [measure(one) for one in measures],
        "withdrawn_by_stars": {str(stars): count for stars, count in withdrawn.items()},
        "page": f"/b/{found.public_id}/{found.slug}",
        "operator": operator(),
    }


def domains(proofs: Sequence[Proof], business: UUID, today: date) -> list[dict[str, Any]]:
    """The domains that a business proved at any time, each with every proof of it."""
    return [
        {
            "domain": domain,
            "is_shown": any(proof.business == business and proof.lost_on is None for proof in proofs),
            "proofs": [_proof(proof, today) for proof in proofs],
        }
        for domain, proofs in ((name, list(group)) for name, group in groupby(proofs, attrgetter("domain")))
    ]


def _proof(proof: Proof, today: date) -> dict[str, Any]:
    """A proof. The page of a business is named for as long as it stands."""
    has_page = is_known(today, proof.left_on, proof.excluded_until)
    return {
        "business": str(proof.business),
        "page": f"/b/{proof.business}/{proof.slug}" if has_page else None,
        "method": proof.method,
        "proved_on": proof.proved_on.isoformat(),
        "lost_on": proof.lost_on.isoformat() if proof.lost_on else None,
    }


def _figures(figures: Figures) -> dict[str, Any]:
    found = asdict(figures)
    found["month"] = months.show(figures.month)
    return found


def _tombstone(found: PublicTombstone) -> dict[str, Any]:
    return {
        "ground": found.ground,
        "rule_version": found.rule_version,
        "removed_on": found.removed_on.isoformat(),
        "before": _figures(found.before),
        "after": _figures(found.after),
        "case": str(found.case),
    }


def review(found: PublicReview) -> dict[str, Any]:
    """A review; its text in spans, so that masked words are seen as masked."""
    return {
        "review": str(found.public_id),
        "month": months.show(found.month),
        "stars": found.stars,
        "outcome": found.outcome,
        "class": found.receipt_class,
        "receipt_annulled": found.receipt_annulled,
        "no_receipt_given": found.no_receipt_given,
        "language": found.language,
        "state": found.state,
        "text": [asdict(span) for span in found.spans],
        "masked_on": found.masked_on.isoformat() if found.masked_on else None,
        "marks": [
            {"kind": mark.kind, "date": mark.marked_on.isoformat(), "case": str(mark.case)} for mark in found.marks
        ],
        "reply": {"text": found.reply.text, "month": months.show(found.reply.month)} if found.reply else None,
        "tombstone": _tombstone(found.tombstone) if found.tombstone else None,
    }


def badge(found: Badge) -> dict[str, Any]:
    """A signed badge with all that a shop puts on its page."""
    return {
        "svg": found.svg,
        "note": found.note,
        "link": found.link,
        "html": found.html,
        "linked_data": found.linked_data,
        "operator": operator(),
    }


def log(
    head: Head, checkpoint: Checkpoint | None, vkey: str, witnessing: Witnessing, operators: Sequence[int]
) -> dict[str, Any]:
    """Where the public log is, how far it goes, who has cosigned it, and where it names its operator."""
    return {
        "origin": head.origin,
        "key": vkey,
        "size": head.size,
        "checkpoint": log_checkpoint(checkpoint) if checkpoint else None,
        "witnesses": [_witness(found) for found in witnessing.witnesses],
        "quorum": str(witnessing.quorum),
        "operator_entries": list(operators),
        "urls": {
            "checkpoint": "/log/checkpoint",
            "key": "/log/key",
            "policy": "/log/policy",
            "tiles": "/log/tile/{level}/{index}",
        },
    }


def _witness(found: Witnessed) -> dict[str, str | None]:
    """A witness, and when it cosigned: to the second, as its cosignature says it."""
    at = found.cosigned_at
    return {"name": found.name, "key": found.vkey, "cosigned_at": f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else None}


def log_checkpoint(found: Checkpoint) -> dict[str, Any]:
    """A published checkpoint, with the signed text that shows it."""
    return {
        "size": found.size,
        "root": found.root.hex(),
        "published_on": found.published_at.date().isoformat(),
        "note": found.note,
    }


def log_inclusion(found: Inclusion) -> dict[str, Any]:
    """The proof that an entry is in the tree, hashes in hexadecimal, the neighbour's first."""
    return {
        "position": found.position,
        "size": found.size,
        "leaf_hash": found.leaf_hash.hex(),
        "root": found.root.hex(),
        "proof": [step.hex() for step in found.proof],
    }


def log_consistency(found: Consistency) -> dict[str, Any]:
    """The proof that a tree begins with a smaller one, hashes in hexadecimal."""
    return {
        "first": found.first,
        "second": found.second,
        "first_root": found.first_root.hex(),
        "second_root": found.second_root.hex(),
        "proof": [step.hex() for step in found.proof],
    }


def entry(row: Row) -> dict[str, Any]:
    """An entry of the log, as it is hashed."""
    return {"position": row.position, "leaf_hash": row.leaf_hash.hex(), "entry": json.loads(row.raw)}
