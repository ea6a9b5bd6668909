"""What models may look like: keys point down, the database checks lists of codes, what only grows only grows."""

import ast
import configparser
import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import Error, connection, models, transaction

ROOT = Path(__file__).resolve().parents[2]
Model = type[models.Model]
# Tables whose rows are never changed and never go.
ONLY_GROW = {
    "log_entry",
    "log_tile",
    "log_checkpoint",
    "log_cosignature",
    "businesses_event",
    "lookalikes_exemption",
    "disputes_decision",
    "disputes_alert_suspension",
    "disputes_case_step",
    "disputes_taking",
    "disputes_decider",
}
# Columns that another check holds to fewer values than their list has.
NARROWER = {"disputes.Decision.replaced_outcome": "decision_follows"}
# Rows that change as their state does, and never go.
NEVER_GO = {
    "disputes_case",
    "disputes_claim",
    "disputes_said",
    "disputes_interim",
    "disputes_appeal",
    "disputes_panel",
    "disputes_seat",
    "reviews_review",
    "reviews_tombstone",
    "reviews_mark",
}


def ours() -> list[Model]:
    found: list[Model] = []
    for config in apps.get_app_configs():
        if config.name.startswith("reputation."):
            found += config.get_models(include_auto_created=True)
    return found


def depth() -> dict[str, int]:
    """How deep a room lies by the contract of the imports; the deepest has the smallest number."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    layers = parser["importlinter:contract:rooms"]["layers"].split("\n")
    rooms = [[room.strip() for room in layer.split("|")] for layer in layers if layer.strip()]
    return {room: place for place, layer in enumerate(reversed(rooms)) for room in layer}


def keys(model: Model) -> Iterator[Any]:
    return (field for field in model._meta.local_fields if isinstance(field, models.ForeignKey))


def upward(found: Iterable[Model], order: dict[str, int]) -> list[str]:
    """Foreign keys into a room that lies above."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in keys(model)
        if order[field.related_model._meta.app_label] > order[model._meta.app_label]
    ]


def checks(model: Model) -> dict[str, set[str]]:
    """The columns whose values a check of the database lists, with those values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [model._meta.db_table],
        )
        found = {}
        for (text,) in cursor.fetchall():
            listed = re.fullmatch(r"CHECK \(\(\(?\(?(\w+)\)?(?:::text)?\)? = ANY \(+ARRAY\[(.*?)\].*\)", text)
            if listed:
                found[listed[1]] = set(re.findall(r"'([^']*)'::", listed[2]))
            single = re.fullmatch(r"CHECK \(\(\(?(\w+)\)?::text = '([^']*)'::text\)\)", text)
            if single:
                found[single[1]] = {single[2]}
        return found


def unchecked(found: Iterable[Model]) -> list[str]:
    """Columns with choices for which the database has no check, or one of other values."""
    wrong = []
    for model in found:
        have = checks(model)
        wrong += [
            f"{model._meta.label}.{field.name}"
            for field in model._meta.local_fields
            if field.choices
            and have.get(field.column or "") != {str(value) for value, _ in field.flatchoices}
            and f"{model._meta.label}.{field.name}" not in NARROWER
        ]
    return wrong


def loose(source: str) -> list[str]:
    """Keys in the source of a model that delete with what they point to, and say no reason on their line."""
    lines = source.splitlines()
    wrong = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr not in ("ForeignKey", "OneToOneField"):
            continue
        given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "on_delete")]
        rules = {ast.unparse(rule) for rule in given}
        has_reason = any(re.search("# (?!noqa)", line) for line in lines[call.lineno - 1 : call.end_lineno])
        if rules != {"models.PROTECT"} and not has_reason:
            wrong.append(lines[call.lineno - 1].strip())
    return wrong


def documents(found: Iterable[Model]) -> list[str]:
    """Columns that could keep a history nobody can ask for: JSON, key and value."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.local_fields
        if isinstance(field, models.JSONField)
        or (isinstance(field, ArrayField) and isinstance(field.base_field, models.JSONField))
        or field.get_internal_type() in ("HStoreField", "JSONField")
    ]


def test_foreign_keys_point_down_the_rooms() -> None:
    order = depth()
    assert order["core"] < order["log"] < order["reviews"] < order["disputes"]
    assert upward(ours(), order) == []
    order["businesses"] = 99
    assert "reviews.Review.business" in upward(ours(), order)


@pytest.mark.django_db
def test_every_list_of_codes_is_checked_by_the_database() -> None:
    assert sum(bool(field.choices) for model in ours() for field in model._meta.local_fields) > 10
    assert unchecked(ours()) == []
    names = {constraint.name for model in ours() for constraint in model._meta.constraints}
    assert names >= set(NARROWER.values())


@pytest.mark.django_db
@pytest.mark.parametrize("instead", [None, "CHECK (outcome IN ('as-agreed', 'never-delivered'))"])
def test_a_missing_or_different_check_is_found(instead: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reviews_review DROP CONSTRAINT review_outcome_known")
        if instead:
            cursor.execute(f"ALTER TABLE reviews_review ADD {instead}")
    assert unchecked(ours()) == ["reviews.Review.outcome"]


def test_nothing_is_deleted_with_something_else_unless_a_comment_says_why() -> None:
    for model in ours():
        assert loose(textwrap.dedent(inspect.getsource(model))) == [], model


@pytest.mark.parametrize(
    ("line", "is_loose"),
    [
        ("a = models.ForeignKey(B, models.PROTECT)", False),
        ("a = models.ForeignKey(B, on_delete=models.PROTECT)", False),
        ("a = models.ForeignKey(B, models.CASCADE)  # goes with it", False),
        ("a = models.ForeignKey(B, models.CASCADE)", True),
        ("a = models.ForeignKey(B, models.CASCADE)  # noqa: DJ001", True),
        ("a = models.OneToOneField(B, on_delete=models.SET_NULL, null=True)", True),
    ],
)
def test_a_planted_deletion_is_found(line: str, *, is_loose: bool) -> None:
    assert bool(loose(line)) is is_loose


def test_no_history_hides_in_a_document() -> None:
    assert documents(ours()) == []

    class Planted(models.Model):
        history = models.JSONField()

        class Meta:
            app_label = "planted"
            managed = False

    try:
        assert documents([*ours(), Planted]) == ["planted.Planted.history"]
    finally:
        apps.all_models.pop("planted")


STATEMENTS = {
    "UPDATE": "UPDATE {table} SET {column} = {column}",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table} CASCADE",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "verb"),
    [
        *((table, verb) for table in sorted(ONLY_GROW) for verb in STATEMENTS),
        *((table, verb) for table in sorted(NEVER_GO) for verb in ("DELETE", "TRUNCATE")),
    ],
)
def test_what_only_grows_refuses(table: str, verb: str) -> None:
    """Also the owner is refused, and on an empty table: the trigger speaks, not a key."""
    (model,) = [model for model in ours() if model._meta.db_table == table]
    column = model._meta.local_fields[-1].column
    statement = STATEMENTS[verb].format(table=table, column=column)
    with pytest.raises(Error) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert getattr(refused.value.__cause__, "sqlstate", None) == "23001"


def test_what_is_called_append_only_is_in_the_list() -> None:
    said = {model._meta.db_table for model in ours() if "ppend-only" in (model.__doc__ or "")}
    assert said <= ONLY_GROW
    assert {model._meta.db_table for model in ours()} >= ONLY_GROW | NEVER_GO


@pytest.mark.django_db
def test_no_role_may_change_what_only_grows() -> None:
    from config import roles

    wrong = {(role, table, right) for role, table, right in roles.declared() if table in ONLY_GROW | NEVER_GO}
    refused = {one for one in wrong if one[2].startswith(("DELETE", "TRUNCATE"))}
    refused |= {one for one in wrong if one[1] in ONLY_GROW and one[2].startswith("UPDATE")}
    assert refused == set()
