"""Refusals about proofs in a case."""

from reputation.core.errors import DomainError, NotFound


class ProofMissing(DomainError):
    """No file came along, or an empty one."""

    code = "proof-missing"
    status = 422
    title = "Choose a file, or write what you want to show."


class ProofTooLarge(DomainError):
    """The file is larger than is taken."""

    code = "proof-too-large"
    status = 413
    title = "The file is larger than 5 MiB."


class ProofKindUnknown(DomainError):
    """The file is none of the kinds that are taken, whatever its name says."""

    code = "proof-kind-unknown"
    status = 422
    title = "Only a text, a PDF, a PNG or a JPEG file can be taken."


class ProofNotReadable(DomainError):
    """The file cannot be made into something a moderator can look at; the fact `rule` says why."""

    code = "proof-not-readable"
    status = 422
    title = "This file cannot be read."


class TooManyProofs(DomainError):
    """As many proofs as a party may show in a case are there already."""

    code = "too-many-proofs"
    status = 409
    title = "You have shown as many proofs in this case as can be taken."


class ProofsBusy(DomainError):
    """As many files are being read as can be at once. Nothing was kept."""

    code = "proofs-busy"
    status = 503
    title = "So many files come in just now that yours has to wait. Send it again in a moment."


class NoSuchProof(NotFound):
    """There is no such proof, or it is gone."""

    code = "no-such-proof"
    title = "There is no such proof, or its time has passed."
