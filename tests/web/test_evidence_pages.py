"""Showing a purchase on the pages without a script: choosing the business, an order mail, a file, coming back."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from reputation.accounts.rules import Duty
from reputation.businesses import actions as businesses
from reputation.core import clock
from reputation.domains.signed_mails import Fault
from reputation.evidence.models import MailKey, PaymentProof
from reputation.evidence.rules import Reason, State
from reputation.issuing.models import Voucher
from reputation.receipts import codes
from reputation.web.evidence import proof
from reputation.web.evidence.words import FAULTS
from reputation.web.members.desk import payments
from tests.accounts_made import make_user, signed_in
from tests.domains_made import record
from tests.evidence_made import PNG, SIGNED, make_payment_proof, quoted, signed_order, worked
from tests.internet import Internet
from tests.pages_made import Shop, make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log", "outside")]
SHOWN = re.compile(r"(?:PP-)?(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4,5}")


@pytest.fixture
def shop() -> Shop:
    return make_shop(sent=(), domain="shop.example")


def post(path: str, **fields: Any) -> Any:
    return Client().post(path, fields)


def today_order(**given: Any) -> bytes:
    """An order mail of today, signed."""
    return signed_order(date=clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000"), **given)


def know() -> None:
    today = clock.now().date()
    MailKey.objects.create(
        domain="shop.example",
        selector="s1",
        record=record(),
        first_seen=today - timedelta(days=1),
        last_seen=today,
    )


def send(shop: Shop, raw: bytes, *, work: str | None = None) -> Any:
    done = worked(Client(), shop.id) if work is None else work
    return post("/r/mail", business=shop.id, headers=raw.decode(), had_voucher="no", work=done, ticket="")


@pytest.mark.parametrize("path", ["/r/mail", "/de/r/mail", "/r/proof", "/de/r/proof"])
def test_the_business_is_chosen_by_name_address_or_the_link_of_its_page(path: str, shop: Shop) -> None:
    assert Client().get(path).status_code == 200
    for asked in (
        "kettle moss",
        "shop.example",
        f"https://rep.example{shop.path}",
        f"rep.example/de{shop.path}/reviews",
    ):
        answer = post(path, q=asked)
        assert f'value="{shop.id}"' in answer.content.decode(), asked
        assert answer["Cache-Control"] == "no-store"
    chosen = post(path, business=shop.id).content.decode()
    assert shop.name in chosen.replace("&amp;", "&")
    assert f"/api/v1/businesses/{shop.id}/evidence-work" in chosen
    for nothing in ("nobody at all", f"/b/{UUID(int=4)}/x"):
        assert 'name="business"' not in post(path, q=nothing).content.decode()
    phone = post(path, q="+44 20 7946 0000").content.decode()
    assert "7946" not in phone


def test_a_mail_becomes_a_code_that_is_handed_on_in_the_fragment(shop: Shop) -> None:
    know()
    answer = send(shop, today_order())
    page = answer.content.decode()
    found = SHOWN.search(page)
    assert answer.status_code == 200
    assert found is not None
    assert bytes(Voucher.objects.get().hash) == codes.registered(codes.parse(found[0]))
    assert f'href="/r#{found[0]}"' in page
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    german = Client().post(
        "/de/r/mail",
        {
            "business": shop.id,
            "headers": today_order(to="b@mail.example", message_id=None).decode(),
            "had_voucher": "yes",
            "work": worked(Client(), shop.id),
        },
    )
    assert 'href="/de/r#' in german.content.decode()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"hello", "These are no headers of a mail"),
        (lambda: b"From: a@shop.example\r\n\r\nbody", "one of them is missing"),
        (lambda: today_order(domain="esp.example"), "None of its signatures is of a web address"),
        (lambda: today_order(headers=(*SIGNED, "list-id"), more="List-Id: x\r\n"), "went to everybody on a list"),
        (lambda: today_order().replace(b"10042", b"10043"), "The signature does not fit these lines"),
    ],
)
def test_a_refusal_is_in_plain_words_and_the_lines_stay(make: Callable[[], bytes], says: str, shop: Shop) -> None:
    know()
    raw = make()
    answer = send(shop, raw)
    assert answer.status_code == 422
    assert escape(says) in answer.content.decode()
    assert escape(raw.decode().split("\r\n")[0]) in answer.content.decode()
    assert Voucher.objects.count() == 0


def test_nothing_of_a_mail_or_a_file_is_logged(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    know()
    caplog.set_level(logging.DEBUG)
    assert send(shop, today_order()).status_code == 200
    assert send(shop, today_order()).status_code == 422
    assert send(shop, b"canary: canary\r\n").status_code == 422
    assert send(shop, "\N{BIRD} canary".encode()).status_code == 422
    assert upload(shop, PNG).status_code == 200
    assert upload(shop, b"canary").status_code == 422
    assert "canary" not in caplog.text.lower()


def test_every_fault_of_a_mail_has_its_words_and_is_in_the_documentation() -> None:
    asked = set(Fault) - {Fault.OTHER_BODY}
    page = (Path(__file__).resolve().parents[2] / "docs" / "receipts.md").read_text(encoding="utf-8")
    assert FAULTS.keys() == asked
    assert {str(fault) for fault in asked if f"`{fault}`" not in page} == set()
    assert proof.REASONS.keys() == payments.REASONS.keys() == set(Reason)


def test_each_attempt_costs_work_once_or_a_wait(shop: Shop) -> None:
    know()
    work = worked(Client(), shop.id)
    assert send(shop, b"hello", work=work).status_code == 422
    again = send(shop, today_order(), work=work)
    assert again.status_code == 422
    assert "came without its work" in again.content.decode()
    without = send(shop, today_order(), work="")
    assert "Please wait" in without.content.decode()
    other = make_shop("Another Shop Ltd", (), domain="other.example")
    foreign = send(shop, today_order(), work=worked(Client(), other.id))
    assert foreign.status_code == 422
    assert Voucher.objects.count() == 0


def test_the_same_mail_twice_and_a_key_of_today_are_said_so(shop: Shop, outside: Internet) -> None:
    know()
    assert send(shop, today_order()).status_code == 200
    assert "used already" in send(shop, today_order()).content.decode()
    MailKey.objects.update(first_seen=clock.now().date())
    outside.names.put("s1._domainkey.shop.example", "TXT", quoted(record()))
    assert "for the first time" in send(shop, today_order(to="c@mail.example")).content.decode()


def upload(shop: Shop, content: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("../../evil.html", content, "text/html")
    fields = {"business": shop.id, "had_voucher": "no", "work": worked(Client(), shop.id), "file": file} | more
    return Client().post("/r/proof", fields)


def test_a_file_is_kept_for_a_moderator_and_the_code_leads_back(shop: Shop) -> None:
    answer = upload(shop, PNG)
    found = SHOWN.search(answer.content.decode())
    assert (answer.status_code, PaymentProof.objects.count()) == (200, 1)
    assert found is not None
    assert found[0].startswith("PP-")
    assert "Nobody has decided yet" in post("/r/proof", collect=found[0]).content.decode()
    row = PaymentProof.objects.get()
    desk = signed_in(make_user(duties=[Duty.MODERATOR]), second_factor=True)
    assert f"/members/desk/payment/{row.public_id}" in desk.get("/members/desk").content.decode()
    assert desk.post(f"/members/desk/payment/{row.public_id}", {"do": "approve"}).status_code == 302
    assert desk.get(f"/members/desk/payment/{row.public_id}").status_code == 404
    assert desk.get(f"/members/desk/payment/{row.public_id}/file").status_code == 404
    assert "Approved" in desk.get("/members/desk/done").content.decode()
    given = post("/r/proof", collect=found[0]).content.decode()
    code = SHOWN.search(given)
    assert code is not None
    assert bytes(Voucher.objects.get().hash) == codes.registered(codes.parse(code[0]))
    gone = post("/r/proof", collect=found[0])
    assert (gone.status_code, "Nothing waits for this code" in gone.content.decode()) == (422, True)


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_tells_the_buyer_what_to_do(reason: Reason, shop: Shop) -> None:
    made, code = make_payment_proof(shop.id, now=clock.now())
    desk = signed_in(make_user(duties=[Duty.MODERATOR]), second_factor=True)
    nothing = desk.post(f"/members/desk/payment/{made}", {"do": "refuse"})
    assert nothing.status_code == 422
    assert PaymentProof.objects.get().state == State.WAITING
    desk.post(f"/members/desk/payment/{made}", {"do": "refuse", "reason": reason})
    page = post("/r/proof", collect=code).content.decode()
    assert "The file was not enough" in page
    assert "Send another file" in page


def test_the_file_is_shown_alone_and_runs_nothing(shop: Shop) -> None:
    desk = signed_in(make_user(duties=[Duty.MODERATOR]), second_factor=True)
    for content, kind, shown in ((PNG, "image/png", "inline"), (b"%PDF-1.7 x", "application/pdf", "attachment")):
        made, _ = make_payment_proof(shop.id, content=content, now=clock.now())
        answer = desk.get(f"/members/desk/payment/{made}/file")
        assert (answer.content, answer["Content-Type"]) == (content, kind)
        assert answer["Content-Disposition"].startswith(shown)
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "no-store"


def test_files_that_are_none_of_these_are_refused_and_not_kept(shop: Shop) -> None:
    assert "Only a PDF, PNG, JPEG or WebP" in upload(shop, b"<script>alert(1)</script>").content.decode()
    assert upload(shop, PNG, work="").status_code == 422
    two = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.png", PNG)]
    assert upload(shop, b"", file=two).status_code == 422
    assert upload(shop, b"").status_code == 422
    assert PaymentProof.objects.count() == 0


def test_a_file_that_is_too_large_is_cut_off_by_what_is_said_and_by_what_comes(shop: Shop) -> None:
    assert upload(shop, PNG + bytes(5_242_880)).status_code == 413
    assert upload(shop, bytes(5_400_000)).status_code == 413
    assert PaymentProof.objects.count() == 0


def test_no_other_page_takes_a_file(shop: Shop) -> None:
    file = SimpleUploadedFile("a.png", PNG)
    answer = Client().post("/r/mail", {"business": shop.id, "headers": "x", "had_voucher": "no", "file": file})
    assert not answer.wsgi_request.FILES


def test_the_api_takes_the_same_mail(shop: Shop) -> None:
    know()
    body = {"headers": today_order().decode(), "had_voucher": False, "work": worked(Client(), shop.id)}
    path = f"/api/v1/businesses/{shop.id}/mail-evidence"
    answer = Client().post(path, body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["class"] == "seller"
    assert codes.parse(answer.json()["voucher"])
    assert answer["Cache-Control"] == "no-store"
    spent = Client().post(path, body, content_type="application/json")
    assert (spent.status_code, spent.json()["code"]) == (422, "work-not-good")
    again = Client().post(path, body | {"work": worked(Client(), shop.id)}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "proof-used")
    wrong = Client().post(
        path, body | {"headers": "canary", "work": worked(Client(), shop.id)}, content_type="application/json"
    )
    assert (wrong.status_code, wrong.json()["facts"]) == (422, {"rule": "not-a-message"})
    assert "canary" not in wrong.content.decode()
    nobody = Client().post(f"/api/v1/businesses/{UUID(int=4, version=4)}/evidence-work")
    assert (nobody.status_code, nobody.json()["code"]) == (404, "no-such-business")


def test_of_a_business_without_an_address_no_mail_is_asked_for() -> None:
    shop = make_shop(sent=(), domain="")
    page = post("/r/mail", business=shop.id).content.decode()
    assert "has shown no web address" in page
    assert 'name="headers"' not in page
    assert f'name="business" value="{shop.id}"' in page
    assert 'name="file"' in post("/r/proof", business=shop.id).content.decode()


def test_a_moderator_reads_the_names_and_addresses_that_a_payment_may_be_to(shop: Shop) -> None:
    businesses.change_names(business=shop.id, legal_name=shop.name, trading_names=["Copper Corner"], now=clock.now())
    made, _ = make_payment_proof(shop.id, now=clock.now())
    page = signed_in(make_user(duties=[Duty.MODERATOR]), second_factor=True).get(f"/members/desk/payment/{made}")
    assert '<li dir="auto">Copper Corner</li>' in page.content.decode()
    assert '<li class="host">shop.example</li>' in page.content.decode()
