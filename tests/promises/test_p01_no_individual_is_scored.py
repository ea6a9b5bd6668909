"""P1: no score, rank or reputation of a person is stored, derived or shown. Every number is listed with its subject."""

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from config import roles
from reputation.api import pages
from reputation.core import clock
from reputation.core.privacy import FOREIGN
from reputation.log.kinds import KINDS
from reputation.reports import cases as reports
from tests import pages_made
from tests.pages_made import LEI, make_left, make_registered, make_removed, make_shop

pytestmark = pytest.mark.django_db

# A part of a name that makes a number a verdict, and one that makes a row somebody's.
VERDICT = re.compile(
    r"(?:^|_)(?:scor\w*|rank\w*|reputation|trust\w*|karma|level|points?|credits?|credit\w*|ratings?|grades?|reliab\w*|"
    r"credib\w*|risk\w*|strikes?|standing|merit\w*|honou?r\w*|badges?|penalt\w*|reward\w*)(?:_|$)"
)
PERSON = re.compile(
    r"(?:^|_)(?:reviewers?|authors?|writers?|users?|members?|moderators?|staff|persons?|people|customers?|buyers?|"
    r"consumers?|accounts?|codenames?|panel\w*|deciders?|drafters?|candidates?|filers?|employees?|owners?)(?:_|$)"
)
# Columns and fields that bear such a word and are neither. Each says why.
NO_VERDICT = {
    "log_tile.level": "how high in the tree of hashes",
    "rating": "a business's",
    "score": "how like what was typed a name is, while a check is answered",
}
NO_PERSON = {
    "disputes_candidate.member": "what somebody is called on one list, as hash; no figure",
    "disputes_candidate.panel_id": "for which panel somebody can be drawn",
    "disputes_candidate.user_id": "who can be drawn for a panel",
    "disputes_decider.user_id": "who decided, so that two are two",
    "disputes_decision.persons": "how many decided",
    "disputes_decision.reviewer_said": "what one side said, in the statement of reasons; no id",
    "disputes_draft.reviewer_said": "the same, before a second person looked",
    "disputes_measure.persons": "how many decided",
    "disputes_panel.drafter": "the number of the seat that drafts",
    "disputes_seat.panel_id": "which panel somebody sits on",
    "disputes_seat.user_id": "who sits on a panel",
    "disputes_taking.user_id": "who of the service did something in a case, so that nobody decides about themselves",
    "accounts_given_duty.user_id": "who has a duty",
    "accounts_session.user_id": "whose browser is signed in",
    "admissions_application.user_id": "who asked that a business may join",
    "desk_proposal.is_natural_person": "why a refusal keeps no number: what applied was a person",
    "members_acceptance.user_id": "who accepted the charter for a business",
    "members_api_key.user_id": "who made a key, or whose it is",
    "members_deed.user_id": "who did something for a business",
    "members_member.user_id": "who acts for a business",
    "proofs_access.user_id": "who of the service opened a proof",
}
# Where people who sign in are known: rows that lead from one to another, and no figure in any of them.
ROOMS_OF_PEOPLE = ("accounts_", "members_")
# A table that bears such a word and knows nobody: the HMAC of a codename, and the review it leads to; no figure.
KNOWS_NOBODY = {"reviews_writer"}
# Of those who decide for the service or challenge, and of what writers do until the next day: no figure of any.
IN_CASES = {"disputes_candidate", "disputes_decider", "disputes_filer", "disputes_panel", "disputes_writer_act"}
PEOPLE = "who signs in: keys alone"
KEY = re.compile(r"(?:^|_)(?:id|by_id)$")

SUBJECTS = (
    "a business",
    "a review",
    "a case",
    "a text at which a moderator looked",
    "the log",
    "a registry",
    "words",
    "an attester",
    "a key that signs receipts, or codes as hashes",
    "a key that signs mails",
    PEOPLE,
    "a name somebody tried to sign in with, as HMAC, for a day",
    "a mail",
    "a call to a business's own system",
    "a call of the API",
    "the service",
)
# Every number that is kept, beside its subject.
FIGURES = " ".join(f"{side}_{name}" for side in ("before", "after") for name in ("month", "log_size", "well", "stars"))
STORED: dict[str, tuple[str, str]] = {
    "accounts_given_duty": (PEOPLE, "id user_id"),
    "accounts_session": (PEOPLE, "id user_id"),
    "accounts_tally": ("a name somebody tried to sign in with, as HMAC, for a day", "id count"),
    "accounts_user": (PEOPLE, "id"),
    "admissions_application": (PEOPLE, "id user_id"),
    "admissions_number": ("a business", "id application_id"),
    "businesses_business": ("a business", "id"),
    "businesses_domain": ("a business", "id business_id"),
    "businesses_event": ("a business", "id business_id"),
    "businesses_registryimport": ("a registry", "rows"),
    "businesses_registrynumber": ("a business", "id business_id"),
    "businesses_searchname": ("a business", "id business_id"),
    "businesses_searchtoken": ("words", "uses"),
    "businesses_tradingname": ("a business", "id business_id"),
    "desk_number": ("a business", "id proposal_id"),
    "desk_proposal": ("a business", "id edition proposed_by_id decided_by_id"),
    "desk_termination": ("a business", "id proposal_id"),
    "disputes_alert_suspension": ("a business", "id until"),
    "disputes_appeal": ("a case", "id case_id decision_id"),
    "disputes_candidate": (PEOPLE, "id panel_id user_id"),
    "disputes_case": ("a case", "id paused_days"),
    "disputes_case_step": ("a case", "id case_id"),
    "disputes_claim": ("a case", "id case_id"),
    "disputes_decider": (PEOPLE, "id decision_id user_id"),
    "disputes_draft": ("a case", "id case_id drafted_by_id until_month"),
    "disputes_due": ("a case", "decision_id"),
    "disputes_filer": ("a case", "id case_id"),
    "disputes_interim": ("a case", "id case_id taken_by_id confirmed_by_id"),
    "disputes_measure": ("a business", "id case_id persons"),
    "disputes_panel": ("a case", "id case_id drawn_at drafter"),
    "disputes_reminder": ("a case", "id case_id days_before"),
    "disputes_said": ("a case", "id case_id"),
    "disputes_seat": ("a case", "id panel_id user_id number"),
    "disputes_taking": (PEOPLE, "id case_id user_id"),
    "disputes_writer_act": ("a case", "case_id"),
    "disputes_decision": (
        "a business",
        f"id case_id replaces_id persons {FIGURES}",
    ),
    "domains_claim": ("a business", "id"),
    "evidence_coverage": ("a business", "id epoch count"),
    "evidence_decision": ("a case", "id decided_by_id"),
    "evidence_mail_key": ("a key that signs mails", "id"),
    "evidence_payment_proof": ("a case", "id"),
    "evidence_pepper": ("a key that signs receipts, or codes as hashes", "epoch"),
    "issuing_batch": ("a key that signs receipts, or codes as hashes", "id key_id codes"),
    "issuing_key": ("a key that signs receipts, or codes as hashes", "id epoch last_epoch"),
    "issuing_mark": ("a key that signs receipts, or codes as hashes", "epoch"),
    "issuing_voucher": ("a key that signs receipts, or codes as hashes", "batch_id"),
    "log_checkpoint": ("the log", "size"),
    "log_cosignature": ("the log", "id checkpoint_id"),
    "log_entry": ("a review", "position stars month"),
    "log_head": ("the log", "id size"),
    "log_tile": ("the log", "level index"),
    "log_waiting": ("a review", "id stars month"),
    "lookalikes_cursor": ("the log", "id position"),
    "lookalikes_deletion": ("a business", "mark name_id"),
    "lookalikes_dropped": ("a business", "id name_id sites"),
    "lookalikes_exemption": ("a business", "id"),
    "lookalikes_name": ("a business", "id"),
    "members_acceptance": (PEOPLE, "id user_id"),
    "members_api_key": (PEOPLE, "id user_id"),
    "members_call": ("a call of the API", "id status"),
    "members_contact": (PEOPLE, "id"),
    "members_deed": (PEOPLE, "id user_id key_id"),
    "members_invitation": (PEOPLE, "id invited_by_id"),
    "members_leaving": ("a business", "id"),
    "members_member": (PEOPLE, "id user_id"),
    "members_told": ("a business", "id"),
    "notices_mail": ("a mail", "id tries"),
    "proofs_access": (PEOPLE, "id user_id"),
    "proofs_proof": ("a case", "number size pages seen_by_id"),
    "ratings_answer": ("a business", "log_size month order_key"),
    "ratings_cursor": ("the log", "id position month refused"),
    "ratings_month": ("a business", "month counts weights"),
    "ratings_review": ("a review", "month stars"),
    "ratings_suspension": ("a business", "until"),
    "receipts_attester": ("an attester", "id key_changes"),
    "receipts_key": ("a key that signs receipts, or codes as hashes", "epoch last_epoch unused"),
    "receipts_spent": ("a key that signs receipts, or codes as hashes", "epoch"),
    "receipts_total": ("a key that signs receipts, or codes as hashes", "id"),
    "reviews_act": ("a review", "stars"),
    "reviews_look": ("a text at which a moderator looked", "id marked wrong missed decided_by_id"),
    "reviews_mark": ("a review", "id review_id"),
    "reviews_mask_request": ("a review", "id decided_by_id"),
    "reviews_masked_words": ("a review", "id review_id start length"),
    "reviews_reply": ("a review", "id review_id month"),
    "reviews_review": ("a review", "id stars month"),
    "reviews_tombstone": (
        "a business",
        f"id review_id {FIGURES}",
    ),
    "reviews_waiting": ("a review", "stars"),
    "webhooks_delivery": ("a call to a business's own system", "id endpoint_id event_id status tries"),
    "webhooks_endpoint": ("a business", "id"),
    "webhooks_event": ("a business", "id"),
}
# Every number that the API answers, by where it stands.
SHOWN = {
    r"(?:(?:items|matches)\[\]\.)?rating\..+|explanation\..+": "a business",
    r"challenges\.(?:total|by_\w+\.[\w-]+|own_(?:decided|upheld|unfounded)|suspended_rights|threats)": "a business",
    r"measures\[\]\.persons": "a business",  # how many decided
    r"withdrawn_by_stars\.[1-5]|counts\.(?:all|\w+\.[\w-]+)": "a business",
    r"items\[\]\.tombstone\.(?:before|after)\.(?:log_size|well|stars)": "a business",
    r"items\[\]\.stars": "a review",
    r"statements\[\]\.(?:before|after)\.(?:log_size|well|stars)": "a business",
    r"statements\[\]\.persons|interim\.persons|log\[\]\.position": "a case",
    r"report\..+": "the service",
    r"size|checkpoint\.size|position|entry\.v|operator_entries\[\]": "the log",
    r"status": "words",
}
NUMERIC = re.compile(r"(?:smallint|integer|bigint|numeric|real|double precision|money)")
NOBODY = "00000000-0000-4000-8000-000000000000"
QUERIES = ("businesses", "disputes", "log", "lookup", "ratings", "reviews")


def columns() -> Iterator[tuple[str, str, str]]:
    """Table, column and type of all that is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM ({roles.TABLES}) t "
            "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "WHERE t.oid NOT IN (SELECT inhrelid FROM pg_inherits)"  # a part of a table has its columns
        )
        yield from (row for row in cursor.fetchall() if row[0] not in FOREIGN)


def numbers(document: object, at: str = "") -> set[str]:
    """Where numbers stand in a JSON document."""
    if isinstance(document, bool):
        return set()
    if isinstance(document, int | float):
        return {at}
    inside: Iterable[tuple[str, object]] = ()
    if isinstance(document, dict):
        inside = ((f"{at}.{name}" if at else name, value) for name, value in document.items())
    elif isinstance(document, list):
        inside = ((f"{at}[]", value) for value in document)
    return set().union(*(numbers(value, where) for where, value in inside))


def unlisted(found: Iterable[str]) -> set[str]:
    return {where for where in found if not any(re.fullmatch(pattern, where) for pattern in SHOWN)}


def names(schema: object) -> set[str]:
    """Every property that an OpenAPI document knows."""
    if isinstance(schema, dict):
        own = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
        return own.union(*(names(value) for value in schema.values()))
    return set().union(*(names(value) for value in schema)) if isinstance(schema, list) else set()


def verdicts(found: Iterable[str]) -> set[str]:
    return {name for name in found if VERDICT.search(name.rpartition(".")[2]) and name not in NO_VERDICT}


def answers(settings: LazySettings, folder: Path) -> list[tuple[str, Any]]:
    """What every operation of the API answers in a world with all there is."""
    settings.PUBLIC_ROOT = folder
    pages_made.start()
    shop = make_shop()
    make_removed(shop)
    make_left(make_shop("Orrin Electronics Ltd", (), domain=""))
    make_registered(folder)
    client = Client()
    business = f"businesses/{shop.id}"
    size = client.get("/api/v1/log").json()["size"]
    paths = ["businesses", business, *(f"{business}/{part}" for part in ("rating", "explanation", "reviews")), "log"]
    paths += [f"{business}/{part}?log_size={size}" for part in ("rating", "explanation")]
    reports.publish(now=clock.now())
    cases = client.get(f"/api/v1/{business}").json()["challenges"]["cases"]
    assert cases
    paths += [*(f"cases/{case}" for case in cases), "report", f"businesses/{NOBODY}", "log/entries/0"]
    found = [(path, client.get(f"/api/v1/{path}").json()) for path in paths]
    for q in ("kettle", "orrin", LEI, "nothing like it", "+44 7911 123456"):
        answer = client.post("/api/v1/check", json.dumps({"q": q}), content_type="application/json")
        found.append((f"check {q}", answer.json()))
    return found


def test_every_number_that_is_kept_has_a_subject_and_none_is_a_person() -> None:
    kept: dict[str, set[str]] = {}
    for table, column, kind in columns():
        if NUMERIC.match(kind):
            kept.setdefault(table, set()).add(column)
    assert kept == {table: set(listed.split()) for table, (_, listed) in STORED.items()}
    assert {subject for subject, _ in STORED.values()} <= set(SUBJECTS)
    of_people = {column for subject, listed in STORED.values() if subject == PEOPLE for column in listed.split()}
    assert of_people
    assert not {column for column in of_people if not KEY.search(column)}


def test_every_number_that_the_api_answers_has_a_subject(settings: LazySettings, tmp_path: Path) -> None:
    for path, document in answers(settings, tmp_path):
        assert isinstance(document, dict)
        assert document.get("code") in (None, "no-such-business", "phone-number"), path
        assert unlisted(numbers(document)) == set(), path
    assert set(SHOWN.values()) <= set(SUBJECTS)


def test_no_row_is_about_a_person() -> None:
    found = {f"{table}.{column}" for table, column, _ in columns()}
    tables = {table for table, _, _ in columns()}
    assert {name for name in found if PERSON.search(name.partition(".")[2])} == NO_PERSON.keys()
    named = {table for table in tables if PERSON.search(table) and not table.startswith(ROOMS_OF_PEOPLE)}
    assert named == KNOWS_NOBODY | IN_CASES
    assert not KNOWS_NOBODY & STORED.keys()


def test_who_decided_is_a_role_and_never_a_person() -> None:
    with connection.cursor() as cursor:
        for column in ("decided_by", "approved_by"):
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' "
                "AND conrelid = 'disputes_decision'::regclass AND conname = %s",
                [f"decision_{column}_known"],
            )
            listed = set(re.findall(r"'([a-z-]+)'::", cursor.fetchone()[0]))
            assert listed <= {"moderator", "second-moderator", "panel", "operator"}


def test_no_name_anywhere_is_a_verdict() -> None:
    assert verdicts(f"{table}.{column}" for table, column, _ in columns()) == set()
    assert verdicts(names(pages.schema())) == set()
    assert verdicts(name for kind in KINDS.values() for name in (*kind.wanted, *kind.optional)) == set()
    rows = [
        found
        for room in QUERIES
        for found in vars(import_module(f"reputation.{room}.queries")).values()
        if isinstance(found, type) and dataclasses.is_dataclass(found)
    ]
    assert len(rows) > 10
    assert verdicts(field.name for row in rows for field in dataclasses.fields(row)) == set()


@pytest.mark.parametrize(
    ("table", "column", "guards"),
    [
        ("reviews_review", "reviewer_score", 3),
        ("reviews_review", "writer_weight", 2),
        ("disputes_case", "trust_points", 2),
        ("disputes_decision", "overturned_count", 1),
    ],
)
def test_a_planted_number_is_found(table: str, column: str, guards: int) -> None:
    """By its name, by whose it is, or because nobody said what it is about."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} integer")
    tests = (
        test_every_number_that_is_kept_has_a_subject_and_none_is_a_person,
        test_no_row_is_about_a_person,
        test_no_name_anywhere_is_a_verdict,
    )
    red = 0
    for test in tests:
        try:
            test()
        except AssertionError:
            red += 1
    assert red == guards


def test_a_planted_number_in_an_answer_is_found() -> None:
    planted = {"items": [{"stars": 5, "reviewer": {"helpful": 12}, "writer_since": [2, 4]}], "next": None}
    assert unlisted(numbers(planted)) == {"items[].reviewer.helpful", "items[].writer_since[]"}
    assert verdicts(names({"properties": {"reviewer_rank": {"type": "integer"}}})) == {"reviewer_rank"}
