import base64
import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from reputation.businesses import leavings as businesses
from reputation.businesses.errors import BadDomain, BadName, NoSuchBusiness, WrongBusinessState
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.members.errors import BadEmail
from reputation.notices.models import Mail
from reputation.receipts import attesters, errors, queries
from reputation.receipts.models import Attester
from reputation.receipts.rules import AttesterKind, AttesterState, ReceiptClass
from reputation.rulebook import receipts as numbers
from tests.attesters_made import CONTACT, make_applied, make_provider, new_seed, public, wish
from tests.conftest import AsRole
from tests.members_made import NOW, join_bare

pytestmark = pytest.mark.django_db
DAY = NOW.date().isoformat()


def logged(kind: str) -> list[dict[str, object]]:
    """The entries of a kind that wait."""
    rows = Waiting.objects.filter(kind=kind).order_by("id").values_list("raw", flat=True)
    return [dict(decode(bytes(raw)).body) for raw in rows]


def test_a_business_is_its_own_attester_from_its_first_batch_on(as_role: AsRole) -> None:
    business = join_bare()
    with as_role("web"):
        found = attesters.of_business(business, NOW)
        again = attesters.of_business(business, NOW + timedelta(days=9))
    assert found == again
    facts = queries.attester(found)
    assert (facts.kind, facts.receipt_class, facts.business) == (AttesterKind.BUSINESS, ReceiptClass.SELLER, business)
    assert (facts.state, facts.admitted_on, facts.public_key) == (AttesterState.ADMITTED, NOW.date(), None)
    assert logged("attester-admitted") == [
        {
            "attester": str(found),
            "attester_kind": "business",
            "business": str(business),
            "class": "seller",
            "date": DAY,
        }
    ]


def test_another_business_is_another_attester_and_one_that_left_is_none() -> None:
    left, other = join_bare(), join_bare()
    assert attesters.of_business(left, NOW) != attesters.of_business(other, NOW)
    businesses.leave(business=left, now=NOW)
    with pytest.raises(WrongBusinessState):
        attesters.of_business(left, NOW)
    with pytest.raises(NoSuchBusiness):
        attesters.of_business(uuid4(), NOW)


def test_the_operator_is_one_attester_for_each_kind_and_class(as_role: AsRole) -> None:
    wanted = [
        (AttesterKind.MAIL, ReceiptClass.SELLER),
        (AttesterKind.MAIL, ReceiptClass.INDEPENDENT),
        (AttesterKind.MODERATOR, ReceiptClass.INDEPENDENT),
    ]
    with as_role("web"):
        first = [attesters.own(*one, NOW) for one in wanted]
        again = [attesters.own(*one, NOW) for one in wanted]
    assert first == again
    assert len(set(first)) == len(logged("attester-admitted")) == len(wanted)
    assert all("key" not in body for body in logged("attester-admitted"))


@pytest.mark.parametrize("kind", [AttesterKind.BUSINESS, AttesterKind.PAYMENT_PROVIDER, AttesterKind.MARKETPLACE])
def test_the_operator_is_nobody_else(kind: AttesterKind) -> None:
    with pytest.raises(ValueError, match="mails and as moderator only"):
        attesters.own(kind, ReceiptClass.INDEPENDENT, NOW)


def test_nobody_has_an_unknown_id() -> None:
    for act in (
        lambda: queries.attester(uuid4()),
        lambda: attesters.admit(attester=uuid4(), now=NOW),
        lambda: attesters.leave(attester=uuid4(), now=NOW),
        lambda: attesters.change_key(attester=uuid4(), public_key=public(new_seed()), now=NOW),
    ):
        with pytest.raises(errors.NoSuchAttester):
            act()


def test_whoever_asks_waits_and_nothing_is_said_of_it(as_role: AsRole) -> None:
    seed, asked = new_seed(), wish(website="https://Pay.Example/shop?x=1", name="  Payments\n plc ")
    with as_role("web"):
        found = attesters.register(wish=asked, public_key=public(seed), now=NOW)
        again = attesters.register(wish=asked, public_key=public(seed), now=NOW + timedelta(days=1))
    assert found == again
    facts = queries.attester(found)
    assert (facts.name, facts.website, facts.public_key) == ("Payments plc", "pay.example", public(seed))
    assert (facts.state, facts.receipt_class, facts.applied_on) == (
        AttesterState.APPLIED,
        ReceiptClass.INDEPENDENT,
        NOW.date(),
    )
    assert [row.public_id for row in queries.applied()] == [found]
    assert not Waiting.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"name": " "}, BadName), ({"website": "127.0.0.1"}, BadDomain), ({"contact": "nobody"}, BadEmail)],
)
def test_what_cannot_be_is_refused(change: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        attesters.register(wish=wish(**change), public_key=public(new_seed()), now=NOW)
    assert not Attester.objects.exists()


@pytest.mark.parametrize("kind", [AttesterKind.BUSINESS, AttesterKind.MAIL, AttesterKind.MODERATOR])
def test_businesses_and_the_operator_do_not_apply(kind: AttesterKind) -> None:
    with pytest.raises(ValueError, match="do not apply"):
        attesters.register(wish=wish(kind=kind), public_key=public(new_seed()), now=NOW)


def test_a_key_and_a_website_apply_once_at_a_time() -> None:
    seed, asked = new_seed(), wish()
    attesters.register(wish=asked, public_key=public(seed), now=NOW)
    with pytest.raises(errors.AttesterKnown):
        attesters.register(wish=wish(), public_key=public(seed), now=NOW)
    with pytest.raises(errors.AttesterKnown):
        attesters.register(wish=asked, public_key=public(new_seed()), now=NOW)
    attesters.refuse(attester=queries.applied()[0].public_id, reasons="It is not known.", now=NOW)
    attesters.register(wish=asked, public_key=public(seed), now=NOW)


def test_a_flood_of_applications_ends_and_lapses(monkeypatch: pytest.MonkeyPatch, as_role: AsRole) -> None:
    monkeypatch.setattr(numbers, "ATTESTERS_OPEN_MOST", dataclasses.replace(numbers.ATTESTERS_OPEN_MOST, value=3))
    admitted = make_provider()
    waiting = [make_applied() for _ in range(3)]
    with pytest.raises(errors.TooManyAttesters):
        make_applied()
    late = NOW + timedelta(days=numbers.ATTESTERS_LAPSE.value)
    with as_role("worker"):
        assert attesters.lapse_due(now=late) == 0
        assert attesters.lapse_due(now=late + timedelta(days=1)) == 3
        assert attesters.lapse_due(now=late + timedelta(days=1)) == 0
    make_applied(now=late)
    assert queries.attester(waiting[0].id).state is AttesterState.LAPSED
    assert queries.attester(admitted.id).state is AttesterState.ADMITTED
    assert not Attester.objects.filter(state=AttesterState.LAPSED, contact__isnull=False).exists()


def test_admitted_it_is_in_the_log_with_its_key_and_told() -> None:
    provider = make_provider(language="de")
    assert logged("attester-admitted") == [
        {
            "attester": str(provider.id),
            "attester_kind": "payment-provider",
            "class": "independent",
            "key": base64.b64encode(public(provider.seed)).decode(),
            "date": DAY,
        }
    ]
    assert [row.public_id for row in queries.admitted()] == [provider.id]
    mail = Mail.objects.get()
    assert (mail.to, mail.kind, mail.language) == (CONTACT, "attester-admitted", "de")
    with pytest.raises(errors.WrongAttesterState):
        attesters.admit(attester=provider.id, now=NOW)
    with pytest.raises(errors.WrongAttesterState):
        attesters.refuse(attester=provider.id, reasons="Too late.", now=NOW)


def test_refused_it_is_told_why_and_the_log_says_nothing() -> None:
    provider = make_applied()
    attesters.refuse(attester=provider.id, reasons="No register knows it.", now=NOW)
    assert "No register knows it." in Mail.objects.get(kind="attester-refused").text
    assert not Waiting.objects.exists()
    for act in (attesters.admit, attesters.leave):
        if act is attesters.admit:
            with pytest.raises(errors.WrongAttesterState):
                act(attester=provider.id, now=NOW)
        else:
            act(attester=provider.id, now=NOW)
    assert queries.attester(provider.id).state is AttesterState.REFUSED


def test_it_ends_by_itself_or_by_two_persons_once() -> None:
    first, second = make_provider(), make_provider()
    Mail.objects.all().delete()
    attesters.leave(attester=first.id, now=NOW)
    attesters.leave(attester=first.id, now=NOW)
    assert not Mail.objects.exists()
    attesters.end(attester=second.id, reasons="It vouched for what never was.", now=NOW)
    assert "never was" in Mail.objects.get(kind="attester-ended").text
    assert logged("attester-ended") == [{"attester": str(one.id), "date": DAY} for one in (first, second)]
    assert {row.ended_on for row in queries.admitted()} == {NOW.date()}
    with pytest.raises(errors.WrongAttesterState):
        attesters.end(attester=first.id, reasons="Again.", now=NOW)


def test_an_application_is_taken_back() -> None:
    provider = make_applied()
    attesters.leave(attester=provider.id, now=NOW)
    row = Attester.objects.get()
    assert (row.state, row.contact) == (AttesterState.LAPSED, None)
    assert not Waiting.objects.exists()


def test_another_key_is_an_end_and_an_admission_under_the_same_id() -> None:
    provider, seed = make_provider(), new_seed()
    attesters.change_key(attester=provider.id, public_key=public(seed), now=NOW)
    attesters.change_key(attester=provider.id, public_key=public(seed), now=NOW)
    kinds = list(Waiting.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["attester-admitted", "attester-ended", "attester-admitted"]
    assert logged("attester-admitted")[1] == logged("attester-admitted")[0] | {
        "key": base64.b64encode(public(seed)).decode()
    }
    assert queries.attester(provider.id).public_key == public(seed)


def test_a_key_changes_so_often_a_day() -> None:
    provider, seed, most = make_provider(), new_seed(), numbers.ATTESTER_KEYS_A_DAY.value
    for _ in range(most):
        attesters.change_key(attester=provider.id, public_key=public(seed := new_seed()), now=NOW)
    with pytest.raises(errors.TooManyKeyChanges):
        attesters.change_key(attester=provider.id, public_key=public(new_seed()), now=NOW)
    assert len(logged("attester-ended")) == most
    assert queries.attester(provider.id).public_key == public(seed)
    attesters.change_key(attester=provider.id, public_key=public(seed), now=NOW)
    attesters.change_key(attester=provider.id, public_key=public(new_seed()), now=NOW + timedelta(days=1))


def test_a_business_is_no_second_attester_of_its_own() -> None:
    own = attesters.of_business(join_bare(), NOW)
    with pytest.raises(errors.GoesWithItsBusiness):
        attesters.leave(attester=own, now=NOW)
    assert logged("attester-ended") == []


def test_the_key_of_another_is_refused_and_so_is_one_for_who_is_not_admitted() -> None:
    provider, other, applied = make_provider(), make_provider(), make_applied()
    with pytest.raises(errors.AttesterKnown):
        attesters.change_key(attester=provider.id, public_key=public(other.seed), now=NOW)
    with pytest.raises(errors.WrongAttesterState):
        attesters.change_key(attester=applied.id, public_key=public(new_seed()), now=NOW)
    assert queries.attester(provider.id).public_key == public(provider.seed)
    assert logged("attester-ended") == []


def test_a_business_gets_a_key_with_or_after_its_first_batch(as_role: AsRole) -> None:
    before, fresh, seed = join_bare(), join_bare(), new_seed()
    attester = attesters.of_business(before, NOW)
    with as_role("web"):
        assert attesters.set_business_key(business=before, public_key=public(seed), now=NOW) == attester
        other = attesters.set_business_key(business=fresh, public_key=public(new_seed()), now=NOW)
    assert queries.attester(attester).public_key == public(seed)
    assert queries.attester(other).business == fresh
    with pytest.raises(errors.AttesterKnown):
        attesters.set_business_key(business=fresh, public_key=public(seed), now=NOW)


def test_what_came_to_nothing_is_forgotten_and_the_rest_stays(as_role: AsRole) -> None:
    refused, lapsed, waits, ended = make_applied(), make_applied(), make_applied(), make_provider()
    attesters.refuse(attester=refused.id, reasons="No.", now=NOW)
    attesters.leave(attester=lapsed.id, now=NOW)
    attesters.leave(attester=ended.id, now=NOW)
    with as_role("worker"):
        assert attesters.forget_old(now=NOW + timedelta(days=360)) == 0
        assert attesters.forget_old(now=NOW + timedelta(days=370)) == 3
    assert set(Attester.objects.values_list("public_id", "contact")) == {(waits.id, CONTACT), (ended.id, None)}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "bank"}, "attester_kind_known"),
        ({"state": "gone"}, "attester_state_known"),
        ({"language": "xx"}, "attester_language_known"),
        ({"receipt_class": "none"}, "attester_class_known"),
        ({"public_key": b"short"}, "attester_key_length"),
        ({"kind": "business"}, "attester_business_is_seller"),
        ({"state": "admitted"}, "attester_admitted_on_a_day"),
        ({"admitted_on": NOW.date()}, "attester_admitted_on_a_day"),
        ({"ended_on": NOW.date()}, "attester_ended_on_a_day"),
    ],
)
def test_the_database_refuses_what_cannot_be(change: dict[str, object], constraint: str) -> None:
    provider = make_applied()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Attester.objects.filter(public_id=provider.id).update(**change)
