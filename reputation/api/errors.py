"""Refusals of the API itself."""

from reputation.core.errors import DomainError, NotFound


class NoSuchOperation(NotFound):
    """The path names no operation."""

    code = "no-such-operation"
    title = "There is no operation at this address. The list is at /api/v1/docs/."


class MethodNotAllowed(DomainError):
    """The operation exists, with another method."""

    code = "method-not-allowed"
    status = 405
    title = "This operation does not answer to that method."


class NotAcceptable(DomainError):
    """The client accepts no JSON."""

    code = "not-acceptable"
    status = 406
    title = "Answers are JSON; the request accepts none."


class UnsupportedMediaType(DomainError):
    """The body is not declared as JSON."""

    code = "unsupported-media-type"
    status = 415
    title = "Send a JSON object, with Content-Type: application/json."


class BodyTooLarge(DomainError):
    """The body is larger than any real one."""

    code = "body-too-large"
    status = 413
    title = "The body is too large."


class MalformedBody(DomainError):
    """The body is not one JSON object in UTF-8."""

    code = "malformed-body"
    title = "The body must be one JSON object in UTF-8."


class InvalidField(DomainError):
    """A field or parameter is missing, unknown or ill-formed; `errors` says which."""

    code = "invalid-field"
    status = 422
    title = "A field is missing, unknown or not of the right form."


class QueryInAddress(DomainError):
    """A look-up was put into the address, where it would be kept."""

    code = "query-in-address"
    title = "A look-up never goes into an address: send it in the body of a POST."


class Busy(DomainError):
    """Too many searches at once in this process."""

    code = "busy"
    status = 429
    title = "Many searches are running. Try again in a moment."


class Unauthenticated(DomainError):
    """No key came along, or one that opens nothing. Which of the two is not told."""

    code = "unauthenticated"
    status = 401
    title = "This needs a key of the API that is in use: send Authorization: Bearer or_…"


class IdempotencyKeyMissing(DomainError):
    """The call could not be told from another one like it."""

    code = "idempotency-key-missing"
    title = "Send an Idempotency-Key of 1 to 255 printable characters, a new one for each call."


class Internal(DomainError):
    """Something went wrong here."""

    code = "internal-error"
    status = 500
    title = "Something went wrong here. It was noted without anything you sent."


class Overloaded(DomainError):
    """Too many requests at once; answered before anything was read."""

    code = "overloaded"
    status = 503
    title = "Too many requests at once. Try again in a moment."


class VoucherMissing(DomainError):
    """No code came along, or something that is none."""

    code = "voucher-missing"
    status = 401
    title = "This needs a code: send Authorization: Voucher and its 20 characters, without the check character."


class TokenRequestType(DomainError):
    """The body is not declared as a token request."""

    code = "token-request-type"
    status = 415
    title = "Send a token request, with Content-Type: application/private-token-request."


class DirectoryTooLong(DomainError):
    """There are more keys than one directory may list."""

    code = "directory-too-long"
    status = 404
    title = "There are too many keys for one directory: ask for the one that POST /issuer/look names."


class IssuerAway(DomainError):
    """The issuer of receipts does not answer. Nothing is lost: the same request again gets the same answer."""

    code = "issuer-away"
    status = 503
    title = "Receipts cannot be issued right now. Send the same request again in a moment: no code is lost."
