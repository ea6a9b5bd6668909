"""Claims of domains from the first word to the loss: what the log says, what the business is told, what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import LazySettings

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses import queries as business_queries
from reputation.businesses.errors import BadDomain, DomainTaken, WrongBusinessState
from reputation.businesses.rules import Method
from reputation.domains import actions, errors, queries
from reputation.domains.models import Claim
from reputation.domains.rules import State
from reputation.members.errors import NotAllowed, TooMany
from reputation.members.models import Deed
from reputation.members.rules import Act, Actor, DeedKind
from reputation.notices.models import Mail
from reputation.outbound.networks import Limits
from tests.domains_made import NOW, logged, make_actor, make_claim, make_proved, one, publish, told, unpublish
from tests.internet import Internet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FILE = "shop.example/.well-known/open-reference.txt"


def test_a_record_under_the_name_proves_a_domain(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    waiting = one(actor, claim)
    assert (waiting.state, waiting.record) == (State.WAITING, "_open-reference.shop.example")
    assert waiting.value.startswith("open-reference=")
    look = actions.check_now(actor=actor, claim=claim, now=NOW)
    assert (look.method, look.faults) == (None, {Method.DNS: "not-there", Method.FILE: "not-there"})
    assert (one(actor, claim).state, logged(actor.business)) == (State.WAITING, [])
    publish(outside, actor, claim)
    assert actions.check_now(actor=actor, claim=claim, now=NOW + DAY).method is Method.DNS
    proved = one(actor, claim)
    assert (proved.state, proved.method, proved.seen_at) == (State.PROVED, Method.DNS, NOW + DAY)
    assert proved.next_check_at == NOW + 31 * DAY
    (known,) = business_queries.profile(actor.business).domains
    assert (known.domain, known.method, known.proved_on) == ("shop.example", "dns", (NOW + DAY).date())
    assert (logged(actor.business), told()) == (["domain-proved"], ["domain-proved"])
    kinds = list(Deed.objects.filter(business__public_id=actor.business).order_by("id").values_list("kind", flat=True))
    assert kinds == [DeedKind.DOMAIN_CLAIMED, DeedKind.DOMAIN_CHECKED, DeedKind.DOMAIN_CHECKED]


def test_a_file_proves_a_domain_over_tls_and_never_without(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    value = one(actor, claim).value.encode()
    outside.plain.put(FILE, value)
    assert actions.check_now(actor=actor, claim=claim, now=NOW).method is None
    assert outside.plain.connections == 0
    outside.secure.put(FILE, b"# ours\r\n" + value + b"\r\n")
    assert actions.check_now(actor=actor, claim=claim, now=NOW + DAY).method is Method.FILE


@pytest.mark.parametrize("body", ["{value}0", "x {value}", "", "{value}"])
def test_the_file_says_the_value_on_a_line_of_its_own_and_is_there(outside: Internet, body: str) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    page = body.format(value=one(actor, claim).value).encode()
    outside.secure.put(FILE, page, status="404 Not Found" if body == "{value}" else "200 OK")
    look = actions.check_now(actor=actor, claim=claim, now=NOW)
    assert (look.method, look.faults[Method.FILE]) == (None, "not-there")


def test_the_file_of_the_twin_with_www_counts_and_that_of_others_does_not(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    outside.secure.put(FILE, b"", status="301 Moved", headers=f"Location: https://www.{FILE}\r\n")
    outside.secure.put(f"www.{FILE}", one(actor, claim).value.encode())
    assert actions.check_now(actor=actor, claim=claim, now=NOW).method is Method.FILE
    other = make_claim(make_actor(), "other.example")
    owner = Actor(Claim.objects.get(public_id=other).business_id, frozenset(Act))
    outside.secure.put(FILE, one(owner, other).value.encode())
    outside.secure.put(
        "other.example/.well-known/open-reference.txt", b"", status="302 Found", headers=f"Location: https://{FILE}\r\n"
    )
    assert actions.check_now(actor=owner, claim=other, now=NOW).faults[Method.FILE] == "redirected"


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("shop.example", "shop.example"),
        ("https://www.Shop.example/kettles?x", "shop.example"),
        ("deep.shop.example", "deep.shop.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("kettles.github.io", "kettles.github.io"),
    ],
)
def test_a_domain_is_understood_as_it_is_typed(typed: str, domain: str) -> None:
    actor = make_actor()
    assert one(actor, make_claim(actor, typed)).domain == domain


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        *(("co.uk", "public-suffix"), ("github.io", "public-suffix"), ("myshopify.com", "public-suffix")),
        *(("com", "public-suffix"), ("127.0.0.1", "ip"), ("[::1]", "ip"), ("0x7f.1", "ip"), ("", "bad-host")),
        *(("a_b.shop.com", "bad-host"), ("nonsense", "public-suffix"), ("http://", "bad-host")),
    ],
)
def test_what_nobody_can_prove_is_refused(typed: str, rule: str) -> None:
    with pytest.raises(BadDomain) as refused:
        make_claim(make_actor(), typed)
    assert refused.value.facts == {"rule": rule}


def test_reserved_names_are_for_a_demonstration_alone(settings: LazySettings) -> None:
    actor = make_actor()
    assert make_claim(actor, "shop.example")
    settings.IS_DEMO = False
    for typed in ("two.example", "printer.local", "x.onion", "example.com"):
        with pytest.raises(BadDomain) as refused:
            make_claim(actor, typed)
        assert refused.value.facts == {"rule": "reserved"}
    assert make_claim(actor, "shop-of-ours.com")


def test_a_claim_needs_the_right_and_a_business_that_takes_part() -> None:
    actor = make_actor()
    with pytest.raises(NotAllowed):
        make_claim(Actor(actor.business, frozenset({Act.READ, Act.ANSWER})))
    leavings.leave(business=actor.business, now=NOW)
    with pytest.raises(WrongBusinessState):
        make_claim(actor)


def test_a_business_claims_a_domain_once_at_a_time_and_not_too_many() -> None:
    actor = make_actor()
    first = make_claim(actor)
    with pytest.raises(errors.AlreadyClaimed):
        make_claim(actor)
    make_claim(make_actor())
    token = one(actor, first).value
    actions.give_up(actor=actor, claim=first, now=NOW)
    assert one(actor, make_claim(actor)).value != token
    for number in range(18):
        make_claim(actor, f"s{number}.example")
    with pytest.raises(TooMany):
        make_claim(actor, "one-more.example")
    make_claim(actor, "one-more.example", now=NOW + 2 * DAY)


def test_a_claim_is_its_business_s_own() -> None:
    actor, other = make_actor(), make_actor()
    claim = make_claim(actor)
    with pytest.raises(errors.NoSuchClaim):
        queries.one(other.business, claim)
    for act in (actions.check_now, actions.give_up):
        with pytest.raises(errors.NoSuchClaim):
            act(actor=other, claim=claim, now=NOW)
    reader = Actor(actor.business, frozenset({Act.READ}))
    for act in (actions.check_now, actions.give_up):
        with pytest.raises(NotAllowed):
            act(actor=reader, claim=claim, now=NOW)


def test_nobody_is_looked_at_twice_within_a_minute(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    actions.check_now(actor=actor, claim=claim, now=NOW)
    asked = len(outside.names.asked)
    with pytest.raises(errors.CheckedMomentsAgo):
        actions.check_now(actor=actor, claim=claim, now=NOW + timedelta(seconds=59))
    assert len(outside.names.asked) == asked
    actions.check_now(actor=actor, claim=claim, now=NOW + timedelta(seconds=60))


def test_who_proves_second_waits_and_whoever_holds_it_is_looked_at_anew(outside: Internet) -> None:
    first, claim = make_proved(outside)
    second = make_actor()
    wish = make_claim(second, now=NOW + DAY)
    publish(outside, second, wish)
    with pytest.raises(DomainTaken):
        actions.check_now(actor=second, claim=wish, now=NOW + DAY)
    assert (one(second, wish).state, logged(second.business)) == (State.WAITING, [])
    assert one(first, claim).next_check_at == NOW + DAY
    actions.check_due(now=NOW + DAY)
    assert one(first, claim).state is State.FAILING
    actions.check_due(now=NOW + 16 * DAY)
    assert one(first, claim).state is State.LOST
    actions.check_due(now=NOW + 17 * DAY)
    assert one(second, wish).state is State.PROVED
    assert logged(first.business) == ["domain-proved", "domain-lost"]


def test_a_proof_is_looked_at_every_month(outside: Internet) -> None:
    actor, claim = make_proved(outside)
    assert actions.check_due(now=NOW + 29 * DAY) == 0
    assert actions.check_due(now=NOW + 30 * DAY) == 1
    assert actions.check_due(now=NOW + 30 * DAY) == 0
    assert (one(actor, claim).seen_at, told()) == (NOW + 30 * DAY, ["domain-proved"])


def test_a_proof_that_is_gone_is_told_and_lost_after_the_grace(outside: Internet) -> None:
    actor, claim = make_proved(outside)
    unpublish(outside)
    actions.check_due(now=NOW + 30 * DAY)
    failing = one(actor, claim)
    assert (failing.state, failing.grace_until) == (State.FAILING, NOW + 44 * DAY)
    (mail,) = Mail.objects.filter(kind="domain-proof-failing")
    assert "15 April 2026" in mail.text or "2026-04-15" in mail.text
    assert logged(actor.business) == ["domain-proved"]
    for day in (31, 43):
        actions.check_due(now=NOW + day * DAY)
    assert told() == ["domain-proved", "domain-proof-failing"]
    actions.check_due(now=NOW + 44 * DAY)
    assert (one(actor, claim).state, told()[-1]) == (State.LOST, "domain-lost")
    assert logged(actor.business) == ["domain-proved", "domain-lost"]
    assert business_queries.profile(actor.business).domains == ()
    assert actions.check_due(now=NOW + 90 * DAY) == 0
    with pytest.raises(errors.ClaimEnded):
        actions.check_now(actor=actor, claim=claim, now=NOW + 90 * DAY)


def test_a_proof_that_comes_back_in_the_grace_is_as_good_as_before(outside: Internet) -> None:
    actor, claim = make_proved(outside)
    unpublish(outside)
    actions.check_due(now=NOW + 30 * DAY)
    publish(outside, actor, claim)
    actions.check_due(now=NOW + 31 * DAY)
    assert (one(actor, claim).state, one(actor, claim).grace_until) == (State.PROVED, None)
    assert logged(actor.business) == ["domain-proved"]


@pytest.mark.parametrize("trouble", ["silent", "broken", "nobody"])
def test_that_we_cannot_look_starts_no_grace(outside: Internet, settings: LazySettings, trouble: str) -> None:
    actor, claim = make_proved(outside)
    name = "_open-reference.shop.example"
    impatient = replace(outside.network, limits=Limits(deadline_s=0.3, lookup_s=0.1))
    settings.OUTBOUND_NETWORK = impatient
    if trouble == "nobody":
        settings.OUTBOUND_NETWORK = replace(impatient, nameserver_port=1)
    else:
        getattr(outside.names, trouble).add(name)
    for day in (30, 31, 43, 44, 45, 60):
        actions.check_due(now=NOW + day * DAY)
    unseen = one(actor, claim)
    assert (unseen.state, unseen.unseen_since, unseen.seen_at) == (State.PROVED, NOW + 30 * DAY, NOW)
    assert told() == ["domain-proved"]
    make_other_seen(outside, settings)
    actions.check_due(now=NOW + 61 * DAY)
    assert one(actor, claim).state is State.FAILING


def make_other_seen(outside: Internet, settings: LazySettings) -> None:
    """Somebody else's proof can be looked at: so it is not our own network that fails."""
    broken, settings.OUTBOUND_NETWORK = settings.OUTBOUND_NETWORK, outside.network
    make_proved(outside, "other.example", now=NOW + 60 * DAY)
    settings.OUTBOUND_NETWORK = broken


def test_a_site_that_is_down_or_fails_starts_no_grace_and_one_without_the_file_does(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    outside.secure.put(FILE, one(actor, claim).value.encode())
    actions.check_now(actor=actor, claim=claim, now=NOW)
    outside.secure.put(FILE, b"", status="503 Away")
    assert actions.check_now(actor=actor, claim=claim, now=NOW + DAY).faults[Method.FILE] == "server-failed"
    outside.secure.instead = lambda connection: connection.close()
    assert actions.check_now(actor=actor, claim=claim, now=NOW + 2 * DAY).faults[Method.FILE] == "cut-short"
    assert (one(actor, claim).state, one(actor, claim).unseen_since) == (State.PROVED, NOW + DAY)
    outside.secure.instead = None
    outside.secure.put(FILE, b"x" * 5000)
    assert actions.check_now(actor=actor, claim=claim, now=NOW + 3 * DAY).faults[Method.FILE] == "too-large"
    assert (one(actor, claim).state, one(actor, claim).unseen_since) == (State.FAILING, None)


def test_a_claim_that_nobody_proves_is_given_up_after_a_month(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    for day in range(1, 30):
        assert actions.check_due(now=NOW + day * DAY) == 1
    assert one(actor, claim).state is State.WAITING
    actions.check_due(now=NOW + 30 * DAY)
    assert (one(actor, claim).state, told(), logged(actor.business)) == (State.GIVEN_UP, [], [])


def test_what_is_published_is_found_without_anybody_asking(outside: Internet) -> None:
    actor = make_actor()
    claim = make_claim(actor)
    publish(outside, actor, claim)
    actions.check_due(now=NOW + DAY)
    assert one(actor, claim).state is State.PROVED


def test_a_run_looks_at_so_many_and_the_next_at_the_rest(outside: Internet) -> None:
    actor = make_actor()
    for number in range(5):
        make_claim(actor, f"s{number}.example", now=NOW + timedelta(minutes=number))
    assert actions.check_due(now=NOW + 2 * DAY, most=3) == 3
    assert actions.check_due(now=NOW + 2 * DAY, most=3) == 2
    assert actions.check_due(now=NOW + 2 * DAY) == 0


def test_who_left_and_still_waits_proves_nothing_and_loses_nothing_at_once(outside: Internet) -> None:
    actor, claim = make_proved(outside)
    wish = make_claim(actor, "other.example")
    publish(outside, actor, wish)
    leavings.leave(business=actor.business, now=NOW)
    actions.check_due(now=NOW + 30 * DAY)
    assert (one(actor, claim).state, one(actor, wish).state) == (State.PROVED, State.GIVEN_UP)
    with pytest.raises(errors.ClaimEnded):
        actions.check_now(actor=actor, claim=wish, now=NOW + 31 * DAY)


def test_giving_up_a_proved_domain_loses_it_in_public(outside: Internet) -> None:
    actor, claim = make_proved(outside)
    actions.give_up(actor=actor, claim=claim, now=NOW + DAY)
    assert one(actor, claim).state is State.GIVEN_UP
    assert logged(actor.business) == ["domain-proved", "domain-lost"]
    with pytest.raises(errors.ClaimEnded):
        actions.give_up(actor=actor, claim=claim, now=NOW + DAY)
    waiting = make_claim(actor, "other.example", now=NOW + DAY)
    actions.give_up(actor=actor, claim=waiting, now=NOW + DAY)
    assert logged(actor.business) == ["domain-proved", "domain-lost"]


def test_a_proof_that_was_lost_in_public_already_is_not_lost_twice(outside: Internet) -> None:
    actor, _ = make_proved(outside)
    other = make_claim(actor, "other.example")
    publish(outside, actor, other)
    actions.check_now(actor=actor, claim=other, now=NOW)
    for domain in ("shop.example", "other.example"):
        businesses.lose_domain(business=actor.business, domain=domain, now=NOW)
    unpublish(outside)
    actions.give_up(actor=actor, claim=other, now=NOW)
    for day in (30, 44):
        actions.check_due(now=NOW + day * DAY)
    assert {found.state for found in queries.claims(actor.business)} == {State.LOST, State.GIVEN_UP}
    assert logged(actor.business).count("domain-lost") == 2


def test_a_claim_that_was_lost_with_the_database_is_made_anew_and_the_public_proof_stays(outside: Internet) -> None:
    actor, _ = make_proved(outside)
    Claim.objects.all().delete()
    claim = make_claim(actor, now=NOW + DAY)
    publish(outside, actor, claim)
    actions.check_now(actor=actor, claim=claim, now=NOW + DAY)
    assert (one(actor, claim).state, logged(actor.business)) == (State.PROVED, ["domain-proved"])


def test_the_portal_is_told_what_is_due(outside: Internet) -> None:
    actor, proved = make_proved(outside)
    waiting = make_claim(actor, "other.example")
    assert [(due.claim, due.kind, due.until) for due in queries.due(actor.business, NOW)] == [
        (waiting, "publish", NOW + 30 * DAY)
    ]
    unpublish(outside)
    actions.check_due(now=NOW + 30 * DAY)
    (due,) = queries.due(actor.business, NOW + 31 * DAY)
    assert (due.claim, due.kind, due.until, due.domain) == (proved, "restore", NOW + 44 * DAY, "shop.example")
    assert [found.public_id for found in queries.claims(actor.business)] == [waiting, proved]


def test_claims_are_forgotten_a_while_after_they_ended(outside: Internet) -> None:
    actor, claim = make_proved(outside)
    ended = make_claim(actor, "other.example")
    actions.give_up(actor=actor, claim=ended, now=NOW)
    assert actions.forget_ended(now=NOW + 89 * DAY) == 0
    assert actions.forget_ended(now=NOW + 90 * DAY) == 1
    assert [found.public_id for found in queries.claims(actor.business)] == [claim]


def test_those_that_hold_a_domain_are_seen_to_before_those_that_wait(outside: Internet) -> None:
    waiting = make_actor()
    for number in range(3):
        make_claim(waiting, f"wait{number}.example")
    actor, _ = make_proved(outside)
    actions.check_due(now=NOW + 31 * DAY, most=1)
    (held,) = queries.claims(actor.business)
    assert held.checked_at == NOW + 31 * DAY
    assert all(row.checked_at != NOW + 31 * DAY for row in queries.claims(waiting.business))
