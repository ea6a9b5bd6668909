"""Keeps the index of the names that are watched over: which domains are in it, and which rules hold for each."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import calibration, keys, rules
from reputation.lookalikes.calibration import Drop
from reputation.lookalikes.models import Dropped, Name
from reputation.lookalikes.rules import Proved

AT_ONCE = 20_000
"""Names that are calibrated together: a run over the popular sites takes seconds, for one name or for many."""
PROVED = """
SELECT d.domain, b.public_id FROM businesses_domain d JOIN businesses_business b ON b.id = d.business_id
WHERE d.lost_on IS NULL AND b.left_on IS NULL
"""
NEW = f"""{PROVED} AND {{}} AND d.domain > %s AND NOT EXISTS (
    SELECT FROM lookalikes_name n WHERE n.domain = d.domain AND n.business_id = b.public_id
) ORDER BY d.domain LIMIT %s
"""
GONE = f"""
SELECT n.id FROM lookalikes_name n WHERE {{}} AND NOT EXISTS (
    {PROVED} AND d.domain = n.domain AND b.public_id = n.business_id
)
"""  # noqa: S608 - constants
MARK = """
INSERT INTO lookalikes_deletion (mark, name_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING
"""
EVERY, OF_SOME = "TRUE", "{} = ANY(%s)"

Progress = Callable[[int], object]


def bring(businesses: Collection[UUID] | None = None) -> int:
    """Bring in the domains that these businesses proved and take out those they lost; of all businesses without any.

    Answers how many came and went. A domain comes with the rules that hold for it, so that nobody sees it without.
    """
    changed, last = _take_out(businesses), ""
    condition, values = (EVERY, []) if businesses is None else (OF_SOME.format("b.public_id"), [list(businesses)])
    while rows := _rows(NEW.format(condition), [*values, last, AT_ONCE]):
        with transaction.atomic():
            names = _put_in(rows)
            calibrate(names)
        changed, last = changed + len(names), rows[-1][0]
    return changed


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@transaction.atomic
def _take_out(businesses: Collection[UUID] | None) -> int:
    condition, values = (EVERY, []) if businesses is None else (OF_SOME.format("n.business_id"), [list(businesses)])
    gone = [row[0] for row in _rows(GONE.format(condition), values)]
    Name.objects.filter(id__in=gone).delete()
    return len(gone)


def _put_in(rows: Sequence[tuple[Any, ...]]) -> list[Name]:
    """The rows for these domains; one from which a newer list of suffixes reads no domain has none."""
    names = []
    for domain, business in rows:
        try:
            found = keys.of(domain)
        except NotADomain:
            continue
        names.append(
            Name(
                business_id=business,
                domain=domain,
                registrable=found.registrable,
                label=found.label,
                skeleton=found.skeleton,
            )
        )
    Name.objects.filter(domain__in=[name.domain for name in names]).delete()
    Name.objects.bulk_create(names)
    pairs = [(mark, name.id) for name in names for mark in rules.marks(name.skeleton)]
    with connection.cursor() as cursor:
        cursor.execute(MARK, [[mark for mark, _ in pairs], [name for _, name in pairs]])
    return names


def proved(name: Name) -> Proved:
    """A row as the rules know it, with every rule."""
    return Proved(name.domain, name.registrable, name.label, name.skeleton)


@transaction.atomic
def calibrate(names: Sequence[Name]) -> list[Drop]:
    """Find anew which rules hold for these names. Answers those that do not."""
    owned: dict[Any, set[str]] = {}
    same = Name.objects.filter(business_id__in={name.business_id for name in names})
    for business, registrable in same.values_list("business_id", "registrable"):
        owned.setdefault(business, set()).add(registrable)
    own = {name.domain: frozenset(owned[name.business_id]) for name in names}
    drops = calibration.dropped(
        [proved(name) for name in names], own, calibration.popular_sites(), among=Name.objects.count()
    )
    ids = {name.domain: name.id for name in names}
    Dropped.objects.filter(name_id__in=ids.values()).delete()
    Dropped.objects.bulk_create(
        Dropped(name_id=ids[drop.domain], rule=drop.rule, fires_on=drop.fires_on, sites=drop.sites) for drop in drops
    )
    return drops


def calibrate_all(progress: Progress = lambda _: None) -> Iterator[Drop]:
    """Find anew which rules hold for every name. Answers those that do not."""
    last = 0
    while names := list(Name.objects.filter(id__gt=last).order_by("id")[:AT_ONCE]):
        yield from calibrate(names)
        progress(len(names))
        last = names[-1].id
