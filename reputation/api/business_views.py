"""Operations of those who act for a business: particulars, members, keys, the charter, leaving, what was done."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import callers, describe_business, once, parsing, present_business, problems, shapes
from reputation.api.schemas import Schema
from reputation.api.views import LARGEST, LONGEST_PAGE, PAGE, Operation
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.members import actions, api_keys, charters, leavings, queries
from reputation.members.rules import Act, Actor, Role
from reputation.reports import business_export, tasks
from reputation.rulebook import charter

Given = dict[str, Any]
Doing = Callable[[Actor, Given, datetime], tuple[int, dict[str, Any]]]


def reader(request: Request, business: str, *parameters: str, needed: Act = Act.READ) -> Actor:
    """Whoever reads about a business; `needed` is what they have to be allowed for it.

    Raises:
        Unauthenticated, NotYours, NotAllowed, InvalidField
    """
    parsing.only(request, *parameters)
    return callers.actor(callers.caller(request, now=clock.now()), business, needed)


def act(
    request: Request, business: str, needed: Act, body: Schema | None, work: Doing, *parameters: str
) -> HttpResponse:
    """Do something for a business once: see who asks, read the body, do it, keep the answer.

    Raises:
        Unauthenticated, NotYours, NotAllowed, IdempotencyKeyMissing, KeyReused, KeyInUse, InvalidField
    """
    now = clock.now()
    parsing.only(request, *parameters)
    caller = callers.caller(request, now=now)
    actor = callers.actor(caller, business, needed)
    given = shapes.nothing(request) if body is None else shapes.body(request, body)
    return once.once(request, caller, lambda: work(actor, given, now), now=now)


def end(request: Request, business: str, needed: Act, work: Callable[[Actor, datetime], None]) -> HttpResponse:
    """End something of a business.

    Raises:
        Unauthenticated, NotYours, NotAllowed, InvalidField
    """
    now = clock.now()
    parsing.only(request)
    work(callers.actor(callers.caller(request, now=now), business, needed), now)
    return once.gone()


def paged(request: Request) -> tuple[int | None, int]:
    """After which line a page begins, and how long it is."""
    given = parsing.only(request, "after", "limit")
    after = parsing.whole(given, "after", low=1, high=LARGEST)
    return after, parsing.whole(given, "limit", low=1, high=LONGEST_PAGE) or PAGE


class Home(Operation):
    """GET /api/v1/businesses/{business}/home"""

    @extend_schema(**describe_business.HOME)
    def get(self, request: Request, business: str) -> HttpResponse:
        now, actor = clock.now(), reader(request, business)
        found, today = businesses.profile(actor.business), now.date()
        contact, leaving, announced = (
            queries.contact(actor.business),
            queries.leaving(actor.business),
            charter.announced(today),
        )
        return once.private(
            {
                "business": str(found.public_id),
                "state": str(found.state),
                **present_business.names(found),
                "excluded_until": found.excluded_until.isoformat() if found.excluded_until else None,
                "contact": present_business.contact(contact) if contact else None,
                "charter": {
                    "accepted": found.charter_version,
                    "in_force": charter.in_force(today).version,
                    "announced": announced.version if announced else None,
                    "acceptances": [present_business.accepted(one) for one in queries.acceptances(actor.business)],
                },
                "leaving": present_business.leaving(leaving) if leaving else None,
                "tasks": [present_business.task(task) for task in tasks.of_business(actor.business, now=now)],
            }
        )


class Names(Operation):
    """POST /api/v1/businesses/{business}/names"""

    @extend_schema(**describe_business.CHANGE_NAMES)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            actions.change_names(actor=actor, **given, now=now)
            return 200, present_business.names(businesses.profile(actor.business))

        return act(request, business, Act.MANAGE, describe_business.NAMES_BODY, work)


class Contact(Operation):
    """POST /api/v1/businesses/{business}/contact"""

    @extend_schema(**describe_business.CHANGE_CONTACT)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            actions.change_contact(actor=actor, **given, now=now)
            reach = queries.contact(actor.business)
            assert reach is not None  # noqa: S101 - written just now
            return 200, present_business.contact(reach)

        return act(request, business, Act.MANAGE, describe_business.CONTACT_BODY, work)


class Ownership(Operation):
    """POST /api/v1/businesses/{business}/ownership"""

    @extend_schema(**describe_business.CHANGE_OWNER)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, _given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            actions.change_owner(actor=actor, now=now)
            return 200, {"owner_changed_on": now.date().isoformat()}

        return act(request, business, Act.OWN, None, work)


class Members(Operation):
    """GET /api/v1/businesses/{business}/members"""

    @extend_schema(**describe_business.MEMBERS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business)
        return once.private({"items": [present_business.person(one) for one in queries.people(actor.business)]})


class Member(Operation):
    """DELETE /api/v1/businesses/{business}/members/{member}"""

    @extend_schema(**describe_business.REMOVE)
    def delete(self, request: Request, business: str, member: str) -> HttpResponse:
        public_id = parsing.public_id(member)
        # Everybody may end their own membership, whatever their role: the action asks who they are.
        return end(
            request, business, Act.READ, lambda actor, now: actions.remove(actor=actor, member=public_id, now=now)
        )


class MemberRole(Operation):
    """POST /api/v1/businesses/{business}/members/{member}/role"""

    @extend_schema(**describe_business.CHANGE_ROLE)
    def post(self, request: Request, business: str, member: str) -> HttpResponse:
        public_id = parsing.public_id(member)

        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            actions.change_role(actor=actor, member=public_id, role=Role(given["role"]), now=now)
            person = next(one for one in queries.people(actor.business) if one.public_id == public_id)
            return 200, present_business.person(person)

        return act(request, business, Act.OWN, describe_business.ROLE_BODY, work)


class Invitations(Operation):
    """GET and POST /api/v1/businesses/{business}/invitations"""

    @extend_schema(**describe_business.INVITATIONS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business, needed=Act.OWN)
        found = queries.invited(actor.business, clock.now())
        return once.private({"items": [present_business.invited(one) for one in found]})

    @extend_schema(**describe_business.INVITE)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            actions.invite(
                actor=actor, email=given["email"], role=Role(given["role"]), language=given["language"], now=now
            )
            return 201, present_business.invited(queries.invited(actor.business, now)[-1])

        return act(request, business, Act.OWN, describe_business.INVITE_BODY, work)


class Invitation(Operation):
    """DELETE /api/v1/businesses/{business}/invitations/{invitation}"""

    @extend_schema(**describe_business.WITHDRAW_INVITATION)
    def delete(self, request: Request, business: str, invitation: str) -> HttpResponse:
        public_id = parsing.public_id(invitation)

        def work(actor: Actor, now: datetime) -> None:
            actions.withdraw_invitation(actor=actor, invitation=public_id, now=now)

        return end(request, business, Act.OWN, work)


class Keys(Operation):
    """GET and POST /api/v1/businesses/{business}/keys"""

    @extend_schema(**describe_business.KEYS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business, needed=Act.OWN)
        return once.private({"items": [present_business.key(one) for one in api_keys.of_business(actor.business)]})

    @extend_schema(**describe_business.MAKE_KEY)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            scopes = [Act(scope) for scope in given["scopes"]]
            secret = api_keys.make(actor=actor, name=given["name"], scopes=scopes, now=now)
            newest = api_keys.of_business(actor.business)[0]  # nobody else makes one before this transaction ends
            return 201, {"key": str(newest.public_id), "secret": secret}

        return act(request, business, Act.OWN, describe_business.KEY_BODY, work)


class Key(Operation):
    """DELETE /api/v1/businesses/{business}/keys/{key}"""

    @extend_schema(**describe_business.END_KEY)
    def delete(self, request: Request, business: str, key: str) -> HttpResponse:
        public_id = parsing.public_id(key)
        return end(request, business, Act.OWN, lambda actor, now: api_keys.end(actor=actor, key=public_id, now=now))


def _promise(given: Given) -> dict[str, Any]:
    return {"name": given["accepted_by"], "office": given["office"], "answers": given["answers"]}


class BusinessCharter(Operation):
    """POST /api/v1/businesses/{business}/charter"""

    @extend_schema(**describe_business.ACCEPT_CHARTER)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            charters.accept(actor=actor, version=given["version"], **_promise(given), now=now)
            return 200, present_business.accepted(queries.acceptances(actor.business)[0])

        return act(request, business, Act.OWN, describe_business.CHARTER_BODY, work)


class Leaving(Operation):
    """POST and DELETE /api/v1/businesses/{business}/leaving"""

    @extend_schema(**describe_business.GIVE_NOTICE)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, _given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            leavings.give_notice(actor=actor, now=now)
            notice = queries.leaving(actor.business)
            assert notice is not None  # noqa: S101 - given just now
            return 201, present_business.leaving(notice)

        return act(request, business, Act.OWN, None, work)

    @extend_schema(**describe_business.TAKE_BACK)
    def delete(self, request: Request, business: str) -> HttpResponse:
        return end(request, business, Act.OWN, lambda actor, now: leavings.take_back(actor=actor, now=now))


class Return(Operation):
    """POST /api/v1/businesses/{business}/return"""

    @extend_schema(**describe_business.RETURN)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            leavings.come_back(actor=actor, **_promise(given), now=now)
            return 200, {"business": str(actor.business), "state": str(businesses.profile(actor.business).state)}

        return act(request, business, Act.OWN, describe_business.RETURN_BODY, work)


class Successor(Operation):
    """POST /api/v1/businesses/{business}/successor"""

    @extend_schema(**describe_business.NAME_SUCCESSOR)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            caller = callers.caller(request, now=now)
            successor = callers.acting(caller, _successor(given["successor"]), Act.OWN)
            leavings.name_successor(actor=actor, successor=successor, now=now)
            return 200, {"successor": str(successor.business)}

        return act(request, business, Act.OWN, describe_business.SUCCESSOR_BODY, work)


def _successor(text: str) -> UUID:
    if not parsing.UUID_SHAPE.fullmatch(text):
        raise problems.field_error("successor", "not-an-id", "This is the id of a business.")
    return UUID(text)


class Deeds(Operation):
    """GET /api/v1/businesses/{business}/deeds"""

    @extend_schema(**describe_business.DEEDS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business, "after", "limit")
        after, limit = paged(request)
        found = queries.deeds(actor.business, after, limit + 1)
        more, found = found[limit:], found[:limit]
        items = [present_business.done(one) for one in found]
        return once.private({"items": items, "next": str(found[-1].id) if more else None})


class Export(Operation):
    """GET /api/v1/businesses/{business}/export"""

    @extend_schema(**describe_business.EXPORT)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business, "language")
        language = parsing.language(parsing.only(request, "language"))
        now = clock.now()
        raw = business_export.build(actor=actor, language=language, now=now)
        name = f'attachment; filename="open-reference-{actor.business}-{now:%Y-%m-%d}.zip"'
        headers = {"Cache-Control": "no-store", "Content-Disposition": name}
        return HttpResponse(raw, content_type="application/zip", headers=headers)
