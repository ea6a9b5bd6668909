"""Every address of the API that needs a key, by every kind of asker: who is let in, and who is told what instead."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from reputation.members.rules import Act, Role
from tests import pages_made
from tests.accounts_made import make_user as make_person
from tests.accounts_made import signed_in
from tests.api_lines import ASKERS, KEYED, LET_IN
from tests.api_made import Shop, account_key, business_key
from tests.members_made import make_colleague, make_member_business

CALLS = [(name, method) for name, line in KEYED.items() for method in line.needs]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OUTSIDE = {401: "unauthenticated", 403: "not-allowed", 404: "not-yours"}


class World:
    """A business, and a key of each kind of asker."""

    def __init__(self) -> None:
        owner, other = make_member_business(), make_member_business()
        self.business = str(owner.business)
        self.shops = {
            "nobody": Shop(),
            "unknown": Shop("or_" + "A" * 43),
            "session": Shop(),
            "stranger": Shop(account_key(other.user)),
            "owner": Shop(account_key(owner.user)),
            "key-of-another": Shop(business_key(other)),
            **{str(role): Shop(account_key(make_colleague(owner, role).user)) for role in (Role.READER, Role.AGENT)},
            **{f"key-{act}": Shop(business_key(owner, [act])) for act in (Act.READ, Act.ANSWER, Act.MANAGE)},
        }
        assert self.shops.keys() == set(ASKERS)
        browser = signed_in(make_person(), fresh=True)
        for cookie in browser.cookies.values():
            cookie["path"] = "/"
        self.browsers = {"session": browser}


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The same for all tests of the module, each of which undoes what it does. Rolled back at its end."""
    settings.PUBLIC_ROOT, before = tmp_path_factory.mktemp("public"), settings.PUBLIC_ROOT
    with django_db_blocker.unblock(), transaction.atomic():
        pages_made.start()
        yield World()
        transaction.set_rollback(True)
    settings.PUBLIC_ROOT = before


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method"), CALLS)
def test_who_is_let_in(name: str, method: str, world: World) -> None:
    line = KEYED[name]
    need, body = line.needs[method], line.body if method in ("POST", "PUT") else None
    for asker in ASKERS:
        client = world.browsers.get(asker) or Client(raise_request_exception=False)
        with transaction.atomic():  # what one did is undone before the next
            answer = world.shops[asker].call(method, line.path.format(business=world.business), body, client=client)
            transaction.set_rollback(True)
        told = answer.json().get("code") if answer["Content-Type"] == "application/problem+json" else None
        assert answer.status_code < 500, asker
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
        assert ("WWW-Authenticate" in answer.headers) is (answer.status_code == 401)
        if asker in LET_IN[need]:
            # A machine's key belongs to no member, so it ends nobody's membership, not even its own.
            is_machine_ending = name == "api-member" and asker == "key-read"
            assert told not in set(OUTSIDE.values()) or is_machine_ending or name == "api-successor", asker
        else:
            assert OUTSIDE.get(answer.status_code) == told, asker
            expected = 401 if asker in ASKERS[:3] else 404 if asker in ("stranger", "key-of-another") else 403
            assert answer.status_code == (expected if need != "account" or expected == 401 else 403), asker


@pytest.mark.django_db
@pytest.mark.parametrize("name", KEYED)
def test_no_other_method_is_answered(name: str, world: World) -> None:
    line = KEYED[name]
    for method in METHODS:
        if method not in line.needs:
            answer = world.shops["owner"].call(method, line.path.format(business=world.business))
            assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed"), method
            assert set(answer["Allow"].replace(" ", "").split(",")) >= line.needs.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, line in KEYED.items() if "POST" in line.needs])
def test_every_post_of_a_business_needs_an_idempotency_key(name: str, world: World) -> None:
    line = KEYED[name]
    answer = world.shops["owner"].call("POST", line.path.format(business=world.business), line.body, once="")
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")
