"""Refusals about evidence of a purchase."""

from reputation.core.errors import DomainError, NotFound


class MailNotEvidence(DomainError):
    """A mail does not show a purchase at this business; the fact `rule` says why."""

    code = "mail-not-evidence"
    status = 422
    title = "This mail does not show a purchase at this business."


class MailKeyNew(DomainError):
    """The key of the mail was seen today for the first time; the fact `again_on` says when the mail can be taken."""

    code = "mail-key-new"
    status = 409
    title = "We saw the key of this mail today for the first time. Send the mail again on another day."


class NoMailDomain(DomainError):
    """The business has not shown that it controls a domain, so that none of its mails can be known."""

    code = "no-mail-domain"
    status = 409
    title = "This business has not shown that it controls a domain: its mails cannot be recognised."


class FileMissing(DomainError):
    """No file came along, or an empty one, or more than one."""

    code = "file-missing"
    status = 422
    title = "Choose one file."


class FileTooLarge(DomainError):
    """The file is larger than is taken."""

    code = "file-too-large"
    status = 413
    title = "The file is larger than 5 MiB."


class FileNotReadable(DomainError):
    """The file is none of the kinds that are taken, whatever its name says."""

    code = "file-not-readable"
    status = 422
    title = "Only a PDF, PNG, JPEG or WebP file can be taken."


class TooManyPaymentProofs(DomainError):
    """As many files wait for moderators as may. Nothing was kept."""

    code = "too-many-payment-proofs"
    status = 503
    title = "As many payment proofs wait for our moderators as may. Come again in some days."


class BadCollectingCode(DomainError):
    """The text is no collecting code; the fact `rule` says why."""

    code = "bad-collecting-code"
    status = 422
    title = "This is no collecting code."


class NoSuchCollectingCode(NotFound):
    """Nothing waits for this code: it was collected, it is too late, or there never was one."""

    code = "no-such-collecting-code"
    title = "Nothing waits for this collecting code."


class NoSuchPaymentProof(NotFound):
    """There is no such payment proof, or it is not for whoever asks to decide."""

    code = "no-such-payment-proof"
    title = "There is no such payment proof."


class PaymentProofDecided(DomainError):
    """The payment proof was decided, or its time has passed."""

    code = "payment-proof-decided"
    status = 409
    title = "This payment proof was decided already, or its time has passed."
