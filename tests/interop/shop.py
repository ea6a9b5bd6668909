"""The way of a shop by a client that a stock generator made out of our OpenAPI document.

Run by the Python of .venv/client, with the folder of the client; what it needs comes in as JSON, what it saw goes out.
Nothing of ours is imported here.
"""
# mypy: disable-error-code="import-not-found"

import json
import sys
from uuid import uuid4

sys.path.insert(0, sys.argv[1])

from shop_client import AuthenticatedClient, Client
from shop_client.api.joining import apply, charter, look_at_application
from shop_client.api.keys import end_key, keys, make_key
from shop_client.api.leaving import give_notice, take_notice_back
from shop_client.api.members import deeds, export, home, invitations, invite, me
from shop_client.api.particulars import change_contact
from shop_client.api.web_addresses import claim_domain, claims
from shop_client.api.webhooks import add_webhook, deliveries, ping_webhook, webhooks
from shop_client.models import (
    AddWebhookBody,
    ApplyBody,
    ChangeContactBody,
    ClaimDomainBody,
    InviteBody,
    LookAtApplicationBody,
    MakeKeyBody,
    Problem,
)

given = json.load(sys.stdin)
anybody = Client(base_url=given["url"], raise_on_unexpected_status=True)
shop = AuthenticatedClient(base_url=given["url"], token=given["key"], raise_on_unexpected_status=True)
seen = {}


def once() -> str:
    return str(uuid4())


rules = charter.sync(client=anybody).in_force
numbers = [{"scheme": "example", "value": given["number"]}]
looked = look_at_application.sync(
    client=anybody, body=LookAtApplicationBody.from_dict({"country": "GB", "numbers": numbers})
)
seen["outcome"] = looked.outcome.value
wish = ApplyBody.from_dict(
    {
        "country": "GB",
        "legal_name": "Generated Goods Ltd",
        "numbers": numbers,
        "domains": ["generated-goods.example"],
        "contact_email": "office@goods.example",
        "language": "en",
        "accepted_by": "Ada Moss",
        "office": "Director",
        "answers": {rule.rule: rule.answer for rule in rules.rules},
    }
)
name = once()
business = apply.sync(client=shop, body=wish, idempotency_key=name).business
again = apply.sync_detailed(client=shop, body=wish, idempotency_key=name)
seen["business"] = str(business)
seen["replayed"] = [str(again.parsed.business), again.headers["Idempotency-Replayed"]]
refused = apply.sync(client=shop, body=wish, idempotency_key=once())
seen["refused"] = [isinstance(refused, Problem), refused.code]
seen["me"] = [[str(one.business), one.role.value] for one in me.sync(client=shop).businesses]
seen["tasks"] = [[task.kind.value, task.detail] for task in home.sync(business, client=shop).tasks]
guest = InviteBody.from_dict({"email": "colleague@goods.example", "role": "agent", "language": "en"})
invite.sync(business, client=shop, body=guest, idempotency_key=once())
seen["invited"] = [one.email for one in invitations.sync(business, client=shop).items]
made = make_key.sync(
    business,
    client=shop,
    body=MakeKeyBody.from_dict({"name": "till", "scopes": ["read", "manage"]}),
    idempotency_key=once(),
)
till = AuthenticatedClient(base_url=given["url"], token=made.secret, raise_on_unexpected_status=True)
reached = ChangeContactBody.from_dict({"email": "till@goods.example", "language": "de"})
seen["contact"] = change_contact.sync(business, client=till, body=reached, idempotency_key=once()).email
seen["not-allowed"] = give_notice.sync(business, client=till, idempotency_key=once()).code
claim_domain.sync(business, client=till, body=ClaimDomainBody(domain="second-goods.example"), idempotency_key=once())
seen["claims"] = sorted(one.domain for one in claims.sync(business, client=till).items)
hook = AddWebhookBody.from_dict({"url": "https://goods.example/hook", "events": ["left"]})
added = add_webhook.sync(business, client=till, body=hook, idempotency_key=once())
ping_webhook.sync(business, added.webhook.webhook, client=till, idempotency_key=once())
seen["webhooks"] = [one.url for one in webhooks.sync(business, client=till).items]
seen["deliveries"] = [one.event.value for one in deliveries.sync(business, added.webhook.webhook, client=till).items]
give_notice.sync(business, client=shop, idempotency_key=once())
take_notice_back.sync_detailed(business, client=shop)
page = deeds.sync(business, client=shop, limit=2)
seen["deeds"] = []
while True:
    seen["deeds"] += [[one.kind.value, one.by.value] for one in page.items]
    if page.next_ is None:
        break
    page = deeds.sync(business, client=shop, limit=2, after=page.next_)
seen["export"] = export.sync(business, client=shop).payload.read(2).decode()
(key,) = keys.sync(business, client=shop).items
seen["ended"] = end_key.sync_detailed(business, key.key, client=shop).status_code
seen["unauthenticated"] = home.sync(business, client=till).code
json.dump(seen, sys.stdout)
