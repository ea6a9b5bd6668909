"""Whom a visited address imitates: a few look-ups in the index, in one statement."""

from dataclasses import dataclass
from uuid import UUID

from reputation.businesses import names
from reputation.core.db import prepared
from reputation.lookalikes import calibration, rules
from reputation.lookalikes.keys import Keys
from reputation.lookalikes.models import Name
from reputation.lookalikes.rules import Proved, Rule, Tier

MOST = 3
"""So many imitated businesses are named at most: of names that many share, the rest says nothing more."""
# The domains of one business imitate none of its others.
NEAR = """
WITH near AS (
    SELECT n.id FROM lookalikes_name n WHERE n.skeleton = ANY(%s)
    UNION SELECT d.name_id FROM lookalikes_deletion d WHERE d.mark = ANY(%s)
)
SELECT n.domain, n.registrable, n.label, n.skeleton, b.public_id, b.legal_name,
    ARRAY(SELECT r.rule FROM lookalikes_dropped r WHERE r.name_id = n.id)
FROM near JOIN lookalikes_name n ON n.id = near.id JOIN businesses_business b ON b.public_id = n.business_id
WHERE b.left_on IS NULL AND NOT EXISTS (
    SELECT FROM lookalikes_exemption e WHERE e.business_id = n.business_id AND e.domain = %s
) AND NOT EXISTS (
    SELECT FROM lookalikes_name o WHERE o.business_id = n.business_id AND o.registrable = %s
)
"""


@dataclass(frozen=True, slots=True)
class Imitation:
    """A participant whose proved domain an address looks like, by which rule, and how sure that is."""

    business: UUID
    legal_name: str
    domain: str
    rule: Rule
    tier: Tier

    @property
    def slug(self) -> str:
        return names.slug(self.legal_name)


def imitated(keys: Keys) -> list[Imitation]:
    """The participants that an address imitates, the surest first; none for a popular site. One statement."""
    if calibration.is_popular(keys.host, keys.registrable):
        return []
    seen = rules.visited(keys)
    skeletons, marks = rules.sought(seen)
    rows = prepared(NEAR, [list(skeletons), list(marks), keys.registrable, keys.registrable])
    owners = {row[0]: (row[4], row[5]) for row in rows}
    near = [
        Proved(domain, registrable, label, skeleton, frozenset(Rule) - set(dropped))
        for domain, registrable, label, skeleton, _, _, dropped in rows
    ]
    found: dict[UUID, Imitation] = {}
    for one in rules.imitations(seen, near):
        business, legal_name = owners[one.domain]
        found.setdefault(business, Imitation(business, legal_name, one.domain, one.rule, one.tier))
    return list(found.values())[:MOST]


def watched() -> int:
    """How many proved domains are watched over."""
    return Name.objects.count()
