"""Reading the answers of the private check: every proved domain, in the order of its keys, some at a time."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction

from reputation.businesses import names
from reputation.businesses.hosts import NotADomain
from reputation.businesses.rules import State, is_known
from reputation.checks import tables
from reputation.checks.models import Key
from reputation.checks.records import Subject
from reputation.disputes import conduct
from reputation.lookalikes import keys
from reputation.lookalikes.keys import Keys
from reputation.lookalikes.rules import Rule

logger = logging.getLogger(__name__)

AT_ONCE = 2_000
Progress = Callable[[int], object]
# Keys made by other tables, and of domains that nobody has proved any more.
OLD = """
DELETE FROM checks_key k WHERE k.tables <> %s
    OR NOT EXISTS (SELECT FROM businesses_domain d WHERE d.domain = k.domain AND d.lost_on IS NULL)
"""
NEW = """
SELECT d.domain FROM businesses_domain d LEFT JOIN checks_key k ON k.domain = d.domain
WHERE d.lost_on IS NULL AND k.domain IS NULL
"""
COUNT = """
SELECT count(*), count(DISTINCT b.id) FILTER (WHERE b.state = %s)
FROM checks_key k JOIN businesses_domain d ON d.domain = k.domain AND d.lost_on IS NULL
JOIN businesses_business b ON b.id = d.business_id
"""
ALL = """
SELECT k.domain, k.domain_key, k.skeleton_key, b.public_id, b.legal_name, b.country, b.joined_on, b.left_on,
       b.excluded_until, a.body, n.id IS NOT NULL,
       ARRAY(SELECT x.rule FROM lookalikes_dropped x WHERE x.name_id = n.id),
       ARRAY(SELECT e.domain FROM lookalikes_exemption e WHERE e.business_id = b.public_id)
FROM checks_key k JOIN businesses_domain d ON d.domain = k.domain AND d.lost_on IS NULL
JOIN businesses_business b ON b.id = d.business_id
LEFT JOIN ratings_answer a ON a.business = b.public_id LEFT JOIN lookalikes_name n ON n.domain = k.domain
ORDER BY k.skeleton_key, k.domain_key, k.domain COLLATE "C"
"""


class Count(NamedTuple):
    """How many proved domains there are, and how many businesses that take part have one."""

    domains: int
    participants: int


def follow(progress: Progress = lambda _: None) -> None:
    """Make the keys of domains that were proved since, and drop those that are of no use any more.

    A domain of which no keys can be made, because what was registered is a suffix by now, is left out.
    """
    hashed = tables.pinned().both
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OLD, [hashed])
    without = 0
    for some in _batches(NEW, []):
        found = [made for (domain,) in some if (made := _made(domain, hashed)) is not None]
        without += len(some) - len(found)
        Key.objects.bulk_create(found, ignore_conflicts=True)
        progress(len(some))
    if without:
        logger.warning("checks-domains-without-keys", extra={"count": without})


def _made(domain: str, hashed: str) -> Key | None:
    try:
        found = keys.of(domain)
    except NotADomain:
        return None
    return Key(domain=domain, domain_key=found.domain_key, skeleton_key=found.skeleton_key, tables=hashed)


def count() -> Count:
    """How much there is to publish."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [State.PARTICIPANT.value])
        return Count(*cursor.fetchone())


def subjects(*, today: date) -> Iterator[Subject]:
    """What there is to say about every proved domain whose business takes part or left not long ago, all of one moment.

    In the order of skeleton keys.
    """
    for some in _batches(ALL, []):
        known = [row for row in some if is_known(today, row[7], row[8])]
        warned = conduct.warnings([row[3] for row in known], today)
        yield from (_subject(row, is_warned=bool(warned[row[3]])) for row in known)


def _subject(row: tuple[Any, ...], *, is_warned: bool) -> Subject:
    """What a row says. No rule holds for a name that is not watched over, or not yet."""
    domain, domain_key, skeleton_key, business, name, country, joined_on, left_on, _, body, watched, dropped, spared = (
        row
    )
    return Subject(
        domain=domain,
        domain_key=bytes(domain_key),
        skeleton_key=bytes(skeleton_key),
        business=business,
        name=name,
        slug=names.slug(name),
        country=country,
        joined_on=joined_on,
        left_on=left_on,
        answer=None if body is None else json.loads(bytes(body)),
        is_warned=is_warned,
        rules=frozenset(Rule) - frozenset(dropped) if watched else frozenset(),
        exempt=[Keys(one, one, "", "").domain_key for one in set(spared)],
    )


def _batches(statement: str, values: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a statement, some at a time: it is one look at the tables, and the server holds what is not read."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while found := cursor.fetchmany(AT_ONCE):
            yield found
