"""Bodies and parameters, read strictly: what is not declared is refused by name, and never repeated."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from reputation.api import errors, problems
from reputation.core import months
from reputation.reports.case_figures import Period
from reputation.reviews import rules
from reputation.reviews.errors import BadCursor
from reputation.rulebook import domains

Choice = TypeVar("Choice", bound=StrEnum)
LARGEST_BODY = 16_384
LARGEST_MESSAGE = domains.MAIL_LARGEST.value
MARK_BYTES = 20
HIGHEST_ORDER = 2**31 - 1
UUID_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)
HALF_YEAR = re.compile(r"2[01]\d\dH[12]", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
NUMBER = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)


def body(request: Request, fields: Mapping[str, type]) -> dict[str, Any]:
    """The JSON object of a body with exactly these fields.

    Raises:
        UnsupportedMediaType, BodyTooLarge, MalformedBody, InvalidField
    """
    given = json_object(request)
    found = [
        {"field": name, "code": "missing", "detail": "This field is needed."} for name in fields if name not in given
    ]
    if given.keys() - fields.keys():
        found.append({"field": "", "code": "unknown", "detail": f"Only these fields exist: {', '.join(fields)}."})
    found += [
        {"field": name, "code": "wrong-type", "detail": "This field must be text."}
        for name, kind in fields.items()
        if name in given and not isinstance(given[name], kind)
    ]
    if found:
        raise problems.FieldErrors(found)
    return given


def raw_body(request: Request, *, largest: int = LARGEST_BODY) -> bytes:
    """The bytes of a body.

    Raises:
        BodyTooLarge
    """
    raw_request: HttpRequest = request._request  # noqa: SLF001 - its body, before any parser has touched it
    if int(raw_request.META.get("CONTENT_LENGTH") or 0) > largest:
        raise errors.BodyTooLarge
    return raw_request.body


def large_body(request: Request, *, largest: int) -> bytes:
    """The bytes of a body that may be larger than all others. It can be read once.

    Raises:
        BodyTooLarge
    """
    raw_request: HttpRequest = request._request  # noqa: SLF001 - its stream, before any parser has touched it
    if int(raw_request.META.get("CONTENT_LENGTH") or 0) > largest:
        raise errors.BodyTooLarge
    return raw_request.read(largest)


def json_object(request: Request, *, largest: int = LARGEST_BODY) -> dict[str, Any]:
    """The JSON object of a body, as it was sent.

    Raises:
        UnsupportedMediaType, BodyTooLarge, MalformedBody
    """
    require_json(request)
    return document(raw_body(request, largest=largest))


def require_json(request: Request) -> None:
    """See that a body is declared as JSON.

    Raises:
        UnsupportedMediaType
    """
    if request._request.content_type != "application/json":  # noqa: SLF001 - as it was declared
        raise errors.UnsupportedMediaType


def document(raw: bytes) -> dict[str, Any]:
    """The JSON object that these bytes are.

    Raises:
        MalformedBody
    """
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise errors.MalformedBody from error
    if not isinstance(found, dict):
        raise errors.MalformedBody
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object none of whose names comes twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def only(request: Request, *names: str) -> Mapping[str, str]:
    """The parameters of the address, each at most once and none that is not declared.

    Raises:
        QueryInAddress: there is a `q`.
        InvalidField
    """
    given = request.query_params
    if "q" in given:
        raise errors.QueryInAddress
    if any(name not in names for name in given):
        allowed = ", ".join(names) or "none"
        raise problems.field_error("", "unknown", f"Only these parameters exist: {allowed}.")
    for name, values in given.lists():
        if len(values) != 1:
            raise problems.field_error(name, "repeated", "Give this parameter once.")
    return {name: given[name] for name in given}


def public_id(text: str) -> UUID:
    """An id from a path.

    Raises:
        NoSuchOperation: it is none, so nothing can be at this address.
    """
    if not UUID_SHAPE.fullmatch(text):
        raise errors.NoSuchOperation
    return UUID(text)


def id_of(given: Mapping[str, Any], name: str) -> UUID:
    """An id from a body."""
    if not UUID_SHAPE.fullmatch(given[name]):
        raise problems.field_error(name, "not-an-id", "An id looks like 8c7d2f1e-5a44-4f0b-9d3c-1f2e3d4c5b6a.")
    return UUID(given[name])


def month(given: Mapping[str, str], name: str = "month") -> int | None:
    """A parameter that is a month, None without one."""
    text = given.get(name)
    if text is None:
        return None
    try:
        return months.parse(text)
    except ValueError as error:
        raise problems.field_error(name, "not-a-month", "A month looks like 2026-11.") from error


def half_year(given: Mapping[str, str], name: str) -> Period | None:
    """A parameter that is a half-year, None without one."""
    text = given.get(name)
    if text is None:
        return None
    if not HALF_YEAR.fullmatch(text):
        raise problems.field_error(name, "not-a-half-year", "A half-year looks like 2026H1.")
    return Period.parse(text)


def whole(given: Mapping[str, str], name: str, *, low: int, high: int) -> int | None:
    """A parameter that is a whole number from low to high, None without one."""
    text = given.get(name)
    if text is None:
        return None
    if not NUMBER.fullmatch(text) or not low <= int(text) <= high:
        raise problems.field_error(name, "not-a-number", f"This is a whole number from {low} to {high}.")
    return int(text)


def day(given: Mapping[str, str], name: str) -> date | None:
    """A parameter that is a day, None without one."""
    text = given.get(name)
    if text is None:
        return None
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise problems.field_error(name, "not-a-day", "A day looks like 2026-11-23.")


def country(given: Mapping[str, str]) -> str | None:
    """The parameter `country`, None without one."""
    text = given.get("country")
    if text is not None and not COUNTRY.fullmatch(text):
        raise problems.field_error("country", "not-a-country", "A country is two capital letters, such as DE.")
    return text


def language(given: Mapping[str, str]) -> str:
    """The parameter `language`, one of the service's languages; the first of them without one."""
    text = given.get("language", settings.LANGUAGE_CODE)
    known = [code for code, _ in settings.LANGUAGES]
    if text not in known:
        raise problems.field_error("language", "not-a-language", f"The languages are: {', '.join(known)}.")
    return text


def language_of_text(given: Mapping[str, str]) -> str | None:
    """The parameter `language` where it chooses texts, None without one."""
    text = given.get("language")
    if text is not None and not rules.LANGUAGE.fullmatch(text):
        raise problems.field_error("language", "not-a-language", "A language is two or three small letters.")
    return text


def choice(given: Mapping[str, str], name: str, kind: type[Choice]) -> Choice | None:
    """A parameter that is a word of an enum, None without one."""
    text = given.get(name)
    if text is None:
        return None
    if text not in set(kind):
        raise problems.field_error(name, "not-a-choice", f"One of: {', '.join(kind)}.")
    return kind(text)


def mark(order: int, business: UUID) -> str:
    """Where a list goes on, as one word."""
    return base64.urlsafe_b64encode(order.to_bytes(4) + business.bytes).decode().rstrip("=")


def place(given: Mapping[str, str]) -> tuple[int, UUID] | None:
    """The place a `mark` names, None without one.

    Raises:
        BadCursor: it is none of ours.
    """
    text = given.get("after")
    if text is None:
        return None
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=", altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadCursor from error
    order = int.from_bytes(raw[:4])
    if len(raw) != MARK_BYTES or order > HIGHEST_ORDER:
        raise BadCursor
    return order, UUID(bytes=raw[4:])
