from django.http import HttpRequest, JsonResponse
from django.urls import path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as before
from reputation.businesses import queries as businesses
from reputation.log.models import Entry
from reputation.receipts import queries, rules
from reputation.receipts.tokens import to_base64


def facts(request: HttpRequest, key_id: str) -> JsonResponse:
    key = queries.key(bytes.fromhex(key_id))
    return JsonResponse(
        {
            "key_id": key_id,
            "business": str(key.business),
            "name": businesses.briefs([key.business])[key.business].legal_name,
            "class": key.receipt_class,
            "epoch": rules.show_epoch(key.epoch),
            "state": key.state,
            "claimed": key.claimed,
            "entry": Entry.objects.get(kind="receipt-key", key_id=key.key_id).position,
            "key": to_base64(key.public_key),
            "issues_until": "2027-01-30",
            "redeemed_until": "2027-06-30",
        }
    )


urlpatterns = [path("api/v1/receipt-keys/<str:key_id>", facts), *before]
