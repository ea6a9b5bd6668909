import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from reputation.businesses import actions, errors, leavings, numbers, queries
from reputation.businesses.models import Business, RegistryEntity, RegistryNumber, SearchName
from reputation.businesses.rules import EventKind, Method, State
from reputation.log.entries import decode

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NUMBER = ("example", "EX00000117")
LISTED = Path(__file__).resolve().parents[1] / "data" / "identifiers.tsv"


def make_business(name: str = "Kettle & Moss Ltd", number: tuple[str, str] = NUMBER) -> Business:
    return actions.join(
        legal_name=name, trading_names=["Moss Kitchen"], numbers=[number], country="GB", place="Ludlow", now=NOW
    )


def waiting() -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM log_waiting ORDER BY id")
        rows = [decode(bytes(raw)) for (raw,) in cursor.fetchall()]
    return [(row.kind, dict(row.body)) for row in rows]


def test_joining_makes_a_profile_and_an_entry_without_a_name() -> None:
    business = make_business()
    profile = queries.profile(business.public_id)
    assert (profile.legal_name, profile.slug, profile.state) == (
        "Kettle & Moss Ltd",
        "kettle-moss-ltd",
        State.PARTICIPANT,
    )
    assert profile.trading_names == ("Moss Kitchen",)
    assert [row.kind for row in profile.history] == [EventKind.JOINED]
    ((kind, body),) = waiting()
    assert kind == "business-joined"
    assert "Kettle" not in str(body)
    assert body["business"] == str(business.public_id)


@pytest.mark.parametrize("given", [[], [("fr-siren", "732829320")], [("lei", "5493000IBP32UQZ0KL24")]])
def test_without_evidence_of_a_legal_person_nobody_joins(given: list[tuple[str, str]]) -> None:
    with pytest.raises(errors.NotALegalPerson):
        actions.join(legal_name="Somebody", numbers=given, country="FR", now=NOW)
    assert not Business.objects.exists()
    assert waiting() == []


def test_a_registered_lei_is_evidence() -> None:
    entity()
    assert actions.join(legal_name="A plc", numbers=[("lei", "5493000IBP32UQZ0KL24")], country="GB", now=NOW).id


def entity(category: str = "GENERAL", legal_form: str = "") -> None:
    RegistryEntity.objects.create(
        lei="5493000IBP32UQZ0KL24",
        legal_name="A plc",
        category=category,
        legal_form=legal_form,
        source="gleif",
        as_of=NOW.date(),
    )


def test_a_registered_lei_without_the_category_of_a_legal_person_is_none() -> None:
    entity("BRANCH")
    with pytest.raises(errors.LegalPersonInDoubt):
        actions.join(legal_name="A plc", numbers=[("lei", "5493000IBP32UQZ0KL24")], country="GB", now=NOW)


def test_two_leis_are_evidence_of_nobody() -> None:
    entity()
    leis = [("lei", "5493000IBP32UQZ0KL24"), ("lei", "213800KUD8LAJWSQ9D15")]
    with pytest.raises(errors.NotALegalPerson):
        actions.join(legal_name="A plc", numbers=leis, country="GB", now=NOW)


def test_what_the_registry_says_of_the_form_comes_before_what_the_business_says() -> None:
    entity(legal_form="8Z6G")
    with pytest.raises(errors.LegalPersonInDoubt) as refused:
        actions.join(
            legal_name="A KG", numbers=[("lei", "5493000IBP32UQZ0KL24")], country="DE", legal_form="GmbH", now=NOW
        )
    assert refused.value.facts["reasons"] == "form-in-doubt registry-category"


def test_a_number_that_natural_persons_have_too_needs_a_legal_form() -> None:
    siren = [("fr-siren", "732 829 320")]
    with pytest.raises(errors.NotALegalPerson):
        actions.join(legal_name="A", numbers=siren, country="FR", now=NOW)
    business = actions.join(legal_name="A", numbers=siren, country="FR", legal_form="S.A.S.", now=NOW)
    assert queries.profile(business.public_id).numbers == (("fr-siren", "732829320"),)


@pytest.mark.parametrize(
    ("country", "number", "legal_form"),
    [
        ("ES", ("es-dni", "00000014Z"), ""),
        ("FR", ("fr-rcs", "RCS Paris A 000040006"), "SAS"),
        ("CN", ("cn-uscc", "92110101MA00004726"), ""),
        ("DE", ("de-hrb", "Hof HRB 117"), "e.K."),
    ],
)
def test_a_natural_person_is_refused_and_the_number_is_nowhere(
    country: str, number: tuple[str, str], legal_form: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(errors.NotALegalPerson) as refused:
        actions.join(legal_name="A", numbers=[number, NUMBER], country=country, legal_form=legal_form, now=NOW)
    assert number[1] not in f"{refused.value} {refused.value.facts} {caplog.text}"
    assert str(refused.value.facts["reasons"]).startswith("natural-person-")
    assert not Business.objects.exists()
    assert waiting() == []


def test_every_listed_legal_person_joins_and_the_log_takes_its_number() -> None:
    rows = csv.DictReader(LISTED.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    wishes = {
        (row["kind"], numbers.normal(row["kind"], row["typed"])): row
        for row in rows
        if row["outcome"] == "admitted" and not row["category"]
    }
    for kind, normal in wishes:
        row = wishes[kind, normal]
        actions.join(
            legal_name="A",
            numbers=[(kind, row["typed"])],
            country=row["country"],
            legal_form=row["legal_form"],
            now=NOW,
        )
    assert len(wishes) > 150
    logged = [body["numbers"] for _, body in waiting()]
    assert logged == [[{"scheme": kind, "value": normal}] for kind, normal in wishes]


def test_whoever_is_in_doubt_waits_for_a_person_and_is_told_the_nearest_forms() -> None:
    with pytest.raises(errors.LegalPersonInDoubt) as refused:
        actions.join(legal_name="A", numbers=[("de-hra", "Hof HRA 117")], country="DE", legal_form="UG haft", now=NOW)
    assert refused.value.facts == {"reasons": "number-in-doubt form-in-doubt", "forms": "8Z6G 63KS"}
    assert not Business.objects.exists()
    assert waiting() == []


@pytest.mark.parametrize("number", [("lei", "5493000IBP32UQZ0KL25"), ("no-such", "1"), ("example", "x" * 200)])
def test_a_number_that_is_none_is_refused(number: tuple[str, str]) -> None:
    with pytest.raises(errors.BadNumber):
        make_business(number=number)


def test_numbers_of_invented_businesses_exist_in_a_demonstration_only(settings: object) -> None:
    settings.IS_DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(errors.BadNumber):
        make_business()


@pytest.mark.parametrize("name", ["", "  ", "x" * 301, "A\x00B", "A\u202eB"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(errors.BadName):
        make_business(name)


def test_a_number_belongs_to_one_business() -> None:
    make_business()
    with pytest.raises(errors.NumberTaken):
        make_business("Another Ltd")
    assert Business.objects.count() == 1


def test_a_domain_belongs_to_one_business_until_it_is_lost() -> None:
    one, two = make_business(), make_business("Another Ltd", ("example", "EX00000118"))
    actions.prove_domain(business=one.public_id, domain="shop.example", method=Method.DNS, now=NOW)
    with pytest.raises(errors.DomainTaken):
        actions.prove_domain(business=two.public_id, domain="shop.example", method=Method.DNS, now=NOW)
    with pytest.raises(errors.DomainNotProved):
        actions.lose_domain(business=two.public_id, domain="shop.example", now=NOW)
    actions.lose_domain(business=one.public_id, domain="shop.example", now=NOW)
    actions.prove_domain(business=two.public_id, domain="shop.example", method=Method.FILE, now=NOW)
    assert [found.public_id for found in queries.by_domain(["shop.example"])] == [two.public_id]
    assert [kind for kind, _ in waiting()][-3:] == ["domain-proved", "domain-lost", "domain-proved"]


@pytest.mark.parametrize("domain", ["", "nodot", "UPPER.example", "a..example", "-a.example", "<script>.example"])
def test_an_odd_domain_is_refused(domain: str) -> None:
    with pytest.raises(errors.BadDomain):
        actions.prove_domain(business=make_business().public_id, domain=domain, method=Method.DNS, now=NOW)


def test_leaving_and_coming_back_keep_the_history() -> None:
    business = make_business().public_id
    with pytest.raises(errors.WrongBusinessState):
        leavings.come_back(business=business, now=NOW)
    leavings.leave(business=business, now=NOW + timedelta(days=30))
    assert queries.profile(business).state == State.LEFT
    with pytest.raises(errors.WrongBusinessState):
        leavings.leave(business=business, now=NOW + timedelta(days=31))
    with pytest.raises(errors.WrongBusinessState):
        actions.prove_domain(business=business, domain="shop.example", method=Method.DNS, now=NOW)
    leavings.come_back(business=business, now=NOW + timedelta(days=60))
    profile = queries.profile(business)
    assert [row.kind for row in profile.history] == [EventKind.JOINED, EventKind.LEFT, EventKind.RETURNED]
    assert profile.left_on is None


def test_new_names_replace_the_old_in_the_search_and_get_a_new_commitment() -> None:
    business = make_business().public_id
    actions.change_names(business=business, legal_name="Moss & Kettle Ltd", now=NOW)
    assert list(SearchName.objects.values_list("folded", flat=True)) == ["moss kettle"]
    (_, joined), (_, changed) = waiting()
    assert joined["names"] != changed["names"]


def test_other_numbers_replace_the_old_which_are_free_again() -> None:
    business = make_business()
    given = [("example", "ex00990001"), ("example", "EX00990001"), NUMBER]
    actions.change_numbers(business=business.public_id, numbers=given, now=NOW)
    kept = sorted([("example", "EX00990001"), (NUMBER[0], str(numbers.normal(*NUMBER)))])
    assert list(queries.profile(business.public_id).numbers) == kept
    kind, body = waiting()[-1]
    listed = [{"scheme": scheme, "value": value} for scheme, value in kept]
    assert (kind, body["change"], body["numbers"]) == ("business-changed", "numbers", listed)
    assert queries.profile(business.public_id).history[-1].kind is EventKind.NUMBERS_CHANGED
    actions.change_numbers(business=business.public_id, numbers=[("example", "EX00990002")], now=NOW)
    assert make_business("Another Ltd", NUMBER)


def test_numbers_that_belong_to_another_or_to_a_person_or_to_nobody_change_nothing() -> None:
    business = make_business()
    make_business("Another Ltd", ("example", "EX00990003"))
    before = queries.profile(business.public_id).numbers
    for given, refusal in (
        ([("example", "EX00990003")], errors.NumberTaken),
        ([("es-dni", "00000014Z")], errors.NotALegalPerson),
        ([], errors.NotALegalPerson),
        ([("example", "nonsense")], errors.BadNumber),
    ):
        with pytest.raises(refusal):
            actions.change_numbers(business=business.public_id, numbers=given, now=NOW)
    assert queries.profile(business.public_id).numbers == before
    assert len(waiting()) == 2


@pytest.mark.parametrize(
    ("country", "legal_form", "old", "new"),
    [
        ("FR", "S.A.S.", ("fr-siren", "732829320"), ("fr-siren", "552100554")),
        ("NL", "B.V.", ("nl-kvk", "90004760"), ("nl-kvk", "34123456")),
    ],
)
def test_numbers_are_corrected_under_the_legal_form_that_admitted_the_business(
    country: str, legal_form: str, old: tuple[str, str], new: tuple[str, str]
) -> None:
    business = actions.join(legal_name="A", numbers=[old], country=country, legal_form=legal_form, now=NOW).public_id
    actions.change_numbers(business=business, numbers=[new], now=NOW)
    assert queries.profile(business).numbers == ((new[0], numbers.normal(*new)),)


def test_of_a_business_that_left_numbers_are_taken_away_and_the_rightful_one_joins() -> None:
    business = make_business().public_id
    with pytest.raises(errors.NumberTaken):
        make_business("The Rightful Ltd", NUMBER)
    leavings.leave(business=business, now=NOW)
    with pytest.raises(errors.NotALegalPerson):
        actions.change_numbers(business=business, numbers=[("es-dni", "00000014Z")], now=NOW)
    actions.change_numbers(business=business, numbers=[], now=NOW)
    assert waiting()[-1][1]["numbers"] == []
    assert queries.profile(business).numbers == ()
    assert make_business("The Rightful Ltd", NUMBER)
    with pytest.raises(errors.NotALegalPerson):
        leavings.come_back(business=business, now=NOW)
    actions.change_numbers(business=business, numbers=[("example", "EX00990004")], now=NOW)
    leavings.come_back(business=business, now=NOW)


def test_a_business_of_which_no_number_was_corrected_comes_back_as_it_was() -> None:
    business = make_business().public_id
    actions.change_numbers(business=business, numbers=[("example", "EX00990004")], now=NOW)
    leavings.leave(business=business, now=NOW + timedelta(days=1))
    RegistryNumber.objects.all().delete()
    leavings.come_back(business=business, now=NOW + timedelta(days=2))


def test_the_charter_can_be_accepted_anew() -> None:
    business = make_business().public_id
    actions.accept_charter(business=business, charter_version="2", now=NOW)
    assert queries.profile(business).charter_version == "2"
    assert waiting()[-1][1]["change"] == "charter"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE businesses_business SET state = 'excluded'",
        "UPDATE businesses_business SET state = 'left'",
        "UPDATE businesses_business SET state = 'left', left_on = '2020-01-01'",
        "UPDATE businesses_business SET country = 'gb'",
        "UPDATE businesses_business SET legal_name = ''",
        (
            "INSERT INTO businesses_registryentity VALUES"
            " ('5493000IBP32UQZ0KL24', 'A person', 'GB', '', 'SOLE_PROPRIETOR', '', '', 'x', '2026-01-01')"
        ),
        "UPDATE businesses_event SET detail = 'x'",
        "DELETE FROM businesses_event",
        "TRUNCATE businesses_event",
    ],
)
def test_the_database_refuses_what_must_never_be(statement: str) -> None:
    make_business()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_unknown_business_is_not_found() -> None:
    with pytest.raises(errors.NoSuchBusiness):
        queries.profile(uuid4())
