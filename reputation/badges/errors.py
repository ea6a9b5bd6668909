"""Why there is no badge, each with a stable code."""

from reputation.core.errors import DomainError, NotFound


class BadgeGone(NotFound):
    """The business left, so it has no badge any more."""

    code = "badge-gone"
    status = 410
    title = "This business left; it has no badge any more."


class BadgeKeyMissing(DomainError):
    """BADGE_KEY is not set, so nothing can be signed."""

    code = "badge-key-missing"
    status = 503
    title = "This service has no key to sign badges with."
