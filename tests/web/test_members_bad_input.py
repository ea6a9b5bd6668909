"""Input that no page of ours sends, into every form under /members/: a clear refusal, what was typed kept, no 500."""

import html
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from reputation.accounts.models import User
from reputation.admissions import actions as admissions
from reputation.core import clock
from reputation.domains import actions as domains
from reputation.members import api_keys, queries, webhooks
from reputation.members.rules import Act, Role
from tests.accounts_made import PASSWORD, make_user, signed_in
from tests.api_lines import ABSENT, ATTESTER_KEY, SIGNED
from tests.joining_made import REASONS, RULES, typed
from tests.members_made import doubtful, make_colleague, make_member_business, member_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
RTL = "\u202egnp.exe\u2066\u200f"
BAD = {
    "huge": "x" * 20_000,
    "nul": "before\x00after",
    "rtl": RTL,
    "emoji": "🫖👩‍👩‍👧‍👦 kettle",
    "lines": "one\r\ntwo\u2028three",
    "blank": " \u00a0\u200b ",
    "surrogate": "%ED%A0%80",
    "number": "9" * 400,
    "markup": "<script>alert(1)</script>{{ 7 }}{% now %}%(name)s",
}
# No field takes these.
SURE = ("huge", "nul")
KEPT = ("rtl", "emoji", "markup")
# What nobody types: the button, and what the page carries.
HIDDEN = (
    "appeal",
    "back",
    "batch",
    "delivery",
    "do",
    "end",
    "kinds",
    "key_id",
    "language",
    "member",
    "moment",
    "role",
    "scopes",
    "step",
    "x",
)
FORM = "application/x-www-form-urlencoded"


class Form(NamedTuple):
    """A form: where it is posted, and fields that it takes.

    `is_ours`: a refusal is told by its status as well;
    the library's forms of accounts answer 200, and some of ours have no field that could be wrong.
    """

    path: str
    fields: dict[str, str]
    is_ours: bool = True


ACCEPT = {"accepted_by": "Ada Moss", "office": "Director", **RULES}
# {…}: of the world below. What is not filled in by people is a hidden field, or the button.
FORMS: dict[str, Form] = {
    "account_login": Form("sign-in", {"login": "ada@shop.example", "password": PASSWORD}, is_ours=False),
    "account_signup": Form("sign-up", {"email": "new@shop.example", "password1": PASSWORD}, is_ours=False),
    "account_reset_password": Form("reset", {"email": "ada@shop.example"}, is_ours=False),
    "account_confirm_email": Form("confirm/MQ:abc", {"x": "1"}, is_ours=False),
    "account_reset_password_from_key": Form("reset/1-abc", {"password1": PASSWORD}, is_ours=False),
    "account_logout": Form("sign-out", {"x": "1"}, is_ours=False),
    "account_reauthenticate": Form("again", {"password": PASSWORD}, is_ours=False),
    "mfa_reauthenticate": Form("again/code", {"code": "123456"}, is_ours=False),
    "mfa_reauthenticate_webauthn": Form("again/passkey", {"credential": "{}"}, is_ours=False),
    "mfa_login_webauthn": Form("passkey", {"credential": "{}"}, is_ours=False),
    "mfa_authenticate": Form("second-factor", {"code": "123456"}, is_ours=False),
    "mfa_activate_totp": Form("account/second-factor/app", {"code": "123456"}, is_ours=False),
    "mfa_deactivate_totp": Form("account/second-factor/app/remove", {"x": "1"}, is_ours=False),
    "mfa_generate_recovery_codes": Form("account/second-factor/codes/new", {"x": "1"}, is_ours=False),
    "mfa_add_webauthn": Form("account/passkeys/add", {"name": "phone", "credential": "{}"}, is_ours=False),
    "mfa_edit_webauthn": Form("account/passkeys/1/name", {"name": "phone"}, is_ours=False),
    "mfa_remove_webauthn": Form("account/passkeys/1/remove", {"x": "1"}, is_ours=False),
    "members-work": Form("work", {"name": "ada@shop.example"}, is_ours=False),
    "members-account": Form("account", {"language": "de"}, is_ours=False),
    "account_email": Form("account/email", {"email": "new@shop.example"}, is_ours=False),
    "members-new-email": Form("account/email/abc", {"x": "1"}, is_ours=False),
    "members-close": Form("account/close", {"x": "1"}, is_ours=False),
    "account_change_password": Form("account/password", {"password1": PASSWORD}, is_ours=False),
    "members-sessions": Form("account/sessions", {"end": "others"}, is_ours=False),
    "members-join": Form("join", typed(3)),
    "members-join country": Form("join", typed(0), is_ours=False),
    "members-join number": Form("join", typed(1, kind_2="lei", number_2="529900T8BM49AURSDO55")),
    "members-join back": Form("join", typed(2, back="1"), is_ours=False),
    "members-application": Form("application/{application}", {"appeal": "1", "said": REASONS}),
    "members-invitation": Form("invitation", {"code": "abc"}),
    "members-own-keys": Form("account/keys", {"name": "mine"}),
    "members-own-keys end": Form("account/keys", {"end": "abc"}),
    "members-people-change": Form(
        "b/{mine}/members/change", {"do": "invite", "email": "c@shop.example", "role": "agent", "language": "de"}
    ),
    "members-people-change role": Form("b/{mine}/members/change", {"do": "agent", "member": "{member}"}),
    "members-particulars": Form(
        "b/{mine}/particulars", {"do": "names", "legal_name": "Moss plc", "trading_names": "One"}
    ),
    "members-particulars contact": Form(
        "b/{mine}/particulars", {"do": "contact", "email": "c@shop.example", "language": "de"}
    ),
    "members-ownership": Form("b/{mine}/particulars/ownership", {"x": "1"}, is_ours=False),
    "members-charter": Form("b/{mine}/charter", ACCEPT, is_ours=False),
    "members-domains": Form("b/{mine}/domains", {"domain": "another.example"}),
    "members-domain": Form("b/{mine}/domains/{claim}", {"do": "mail", "message": "Subject: x\n\ny"}),
    "members-webhooks": Form("b/{mine}/webhooks", {"url": "https://shop.example/b", "kinds": "left"}),
    "members-webhook-change": Form(
        "b/{mine}/webhooks/{endpoint}/change", {"do": "change", "url": "https://shop.example/b", "kinds": "left"}
    ),
    "members-webhook-change since": Form("b/{mine}/webhooks/{endpoint}/change", {"do": "since", "since": "2026-11-01"}),
    "members-webhook-change again": Form("b/{mine}/webhooks/{endpoint}/change", {"do": "again", "delivery": "abc"}),
    "members-keys": Form("b/{mine}/keys", {"name": "shop", "scopes": "read"}),
    "members-receipts": Form("b/{mine}/receipts", {"count": "3", "language": "de", "batch": ABSENT}),
    "members-receipts-codes": Form(
        "b/{mine}/receipts/codes",
        {"do": "csv", "codes": "0000-0000-0000-0000-00000", "good_until": "2026-11-25", "language": "de"},
    ),
    "members-receipt-totals": Form("b/{mine}/receipts/totals", {"do": "key", "public_key": ATTESTER_KEY}),
    "members-receipt-totals sign": Form("b/{mine}/receipts/totals", {"do": "sign", **SIGNED}, is_ours=False),
    "members-leaving-change": Form("b/{mine}/leaving/change", {"do": "notice"}),
    "members-leaving-change back": Form("b/{mine}/leaving/change", {"do": "back", **ACCEPT}, is_ours=False),
}


@pytest.fixture
def browser() -> Iterator[tuple[Client, dict[str, str]]]:
    now = clock.now()
    owner = make_member_business(user=make_user().pk, now=now)
    colleague = make_colleague(owner, Role.AGENT, now=now)
    user = User.objects.get(pk=owner.user or 0)
    filed = admissions.apply(user=user.pk, wish=doubtful(), now=now).application
    assert filed is not None
    admissions.refuse(application=filed, reasons=REASONS, is_natural_person=True, now=now)
    api_keys.make(actor=owner, name="one", scopes=[Act.READ], now=now)
    yield (
        signed_in(user, fresh=True),
        {
            "mine": str(owner.business),
            "member": str(member_id(colleague)),
            "application": str(filed),
            "claim": str(domains.claim(actor=owner, domain="shop.example", now=now)),
            "endpoint": str(
                webhooks.add(actor=owner, url="https://shop.example/hook", kinds=["left"], now=now).public_id
            ),
        },
    )
    assert queries.belongings(user.pk), "what is tried below is undone each time"


def post(client: Client, path: str, body: Any, kind: str = FORM) -> Any:
    """Post and undo: the answer alone counts."""
    with transaction.atomic():
        answer = client.generic("POST", path, body, content_type=kind)
        transaction.set_rollback(True)
    return answer


def quoted(value: str) -> str:
    """As it stands in a form that is posted; what is no UTF-8 as the bytes it is."""
    return value if value.startswith("%ED") else urlencode({"": value})[1:]


def check(answer: Any, what: str, *, is_ours: bool) -> None:
    assert answer.status_code < 500, what
    assert not is_ours or answer.status_code >= 400, what


@pytest.mark.parametrize("name", FORMS)
def test_bad_input_is_refused_and_kept(browser: tuple[Client, dict[str, str]], name: str) -> None:
    client, world = browser
    form = FORMS[name]
    path = f"/members/{form.path.format(**world)}"
    fields = {field: world.get(value[1:-1], value) for field, value in form.fields.items()}
    for field in fields:
        for bad, value in BAD.items():
            body = urlencode(fields | {field: "{}"}).replace(urlencode({"": "{}"})[1:], quoted(value))
            answer = post(client, path, body)
            check(answer, f"{bad} in {field}", is_ours=form.is_ours and bad in SURE and field not in HIDDEN)
            text = answer.content.decode()
            if form.is_ours and answer.status_code == 422 and bad in KEPT and field not in HIDDEN:
                assert html.escape(value) in text, f"{bad} in {field} is not kept"
            assert BAD["markup"] not in text, field
        rest = {name: value for name, value in fields.items() if name != field}
        check(post(client, path, urlencode(rest)), f"no {field}", is_ours=False)
        twice = urlencode([*fields.items(), (field, "x"), (field, "y"), *fields.items()])
        check(post(client, path, twice), f"{field} repeated", is_ours=False)
    for field in {"do", "step", "next", "unknown"} - fields.keys():
        for bad in ("huge", "nul"):
            check(post(client, path, urlencode(fields | {field: BAD[bad]})), f"{bad} in {field}", is_ours=False)
    check(post(client, path, ""), "nothing", is_ours=False)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_no_form_is_refused(browser: tuple[Client, dict[str, str]], name: str) -> None:
    client, world = browser
    path = f"/members/{FORMS[name].path.format(**world)}"
    kinds = {
        "application/json": b'{"a": [1]}',
        "text/plain": b"do=remove",
        "multipart/form-data": b"--x\r\n",
        "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="do"\r\n\r\nbroken',
        "multipart/form-data; boundary=y": (
            b'--y\r\nContent-Disposition: form-data; name="do"; filename="a"\r\n\r\nb\r\n--y--'
        ),
        f"{FORM}; charset=utf-16": b"a=b",
        f"{FORM}; charset=none-such": b"a=b",
        "": b"a=b",
        FORM: b"&".join(b"a%d=b" % number for number in range(2_000)),
    }
    for kind, body in kinds.items():
        check(post(client, path, body, kind), kind, is_ours=False)
    client.get("/members/join")
    client.handler.enforce_csrf_checks = True  # as it is outside tests: the guard reads what was posted first
    answer = post(client, path, b"a=" + b"x" * 5 * 1024 * 1024)
    assert answer.status_code in (400, 403, 413), "too large"


def test_every_form_is_listed() -> None:
    """An address that takes a POST and is not above fails here: other rooms list theirs with their own tests."""
    listed = {name.split()[0] for name in FORMS}
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    mine = {name for name in names if name.startswith(("members-", "account_", "mfa_"))}
    assert listed <= mine
