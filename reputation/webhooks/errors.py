"""Refusals about webhooks."""

from reputation.core.errors import DomainError, NotFound


class NoSuchWebhook(NotFound):
    """The business has no endpoint of this id."""

    code = "no-such-webhook"
    title = "There is no such webhook."


class NoSuchDelivery(NotFound):
    """Nothing of this id was sent to the endpoint, or it was too long ago."""

    code = "no-such-delivery"
    title = "There is no such delivery."


class TooManyWebhooks(DomainError):
    """`most` is how many a business may have."""

    code = "too-many-webhooks"
    status = 409
    title = "The business has as many webhooks as it may have."


class BadWebhookAddress(DomainError):
    """`reason` is why nothing can be sent there."""

    code = "bad-webhook-address"
    status = 422
    title = "Nothing can be sent to this address."


class BadWebhookKinds(DomainError):
    """An event is unknown, or none is chosen."""

    code = "bad-webhook-events"
    status = 422
    title = "Choose at least one event, and only such as exist."


class WebhookNotLive(DomainError):
    """`state` is the state the endpoint is in."""

    code = "webhook-not-live"
    status = 409
    title = "Nothing is sent to this webhook while it is paused or stopped."


class WebhookPingedMomentsAgo(DomainError):
    """A test was sent within the last minute; the fact `wait_s` says for how long to wait."""

    code = "webhook-pinged-moments-ago"
    status = 429
    title = "A test was sent to this webhook a moment ago: wait a minute."
