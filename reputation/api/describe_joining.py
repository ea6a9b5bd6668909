"""What the schema says about joining: what can be asked before, and applications."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from reputation.admissions.rules import State
from reputation.api.schemas import (
    DAY,
    FLAG,
    TEXT,
    UUID,
    array_of,
    closed,
    example,
    many,
    object_of,
    one_of,
    or_null,
    path,
    problems,
    query,
    text,
    whole_list_of,
)
from reputation.businesses import particulars
from reputation.businesses.admission import Outcome, Reason
from reputation.businesses.legal_forms import Judgement
from reputation.businesses.numbers import KINDS, LONGEST_TYPED, Evidence
from reputation.members.charters import LONGEST_NAME
from reputation.members.rules import Act, Role
from reputation.rulebook import admissions as numbers
from reputation.rulebook import charter

LANGUAGES = ("en", "de")
MOST_NUMBERS = 10
EMAIL = text(254, shortest=3, says="An e-mail address.")
LANGUAGE = {**one_of(LANGUAGES), "description": "The language in which it is written to."}
COUNTRY = text(2, shortest=2, says="Two capital letters, as in ISO 3166-1.", pattern="^[A-Z]{2}$")
NUMBER = closed(
    scheme={**one_of(KINDS), "description": "A kind of number, as `GET /number-kinds` lists them."},
    value=text(LONGEST_TYPED, shortest=1, says="The number, however it is written."),
)
LEGAL_FORM = text(120, says="A code of ISO 20275, or the words for it; may be left empty.")
NAME = text(particulars.LONGEST_NAME, shortest=1)
PERSON = text(LONGEST_NAME, shortest=1)
ANSWERS = {
    "type": "object",
    "description": "For each rule of the charter, by its code, how its question is answered.",
    "additionalProperties": FLAG,
    "maxProperties": 20,
}
KEY: list[dict[str, list[str]]] = [{"key": []}]
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="A new random value for each call, 1 to 255 printable characters. Whoever repeats a call with the same "
    "one within 24 hours gets the first answer again, with Idempotency-Replayed: true. A refusal is not kept: nothing "
    "was done, and the same key may come again.",
)
APPLICATION_ID = path("application", OpenApiTypes.UUID, "Id of an application of yours.")

ME: dict[str, Any] = {
    "operation_id": "me",
    "tags": ["Members"],
    "auth": KEY,
    "summary": "Read whom a key stands for",
    "description": "The businesses that the key acts for, and what it may do for each of them.",
    "parameters": [],
    "responses": {
        200: object_of(
            kind=one_of(("account", "business")),
            businesses=array_of(
                object_of(business=UUID, name=TEXT, role=or_null(one_of(Role)), may=array_of(one_of(Act)))
            ),
        ),
        **problems(400, 401, 422),
    },
}
LEGAL_FORMS: dict[str, Any] = {
    "operation_id": "legal_forms",
    "tags": ["Joining"],
    "summary": "Find legal forms",
    "description": "The forms of a country that a code or words mean, best first, and whose each is. List: ISO 20275.",
    "parameters": [
        query("country", OpenApiTypes.STR, "Two capital letters, such as DE.", required=True),
        query("form", OpenApiTypes.STR, "A code such as 2HBR, or words such as GmbH.", required=True),
    ],
    "responses": {
        200: whole_list_of(object_of(code=or_null(TEXT), name=TEXT, judgement=one_of(Judgement))),
        **problems(400, 422),
    },
}
NUMBER_KINDS: dict[str, Any] = {
    "operation_id": "number_kinds",
    "tags": ["Joining"],
    "summary": "List the kinds of registry number",
    "description": "Those of a country and those of every country, and what having one shows.",
    "parameters": [query("country", OpenApiTypes.STR, "Two capital letters, such as DE; without it, all.")],
    "responses": {
        200: whole_list_of(object_of(scheme=TEXT, country=or_null(TEXT), says=TEXT, shows=one_of(Evidence))),
        **problems(400, 422),
    },
}
CHARTER_VERSION = object_of(
    version=TEXT,
    announced_on=DAY,
    effective_on=DAY,
    rules=array_of(object_of(rule=TEXT, says=TEXT, asks=TEXT, answer=FLAG)),
)
CHARTER: dict[str, Any] = {
    "operation_id": "charter",
    "tags": ["Joining"],
    "summary": "Read the charter",
    "description": "The version in force, and the next one if it was announced: each rule with the question that "
    "checks it, and the answer of those who keep it.",
    "parameters": [],
    "responses": {
        200: object_of(in_force=CHARTER_VERSION, announced=or_null(CHARTER_VERSION)),
        **problems(400, 422),
    },
}
LOOK_BODY = closed("legal_form", country=COUNTRY, legal_form=LEGAL_FORM, numbers=many(NUMBER, MOST_NUMBERS, fewest=1))
LOOK: dict[str, Any] = {
    "operation_id": "look_at_application",
    "tags": ["Joining"],
    "summary": "See what would become of an application",
    "description": "The verdict and its reasons, and what the LEI registry says. Nothing is kept, so it needs no "
    "Idempotency-Key, and no key of the API.",
    "parameters": [],
    "request": {"application/json": LOOK_BODY},
    "responses": {
        200: object_of(
            outcome=one_of(Outcome),
            reasons=array_of(one_of(Reason)),
            forms=array_of(object_of(code=TEXT, name=TEXT)),
            entity=or_null(
                object_of(
                    lei=TEXT,
                    legal_name=TEXT,
                    country=TEXT,
                    place=or_null(TEXT),
                    category=TEXT,
                    legal_form=or_null(TEXT),
                    status=TEXT,
                    source=TEXT,
                    as_of=DAY,
                )
            ),
        ),
        **problems(400, 413, 415, 422),
    },
    "examples": example(
        "a German company", {"country": "DE", "numbers": [{"scheme": "de-hrb", "value": "Hof HRB 1178"}]}
    ),
}
APPLY_BODY = closed(
    "legal_form",
    "trading_names",
    "place",
    "domains",
    country=COUNTRY,
    legal_form=LEGAL_FORM,
    legal_name=NAME,
    trading_names=many(NAME, particulars.MOST_NAMES - 1),
    place=text(100, says="The place of its seat; may be left empty."),
    numbers=many(NUMBER, MOST_NUMBERS, fewest=1),
    domains=many(text(253, shortest=1), numbers.DOMAINS_MOST.value),
    contact_email=EMAIL,
    language=LANGUAGE,
    accepted_by={**PERSON, "description": "The name of whoever accepts the charter for the business."},
    office={**PERSON, "description": "Their office, such as managing director."},
    answers=ANSWERS,
)
FILED = object_of(business=or_null(UUID), application=or_null(UUID))
APPLY: dict[str, Any] = {
    "operation_id": "apply",
    "tags": ["Joining"],
    "auth": KEY,
    "summary": "Let a business join",
    "description": "201: it takes part from now on, and the account that applied is its first owner. 202: the rules "
    "leave it open, and two persons look at it. A refusal keeps nothing. Needs the key of an account.",
    "parameters": [IDEMPOTENCY],
    "request": {"application/json": APPLY_BODY},
    "responses": {201: FILED, 202: FILED, **problems(400, 401, 403, 409, 413, 415, 422)},
    "examples": example(
        "a German company",
        {
            "country": "DE",
            "legal_name": "Kettle & Moss GmbH",
            "numbers": [{"scheme": "de-hrb", "value": "Hof HRB 1178"}],
            "domains": ["kettle-and-moss.example"],
            "contact_email": "office@kettle-and-moss.example",
            "language": "de",
            "accepted_by": "Ada Moss",
            "office": "Managing director",
            "answers": {rule.code: rule.answer for rule in charter.VERSIONS["1"].rules},
        },
    ),
}
APPLICATION_SCHEMA = object_of(
    application=UUID,
    business=or_null(UUID),
    state=one_of(State),
    country=TEXT,
    legal_form=or_null(TEXT),
    legal_name=TEXT,
    trading_names=array_of(TEXT),
    place=or_null(TEXT),
    numbers=array_of(object_of(scheme=TEXT, value=TEXT)),
    domains=array_of(TEXT),
    accepted_by=TEXT,
    office=TEXT,
    doubts=array_of(TEXT),
    filed_on=DAY,
    decide_until=DAY,
    decided_on=or_null(DAY),
    reasons=or_null(TEXT),
    appeal_until=or_null(DAY),
    appealed_on=or_null(DAY),
    appeal=or_null(TEXT),
    appeal_decided_on=or_null(DAY),
    appeal_reasons=or_null(TEXT),
)
APPLICATIONS: dict[str, Any] = {
    "operation_id": "applications",
    "tags": ["Joining"],
    "auth": KEY,
    "summary": "List your applications",
    "description": "Those that wait and those that were decided, newest first. Needs the key of an account.",
    "parameters": [],
    "responses": {200: whole_list_of(APPLICATION_SCHEMA), **problems(400, 401, 403, 422)},
}
APPLICATION: dict[str, Any] = {
    "operation_id": "application",
    "tags": ["Joining"],
    "auth": KEY,
    "summary": "Read an application",
    "description": "How it stands, until when it is decided, and why. Needs the key of the account that filed it.",
    "parameters": [APPLICATION_ID],
    "responses": {200: APPLICATION_SCHEMA, **problems(400, 401, 403, 404, 422)},
}
WITHDRAW: dict[str, Any] = {
    "operation_id": "withdraw_application",
    "tags": ["Joining"],
    "auth": KEY,
    "summary": "Take an application back",
    "description": "Its numbers are gone at once. Needs the key of the account that filed it.",
    "parameters": [APPLICATION_ID, IDEMPOTENCY],
    "request": None,
    "responses": {200: APPLICATION_SCHEMA, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
}
APPEAL_BODY = closed(
    "numbers",
    said=text(numbers.EXPLANATION_LIMIT.value, shortest=1, says="Why it should be decided otherwise."),
    numbers=many(NUMBER, MOST_NUMBERS),
)
APPEAL: dict[str, Any] = {
    "operation_id": "appeal_application",
    "tags": ["Joining"],
    "auth": KEY,
    "summary": "Appeal the refusal of an application",
    "description": "Others look at it. Numbers that are gone are given again. Needs the key of whoever filed it.",
    "parameters": [APPLICATION_ID, IDEMPOTENCY],
    "request": {"application/json": APPEAL_BODY},
    "responses": {200: APPLICATION_SCHEMA, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    "examples": example("with reasons", {"said": "We are entered in the register of companies since 2019, see there."}),
}
ACCEPT_INVITATION_BODY = closed(code=text(100, shortest=1, says="What stands after # in the link of the invitation."))
ACCEPT_INVITATION: dict[str, Any] = {
    "operation_id": "accept_invitation",
    "tags": ["Members"],
    "auth": KEY,
    "summary": "Become a member",
    "description": "By the code in an invitation that was sent to the address of the account. Needs its key.",
    "parameters": [IDEMPOTENCY],
    "request": {"application/json": ACCEPT_INVITATION_BODY},
    "responses": {201: object_of(business=UUID, role=one_of(Role)), **problems(400, 401, 403, 409, 410, 413, 415, 422)},
    "examples": example("a code", {"code": "eBd0hZb6K2sUuYqLx2bq5r6Q0t7c1vWm8nA4jS9pT3E"}),
}
