"""Every address is listed with who may ask it and how; a new one without a line fails."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import DjangoDbBlocker

from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.admissions import actions as admissions
from reputation.checks import publisher as checks
from reputation.core import clock
from reputation.desk import actions as desk
from reputation.desk import cases
from reputation.desk.rules import Kind
from reputation.disputes import showing
from reputation.disputes.rules import Party
from reputation.domains import actions as domains
from reputation.members import webhooks
from reputation.members.rules import Role
from reputation.reports import cases as reports
from reputation.reports.case_figures import Period
from tests import desk_made, pages_made
from tests.accounts_made import make_user, signed_in
from tests.api_lines import KEYED
from tests.api_signed import SIGNED
from tests.attesters_made import make_applied, make_key
from tests.desk_cases_made import make_case as make_unread
from tests.desk_cases_made import make_ready
from tests.desk_texts_made import make_asked, make_held
from tests.evidence_made import make_payment_proof
from tests.measures_made import make_warning
from tests.members_made import doubtful, email_of, make_colleague, make_member_business
from tests.pages_made import Shop, make_removed, make_shop
from tests.reviews_made import make_case, make_review
from tests.url_lines import (
    BODIES,
    EVERYBODY,
    LEADS_ON,
    LINES,
    MAY,
    NEED_CODE,
    NOT_THERE,
    UNNAMED,
    WRONG,
)

FORM = "application/x-www-form-urlencoded"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Patterns = Iterable[URLPattern | URLResolver]


def walk(patterns: Patterns, before: str = "") -> Iterator[tuple[str, str | None]]:
    for pattern in patterns:
        here = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, here)
        else:
            yield here, pattern.name


def unlisted(patterns: Patterns) -> list[str]:
    """Addresses without a line, by name, or by pattern where they have none."""
    return [where for where, name in walk(patterns) if (name not in LINES if name else where not in UNNAMED)]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The same for all tests of the module: they only read. Rolled back at its end."""
    settings.PUBLIC_ROOT, before = tmp_path_factory.mktemp("public"), settings.PUBLIC_ROOT
    with django_db_blocker.unblock(), transaction.atomic():
        pages_made.start()
        yield _made()
        transaction.set_rollback(True)
    settings.PUBLIC_ROOT = before


@pytest.fixture(scope="module")
def browsers(world: dict[str, str], django_db_blocker: DjangoDbBlocker) -> dict[str, Client]:
    """A browser of each kind of person, who has just shown who they are; with a duty also by a second factor."""
    with django_db_blocker.unblock():
        found = {"nobody": Client(raise_request_exception=False), "somebody": signed_in(make_user(), fresh=True)}
        for duty in Duty:
            user = make_user(duties=[duty])
            found[duty] = signed_in(user, second_factor=True, fresh=True)
            if duty is Duty.MODERATOR:
                for case in (world["challenged"], world["unread"]):
                    cases.declare(user=user.pk, case=UUID(case), now=clock.now())
        for role in Role:
            found[role] = signed_in(User.objects.get(email=world[role]), second_factor=True, fresh=True)
    return found


def made_report() -> Period:
    """Reports about the half-year that runs and those before it; and the files of the private check."""
    checks.publish(now=clock.now())
    pages_made.settle()  # a report that stays waits for every entry that waits
    return reports.publish(now=clock.now())[-1]


def _made() -> dict[str, str]:
    shop: Shop = make_shop()
    review, case = make_removed(shop)
    challenged = make_ready(shop.id)
    owner = make_member_business(user=make_user().pk, now=clock.now())
    colleagues = {role: make_colleague(owner, role, now=clock.now()) for role in (Role.AGENT, Role.READER)}
    assert owner.user is not None
    own_review = make_review(owner.business, now=clock.now() - timedelta(weeks=6))
    waiting = admissions.apply(user=owner.user, wish=doubtful(), now=clock.now())
    return {
        "mine": str(owner.business),
        "claim": str(domains.claim(actor=owner, domain="kettle.example", now=clock.now())),
        "endpoint": str(webhooks.add(actor=owner, url="https://a.example/", kinds=["left"], now=clock.now()).public_id),
        "application": str(waiting.application),
        "proposal": str(
            desk.propose(
                user=make_user(duties=[Duty.MODERATOR]).pk,
                kind=Kind.ADMIT,
                subject=waiting.application,
                reasons=desk_made.REASONS,
                now=clock.now(),
            )
        ),
        "own_review": str(own_review),
        "own_case": str(make_case(own_review, now=clock.now())),
        "key": make_key(shop.id, now=clock.now()).hex(),
        "attester": str(make_applied(now=clock.now()).id),
        "payment": str(make_payment_proof(shop.id, now=clock.now())[0]),
        "held": str(make_held(shop.id)),
        "challenged": str(challenged),
        "unread": str(make_unread(shop.id, said="Jordan Pikeley wrote it.", is_held=True)),
        "proof": str(showing.show(case=challenged, party=Party.WRITER, content=b"An order.", now=clock.now())),
        "mask": str(make_asked(shop.id)),
        "measure": str(make_warning(business=owner.business, now=clock.now())[1]),
        "exclusion": str(desk_made.make_exclusion(now=clock.now())[1]),
        **{str(role): email_of(actor) for role, actor in ({Role.OWNER: owner} | colleagues).items()},
        "over": str(made_report()),
        "business": str(shop.id),
        "slug": shop.path.rpartition("/")[2],
        "review": str(review),
        "case": str(case),
    }


def test_every_address_has_a_line() -> None:
    patterns = get_resolver().url_patterns
    assert unlisted(patterns) == []
    assert {name for _, name in walk(patterns) if name} == LINES.keys()


def test_a_planted_address_is_found() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    planted = [path("admin/", view, name="admin"), path("hidden", view)]
    assert unlisted([*get_resolver().url_patterns, *planted]) == ["admin/", "hidden"]


def public() -> list[str]:
    signing = KEYED.keys() | SIGNED.keys()
    return [name for name, line in LINES.items() if not line.example.startswith("/members/") and name not in signing]


def members() -> list[str]:
    return sorted(LINES.keys() - public() - KEYED.keys() - SIGNED.keys())


def posted() -> list[str]:
    return sorted(name for name, line in LINES.items() if "POST" in line.methods.split() and name not in SIGNED)


@pytest.mark.django_db
@pytest.mark.parametrize("name", public())
def test_an_address_answers_those_it_says_and_sets_no_cookie(name: str, world: dict[str, str]) -> None:
    line = LINES[name]
    where = line.example.format(**world)
    client = Client(raise_request_exception=False)
    for method in METHODS:
        body = BODIES.get(name, '{"q": "kettle"}') if where.startswith("/api/") else "q=kettle"
        kind = "application/json" if where.startswith("/api/") else "application/x-www-form-urlencoded"
        answer = client.generic(method, where, "" if method == "GET" else body, content_type=kind)
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers
        assert answer.headers.get("WWW-Authenticate") in (None, "Voucher")
        assert (answer.status_code != 405) is (method in line.methods.split()), method
        if method in line.methods.split():
            told = WRONG.get(name, 200)
            if method == "POST":
                told = NEED_CODE.get(name, told)
            good = {301, 302, 308} if name in LEADS_ON else {told}
            assert answer.status_code in good, (method, answer.status_code)


@pytest.mark.parametrize("name", public())
def test_nobody_signs_in_outside_the_members_area(name: str) -> None:
    assert LINES[name].who == "anybody"


def wanted(name: str, person: str) -> set[int]:
    """How an address answers a person."""
    line = LINES[name]
    if person not in MAY[line.who]:
        return {302} if person == "nobody" or line.who == "not-signed-in" else {403, 404}
    if name in NOT_THERE:
        return {404}
    return {301, 302} if name in LEADS_ON else {WRONG.get(name, 200)}


@pytest.mark.django_db
@pytest.mark.parametrize("name", members())
def test_a_signed_in_address_lets_in_whom_it_says(
    name: str, world: dict[str, str], browsers: dict[str, Client]
) -> None:
    line = LINES[name]
    where = line.example.format(**world)
    for person in EVERYBODY:
        with transaction.atomic():  # what one did is undone before the next
            answer = browsers[person].generic(line.methods.split()[0], where)
            transaction.set_rollback(True)
        assert answer.status_code in wanted(name, person), person
        if person == "nobody" and person not in MAY[line.who]:
            assert answer["Location"].startswith("/members/sign-in")
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert {cookie["path"] for cookie in answer.cookies.values()} <= {"/members/"}, person


@pytest.mark.django_db
@pytest.mark.parametrize("name", members())
def test_a_signed_in_address_takes_no_other_method(
    name: str, world: dict[str, str], browsers: dict[str, Client]
) -> None:
    line = LINES[name]
    client = browsers[MAY[line.who][0]]
    for method in METHODS:
        if method not in line.methods.split():
            assert client.generic(method, line.example.format(**world)).status_code == 405, method


@pytest.mark.django_db
@pytest.mark.parametrize("name", posted())
def test_a_form_for_members_needs_its_token_and_a_public_one_has_none(name: str, world: dict[str, str]) -> None:
    line = LINES[name]
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    body, kind = ('{"q": "kettle"}', "application/json") if "/api/" in line.example else ("q=kettle", FORM)
    answer = client.post(line.example.format(**world), body, content_type=kind)
    is_refused = answer.status_code == 403 and answer["Content-Type"] != "application/problem+json"
    assert is_refused is line.example.startswith("/members/")


@pytest.mark.parametrize("method", METHODS)
def test_what_is_left_of_the_api_is_a_problem(method: str) -> None:
    answer = Client().generic(method, "/api/v1/admin")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert not answer.cookies
