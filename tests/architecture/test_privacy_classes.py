"""Every column of the database has a class of privacy, and the class tells no untruth."""

import re
from collections.abc import Iterable, Mapping

import pytest
from django.db import connection

from config import roles
from reputation.core.privacy import CLASSES, FOREIGN, KINDS

pytestmark = pytest.mark.django_db

Columns = dict[str, dict[str, str]]
Classes = Mapping[str, Mapping[str, str]]
# What these names are about is a person or a machine somebody sits at, and never public.
PERSONAL = re.compile(
    r"(?:^|_)(?:e_?mails?|emails?|mails?|phones?|mobile|tel|fax|address(?:es)?|addr|ip|ips|agents?|ua|user|users|handles?|referr?er|"
    r"cookie|session|fingerprint|first_name|last_name|full_name|birth\w*|author|writer)(?:_|$)"
)


def columns() -> Columns:
    """Every column of every table, with its type, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM ({roles.TABLES}) t "
            "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "WHERE t.oid NOT IN (SELECT inhrelid FROM pg_inherits)"  # a part of a table has its columns
        )
        found: Columns = {}
        for table, column, kind in cursor.fetchall():
            found.setdefault(table, {})[column] = kind
    return {table: named for table, named in found.items() if table not in FOREIGN}


def wrongs(found: Columns, classes: Classes, kinds: Iterable[str]) -> list[str]:
    """What is unclassified, classified and not there, of an unknown class, or too personal for its class."""
    there = {(table, column) for table, named in found.items() for column in named}
    said = {(table, column): kind for table, named in classes.items() for column, kind in named.items()}
    wrong = [f"{table}.{column} has no class" for table, column in there - said.keys()]
    wrong += [f"{table}.{column} is not there" for table, column in said.keys() - there]
    wrong += [f"{table}.{column} has an unknown class" for (table, column), kind in said.items() if kind not in kinds]
    for (table, column), kind in said.items():
        held = found.get(table, {}).get(column, "")
        if kind in ("public", "business") and (held in ("inet", "cidr", "macaddr") or PERSONAL.search(column)):
            wrong.append(f"{table}.{column} is a person's and cannot be {kind}")
    return sorted(wrong)


def test_every_column_has_a_class() -> None:
    assert wrongs(columns(), CLASSES, KINDS) == []


def test_every_class_says_what_it_holds_and_how_long() -> None:
    assert list(KINDS) == ["public", "business", "member", "case", "secret", "transient"]
    assert all(kind.holds.endswith(".") and kind.kept.endswith(".") for kind in KINDS.values())
    assert set(FOREIGN.values()) <= KINDS.keys()


def test_what_is_foreign_is_there_and_not_ours() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT relname FROM ({roles.TABLES}) t")
        tables = {name for (name,) in cursor.fetchall()}
    assert FOREIGN.keys() <= tables
    assert not FOREIGN.keys() & CLASSES.keys()


def test_salts_are_secret() -> None:
    salts = {(table, column) for table, named in columns().items() for column in named if "salt" in column}
    assert len(salts) >= 6
    assert {CLASSES[table][column] for table, column in salts} == {"secret"}


@pytest.mark.parametrize(
    ("definition", "kind", "says"),
    [
        ("note text", None, "has no class"),
        ("note text", "private", "has an unknown class"),
        ("seen_from inet", "public", "is a person's and cannot be public"),
        ("user_agent text", "business", "is a person's and cannot be business"),
        ("e_mail text", "public", "is a person's and cannot be public"),
        ("contact_email text", "public", "is a person's and cannot be public"),
        ("phone text", "business", "is a person's and cannot be business"),
        ("ip_address text", "public", "is a person's and cannot be public"),
    ],
)
def test_a_planted_column_is_found(definition: str, kind: str | None, says: str) -> None:
    column = definition.split()[0]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE reviews_review ADD COLUMN {definition}")
    planted = {column: kind} if kind else {}
    classes = CLASSES | {"reviews_review": CLASSES["reviews_review"] | planted}

    assert wrongs(columns(), classes, KINDS) == [f"reviews_review.{column} {says}"]


def test_a_column_that_went_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reviews_review DROP COLUMN language CASCADE")
    assert wrongs(columns(), CLASSES, KINDS) == ["reviews_review.language is not there"]
