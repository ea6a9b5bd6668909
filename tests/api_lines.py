"""Every address of the API that needs a key: how far a key must reach for each method, and an example of it.

What an example names besides the business is not there: whoever is let in gets that far, and no further.
"""

from typing import Any, NamedTuple

from tests.members_made import ANSWERS

ABSENT = "00000000-0000-4000-8000-000000000000"
# The kinds of askers, and whom a need lets in. All others are told 401, 403 or 404, and nothing else.
ASKERS = (
    "nobody",
    "unknown",
    "session",
    "stranger",
    "reader",
    "agent",
    "owner",
    "key-read",
    "key-answer",
    "key-manage",
    "key-of-another",
)
LET_IN: dict[str, tuple[str, ...]] = {
    "key": ASKERS[3:],
    "account": ("stranger", "reader", "agent", "owner"),
    "read": ("reader", "agent", "owner", "key-read"),
    "answer": ("agent", "owner", "key-answer"),
    "manage": ("agent", "owner", "key-manage"),
    "own": ("owner",),
}
PROMISE = {"accepted_by": "Ada Moss", "office": "Director", "answers": ANSWERS}
APPLICATION = {
    "country": "GB",
    "legal_name": "Moss & Kettle Ltd",
    "numbers": [{"scheme": "example", "value": "EX99999999"}],
    "contact_email": "office@moss.example",
    "language": "en",
    **PROMISE,
}
CHALLENGE = {"review": ABSENT, "ground": "off-topic", "quote": "words", "said": "They are not about a purchase."}
HOOK = {"url": "https://shop.example/hook", "events": ["left"]}

ATTESTER_KEY = "bd6wHqHaSbQMVmjuSTMQVZIX4cGqpwWfrb5+6UFBZVA="
SIGNED = {"key_id": "0" * 64, "moment": "issuing-ended", "signature": f"{'A' * 86}=="}


class Keyed(NamedTuple):
    """An address below /api/v1/: for each method what is needed, and the body of its POST."""

    path: str
    needs: dict[str, str]
    body: Any = None


def _own(rest: str, body: Any = None, **needs: str) -> Keyed:
    return Keyed(f"businesses/{{business}}/{rest}", {method.upper(): need for method, need in needs.items()}, body)


_claim, _hook, _case = f"claims/{ABSENT}", f"webhooks/{ABSENT}", f"cases/{ABSENT}"
KEYED: dict[str, Keyed] = {
    "api-me": Keyed("me", {"GET": "key"}),
    "api-applications": Keyed("applications", {"GET": "account", "POST": "account"}, APPLICATION),
    "api-application": Keyed(f"applications/{ABSENT}", {"GET": "account"}),
    "api-application-withdraw": Keyed(f"applications/{ABSENT}/withdraw", {"POST": "account"}),
    "api-application-appeal": Keyed(f"applications/{ABSENT}/appeal", {"POST": "account"}, {"said": "x" * 30}),
    "api-invitations-accept": Keyed("invitations/accept", {"POST": "account"}, {"code": "x"}),
    "api-home": _own("home", get="read"),
    "api-names": _own("names", {"legal_name": "Moss Ltd", "trading_names": []}, post="manage"),
    "api-contact": _own("contact", {"email": "office@moss.example", "language": "en"}, post="manage"),
    "api-ownership": _own("ownership", post="own"),
    "api-members": _own("members", get="read"),
    "api-member": _own(f"members/{ABSENT}", delete="read"),
    "api-member-role": _own(f"members/{ABSENT}/role", {"role": "agent"}, post="own"),
    "api-invitations": _own(
        "invitations", {"email": "new@moss.example", "role": "reader", "language": "en"}, get="own", post="own"
    ),
    "api-invitation": _own(f"invitations/{ABSENT}", delete="own"),
    "api-keys": _own("keys", {"name": "shop", "scopes": ["read"]}, get="own", post="own"),
    "api-key": _own(f"keys/{ABSENT}", delete="own"),
    "api-business-charter": _own("charter", {"version": "1", **PROMISE}, post="own"),
    "api-leaving": _own("leaving", post="own", delete="own"),
    "api-return": _own("return", PROMISE, post="own"),
    "api-successor": _own("successor", {"successor": ABSENT}, post="own"),
    "api-deeds": _own("deeds", get="read"),
    "api-claims": _own("claims", {"domain": "moss.example"}, get="read", post="manage"),
    "api-claim": _own(_claim, get="read", delete="manage"),
    "api-claim-check": _own(f"{_claim}/check", post="manage"),
    "api-claim-mail": _own(f"{_claim}/mail", b"x", post="manage"),
    "api-webhooks": _own("webhooks", HOOK, get="read", post="manage"),
    "api-webhook": _own(_hook, get="read", delete="manage"),
    "api-webhook-change": _own(f"{_hook}/change", HOOK, post="manage"),
    "api-webhook-pause": _own(f"{_hook}/pause", post="manage"),
    "api-webhook-resume": _own(f"{_hook}/resume", post="manage"),
    "api-webhook-roll": _own(f"{_hook}/roll", post="manage"),
    "api-webhook-ping": _own(f"{_hook}/ping", post="manage"),
    "api-webhook-replay": _own(f"{_hook}/replay", {"since": "2026-11-23T09:30:00Z"}, post="manage"),
    "api-deliveries": _own(f"{_hook}/deliveries", get="read"),
    "api-delivery-replay": _own(f"{_hook}/deliveries/{ABSENT}/replay", post="manage"),
    "api-vouchers": _own("vouchers", {"count": 2}, post="answer"),
    "api-receipts": _own("receipts", get="read"),
    "api-attester-key": _own("attester-key", {"key": ATTESTER_KEY}, put="manage"),
    "api-totals": _own("totals", SIGNED, get="read", post="manage"),
    "api-contest": _own("alerts/surge/contest", {"said": "A strike."}, post="answer"),
    "api-cases": _own("cases", CHALLENGE, get="read", post="answer"),
    "api-own-case": _own(_case, get="read"),
    "api-case-reply": _own(f"{_case}/reply", {"text": "No."}, post="answer"),
    "api-case-no-reply": _own(f"{_case}/no-reply", post="answer"),
    "api-case-words": _own(f"{_case}/words", {"text": "Also."}, post="answer"),
    "api-case-offer": _own(f"{_case}/offer", {"text": "A refund."}, post="answer"),
    "api-case-proofs": _own(f"{_case}/proofs", b"x", post="answer"),
    "api-case-withdraw": _own(f"{_case}/withdraw", post="answer"),
    "api-case-appeal": _own(f"{_case}/appeal", {"text": "Look again."}, post="answer"),
    "api-case-reveal": _own(f"{_case}/reveal", {"nonce": "0" * 64}, post="answer"),
    "api-reply": _own(f"reviews/{ABSENT}/reply", {"text": "Thank you."}, put="answer"),
    "api-export": _own("export", get="read"),
}
