"""Operations on the way in: what can be asked before, applications, and becoming a member."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.admissions import actions, queries
from reputation.admissions.actions import Wish
from reputation.api import callers, describe_joining, once, parsing, present, present_business, problems, shapes
from reputation.api.views import Operation, answer
from reputation.businesses import legal_forms
from reputation.businesses import queries as businesses
from reputation.businesses.numbers import SCHEMES
from reputation.core import clock
from reputation.members import actions as members
from reputation.members import queries as member_queries
from reputation.members.rules import MAY, Act, Role
from reputation.rulebook import charter


def _numbers(given: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(number["scheme"], number["value"]) for number in given]


class LegalForms(Operation):
    """GET /api/v1/legal-forms"""

    @extend_schema(**describe_joining.LEGAL_FORMS)
    def get(self, request: Request) -> HttpResponse:
        given = parsing.only(request, "country", "form")
        country = parsing.country(given)
        if country is None or not given.get("form"):
            raise problems.field_error("", "missing", "Both parameters are needed: country and form.")
        found = legal_forms.search(country, given["form"][: legal_forms.LONGEST])
        return answer(request, present.rendered({"items": [present_business.legal_form(form) for _, form in found]}))


class NumberKinds(Operation):
    """GET /api/v1/number-kinds"""

    @extend_schema(**describe_joining.NUMBER_KINDS)
    def get(self, request: Request) -> HttpResponse:
        country = parsing.country(parsing.only(request, "country"))
        items = [
            present_business.number_kind(scheme)
            for scheme in SCHEMES.values()
            if country is None or scheme.country in ("", country)
        ]
        return answer(request, present.rendered({"items": items}))


class Charter(Operation):
    """GET /api/v1/charter"""

    @extend_schema(**describe_joining.CHARTER)
    def get(self, request: Request) -> HttpResponse:
        parsing.only(request)
        today = clock.now().date()
        announced = charter.announced(today)
        found = {
            "in_force": present_business.charter(charter.in_force(today)),
            "announced": present_business.charter(announced) if announced else None,
        }
        return answer(request, present.rendered(found))


class Look(Operation):
    """POST /api/v1/applications/look"""

    @extend_schema(**describe_joining.LOOK)
    def post(self, request: Request) -> HttpResponse:
        parsing.only(request)
        given = shapes.body(request, describe_joining.LOOK_BODY)
        found = queries.look(given["country"], given.get("legal_form", ""), _numbers(given["numbers"]))
        return once.private(present_business.judged(found))


class Me(Operation):
    """GET /api/v1/me"""

    @extend_schema(**describe_joining.ME)
    def get(self, request: Request) -> HttpResponse:
        parsing.only(request)
        holder = callers.caller(request, now=clock.now()).holder
        found: list[tuple[UUID, Role | None, frozenset[Act]]] = []
        if holder.business is not None:
            found = [(holder.business, None, holder.scopes)]
        elif holder.user is not None:
            found = [(one.business, one.role, MAY[one.role]) for one in member_queries.belongings(holder.user)]
        briefs = businesses.briefs(business for business, _, _ in found)
        items = [
            {
                "business": str(business),
                "name": briefs[business].legal_name,
                "role": str(role) if role else None,
                "may": [str(act) for act in Act if act in acts],
            }
            for business, role, acts in found
        ]
        return once.private({"kind": "business" if holder.user is None else "account", "businesses": items})


class Applications(Operation):
    """GET and POST /api/v1/applications"""

    @extend_schema(**describe_joining.APPLICATIONS)
    def get(self, request: Request) -> HttpResponse:
        parsing.only(request)
        user = callers.account(callers.caller(request, now=clock.now()))
        return once.private({"items": [present_business.application(found) for found in queries.of_user(user)]})

    @extend_schema(**describe_joining.APPLY)
    def post(self, request: Request) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        caller = callers.caller(request, now=now)
        user = callers.account(caller)
        given = shapes.body(request, describe_joining.APPLY_BODY)
        wish = Wish(
            country=given["country"],
            legal_form=given.get("legal_form", ""),
            legal_name=given["legal_name"],
            trading_names=given.get("trading_names", []),
            place=given.get("place", ""),
            numbers=_numbers(given["numbers"]),
            domains=given.get("domains", []),
            contact_email=given["contact_email"],
            language=given["language"],
            accepted_by=given["accepted_by"],
            office=given["office"],
            answers=given["answers"],
        )

        def work() -> tuple[int, dict[str, Any]]:
            filed = actions.apply(user=user, wish=wish, now=now, key=caller.holder.key)
            return 201 if filed.business else 202, {
                "business": str(filed.business) if filed.business else None,
                "application": str(filed.application) if filed.application else None,
            }

        return once.once(request, caller, work, now=now)


class Application(Operation):
    """GET /api/v1/applications/{application}"""

    @extend_schema(**describe_joining.APPLICATION)
    def get(self, request: Request, application: str) -> HttpResponse:
        parsing.only(request)
        user = callers.account(callers.caller(request, now=clock.now()))
        found = queries.one(user=user, public_id=parsing.public_id(application))
        return once.private(present_business.application(found))


class Withdraw(Operation):
    """POST /api/v1/applications/{application}/withdraw"""

    @extend_schema(**describe_joining.WITHDRAW)
    def post(self, request: Request, application: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        caller = callers.caller(request, now=now)
        user, public_id = callers.account(caller), parsing.public_id(application)
        shapes.nothing(request)

        def work() -> tuple[int, dict[str, Any]]:
            actions.withdraw(user=user, application=public_id, now=now)
            return 200, present_business.application(queries.one(user=user, public_id=public_id))

        return once.once(request, caller, work, now=now)


class Appeal(Operation):
    """POST /api/v1/applications/{application}/appeal"""

    @extend_schema(**describe_joining.APPEAL)
    def post(self, request: Request, application: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        caller = callers.caller(request, now=now)
        user, public_id = callers.account(caller), parsing.public_id(application)
        given = shapes.body(request, describe_joining.APPEAL_BODY)

        def work() -> tuple[int, dict[str, Any]]:
            numbers = _numbers(given.get("numbers", []))
            actions.appeal(user=user, application=public_id, said=given["said"], given=numbers, now=now)
            return 200, present_business.application(queries.one(user=user, public_id=public_id))

        return once.once(request, caller, work, now=now)


class AcceptInvitation(Operation):
    """POST /api/v1/invitations/accept"""

    @extend_schema(**describe_joining.ACCEPT_INVITATION)
    def post(self, request: Request) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        caller = callers.caller(request, now=now)
        user = callers.account(caller)
        code = shapes.body(request, describe_joining.ACCEPT_INVITATION_BODY)["code"]

        def work() -> tuple[int, dict[str, Any]]:
            business = members.accept_invitation(code=code, user=user, now=now, key=caller.holder.key)
            role = next(one.role for one in member_queries.belongings(user) if one.business == business)
            return 201, {"business": str(business), "role": str(role)}

        return once.once(request, caller, work, now=now)
