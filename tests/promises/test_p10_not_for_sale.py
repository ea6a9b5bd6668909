"""P10: nothing that rates, orders, lists or decides can read anything about payment or sponsorship: there is none."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import grimp
import pytest
from django.conf import settings
from django.db import connection

import reputation
from config import roles
from reputation.api import pages
from reputation.core.privacy import FOREIGN
from reputation.log.kinds import KINDS
from tests.conftest import AsRole

ROOT = Path(reputation.__file__).resolve().parent
# Names of what is sold, in whole words of an identifier.
MONEY = re.compile(
    r"(?:^|[_.\s-])(?:pay|pays|paid|payments?|payers?|payouts?|prices?|pricing|plans?|sponsor\w*|invoices?|invoicing|"
    r"subscri\w*|tiers?|premium|billing|bills?|fees?|charges?|purchase_order|checkout|promot\w*|boost\w*|featured|ads?|"
    r"advert\w*|campaigns?|affiliat\w*|commission\w*|revenue|donat\w*|licen[cs]e_fee|quotas?|discounts?|coupons?|"
    r"upgrades?|partners?|placement|bids?|funder\w*|funding|stripe|paypal)(?:$|[_.\s-])"
)
# What decides about figures, their order, what a look-up lists, and cases.
DECIDES = ("ratings", "lookup", "disputes", "reviews", "businesses")
# Names with such a word that are about something else. Each says what.
ELSEWHERE = {
    "funder": "who pays for the service, told beside every rating and in the log's first entry",
    "pay_safely": "advice to whoever pays a shop, the same for every shop of a country",
}


# What a buyer shows of having paid a shop, and what moderators see of it. What decides about figures never reaches it.
SHOWN_BY_BUYERS = re.compile(
    r"evidence_payment_proof(\.\w+)?|reputation\.(evidence\.payment_proofs|(web\.members\.)?desk\.payments)"
)


def bought(names: Iterable[str]) -> set[str]:
    return {name for name in names if MONEY.search(name) and name not in ELSEWHERE}


def sold(names: Iterable[str]) -> set[str]:
    """What is about money and not about what a buyer paid a shop."""
    return {name for name in bought(names) if not SHOWN_BY_BUYERS.fullmatch(name)}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("reputation", include_external_packages=True, cache_dir=None)


def reachable(graph: grimp.ImportGraph, room: str) -> set[str]:
    """Whatever a room imports, its imports' imports included."""
    own = {f"reputation.{room}", *graph.find_descendants(f"reputation.{room}")}
    return own.union(*(graph.find_upstream_modules(module) for module in own))


def identifiers(source: str) -> set[str]:
    """Every name that is bound or read in a source, and every key it looks up by a fixed name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            found.add(str(node.slice.value))
    return found


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_no_module_is_about_money(imports: grimp.ImportGraph) -> None:
    assert sold(imports.modules) == set()
    for room in DECIDES:
        assert bought(reachable(imports, room)) == set()


def test_what_rates_reaches_no_room_that_could_know(imports: grimp.ImportGraph) -> None:
    rooms = {module.split(".")[1] for module in reachable(imports, "ratings") if module.startswith("reputation.")}
    assert rooms == {"ratings", "log", "tlog", "rulebook", "core"}
    for room in DECIDES:
        found = {module.split(".")[1] for module in reachable(imports, room) if module.startswith("reputation.")}
        assert not found & {"api", "web", "service", "simulation", "audit"}


@pytest.mark.parametrize("room", DECIDES)
def test_no_name_in_what_decides_is_about_money(room: str) -> None:
    for file in sorted((ROOT / room).rglob("*.py")):
        text = file.read_text(encoding="utf-8").replace("Duty.OPERATOR", "")  # those who are told, not those who pay
        found = {snake(name) for name in identifiers(text)}
        assert bought(found) == set(), file
        assert not found & {"operator_name", "funder", "funder_code"}, f"{file} reads who pays for the service"
        assert "OPERATOR" not in identifiers(text), file


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("def weight(business): return 2 if business.is_premium else 1", True),
        ("rows.order_by('order').filter(plan=plan)", True),
        ("class SponsoredListing: ...", True),
        ("rate(settings['invoice_paid'])", True),
        ("explain(explanation, planet, paying_attention)", False),
        ("charged_wrongly = outcome", False),
    ],
)
def test_a_planted_name_is_found(source: str, *, is_found: bool) -> None:
    assert bool(bought(snake(name) for name in identifiers(source))) is is_found


@pytest.mark.django_db
def test_no_table_and_no_column_is_about_money() -> None:
    assert bought_columns() == set()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE businesses_subscription (id bigint, plan text)")
        cursor.execute("ALTER TABLE businesses_business ADD COLUMN premium_until date")
    assert bought_columns() == {
        "businesses_subscription",
        "businesses_subscription.id",
        "businesses_subscription.plan",
        "businesses_business.premium_until",
    }


def bought_columns() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.relname, a.attname FROM ({roles.TABLES}) t "
            "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "WHERE t.oid NOT IN (SELECT inhrelid FROM pg_inherits)"  # a part of a table has its columns
        )
        rows = [row for row in cursor.fetchall() if row[0] not in FOREIGN]
    assert len({table for table, _ in rows}) > 20
    return sold({table for table, _ in rows}) | sold(f"{table}.{column}" for table, column in rows)


def test_no_field_of_the_log_or_the_api_is_about_money() -> None:
    fields = {name for kind in KINDS.values() for name in (*kind.wanted, *kind.optional)}
    assert bought({*fields, *KINDS}) == set()

    def names(schema: object) -> set[str]:
        if isinstance(schema, dict):
            listed = schema.get("properties")
            own = set(listed) if isinstance(listed, dict) else set()
            return own.union(*(names(value) for value in schema.values()))
        return set().union(*(names(value) for value in schema)) if isinstance(schema, list) else set()

    assert {"rating", "harm"} & names(pages.schema())
    assert bought({*names(pages.schema()), *pages.schema()["paths"]}) == set()


@pytest.mark.django_db
def test_the_roles_that_rate_and_look_up_read_listed_tables_only(as_role: AsRole) -> None:
    may: dict[str, set[str]] = {}
    for role, table, _ in roles.actual(connection.connection):
        may.setdefault(role, set()).add(table)
    assert {table.split("_")[0] for table in may["ratings"]} == {"ratings", "log"}
    assert {table.split("_")[0] for table in may["lookup"]} == {"ratings", "businesses", "lookalikes"}
    assert not any(sold(tables) for tables in may.values())


def test_the_service_takes_no_money_and_loads_nothing_that_does() -> None:
    assert bought(snake(name) for name in dir(settings) if name.isupper()) == set()
    assert bought(settings.INSTALLED_APPS) == set()
    text = (ROOT.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert bought(re.findall(r'^    "([a-z0-9-]+)', text, re.MULTILINE)) == set()


def test_the_order_of_a_list_follows_from_the_figure_alone() -> None:
    """The key that sorts is computed from the answer by a pure function; nothing else can be handed to it."""
    source = (ROOT / "ratings" / "rules.py").read_text(encoding="utf-8")
    assert '"order"' in source
    imported = {
        alias.name if isinstance(node, ast.Import) else f"{node.module}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    ours = {name for name in imported if name.startswith("reputation")}
    assert ours <= {"reputation.ratings", "reputation.core", "reputation.rulebook"} | {
        name for name in ours if name.startswith(("reputation.ratings.", "reputation.core.", "reputation.rulebook."))
    }
