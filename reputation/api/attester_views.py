"""Operations of attesters: asking to vouch, codes, totals, another key, an end; and the keys that anybody can read."""

import base64
import binascii
import re
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import describe_attesters, errors, once, parsing, present, present_attesters, shapes, signatures
from reputation.api.problems import field_error
from reputation.api.views import Operation, answer
from reputation.businesses import queries as businesses
from reputation.businesses.errors import WrongBusinessState
from reputation.core import clock
from reputation.issuing import actions as issuing
from reputation.log import queries as log
from reputation.receipts import attesters, queries, signed_requests, totals
from reputation.receipts.attesters import Wish
from reputation.receipts.errors import ForItselfOnly
from reputation.receipts.rules import AttesterKind, Moment

LARGEST_BATCH = 700_000
"""Bytes of a body with as many codes as a batch may have, each 64 digits between quotes."""
KEY_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Attesters(Operation):
    """POST /api/v1/attesters"""

    @extend_schema(**describe_attesters.REGISTER)
    def post(self, request: Request) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        parsing.require_json(request)
        raw = parsing.raw_body(request)
        key = signatures.signer(request, raw, now=now)
        given = shapes.of_form(parsing.document(raw), describe_attesters.WISH)
        wish = Wish(**given | {"kind": AttesterKind(given["kind"])})
        found = queries.attester(attesters.register(wish=wish, public_key=key, now=now))
        return once.private(present_attesters.attester(found, found.name), 201)


class Attester(Operation):
    """GET and DELETE /api/v1/attesters/{attester}"""

    @extend_schema(**describe_attesters.READ)
    def get(self, request: Request, attester: str) -> HttpResponse:
        parsing.only(request)
        found = queries.attester(parsing.public_id(attester))
        name = found.name if found.business is None else businesses.legal_name(found.business)
        return answer(request, present.rendered(present_attesters.attester(found, name)))

    @extend_schema(**describe_attesters.END)
    def delete(self, request: Request, attester: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        found = signatures.attester(request, parsing.public_id(attester), now=now)
        attesters.leave(attester=found.public_id, now=now)
        return once.gone()


class Batches(Operation):
    """POST /api/v1/attesters/{attester}/batches"""

    @extend_schema(**describe_attesters.ADD_BATCH)
    def post(self, request: Request, attester: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        parsing.require_json(request)
        public_id = parsing.public_id(attester)
        raw = parsing.large_body(request, largest=LARGEST_BATCH)
        found = signatures.attester(request, public_id, raw, now=now)
        signatures.require_admitted(found)
        given = shapes.of_form(parsing.document(raw), describe_attesters.BATCH)
        business, batch = UUID(given["business"]), UUID(given["batch"])
        if found.business not in (None, business):
            raise ForItselfOnly
        if businesses.left_on(business) is not None:
            raise WrongBusinessState
        registered = issuing.register(
            batch=batch,
            attester=public_id,
            business=business,
            receipt_class=found.receipt_class,
            hashes=[bytes.fromhex(text) for text in given["hashes"]],
            now=now,
        )
        document = present_attesters.batch(batch, business, found.receipt_class, registered)
        return once.private(document, 201 if registered.is_new else 200)


class Totals(Operation):
    """GET and POST /api/v1/attesters/{attester}/totals"""

    @extend_schema(**describe_attesters.TOTALS)
    def get(self, request: Request, attester: str) -> HttpResponse:
        parsing.only(request)
        found = signatures.attester(request, parsing.public_id(attester), now=clock.now())
        return once.private({"items": [present_attesters.total(due) for due in totals.due(found.public_id)]})

    @extend_schema(**describe_attesters.SIGN_TOTAL)
    def post(self, request: Request, attester: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        parsing.require_json(request)
        raw = parsing.raw_body(request)
        found = signatures.attester(request, parsing.public_id(attester), raw, now=now)
        given = shapes.of_form(parsing.document(raw), describe_attesters.SIGNATURE)
        due = totals.sign(
            attester=found.public_id,
            key_id=bytes.fromhex(given["key_id"]),
            moment=Moment(given["moment"]),
            signature=_bytes(given["signature"], "signature", signed_requests.SIGNATURE_BYTES),
            now=now,
        )
        return once.private(present_attesters.total(due))


class AttesterKey(Operation):
    """POST /api/v1/attesters/{attester}/key"""

    @extend_schema(**describe_attesters.CHANGE_KEY)
    def post(self, request: Request, attester: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        parsing.require_json(request)
        raw = parsing.raw_body(request)
        found = signatures.attester(request, parsing.public_id(attester), raw, now=now)
        given = shapes.of_form(parsing.document(raw), describe_attesters.NEW_KEY)
        key = _bytes(given["key"], "key", signed_requests.KEY_BYTES)
        attesters.change_key(attester=found.public_id, public_key=key, now=now)
        return once.private({"attester": str(found.public_id), "key": given["key"]})


class ReceiptKey(Operation):
    """GET /api/v1/receipt-keys/{key_id}"""

    @extend_schema(**describe_attesters.RECEIPT_KEY)
    def get(self, request: Request, key_id: str) -> HttpResponse:
        parsing.only(request)
        if not KEY_ID.fullmatch(key_id):
            raise errors.NoSuchOperation
        found = queries.key(bytes.fromhex(key_id))
        document = present_attesters.receipt_key(
            found, businesses.legal_name(found.business), log.naming(found.business, found.key_id)
        )
        return answer(request, present.rendered(document))


def _bytes(text: str, field: str, size: int) -> bytes:
    """So many bytes in base64, written in the one way."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != size or base64.b64encode(found).decode() != text:
        raise field_error(field, "wrong-form", f"These are {size} bytes in base64.")
    return found
