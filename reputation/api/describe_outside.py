"""What the schema says about web addresses of a business and its webhooks."""

from drf_spectacular.types import OpenApiTypes

from reputation.api.describe_business import PAGED, act, ending, reading
from reputation.api.schemas import (
    DAY,
    INSTANT,
    TEXT,
    UUID,
    WHOLE,
    array_of,
    closed,
    list_of,
    many,
    object_of,
    one_of,
    or_null,
    path,
    text,
    whole_list_of,
)
from reputation.businesses.rules import Method
from reputation.domains.rules import State
from reputation.webhooks.rules import LONGEST_URL, WANTABLE, DeliveryState, EndpointState, EventKind

CLAIM_ID = path("claim", OpenApiTypes.UUID, "Id of a claim, as the list of claims gives it.")
WEBHOOK_ID = path("webhook", OpenApiTypes.UUID, "Id of a webhook, as the list of webhooks gives it.")
DELIVERY_ID = path("delivery", OpenApiTypes.UUID, "Id of a delivery, as the list of deliveries gives it.")
CLAIM = object_of(
    claim=UUID,
    domain=TEXT,
    state=one_of(State),
    method=or_null(one_of(Method)),
    value=TEXT,
    record=TEXT,
    file=TEXT,
    claimed_at=INSTANT,
    checked_at=or_null(INSTANT),
    next_check_at=or_null(INSTANT),
    seen_at=or_null(INSTANT),
    failing_since=or_null(INSTANT),
    grace_until=or_null(INSTANT),
    ended_at=or_null(INSTANT),
)
CLAIMS = reading(
    "claims",
    "Web addresses",
    "List the claims of web addresses",
    "Newest first. Publish `value` as a text record under the name `record`, or as a line of the file `file`.",
    whole_list_of(CLAIM),
)
CLAIM_BODY = closed(domain=text(253, shortest=1, says="The web address, however it is typed."))
ADD_CLAIM = act(
    "claim_domain",
    "Web addresses",
    "Claim a web address",
    "Answers what to publish there, and where.",
    "manage",
    CLAIM,
    status=201,
    body=CLAIM_BODY,
    example_body={"domain": "kettle-and-moss.example"},
)
READ_CLAIM = reading(
    "claim", "Web addresses", "Read a claim", "How it stands, and what to publish where.", CLAIM, CLAIM_ID
)
LOOKED = object_of(
    found=or_null(one_of(Method)), faults=array_of(object_of(method=one_of(Method), fault=TEXT)), claim=CLAIM
)
CHECK_CLAIM = act(
    "check_claim",
    "Web addresses",
    "Look for the proof now",
    "In the domain name system and in the file; at most once a minute. `faults` says for each why it was not found.",
    "manage",
    LOOKED,
    CLAIM_ID,
    more=(429,),
)
PROVE_BY_MAIL = act(
    "prove_by_mail",
    "Web addresses",
    "Prove a web address by a signed message",
    "The body is the message as it was received, headers and all (an .eml file), signed by DKIM. It is not kept.",
    "manage",
    CLAIM,
    CLAIM_ID,
    more=(429,),
)
PROVE_BY_MAIL["request"] = {"application/octet-stream": {"type": "string", "format": "binary"}}
GIVE_UP = ending(
    "give_claim_up",
    "Web addresses",
    "Give a claim up",
    "A web address that was proved is lost with it, in public.",
    "manage",
    CLAIM_ID,
)

WEBHOOK = object_of(
    webhook=UUID,
    url=TEXT,
    events=array_of(one_of(WANTABLE)),
    state=one_of(EndpointState),
    made_on=DAY,
    failing_since=or_null(INSTANT),
    both_secrets_until=or_null(INSTANT),
)
WEBHOOKS = reading(
    "webhooks",
    "Webhooks",
    "List the webhooks",
    "Oldest first. Their secrets are not shown again.",
    whole_list_of(WEBHOOK),
)
WEBHOOK_BODY = closed(url=text(LONGEST_URL, shortest=1), events=many(one_of(WANTABLE), len(WANTABLE), fewest=1))
WANTED = {"url": "https://shop.example/hooks/open-reference", "events": ["domain-proof-failing", "rating-changed"]}
ADD_WEBHOOK = act(
    "add_webhook",
    "Webhooks",
    "Add a webhook",
    "Its secret is shown this once, and to whoever repeats the call with the same Idempotency-Key.",
    "manage",
    object_of(webhook=WEBHOOK, secret=TEXT),
    status=201,
    body=WEBHOOK_BODY,
    example_body=WANTED,
)
READ_WEBHOOK = reading("webhook", "Webhooks", "Read a webhook", "How it stands.", WEBHOOK, WEBHOOK_ID)
CHANGE_WEBHOOK = act(
    "change_webhook",
    "Webhooks",
    "Change a webhook",
    "Another address, or other events. Its secret stays.",
    "manage",
    WEBHOOK,
    WEBHOOK_ID,
    body=WEBHOOK_BODY,
    example_body=WANTED,
)
PAUSE = act(
    "pause_webhook",
    "Webhooks",
    "Pause a webhook",
    "Nothing is sent until it is resumed.",
    "manage",
    WEBHOOK,
    WEBHOOK_ID,
)
RESUME = act(
    "resume_webhook",
    "Webhooks",
    "Resume a webhook",
    "One that was paused or stopped; what waited is sent.",
    "manage",
    WEBHOOK,
    WEBHOOK_ID,
)
ROLL = act(
    "roll_webhook_secret",
    "Webhooks",
    "Give a webhook a new secret",
    "Shown this once. For a day both secrets sign.",
    "manage",
    object_of(webhook=WEBHOOK, secret=TEXT),
    WEBHOOK_ID,
)
PING = act(
    "ping_webhook",
    "Webhooks",
    "Send an event that says nothing",
    "To see whether it arrives; at most once a minute.",
    "manage",
    object_of(delivery=UUID),
    WEBHOOK_ID,
    status=202,
    more=(429,),
)
REPLAY_BODY = closed(
    since=text(
        25,
        shortest=20,
        says="An instant in UTC such as 2026-11-23T09:30:00Z.",
        pattern=r"^\d{4}(-\d\d){2}T\d\d:\d\d:\d\dZ$",
    )
)
REPLAY_SINCE = act(
    "replay_webhook",
    "Webhooks",
    "Send everything since an instant once more",
    "Under the same ids. It begins within minutes.",
    "manage",
    object_of(sent=WHOLE),
    WEBHOOK_ID,
    status=202,
    body=REPLAY_BODY,
    example_body={"since": "2026-11-23T09:30:00Z"},
)
REMOVE_WEBHOOK = ending(
    "remove_webhook", "Webhooks", "Remove a webhook", "What was sent there is forgotten.", "manage", WEBHOOK_ID
)
DELIVERIES = reading(
    "deliveries",
    "Webhooks",
    "Read what was sent to a webhook",
    "Newest first, for 30 days. `body` is the JSON that was signed.",
    list_of(
        object_of(
            delivery=UUID,
            message=UUID,
            event=one_of(EventKind),
            body=TEXT,
            at=INSTANT,
            state=one_of(DeliveryState),
            tries=WHOLE,
            next_try_at=or_null(INSTANT),
            status=or_null(WHOLE),
            reason=or_null(TEXT),
            finished_at=or_null(INSTANT),
        )
    ),
    WEBHOOK_ID,
    *PAGED,
)
REPLAY = act(
    "replay_delivery",
    "Webhooks",
    "Send something once more",
    "Under the same id.",
    "manage",
    object_of(delivery=UUID),
    WEBHOOK_ID,
    DELIVERY_ID,
    status=202,
)
