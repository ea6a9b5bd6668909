"""Everything that is held about a business, as one zip for those who act for it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from reputation.admissions import queries as admissions
from reputation.businesses import queries as businesses
from reputation.businesses.queries import Profile
from reputation.core import months
from reputation.disputes import listing
from reputation.disputes import queries as disputes
from reputation.disputes.queries import Statement
from reputation.domains import queries as domains
from reputation.log import queries as log
from reputation.members import api_keys, deeds
from reputation.members import queries as members
from reputation.members.rules import Act, Actor, DeedKind
from reputation.ratings import queries as ratings
from reputation.receipts import business_acts
from reputation.receipts.rules import show_epoch
from reputation.reports import decisions_tables, export_texts, receipts
from reputation.reports.tables import Row, Table, Zip, lines
from reputation.reviews import queries as reviews
from reputation.reviews.queries import PublicReview
from reputation.webhooks import queries as webhooks

PAGE = 100


def build(*, actor: Actor, language: str, now: datetime) -> bytes:
    """The zip. That it was taken is noted.

    Raises:
        NotAllowed
    """
    members.require(actor, Act.READ)
    found = Zip(now.date())
    found.file("README.txt", export_texts.readme(language, businesses.legal_name(actor.business), now.date()))
    found.file("particulars.json", lines(_particulars(businesses.profile(actor.business))))
    for table in tables(actor.business, now):
        found.table(table)
    for name, document in _rating(actor.business):
        found.file(f"{name}.json", lines(document))
    deeds.note(actor, DeedKind.EXPORTED, now=now)
    return found.close()


def tables(business: UUID, now: datetime) -> list[Table]:
    """What there is of which there may be several, each with its columns."""
    return [
        Table("history", ("on", "kind", "detail"), lambda: _history(business)),
        Table("contact", ("email", "language"), lambda: _contact(business)),
        Table("members", ("member", "email", "role", "since_on"), lambda: _members(business)),
        Table("former-members", ("member", "role", "since_on", "ended_on"), lambda: _former(business)),
        Table("invitations", ("invitation", "email", "role", "until"), lambda: _invitations(business, now)),
        Table(
            "keys",
            ("key", "name", "scopes", "begins", "made_on", "used_on", "ended_on"),
            lambda: _keys(business),
        ),
        Table("charter", ("version", "name", "office", "accepted_on"), lambda: _acceptances(business)),
        Table("charter-announcements", ("version", "told_on"), lambda: members.told(business)),
        Table("leaving", ("why", "given_on", "leaves_on", "ended_on", "is_cancelled"), lambda: _leavings(business)),
        Table("deeds", ("at", "kind", "by", "member", "who", "key", "detail"), lambda: _deeds(business)),
        Table("applications", APPLICATION, lambda: _applications(business)),
        Table("domains", CLAIM, lambda: _claims(business)),
        Table(
            "webhooks",
            ("webhook", "url", "events", "state", "made_on", "failing_since", "both_secrets_until"),
            lambda: _webhooks(business),
        ),
        Table("deliveries", DELIVERY, lambda: _deliveries(business)),
        Table("receipts", RECEIPT, lambda: _receipts(business)),
        Table("receipt-coverage", ("epoch", "via", "had_voucher", "band"), lambda: _coverage(business)),
        Table("receipt-totals", TOTAL, lambda: _totals(business)),
        Table("reviews", REVIEW, lambda: _reviews(business)),
        Table("cases", CASE, lambda: _cases(business)),
        Table("alert-decisions", decisions_tables.SUSPENSION, lambda: decisions_tables.suspensions(business)),
        Table("measures", decisions_tables.MEASURE, lambda: decisions_tables.measures(business)),
        Table("log-entries", ("position", "kind", "leaf_hash", "entry"), lambda: _entries(business)),
    ]


def _particulars(found: Profile) -> dict[str, Any]:
    return {
        "business": str(found.public_id),
        "state": str(found.state),
        "legal_name": found.legal_name,
        "trading_names": list(found.trading_names),
        "numbers": [{"scheme": scheme, "value": value} for scheme, value in found.numbers],
        "country": found.country,
        "place": found.place,
        "legal_form": found.legal_form or None,
        "joined_on": found.joined_on.isoformat(),
        "left_on": _day(found.left_on),
        "charter_version": found.charter_version,
        "successor": str(found.successor) if found.successor else None,
        "excluded_until": _day(found.excluded_until),
        "proved_domains": [
            {"domain": one.domain, "method": one.method, "proved_on": one.proved_on.isoformat()}
            for one in found.domains
        ],
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _history(business: UUID) -> Iterator[Row]:
    for one in businesses.profile(business).history:
        yield one.on, one.kind, one.detail


def _contact(business: UUID) -> Iterator[Row]:
    if reach := members.contact(business):
        yield reach.email, reach.language


def _members(business: UUID) -> Iterator[Row]:
    for one in members.people(business):
        yield one.public_id, one.email, one.role, one.since_on


def _former(business: UUID) -> Iterator[Row]:
    for one in members.former(business):
        yield one.public_id, one.role, one.since_on, one.ended_on


def _invitations(business: UUID, now: datetime) -> Iterator[Row]:
    for one in members.invited(business, now):
        yield one.public_id, one.email, one.role, one.until


def _keys(business: UUID) -> Iterator[Row]:
    for one in api_keys.ever_of_business(business):
        yield one.public_id, one.name, one.scopes, one.begins, one.made_on, one.used_on, one.ended_on


def _acceptances(business: UUID) -> Iterator[Row]:
    for one in members.acceptances(business):
        yield one.version, one.name, one.office, one.accepted_on


def _leavings(business: UUID) -> Iterator[Row]:
    for one in members.leavings(business):
        yield one.why, one.given_on, one.leaves_on, one.ended_on, one.is_cancelled


def _deeds(business: UUID) -> Iterator[Row]:
    after = None
    while found := members.deeds(business, after, PAGE):
        for one in found:
            yield one.at, one.kind, one.by, one.member, one.who, one.key, one.detail
        after = found[-1].id


APPLICATION = (
    "application",
    "state",
    "country",
    "legal_form",
    "legal_name",
    "trading_names",
    "place",
    "numbers",
    "domains",
    "accepted_by",
    "office",
    "doubts",
    "filed_on",
    "decided_on",
    "reasons",
    "appealed_on",
    "appeal",
    "appeal_decided_on",
    "appeal_reasons",
)


def _applications(business: UUID) -> Iterator[Row]:
    for one in admissions.of_business(business):
        yield one.public_id, *(getattr(one, name) for name in APPLICATION[1:])


CLAIM = (
    "claim",
    "domain",
    "state",
    "method",
    "value",
    "claimed_at",
    "checked_at",
    "next_check_at",
    "seen_at",
    "unseen_since",
    "failing_since",
    "grace_until",
    "ended_at",
)


def _claims(business: UUID) -> Iterator[Row]:
    for one in domains.claims(business):
        yield one.public_id, *(getattr(one, name) for name in CLAIM[1:])


def _webhooks(business: UUID) -> Iterator[Row]:
    for one in webhooks.endpoints(business):
        yield one.public_id, one.url, one.kinds, one.state, one.made_on, one.failing_since, one.both_secrets_until


DELIVERY = (
    "webhook",
    "delivery",
    "message_id",
    "kind",
    "body",
    "at",
    "state",
    "tries",
    "next_try_at",
    "status",
    "reason",
    "finished_at",
)


def _deliveries(business: UUID) -> Iterator[Row]:
    for endpoint in webhooks.endpoints(business):
        after = None
        while found := webhooks.deliveries(business=business, endpoint=endpoint.public_id, after=after, limit=PAGE):
            for one in found:
                yield endpoint.public_id, one.public_id, *(getattr(one, name) for name in DELIVERY[2:])
            after = found[-1].id


RECEIPT = (
    "class",
    "key_id",
    "epoch",
    "state",
    "registered",
    "claimed",
    "contested",
    "good_until",
    "redeemed_until",
)


def _receipts(business: UUID) -> Iterator[Row]:
    for one in receipts.figures(business).keys:
        yield (
            one.receipt_class,
            one.key_id.hex() if one.key_id else None,
            show_epoch(one.epoch),
            one.state,
            one.registered,
            one.claimed,
            one.contested,
            one.good_until,
            None if one.redeemed_until is None else months.show(one.redeemed_until),
        )


def _coverage(business: UUID) -> Iterator[Row]:
    for one in receipts.figures(business).coverage:
        yield show_epoch(one.epoch), one.via, one.had_voucher, one.band


TOTAL = ("key_id", "epoch", "moment", "registered", "claimed", "contested", "sign_until", "is_signed")


def _totals(business: UUID) -> Iterator[Row]:
    for one in business_acts.due(business):
        bands = (one.registered, one.claimed, one.contested)
        yield one.key_id.hex(), show_epoch(one.epoch), one.moment, *bands, one.sign_until, one.is_signed


REVIEW = (
    "review",
    "month",
    "stars",
    "outcome",
    "class",
    "receipt_annulled",
    "no_receipt_given",
    "language",
    "state",
    "text",
    "masked_on",
    "marks",
    "reply",
    "reply_month",
    "removed",
)


def _reviews(business: UUID) -> Iterator[Row]:
    after = None
    while True:
        page = reviews.public(business=business, after=after, limit=reviews.LONGEST_PAGE)
        yield from map(_review, page.items)
        if page.next is None:
            return
        after = page.next


def _review(one: PublicReview) -> Row:
    """A review as its page shows it: words that are masked there are masked here."""
    stone = one.tombstone
    return (
        one.public_id,
        months.show(one.month),
        one.stars,
        one.outcome,
        one.receipt_class,
        one.receipt_annulled,
        one.no_receipt_given,
        one.language,
        one.state,
        "".join(span.text for span in one.spans) or None,
        one.masked_on,
        [asdict(mark) for mark in one.marks],
        one.reply.text if one.reply else None,
        months.show(one.reply.month) if one.reply else None,
        None
        if stone is None
        else {"ground": stone.ground, "rule": stone.rule_version, "on": stone.removed_on, "case": stone.case},
    )


CASE = (
    "case",
    "review",
    "side",
    "state",
    "outcome",
    "ground",
    "rule_version",
    "quote",
    "said",
    "filed_on",
    "answer_until",
    "decide_until",
    "ended_on",
    "decisions",
)


def _cases(business: UUID) -> Iterator[Row]:
    for public_id in listing.all_listed(business):
        one = disputes.case(public_id)
        shown = (getattr(one, name) for name in CASE[2:-1])
        review = one.review.public_id if one.review else None
        yield one.public_id, review, *shown, [_statement(found) for found in one.statements]


def _statement(found: Statement) -> dict[str, Any]:
    """A statement of reasons as its page shows it, but for who decided, and the figures, which the log has."""
    return {name: value for name, value in asdict(found).items() if name not in ("decided_by", "before", "after")}


def _entries(business: UUID) -> Iterator[Row]:
    first = 0
    while found := log.of_business_from(business, first=first, limit=PAGE):
        for one in found:
            yield one.position, one.kind, one.leaf_hash.hex(), json.loads(one.raw)
        first = found[-1].position + 1


def _rating(business: UUID) -> Iterator[tuple[str, object]]:
    """The rating with its alerts, how it came about, and month by month; nothing before the first answer."""
    answer = ratings.answer(business)
    if answer is None:
        return
    yield "rating", json.loads(answer)
    yield "rating-workings", ratings.explanation(business=business)
    yield "rating-history", ratings.history(business)
