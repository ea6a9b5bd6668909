"""The index of names against a real database: it follows the log, and forgets whoever leaves."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from io import StringIO
from itertools import count
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.rules import Method
from reputation.disputes import deciding
from reputation.disputes.rules import Outcome
from reputation.log import actions as log
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.lookalikes import actions, index, keys, queries
from reputation.lookalikes.models import Cursor, Deletion, Dropped, Exemption, Name
from reputation.lookalikes.rules import Rule, Tier
from reputation.lookup import queries as lookup
from reputation.lookup.queries import Kind
from tests.cases_made import draft, moderator
from tests.warnings_made import contest, exempt, hear, watch

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
AsRole = Callable[[str], AbstractContextManager[None]]
_numbers = count(310_501)


@pytest.fixture(autouse=True)
def _started() -> None:
    log.start(now=NOW)


def make_business(*domains: str) -> UUID:
    number = next(_numbers)
    joined = businesses.join(
        legal_name=f"Kettle {number} Ltd", numbers=[("example", f"EX{number:08d}")], country="GB", now=NOW
    ).public_id
    for domain in domains:
        businesses.prove_domain(business=joined, domain=domain, method=Method.DNS, now=NOW)
    return joined


def follow() -> int:
    while log.sequence():
        pass
    return actions.follow()


def imitated(text: str) -> list[tuple[UUID, str, Rule, Tier]]:
    return [(one.business, one.domain, one.rule, one.tier) for one in queries.imitated(keys.of(text))]


def test_the_index_follows_what_is_proved_and_lost() -> None:
    shop = make_business("kettlemossware.example")
    assert imitated("kettlem0ssware.example") == []
    assert follow() == 1
    found = [(shop, "kettlemossware.example", Rule.SKELETON, Tier.STRONG)]
    assert imitated("kettlem0ssware.example") == found
    assert follow() == 0
    businesses.lose_domain(business=shop, domain="kettlemossware.example", now=NOW)
    assert (follow(), imitated("kettlem0ssware.example")) == (1, [])
    assert not Deletion.objects.exists()
    businesses.prove_domain(business=shop, domain="kettlemossware.example", method=Method.FILE, now=NOW)
    assert (follow(), imitated("kettlem0ssware.example")) == (1, found)


def test_nobody_is_warned_of_an_imitation_of_one_that_left() -> None:
    shop = make_business("kettlemossware.example")
    follow()
    leavings.leave(business=shop, now=NOW)
    assert imitated("kettlem0ssware.example") == [], "from the moment on, and not when the log was read"
    assert (follow(), Name.objects.count()) == (1, 0)
    leavings.come_back(business=shop, now=NOW)
    assert (follow(), len(imitated("kettlem0ssware.example"))) == (1, 1)


def test_a_domain_that_went_to_another_business_is_watched_over_for_that_one() -> None:
    one = make_business("kettlemossware.example")
    follow()
    businesses.lose_domain(business=one, domain="kettlemossware.example", now=NOW)
    other = make_business("kettlemossware.example")
    follow()
    assert [found[0] for found in imitated("kettlem0ssware.example")] == [other]


def test_the_night_finds_what_was_missed() -> None:
    shop = make_business("kettlemossware.example")
    while log.sequence():
        pass
    Cursor.objects.create(id=1, position=1_000)
    assert (actions.follow(), imitated("kettlem0ssware.example")) == (0, [])
    assert actions.renew() == 0
    assert [found[0] for found in imitated("kettlem0ssware.example")] == [shop]
    Name.objects.filter(domain="kettlemossware.example").update(domain="never-proved.example")
    actions.renew()
    assert list(Name.objects.values_list("domain", flat=True)) == ["kettlemossware.example"]


@pytest.mark.parametrize(
    ("text", "rule", "tier"),
    [
        ("kettelmossware.example", Rule.EDIT, Tier.STRONG),
        ("kettlemosswear.top", Rule.EDIT, Tier.WEAK),
        ("kettlemossware.top", Rule.SKELETON, Tier.WEAK),
        ("my-kettlemossware-shop.top", Rule.TOKEN, Tier.WEAK),
        ("kettlemossware.weebly.com", Rule.SUBDOMAIN, Tier.WEAK),
        ("kettlemossware.example.pay.top", Rule.SUBDOMAIN, Tier.STRONG),
    ],
)
def test_each_rule_finds_its_imitations_through_the_index(text: str, rule: Rule, tier: Tier) -> None:
    shop = make_business("kettlemossware.example")
    follow()
    assert imitated(text) == [(shop, "kettlemossware.example", rule, tier)]


def test_whoever_imitates_is_found_in_one_statement() -> None:
    make_business("kettlemossware.example", "kettlemosswear.example")
    follow()
    with CaptureQueriesContext(connection) as asked:
        assert len(imitated("kettlemossvvare.example")) == 1, "a business is named once"
    assert len(asked) <= 1  # a prepared one passes by what counts


def test_the_domains_of_one_business_imitate_none_of_its_others() -> None:
    shop = make_business("kettlemossware.example")
    follow()
    assert len(imitated("kettlemosswear.example")) == 1
    businesses.prove_domain(business=shop, domain="shop.kettlemosswear.example", method=Method.DNS, now=NOW)
    follow()
    assert imitated("www.kettlemosswear.example") == []


def test_nobody_is_warned_of_a_popular_site() -> None:
    make_business("marglnalrevolution.example")
    follow()
    assert len(imitated("marginalrevolution.example")) == 1
    assert imitated("www.marginalrevolution.com") == []


def test_a_rule_that_fires_on_popular_sites_is_dropped_with_its_reason() -> None:
    make_business("wikimedia.example")
    follow()
    dropped = {row.rule: row for row in Dropped.objects.all()}
    assert Rule.EDIT in dropped
    assert dropped["edit"].sites >= 2
    assert keys.of(dropped["edit"].fires_on).label.startswith("wiki")
    assert imitated("wikimedja.top") == []
    assert [(rule, tier) for *_, rule, tier in imitated("vvikimedia.top")] == [(Rule.SKELETON, Tier.STRONG)]


def test_the_command_says_what_was_dropped_and_why() -> None:
    make_business("wikimedia.example", "kettlemossware.example")
    out = StringIO()
    call_command("calibrate_lookalikes", stdout=out)
    told = out.getvalue().splitlines()
    assert any(line.startswith("wikimedia.example: edit dropped, it fires on ") for line in told)
    assert told[-1].startswith("2 domains are watched over. Dropped: edit for 1")
    assert "kettlemossware" not in out.getvalue()


def test_calibration_takes_back_what_no_longer_fires() -> None:
    make_business("kettlemossware.example")
    follow()
    Dropped.objects.create(name=Name.objects.get(), rule=Rule.EDIT, fires_on="kettelmossware.example", sites=2)
    assert imitated("kettelmossware.top") == []
    assert list(index.calibrate_all()) == []
    assert len(imitated("kettelmossware.top")) == 1


def test_what_was_found_to_be_no_imitation_is_never_warned_of_again() -> None:
    shop, other = make_business("kettlemossware.example"), make_business("kettlemosswire.example")
    follow()
    Waiting.objects.all().delete()
    assert {found[0] for found in imitated("kettlemosswore.example")} == {shop, other}
    decision = exempt(shop, "kettlemosswore.example", now=NOW)
    assert [found[0] for found in imitated("www.kettlemosswore.example")] == [other]
    assert len(imitated("kettlemosswore.top")) == 2
    entry = decode(bytes(Waiting.objects.get(kind="exemption").raw))
    assert (entry.kind, entry.body["business"], entry.body["domain"], entry.body["decision"], entry.body["date"]) == (
        "exemption",
        str(shop),
        "kettlemosswore.example",
        str(decision),
        "2026-03-02",
    )
    with pytest.raises(IntegrityError, match="exemption_once"), transaction.atomic():
        actions.exempt(business=shop, domain="kettlemosswore.example", decision=decision, now=NOW)


def test_the_roles_can_do_their_part_and_no_more(as_role: AsRole) -> None:
    shop = make_business("kettlemossware.example")
    while log.sequence():
        pass
    with as_role("worker"):
        assert actions.follow() == 1
        actions.renew()
    case, second = contest(shop, now=NOW), moderator(2, now=NOW)
    hear(case, now=NOW)
    draft(case, Outcome.EXEMPT, now=NOW)
    with as_role("web"):
        assert len(imitated("kettlem0ssware.example")) == 1
        deciding.approve(case=case, user=second, now=NOW)
        assert imitated("kettlem0ssware.example") == []
    for role, statement in (
        ("web", "DELETE FROM lookalikes_name"),
        ("web", "INSERT INTO lookalikes_dropped (name_id, rule, fires_on, sites) VALUES (1, 'edit', 'a.de', 2)"),
        ("worker", "DELETE FROM lookalikes_exemption"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), as_role(role), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(("fires_on", "sites"), [("", 2), ("a.example", 0)])
def test_the_database_refuses_a_drop_without_its_reason(fires_on: str, sites: int) -> None:
    make_business("kettlemossware.example")
    follow()
    with pytest.raises(IntegrityError, match="dropped_says_where"), transaction.atomic():
        Dropped.objects.create(name=Name.objects.get(), rule=Rule.EDIT, fires_on=fires_on, sites=sites)


def test_the_open_check_of_an_address_names_whom_it_imitates() -> None:
    shop = make_business("kettlemossware.example")
    other = make_business("kettlemosswire.example")
    gone = make_business("kettlemosswere.example")
    leavings.leave(business=gone, now=NOW)
    follow()
    answer = lookup.check("kettlem0ssware.example", today=NOW.date())
    assert answer.kind is Kind.NONE
    assert [one.business for one in answer.imitations] == [shop, other]
    own = lookup.check("kettlemosswire.example", today=NOW.date())
    assert (own.kind, own.imitations) == (Kind.PARTICIPANT, ())
    left = lookup.check("kettlemosswere.example", today=NOW.date())
    assert (left.kind, len(left.imitations)) == (Kind.LEFT, 2)
    assert lookup.check("Kettlem0ssware", today=NOW.date()).imitations == ()


def test_an_exemption_stands() -> None:
    exempt(watch(make_business(), now=NOW), now=NOW)
    with pytest.raises(DatabaseError, match="an exemption stands"), transaction.atomic():
        Exemption.objects.all().delete()
