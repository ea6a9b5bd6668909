"""Refusals about businesses."""

from reputation.core.errors import DomainError, NotFound


class NoSuchBusiness(NotFound):
    """No business has this id."""

    code = "no-such-business"
    title = "No business has this id."


class NumberTaken(DomainError):
    """The registry number belongs to another business."""

    code = "number-taken"
    status = 409
    title = "A business with this registry number takes part already."


class NotALegalPerson(DomainError):
    """It is a natural person, or nothing shows that it is none. Natural persons are never admitted."""

    code = "not-a-legal-person"
    status = 422
    title = "Only legal persons can join: a registry number that only legal persons have is needed."


class LegalPersonInDoubt(DomainError):
    """What was given may be a legal person's or not; a person has to look at it."""

    code = "legal-person-in-doubt"
    status = 422
    title = "What was given does not show for sure that this is a legal person: a person has to look at it."


class BadNumber(DomainError):
    """A registry number is of no scheme known here, or its form or check digits are wrong."""

    code = "bad-number"
    status = 422
    title = "This registry number is not valid."


class BadName(DomainError):
    """A name is empty, too long, or holds characters no name has."""

    code = "bad-name"
    status = 422
    title = "This name cannot be used."


class DomainTaken(DomainError):
    """Another business has proved this domain."""

    code = "domain-taken"
    status = 409
    title = "Another business has shown that it controls this web address."


class BadDomain(DomainError):
    """Not a domain of which control can be shown."""

    code = "bad-domain"
    status = 422
    title = "This is no web address that a business can prove."


class DomainNotProved(DomainError):
    """The business has not proved this domain."""

    code = "domain-not-proved"
    status = 409
    title = "The business has not shown that it controls this web address."


class WrongBusinessState(DomainError):
    """The business has left, or has not."""

    code = "wrong-business-state"
    status = 409
    title = "This cannot follow: the business has left, or has not left."


class Excluded(DomainError):
    """The business was excluded until a day that has not come."""

    code = "excluded"
    status = 409
    title = "This business was excluded, and the day until which has not come."


class BadSuccessor(DomainError):
    """A business that left points to another one that takes part, once."""

    code = "bad-successor"
    status = 409
    title = "A business that left can point to another one that takes part, once."


class BadImport(DomainError):
    """A registry file is damaged, incomplete or of an unknown form; nothing of it was kept."""

    code = "bad-import-file"
    status = 422
    title = "The registry file cannot be read to its end; nothing of it was kept."
