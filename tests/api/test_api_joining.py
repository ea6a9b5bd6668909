"""The way in, by API: what can be asked before, applying, applications, invitations."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from reputation.accounts.models import User
from reputation.accounts.queries import address
from reputation.admissions import actions as admissions
from reputation.admissions import queries
from reputation.businesses.models import Business
from reputation.core import clock
from reputation.members.rules import Act
from reputation.rulebook import charter
from tests.api_made import Shop, account_key, business_key, code
from tests.members_made import ANSWERS, code_of, doubtful, make_member_business, make_user

pytestmark = pytest.mark.django_db
HOF = {"scheme": "de-hra", "value": "Hof HRA 1178"}


def body(**changes: Any) -> dict[str, Any]:
    return {
        "country": "GB",
        "legal_name": "Kettle & Moss Ltd",
        "trading_names": ["Moss Kitchen"],
        "place": "Ludlow",
        "numbers": [{"scheme": "example", "value": "ex 00009001"}],
        "domains": ["https://www.kettle-and-moss.example/shop"],
        "contact_email": "office@kettle.example",
        "language": "en",
        "accepted_by": "Ada Moss",
        "office": "Director",
        "answers": ANSWERS,
        **changes,
    }


def without(name: str) -> dict[str, Any]:
    return {field: value for field, value in body().items() if field != name}


def test_the_charter_is_told_with_its_questions() -> None:
    found = Shop().get("charter").json()
    assert found["in_force"]["version"] == charter.in_force(clock.now().date()).version
    assert {rule["rule"]: rule["answer"] for rule in found["in_force"]["rules"]} == ANSWERS
    assert found["announced"] is None


def test_legal_forms_are_found_by_code_and_words() -> None:
    found = Shop().get("legal-forms?country=DE&form=gmbh").json()["items"]
    assert {"code": "2HBR", "name": found[0]["name"], "judgement": "legal-person"} == found[0]
    assert Shop().get("legal-forms?country=DE&form=2hbr").json()["items"][0] == found[0]


@pytest.mark.parametrize("query", ["", "country=DE", "form=GmbH", "country=de&form=GmbH", "country=DE&form=", "x=1"])
def test_a_legal_form_needs_a_country_and_words(query: str) -> None:
    assert code(Shop().get(f"legal-forms?{query}")) == (422, "invalid-field")


def test_number_kinds_are_those_of_a_country_and_of_all() -> None:
    found = {row["scheme"]: row for row in Shop().get("number-kinds?country=DE").json()["items"]}
    assert found["de-hrb"]["shows"] == "legal-person"
    assert found["lei"]["country"] is None
    assert {row["country"] for row in found.values()} == {"DE", None}


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"country": "GB", "numbers": [{"scheme": "example", "value": "EX00009001"}]}, "admitted"),
        ({"country": "DE", "legal_form": "eingetragener Kaufmann", "numbers": [HOF]}, "refused"),
        ({"country": "DE", "legal_form": "GmbH & Co. KG", "numbers": [HOF]}, "doubt"),
    ],
)
def test_a_look_tells_the_verdict_and_keeps_nothing(given: dict[str, Any], outcome: str) -> None:
    answer = Shop().post("applications/look", given, once="")
    assert (answer.status_code, answer.json()["outcome"]) == (200, outcome)
    assert answer.json()["reasons"]
    assert answer["Cache-Control"] == "no-store"
    assert not Business.objects.exists()
    assert not queries.queue()


def test_a_look_names_the_nearest_legal_forms() -> None:
    given = {
        "country": "DE",
        "legal_form": "Kommanditgesellschaft",
        "numbers": [{"scheme": "de-hra", "value": "Hof HRA 1178"}],
    }
    forms = Shop().post("applications/look", given, once="").json()["forms"]
    assert forms
    assert all(form["code"] and form["name"] for form in forms)


def test_a_business_joins_and_its_owner_acts_for_it_at_once() -> None:
    user = make_user()
    shop = Shop(account_key(user))
    answer = shop.post("applications", body())
    assert answer.status_code == 201
    business = answer.json()["business"]
    assert shop.get("me").json() == {
        "kind": "account",
        "businesses": [
            {"business": business, "name": "Kettle & Moss Ltd", "role": "owner", "may": [str(act) for act in Act]}
        ],
    }
    deeds = shop.get(f"businesses/{business}/deeds").json()["items"]
    assert {(row["by"], row["who"], row["key"]) for row in deeds} == {("key", address(user), "laptop")}
    (claim,) = shop.get(f"businesses/{business}/claims").json()["items"]
    assert (claim["domain"], claim["state"]) == ("kettle-and-moss.example", "waiting")
    assert code(shop.post("applications", body())) == (409, "number-taken")


def test_what_is_in_doubt_waits_and_can_be_taken_back() -> None:
    shop = Shop(account_key(make_user()))
    given = body(country="DE", legal_form="GmbH & Co. KG", numbers=[{"scheme": "de-hra", "value": "Hof HRA 4711"}])
    answer = shop.post("applications", given)
    assert answer.status_code == 202
    application = answer.json()["application"]
    shown = shop.get(f"applications/{application}").json()
    assert (shown["state"], shown["numbers"]) == ("waiting", [{"scheme": "de-hra", "value": "HOF HRA 4711"}])
    assert [one["application"] for one in shop.get("applications").json()["items"]] == [application]
    gone = shop.post(f"applications/{application}/withdraw")
    assert (gone.status_code, gone.json()["state"], gone.json()["numbers"]) == (200, "withdrawn", [])
    assert code(shop.post(f"applications/{application}/withdraw")) == (409, "wrong-application-state")


def test_a_refusal_is_appealed_with_reasons() -> None:
    user, now = make_user(), clock.now()
    application = admissions.apply(user=user, wish=doubtful(), now=now).application
    assert application is not None
    admissions.refuse(
        application=application, reasons="No register shows it as a company.", is_natural_person=True, now=now
    )
    shop = Shop(account_key(user))
    where = f"applications/{application}/appeal"
    assert code(shop.post(where, {"said": "No."})) == (422, "unexplained")
    said = {
        "said": "The register of companies shows it since 2019.",
        "numbers": [{"scheme": "de-hra", "value": "Hof HRA 99"}],
    }
    answer = shop.post(where, said).json()
    assert (answer["state"], answer["numbers"]) == ("appealed", [{"scheme": "de-hra", "value": "HOF HRA 99"}])


def test_somebody_else_s_application_is_not_there() -> None:
    application = admissions.apply(user=make_user(), wish=doubtful(), now=clock.now()).application
    shop = Shop(account_key(make_user()))
    for path in (f"applications/{application}", f"applications/{uuid4()}"):
        assert code(shop.get(path)) == (404, "no-such-application")
        assert code(shop.post(f"{path}/withdraw")) == (404, "no-such-application")
        assert code(shop.post(f"{path}/appeal", {"said": "x" * 30})) == (404, "no-such-application")


def test_a_key_of_a_business_applies_for_nothing() -> None:
    shop = Shop(business_key(make_member_business()))
    assert code(shop.post("applications", body())) == (403, "not-allowed")
    assert code(shop.get("applications")) == (403, "not-allowed")
    assert code(shop.post("invitations/accept", {"code": "x"})) == (403, "not-allowed")


def test_an_invitation_is_accepted_once_by_whom_it_was_for() -> None:
    owner, user = make_member_business(), make_user()
    email = User.objects.get(pk=user).email
    invited = Shop(account_key(owner.user)).post(
        f"businesses/{owner.business}/invitations", {"email": email, "role": "agent", "language": "de"}
    )
    assert (invited.status_code, invited.json()["email"], invited.json()["role"]) == (201, email, "agent")
    given = {"code": code_of(email)}
    assert code(Shop(account_key(make_user())).post("invitations/accept", given)) == (410, "invitation-over")
    shop = Shop(account_key(user))
    answer = shop.post("invitations/accept", given)
    assert (answer.status_code, answer.json()) == (201, {"business": str(owner.business), "role": "agent"})
    assert code(shop.post("invitations/accept", given)) == (410, "invitation-over")


LONG = "x" * 301
HOSTILE = {
    "not an object": [],
    "nothing": {},
    "without a country": without("country"),
    "a small country": body(country="gb"),
    "a long country": body(country="GBR"),
    "a foreign country": body(country="ＧＢ"),
    "a name too many": body(legal_names=[]),
    "no name": body(legal_name=""),
    "a long name": body(legal_name=LONG),
    "a name that is none": body(legal_name=["Kettle"]),
    "a name turned round": body(legal_name="Kettle \u202egnp.exe"),
    "a name of nothing": body(legal_name="\u200b"),
    "a name with an end": body(legal_name="Kettle\x00Moss"),
    "half a letter": body(legal_name="Kettle\ud800"),
    "twenty-one names": body(trading_names=["a"] * 20),
    "names in names": body(trading_names=[["a"]]),
    "no numbers": body(numbers=[]),
    "eleven numbers": body(numbers=[{"scheme": "example", "value": "EX00009001"}] * 11),
    "a number of no kind": body(numbers=[{"scheme": "__class__", "value": "1"}]),
    "a wrong number": body(numbers=[{"scheme": "lei", "value": "5493000IBP32UQZ0KL25"}]),
    "a number that is a number": body(numbers=[{"scheme": "example", "value": 1}]),
    "a number with more": body(numbers=[{"scheme": "example", "value": "EX00009001", "x": 1}]),
    "a place too long": body(place="x" * 101),
    "a place with an end": body(place="Lud\x00low"),
    "no web address": body(domains=["localhost"]),
    "eleven web addresses": body(domains=[f"shop{number}.example" for number in range(11)]),
    "no e-mail address": body(contact_email="office"),
    "a mail header": body(contact_email="a@b.example\nBcc: c@d.example"),
    "another language": body(language="fr"),
    "nobody": body(accepted_by="  "),
    "no office": body(office=""),
    "answers in words": body(answers=dict.fromkeys(ANSWERS, "no")),
    "no answers": body(answers={}),
    "the other answers": body(answers={rule: not answer for rule, answer in ANSWERS.items()}),
    "answers without end": body(answers={str(number): True for number in range(21)}),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_wish_is_refused_by_name_and_leaves_nothing(case: str) -> None:
    shop = Shop(account_key(make_user()))
    answer = shop.post("applications", HOSTILE[case])
    assert answer.status_code in (400, 422), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not Business.objects.exists()
    assert not queries.queue()
    assert shop.get("applications").json()["items"] == []


def test_a_field_is_named_by_where_it_is_and_what_was_sent_is_not_repeated() -> None:
    given = body(numbers=[{"scheme": "example", "value": "EX00009001"}, {"scheme": "canary", "value": ["canary"]}])
    answer = Shop(account_key(make_user())).post("applications", given | {"canary": 1})
    assert {(row["field"], row["code"]) for row in answer.json()["errors"]} == {
        ("", "unknown"),
        ("numbers.1.scheme", "not-a-choice"),
        ("numbers.1.value", "wrong-type"),
    }
    assert b"canary" not in answer.content


def test_a_large_body_is_refused_before_it_is_read() -> None:
    answer = Shop(account_key(make_user())).post("applications", body(legal_name="x" * 20_000))
    assert code(answer) == (413, "body-too-large")


def test_a_form_is_no_json(client: Client) -> None:
    key = account_key(make_user())
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "1"}
    answer = client.post("/api/v1/applications", {"country": "GB"}, headers=headers)
    assert code(answer) == (415, "unsupported-media-type")
