"""With the log's key: entries that no schema allows, and a log whose entries cannot have followed each other."""

import re
from collections.abc import Callable

from reputation.audit.findings import Kind
from reputation.core import months
from tests.faults.tampering.tampering import (
    SOON,
    Tampering,
    appended,
    changed,
    mark,
    rewritten,
    sealed,
    shop,
)
from tests.rich_log import THIS, RichService, day

Written = Callable[[bytes], bytes]


def ill_formed(name: str, written: Written, words: str) -> Tampering:
    """The entry that says who is on the panel, written in a way that is no entry."""
    return Tampering(name, rewritten("panel-roster", 0, written), Kind.ENTRY, words)


def instead(before: bytes, after: bytes) -> Written:
    def written(raw: bytes) -> bytes:
        assert before in raw
        return raw.replace(before, after, 1)

    return written


SCHEMA = (
    ill_formed("an entry with a space in it", instead(b":", b": "), "not in canonical form"),
    ill_formed(
        "an entry with its fields in another order", lambda raw: b'{"v":1,' + raw[1:-7] + b"}", "not in canonical form"
    ),
    ill_formed("a field given twice", instead(b'"v":1', b'"v":1,"v":1'), "not in canonical form"),
    ill_formed("a letter written by its number", instead(b"panel", b"\\u0070anel"), "not in canonical form"),
    ill_formed("a number with a fraction", instead(b'"persons":12', b'"persons":12.0'), "only whole numbers"),
    ill_formed(
        "a number beyond its bounds", instead(b'"persons":12', b'"persons":100'), "persons is not a whole number"
    ),
    ill_formed("a day that never was", instead(b'-05"', b'-32"'), "date is not a day"),
    ill_formed(
        "a field that is not in the schema",
        instead(b'"persons"', b'"name":"A. Smith","persons"'),
        "a field it does not have",
    ),
    ill_formed("a field taken out", instead(b'"persons":12,', b""), "persons is missing"),
    ill_formed("a kind that is not in the schema", instead(b'"panel-roster"', b'"panel"'), "no such kind"),
    ill_formed("a version of the schema that is none", instead(b'"v":1', b'"v":2'), "unknown version"),
    ill_formed("an entry that is no JSON", lambda raw: raw[:-1], "the entry is not JSON"),
    ill_formed("an entry that is no object", lambda raw: b"[" + raw + b"]", "no object with a kind"),
    ill_formed("an empty entry", lambda _: b"", "the entry is not JSON"),
    ill_formed("an entry with the mark of a byte order", lambda raw: b"\xef\xbb\xbf" + raw, "not in canonical form"),
    ill_formed("an entry in another encoding", lambda raw: raw.decode().encode("utf-16"), "not in canonical form"),
    Tampering(
        "a review of six stars",
        rewritten("review", -1, lambda raw: re.sub(rb'"stars":\d', b'"stars":6', raw)),
        Kind.ENTRY,
        "stars is not a whole number 1 to 5",
        (Kind.COURSE, Kind.RATINGS),
    ),
)


def first_entry_gone(log: RichService) -> None:
    del log.entries[0]


def edition_after_reviews(log: RichService) -> None:
    log.entries.insert(log.position("review"), log.entries.pop(log.position("edition")))


def month_goes_back(log: RichService) -> None:
    log.review(shop(log), SOON)
    log.review(shop(log), SOON - 1)


def announced_late(log: RichService) -> None:
    about = {"spec_sha256": "ab" * 32, "effective": months.show(THIS), "announced": day(THIS)}
    log.append("edition", edition=2, persons=2, **about)


EDITION: dict[str, object] = {"announced": day(SOON), "effective": months.show(THIS + 3), "persons": 2}
OVERALL = (
    Tampering(
        "a log that does not say who runs it",
        sealed(first_entry_gone),
        Kind.ENTRY,
        "must say who runs the service",
        (Kind.COURSE,),
    ),
    Tampering(
        "reviews before any edition", sealed(edition_after_reviews), Kind.COURSE, "a review comes before any edition"
    ),
    Tampering(
        "another formula under a known number",
        changed("edition", spec_sha256="ab" * 32),
        Kind.COURSE,
        "another one than that known here",
    ),
    Tampering(
        "an edition by one person", changed("edition", persons=1), Kind.COURSE, "an edition is released by 2 persons"
    ),
    Tampering(
        "an edition nobody knows",
        appended("edition", edition=2, spec_sha256="ab" * 32, **EDITION),
        Kind.COURSE,
        "edition 2 of the formula is not known here",
    ),
    Tampering(
        "an edition released twice",
        appended("edition", edition=1, spec_sha256="ab" * 32, **EDITION),
        Kind.COURSE,
        "edition 1 comes where edition 2 is due",
    ),
    Tampering(
        "an edition announced too late", sealed(announced_late), Kind.COURSE, "announced less than 30 days before"
    ),
    Tampering(
        "a review of a month to come",
        sealed(lambda log: log.review(shop(log), THIS + 2)),
        Kind.COURSE,
        "has not come yet",
    ),
    Tampering("a review of a month gone by", sealed(month_goes_back), Kind.COURSE, "after a review of"),
    Tampering(
        "an operator of an earlier day",
        appended("operator", commitment="ab" * 32, funder="nobody", policy="1", date="2020-01-01"),
        Kind.COURSE,
        "it is of 2020-01-01, and the one before it",
    ),
    Tampering(
        "a ratings file over entries to come",
        appended("ratings-file", sha256="ab" * 32, log_size=10_000, month=months.show(SOON), date=day(SOON)),
        Kind.COURSE,
        "cannot rest on entries after it",
    ),
    Tampering(
        "a ratings file of a month before the first edition",
        appended("ratings-file", sha256="ab" * 32, log_size=9, month="2020-01", date=day(SOON)),
        Kind.COURSE,
        "no edition of the formula is in force",
    ),
)

NOBODY = "2f2e3d4c-1111-4222-8333-444455556666"


def about_shop(kind: str, **body: object) -> Callable[[RichService], None]:
    """One entry more, about the first business."""
    return sealed(lambda log: log.append(kind, business=shop(log), date=day(SOON), **body))


def twice(kind: str, **body: object) -> Callable[[RichService], None]:
    def done(log: RichService) -> None:
        for _ in range(2):
            log.append(kind, business=shop(log, 3), date=day(SOON), **body)

    return sealed(done)


def joined_twice(log: RichService) -> None:
    log.entries.append(log.entries[log.position("business-joined")])


def returned_before_leaving(log: RichService) -> None:
    log.append("business-returned", business=shop(log, 3), charter="1", date=day(SOON))


MEASURE: dict[str, object] = {"case": NOBODY, "ground": "charter-breach", "persons": 2}
SHORT, LONG, OVER = day(SOON + 1), day(SOON + 37), day(SOON - 1)
BUSINESSES = (
    Tampering(
        "a business that has not joined",
        appended("business-left", business=NOBODY, date=day(SOON)),
        Kind.COURSE,
        "the business has not joined",
    ),
    Tampering(
        "a review of a business that has not joined",
        sealed(lambda log: log.review(NOBODY, SOON)),
        Kind.COURSE,
        "the business has not joined",
    ),
    Tampering("a business that joins twice", sealed(joined_twice), Kind.COURSE, "business-joined): "),
    Tampering("a business that leaves twice", twice("business-left"), Kind.COURSE, "business-left): "),
    Tampering(
        "a business that returns and had not left", sealed(returned_before_leaving), Kind.COURSE, "business-returned): "
    ),
    Tampering(
        "a domain proved twice",
        twice("domain-proved", domain="a.example", method="dns"),
        Kind.COURSE,
        "the domain was proved before",
    ),
    Tampering(
        "a domain lost that was not proved",
        about_shop("domain-lost", domain="b.example"),
        Kind.COURSE,
        "the domain was not proved",
    ),
    Tampering(
        "a warning by one person",
        about_shop("warning", severity="serious", **MEASURE | {"persons": 1}, until=SHORT),
        Kind.COURSE,
        "is decided by 2 persons",
    ),
    Tampering(
        "a warning without end",
        about_shop("warning", severity="serious", **MEASURE, until=LONG),
        Kind.COURSE,
        "lasts longer than 36 months",
    ),
    Tampering(
        "a warning that ends before it begins",
        about_shop("warning", severity="serious", **MEASURE, until=OVER),
        Kind.COURSE,
        "ends before it begins",
    ),
    Tampering(
        "the end of a warning that nobody gave",
        about_shop("warning-ended", case=NOBODY, why="cured", persons=2),
        Kind.COURSE,
        "no warning of this case stands",
    ),
    Tampering(
        "a termination by one person",
        about_shop("termination", **MEASURE | {"persons": 1}, until=SHORT),
        Kind.COURSE,
        "is decided by 2 persons",
    ),
    Tampering(
        "an interim measure for weeks by one person",
        about_shop("interim", **MEASURE | {"persons": 1}, until=day(SOON, 25)),
        Kind.COURSE,
        "beyond 48 hours",
    ),
    Tampering(
        "an alert suspended for a year",
        changed("alert-suspended", until=months.show(SOON + 12)),
        Kind.COURSE,
        "for longer than 6 months",
    ),
    Tampering(
        "an alert suspended for no time",
        changed("alert-suspended", until=months.show(SOON)),
        Kind.COURSE,
        "the suspension ends before it begins",
    ),
    Tampering(
        "a right suspended for no time",
        changed("right-suspended", until=day(SOON)),
        Kind.COURSE,
        "the suspension ends before it begins",
    ),
    Tampering(
        "a mark on a review of nobody",
        sealed(lambda log: log.append("review-erased", **mark(log) | {"review": NOBODY})),
        Kind.COURSE,
        "no such review",
    ),
    Tampering(
        "a mark on the review of another business",
        sealed(lambda log: log.append("review-erased", **mark(log) | {"business": shop(log, 1)})),
        Kind.COURSE,
        "no such review",
    ),
)
CASES = (*SCHEMA, *OVERALL, *BUSINESSES)
