"""A database that falls back to an older state while what it published stays; and its rows, to compare."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.test import Client

from reputation.audit.run import Options, audit
from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses import queries as queries_of_businesses
from reputation.businesses.rules import Method
from reputation.core import clock, months
from reputation.disputes.rules import OPEN, Ground, Outcome
from reputation.log import actions as log
from reputation.log import publisher, queries
from reputation.log.replay import LOST
from reputation.lookalikes import index
from reputation.ratings import actions as ratings
from reputation.ratings.alerts import Alert
from reputation.reviews import actions as reviews
from reputation.reviews import publication
from reputation.reviews.rules import UNKNOWN_LANGUAGE, ReceiptClass
from reputation.reviews.rules import Outcome as Told
from reputation.service import replay
from tests import cases_made, warnings_made
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review, submit

NAMED = "Canary Wharfinger"
ERASED = "a canary text that was erased"
MONTHLY = timedelta(days=31)
ROOMS = ("businesses", "lookalikes", "reviews", "disputes")
# Rows of their own for each put, and the order of inner ids: nobody sees them.
UNSEEN = {"searchtoken", "searchdeletion", "registryentity", "registryimport", "stagedentity"}
# The index of names is made from the rows of the businesses.
UNSEEN |= {"name", "deletion", "dropped", "cursor"}
# Who did what in a case is not published, and is lost with the database.
UNSEEN |= {"decider", "taking"}


class Made(NamedTuple):
    """What the older state holds."""

    shop: UUID
    other: UUID
    reviews: list[UUID]
    case: UUID
    named: UUID
    decided: UUID
    soon: UUID
    much_later: UUID


def settle(now: datetime | None = None) -> None:
    """Number, publish and follow, as the service does within a second."""
    while log.sequence():
        pass
    publisher.publish(now=now or clock.now())
    while ratings.follow(month=months.of(clock.now())):
        pass


def begin() -> Made:
    """A log with businesses, reviews, an open case and a decided one; and an entry that nobody has numbered yet."""
    log.start(now=MONDAY - timedelta(days=60))
    shop, other = make_business(), make_business()
    businesses.prove_domain(business=shop, domain="old.example", method=Method.DNS, now=MONDAY)
    named = f"Sold to me by {NAMED}, who was rude."
    texts = [
        "A copper pan.",
        named,
        ERASED,
        "A pan to change.",
        "A pan to withdraw.",
        "A pan to remove.",
        "A pan to keep.",
    ]
    found = [make_review(shop, text=text) for text in texts]
    reviews.reply(review_id=found[0], business=shop, text="Thank you.", now=LATER)
    reviews.reply(review_id=found[4], business=shop, text="What a pity.", now=LATER)
    case = make_case(found[0])
    named_in = make_case(found[1], ground=Ground.NAMES_A_PERSON, quote=NAMED, said=f"It names {NAMED}.")
    decided = make_case(found[5], quote="pan")
    make_decision(decided, Outcome.REMOVED)
    settle()
    soon, much_later = submit(other, text="Sent before the backup.", now=LATER), submit(other, now=LATER + 12 * MONTHLY)
    businesses.prove_domain(business=other, domain="waits.example", method=Method.MAIL, now=LATER)
    return Made(shop, other, found, case, named_in, decided, soon.review, much_later.review)


def go_on(made: Made) -> None:
    """Everything that can happen, to what was there and to what is new."""
    late = LATER + timedelta(days=60)
    shop, other, (copper, _, erased, changed, withdrawn, _, kept) = made.shop, made.other, made.reviews
    settle()
    businesses.change_names(business=shop, legal_name="Renamed Shop Ltd", trading_names=["Pans & Co"], now=late)
    businesses.change_numbers(business=shop, numbers=[("example", "EX09990008"), ("example", "EX09990009")], now=late)
    businesses.accept_charter(business=shop, charter_version="2", now=late)
    index.bring({shop})
    warnings_made.exempt(shop, "o1d.example", now=late)
    businesses.lose_domain(business=shop, domain="old.example", now=late)
    leavings.leave(business=other, now=late)
    leavings.come_back(business=other, now=late + timedelta(days=1))
    publication.publish_due(now=late)
    make_decision(made.named, Outcome.MASKED, wording="[the seller]")
    reviews.mask(review_id=copper, words="copper", wording="[a metal]", now=late)
    reviews.erase(review_id=erased, now=late)
    reviews.change(review_id=changed, stars=1, outcome=Told.NEVER_DELIVERED, text="It never came.", now=late)
    reviews.withdraw(review_id=withdrawn, now=late)
    reviews.reply(review_id=copper, business=shop, text="Thank you, again.", now=late)
    reviews.reply(review_id=kept, business=shop, text="A first reply.", now=late)
    make_decision(made.case, Outcome.REJECTED)
    cases_made.restore(made.decided, now=late)
    settle()
    _new_shop(late)
    settle()


def _new_shop(late: datetime) -> None:
    new = businesses.join(
        legal_name="New Shop Ltd",
        trading_names=["Newer", "Newest"],
        numbers=[("example", "EX09990001"), ("example", "EX09990002")],
        country="DE",
        place="Ulm",
        now=late,
    ).public_id
    businesses.prove_domain(business=new, domain="new.example", method=Method.FILE, now=late)
    texts = [f"New, and {ERASED}.", f"New, by {NAMED}.", "New, to remove.", "New, to change.", "New, without receipt."]
    fresh = [
        make_review(
            new, text=text, receipt_class=ReceiptClass.NONE if "without" in text else ReceiptClass.SELLER, now=late
        )
        for text in texts
    ]
    later = late + timedelta(weeks=6)
    reviews.erase(review_id=fresh[0], now=later)
    hidden = make_case(fresh[1], ground=Ground.NAMES_A_PERSON, quote=NAMED, said=f"It names {NAMED}.", now=later)
    make_decision(hidden, Outcome.MASKED, wording="[a person]", now=later)
    make_decision(make_case(fresh[2], now=later, quote="New"), Outcome.REMOVED, now=later)
    reviews.change(review_id=fresh[3], text="New, and changed.", now=later)
    reviews.reply(review_id=fresh[3], business=new, text="Welcome.", now=later)
    make_case(fresh[4], ground=Ground.NAMES_A_PERSON, quote="receipt", said="This too names somebody.", now=later)
    _surge(new, later)


def _surge(business: UUID, now: datetime) -> None:
    for number in range(8):
        make_review(
            business, stars=1, outcome=Told.NEVER_DELIVERED, text=f"Lost {number}.", now=now - timedelta(weeks=5)
        )
    settle()
    cases_made.suspend(business, Alert.SURGE, months.of(now) + 1, now=now)


@contextmanager
def lost() -> Iterator[None]:
    """What happens to the database in this block is lost; what was published stays published."""
    backup = transaction.savepoint()
    yield
    transaction.savepoint_rollback(backup)


def bring_back(where: str | None = None, **options: Any) -> replay.Replayed:
    with replay.published_at(where, Path(settings.PUBLIC_ROOT)) as read:
        return replay.replay(read, now=clock.now(), **options)


def rows() -> dict[str, list[Any]]:
    """Every row of the rooms, without inner ids and salts, and with public ids in place of keys."""
    found: dict[str, list[Any]] = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model._meta.model_name not in UNSEEN:
                found[model._meta.label] = sorted((_row(row) for row in model._default_manager.all()), key=repr)
    found["log"] = [(row.position, row.raw, row.leaf_hash) for row in queries.entries(after=0, limit=10_000)]
    found["side"] = _all("SELECT kind, subject, entry, document FROM log_side_file ORDER BY 1, 2")
    found["tiles"] = _all("SELECT level, index, hashes FROM log_tile ORDER BY 1, 2")
    found["head"] = _all("SELECT size, root, edge FROM log_head")
    return found


def seen(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What anybody could see of the rows: not the words of a removed review or of an open case that keeps them back."""
    hidden = {claim["case"] for claim in found["disputes.Claim"] if claim["ground"] == "names-a-person"}
    hidden &= {case["public_id"] for case in found["disputes.Case"] if case["state"] in OPEN}
    claims = [
        claim | {"masked_words": None} | ({"quote": LOST, "said": LOST} if claim["case"] in hidden else {})
        for claim in found["disputes.Claim"]
    ]
    gone = {"text": None, "language": UNKNOWN_LANGUAGE}
    reviews = [
        review | (gone if review["text"] is None or review["state"] == "restricted" else {})
        for review in found["reviews.Review"]
    ]
    return found | {"disputes.Claim": sorted(claims, key=repr), "reviews.Review": sorted(reviews, key=repr)}


def public_rows() -> dict[str, list[Any]]:
    """What anybody could see, as the tables hold it."""
    return seen(rows())


def pages() -> dict[str, str]:
    """The pages about every business and every case, as everybody gets them."""
    found = {}
    for row in rows()["businesses.Business"]:
        path = f"/b/{row['public_id']}/{queries_of_businesses.profile(row['public_id']).slug}"
        for page in (path, f"{path}/reviews", f"{path}/feed"):
            found[page] = _page(page)
    for row in rows()["disputes.Case"]:
        found[f"/case/{row['public_id']}"] = _page(f"/case/{row['public_id']}")
    return found


def _page(path: str) -> str:
    answer = Client(headers={"host": "localhost"}).get(path)
    assert answer.status_code == 200, path
    # Of a text that is gone nobody knows any more in which language it was.
    return re.sub(r'xml:lang="\w+"></content>', "></content>", answer.content.decode())


def _row(row: models.Model) -> dict[str, Any]:
    said = {}
    for one in row._meta.concrete_fields:
        if isinstance(one, models.BigAutoField) or "salt" in one.name:
            continue
        value = getattr(row, one.name)
        said[one.name] = getattr(value, "public_id", value) if isinstance(value, models.Model) else value
    return said


def _all(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()]


def texts_in_database() -> str:
    """Everything the tables hold, as one text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        tables = [name for (name,) in cursor.fetchall()]
        said = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            said += [row for (row,) in cursor.fetchall()]
    return "\n".join(said)


def assert_audit_passes(folder: Path, since: Path | None = None) -> None:
    found = audit(Options(str(folder), (queries.verifier_key(),), since=since, full=True, quiet=True))
    assert found.is_clean, found.summary()
