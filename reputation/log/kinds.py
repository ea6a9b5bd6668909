"""Every kind of entry, version 1: what it carries. docs/entries.md is printed from this table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reputation.log import between, codes
from reputation.log import fields as f
from reputation.log.fields import Type

VERSION = 1
Rule = Callable[[Mapping[str, object]], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry. `rules` say what is wrong between fields, or None."""

    name: str
    says: str
    wanted: Mapping[str, Type]
    optional: Mapping[str, Type] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


CASE = {"case": f.UUID4, "business": f.UUID4}
# What a case is about: a review, or an alert about the business.
SUBJECT = {"review": f.UUID4, "alert": f.one_of(codes.ALERTS)}
REVIEW = {"business": f.UUID4, "review": f.UUID4, "month": f.MONTH}
RECEIPT_KEY = {
    "business": f.UUID4,
    "class": f.one_of(codes.RECEIPT_CLASSES),
    "epoch": f.EPOCH,
    "key_id": f.SHA256,
}
FIGURES = f.record(
    {"month": f.MONTH, "log_size": f.COUNT, "published": f.FLAG},
    {"well": f.whole(0, 1000), "stars": f.whole(100, 500)},
)
DECIDED_BY = f.list_of(f.record({"role": f.one_of(codes.ROLES), "persons": f.PERSONS}), 1, 4)
GROUND = f.one_of(codes.GROUNDS + codes.ALERT_GROUNDS)
ANY_GROUND = f.one_of(codes.GROUNDS + codes.BUSINESS_GROUNDS)
DECISION = {
    **CASE,
    "decision": f.UUID4,
    "ground": GROUND,
    "rule_version": f.VERSION,
    "outcome": f.one_of(codes.DECISIONS),
    "decided_by": DECIDED_BY,
    "automation": f.FLAG,
    "before": FIGURES,
    "after": FIGURES,
    "statement": f.SHA256,
    "date": f.DAY,
}
NOTED = {"decision": f.UUID4, "persons": f.PERSONS, "date": f.DAY}
MEASURE = {"case": f.UUID4, "business": f.UUID4, "ground": ANY_GROUND, "persons": f.PERSONS, "date": f.DAY}
NUMBERS = f.list_of(f.NUMBER, 1, 16)
TOTALS = f.list_of(
    f.record(
        {
            "attester": f.UUID4,
            "registered": f.one_of(codes.BANDS),
            "claimed": f.one_of(codes.BANDS),
            "contested": f.one_of(codes.BANDS),
        },
        {"signature": f.SIGNATURE},
    ),
    1,
    64,
)

_ALL = (
    Kind(
        "operator",
        "Who runs the service: the first entry, and again on every change",
        {"commitment": f.SHA256, "funder": f.CODE, "policy": f.VERSION, "date": f.DAY},
        {"acceptance_key": f.KEY},
    ),
    Kind(
        "edition",
        "An edition of the formula, with the SHA-256 of its specification, before it takes effect",
        {
            "edition": f.whole(1, 9999),
            "spec_sha256": f.SHA256,
            "effective": f.MONTH,
            "announced": f.DAY,
            "persons": f.PERSONS,
        },
        rules=(between.announced_in_time,),
    ),
    Kind(
        "business-joined",
        "A business takes part; `names` is the commitment to its names",
        {
            "business": f.UUID4,
            "numbers": NUMBERS,
            "country": f.COUNTRY,
            "charter": f.VERSION,
            "date": f.DAY,
            "names": f.SHA256,
        },
    ),
    Kind(
        "business-changed",
        "A particular of a business changed; the field named by `change` is there and no other",
        {"business": f.UUID4, "change": f.one_of(codes.CHANGES), "date": f.DAY},
        {
            "names": f.SHA256,
            "numbers": f.list_of(f.NUMBER, 0, 16),
            "charter": f.VERSION,
            "country": f.COUNTRY,
            "successor": f.UUID4,
            "ownership": f.FLAG,
        },
        rules=(between.the_change,),
    ),
    Kind("business-left", "A business no longer takes part", {"business": f.UUID4, "date": f.DAY}),
    Kind(
        "business-returned",
        "A business that had left takes part again; its history resumes",
        {"business": f.UUID4, "charter": f.VERSION, "date": f.DAY},
    ),
    Kind(
        "domain-proved",
        "A business showed that it controls a domain",
        {"business": f.UUID4, "domain": f.DOMAIN, "method": f.one_of(codes.DOMAIN_METHODS), "date": f.DAY},
    ),
    Kind(
        "domain-lost",
        "A proof of a domain no longer holds",
        {"business": f.UUID4, "domain": f.DOMAIN, "date": f.DAY},
    ),
    Kind(
        "attester-admitted",
        "Somebody may vouch for purchases, a business for its own; without `key` its totals stay unsigned",
        {
            "attester": f.UUID4,
            "attester_kind": f.one_of(codes.ATTESTER_KINDS),
            "class": f.one_of(codes.RECEIPT_CLASSES),
            "date": f.DAY,
        },
        {"key": f.KEY, "business": f.UUID4},
        rules=(between.only_a_business_is_one,),
    ),
    Kind("attester-ended", "Somebody may no longer vouch", {"attester": f.UUID4, "date": f.DAY}),
    Kind(
        "receipt-key",
        "The key that signs receipts of a business, class and quarter",
        {**RECEIPT_KEY, "key": f.LONG_KEY},
    ),
    Kind(
        "receipt-key-ended",
        "A key signs no more; its receipts stay good",
        {**RECEIPT_KEY, "reason": f.one_of(codes.KEY_ENDS), "date": f.DAY},
    ),
    Kind(
        "receipt-key-annulled",
        "A key and its receipts no longer count; decided by two persons",
        {
            **RECEIPT_KEY,
            "reason": f.one_of(codes.KEY_ANNULMENTS),
            "persons": f.whole(2, 99),
            "date": f.DAY,
        },
    ),
    Kind(
        "receipt-totals",
        "How many receipts each attester registered, as bands; without `signature` they are unsigned",
        {**RECEIPT_KEY, "moment": f.one_of(codes.TOTAL_MOMENTS), "totals": TOTALS},
    ),
    Kind(
        "receipts-spent",
        "The receipts of the reviews that follow, sorted by value",
        {**RECEIPT_KEY, "tokens": f.list_of(f.TOKEN, 1, 128, is_sorted=True)},
    ),
    Kind(
        "review",
        "A review, in its publication month; `commitment` is to its text",
        {
            **REVIEW,
            "stars": f.STARS,
            "outcome": f.one_of(codes.OUTCOMES),
            "class": f.one_of(codes.CLASSES),
            "commitment": f.SHA256,
        },
        {"key_id": f.SHA256, "no_receipt_given": f.FLAG},
        rules=(between.only_without_receipt,),
    ),
    Kind(
        "review-unpublished",
        "A review that was accepted and never published",
        {"commitment": f.SHA256, "month": f.MONTH, "reason": f.one_of(codes.UNPUBLISHED)},
    ),
    Kind(
        "review-changed",
        "The writer changed stars, outcome or text",
        {**REVIEW, "stars": f.STARS, "outcome": f.one_of(codes.OUTCOMES), "commitment": f.SHA256},
    ),
    Kind(
        "review-masked",
        "Words of a text were masked; the figures stay",
        {**REVIEW, "commitment": f.SHA256},
        {"decision": f.UUID4},
    ),
    Kind("review-withdrawn", "The writer took a review back", REVIEW),
    Kind(
        "review-restricted",
        "A review was taken out by a decision, or for the time being by an interim measure",
        REVIEW,
        {"decision": f.UUID4, "interim": f.UUID4},
        rules=(between.decision_or_interim,),
    ),
    Kind(
        "review-restored",
        "A review was put back by a decision, or because an interim measure ended",
        REVIEW,
        {"decision": f.UUID4, "interim": f.UUID4},
        rules=(between.decision_or_interim,),
    ),
    Kind("review-erased", "A text and its salt were erased; the figures stay", REVIEW),
    Kind("reply", "The business replied", {**REVIEW, "commitment": f.SHA256}),
    Kind(
        "challenge",
        "Somebody says that a review breaks a rule",
        {
            **CASE,
            "ground": GROUND,
            "rule_version": f.VERSION,
            "side": f.one_of(codes.SIDES),
            "is_urgent": f.FLAG,
            "date": f.DAY,
        },
        SUBJECT,
        rules=(between.one_subject, between.ground_fits),
    ),
    Kind(
        "case-step",
        "Something happened in a case between challenge and decision",
        {**CASE, "step": f.one_of(codes.STEPS), "date": f.DAY},
        {**SUBJECT, "until": f.DAY, "deadline": f.one_of(codes.DEADLINES)},
        rules=(between.one_subject, between.the_deadline),
    ),
    Kind(
        "case-conduct",
        "Something about how a side behaves that readers of the case should know, shown until a day",
        {**CASE, "conduct": f.one_of(codes.CONDUCT), **NOTED, "until": f.DAY},
        SUBJECT,
        rules=(between.one_subject,),
    ),
    Kind(
        "case-conduct-ended",
        "What was noted about how a side behaves was reversed after an appeal",
        {**CASE, **NOTED},
        SUBJECT,
        rules=(between.one_subject,),
    ),
    Kind(
        "decision",
        "A case was decided; figures before and after, and the commitment to the statement of reasons",
        DECISION,
        {**SUBJECT, "until": f.DAY, "unfounded": f.FLAG},
        rules=(between.one_subject, between.ground_fits, between.a_sanction_ends, between.unfounded_for_nothing),
    ),
    Kind(
        "appeal",
        "A decision was appealed",
        {**CASE, "party": f.one_of(codes.PARTIES), "until": f.DAY, "date": f.DAY},
        {**SUBJECT, "nonce_commitment": f.SHA256},
        rules=(between.one_subject,),
    ),
    Kind(
        "appeal-decision",
        "The panel decided; final",
        DECISION,
        {
            **SUBJECT,
            "until": f.DAY,
            "nonces": f.list_of(f.SHA256, 2, 2, may_repeat=True),
            "roster_sha256": f.SHA256,
            "drawn_at": f.COUNT,
            "unfounded": f.FLAG,
        },
        rules=(
            between.one_subject,
            between.ground_fits,
            between.a_sanction_ends,
            between.unfounded_for_nothing,
            between.lot_whole,
        ),
    ),
    Kind("interim", "A measure for the time being", {**MEASURE, "until": f.DAY}, {"review": f.UUID4}),
    Kind(
        "warning",
        "A warning about a business, until a day. It moves no figure",
        {
            **MEASURE,
            "ground": f.one_of(codes.BUSINESS_GROUNDS),
            "severity": f.one_of(codes.SEVERITIES),
            "until": f.DAY,
        },
    ),
    Kind(
        "warning-ended",
        "A warning ended before its day: what it was about is put right, or it was reversed after an appeal",
        {"case": f.UUID4, "business": f.UUID4, "why": f.one_of(codes.ENDS), "persons": f.PERSONS, "date": f.DAY},
    ),
    Kind("termination", "A business was excluded, until a day", {**MEASURE, "until": f.DAY}),
    Kind(
        "alert-suspended",
        "An alert is not shown as such until a month; decided by two persons",
        {
            "business": f.UUID4,
            "alert": f.one_of(codes.ALERTS),
            "decision": f.UUID4,
            "until": f.MONTH,
            "persons": f.whole(2, 99),
            "date": f.DAY,
        },
    ),
    Kind(
        "alert-resumed",
        "A suspended alert stands again",
        {"business": f.UUID4, "alert": f.one_of(codes.ALERTS), "decision": f.UUID4, "date": f.DAY},
    ),
    Kind(
        "right-suspended",
        "A business may not challenge until a day, but on urgent grounds",
        {"business": f.UUID4, "until": f.DAY, **NOTED},
    ),
    Kind(
        "right-restored",
        "The right of a business to challenge was given back after an appeal",
        {"business": f.UUID4, **NOTED},
    ),
    Kind(
        "exemption",
        "A domain that looks like another was found to be no imitation",
        {"business": f.UUID4, "domain": f.DOMAIN, "decision": f.UUID4, "date": f.DAY},
    ),
    Kind(
        "panel-roster",
        "Who can be drawn for a panel, as the SHA-256 of the list",
        {"roster_sha256": f.SHA256, "persons": f.PERSONS, "date": f.DAY},
    ),
    Kind(
        "order",
        "An authority's order. It never moves a rating",
        {"authority_code": f.CODE, "measure": f.one_of(codes.MEASURES), "date": f.DAY},
        {"business": f.UUID4},
    ),
    Kind(
        "checks-manifest",
        "Files of the private check were published: `sha256` is that of the text of their manifest",
        {"sha256": f.SHA256, "epoch": f.COUNT, "date": f.DAY},
    ),
    Kind(
        "ratings-file",
        "The SHA-256 of a published file of all ratings; `log_size` and `month` say what it was computed from",
        {"sha256": f.SHA256, "log_size": f.COUNT, "month": f.MONTH, "date": f.DAY},
    ),
    Kind(
        "report-file",
        "The SHA-256 of the transparency report about a half-year; `log_size` says what it was computed from",
        {"sha256": f.SHA256, "log_size": f.COUNT, "period": f.HALF_YEAR, "date": f.DAY},
    ),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
