"""Why the outside world could not be asked, or its answer not be taken: one exception, with a stable reason. Pure."""

from enum import StrEnum


class Reason(StrEnum):
    """What went wrong. The values are stable: faces show words for them."""

    BAD_URL = "bad-url"
    NO_SUCH_HOST = "no-such-host"
    RESOLVER_FAILED = "resolver-failed"
    ADDRESS_NOT_PUBLIC = "address-not-public"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    TOO_LARGE = "too-large"
    BAD_CERTIFICATE = "bad-certificate"
    NO_TLS = "no-tls"
    REDIRECTED = "redirected"
    NOT_HTTP = "not-http"
    CUT_SHORT = "cut-short"


# These tell nothing about what is there, only that nobody could look: trying again later may do.
PASSING = frozenset({Reason.RESOLVER_FAILED, Reason.REFUSED, Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.CUT_SHORT})


class Failed(Exception):
    """The outside world could not be asked. It holds the reason alone: no address, no name, nothing that was sent."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason

    @property
    def may_pass(self) -> bool:
        """Whether trying again later may do."""
        return self.reason in PASSING
