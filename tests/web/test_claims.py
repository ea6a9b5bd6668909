"""/r/claim: a ticket for a code without JavaScript, every way in which it goes wrong, and what the page promises."""

import base64
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.core import clock
from reputation.issuing import actions, claims
from reputation.issuing.models import Claim, IssuingKey
from reputation.log import actions as log
from reputation.log import publisher
from reputation.receipts import codes, tickets
from reputation.receipts.challenge import digest
from reputation.receipts.rules import ReceiptClass
from reputation.receipts.tickets import Ticket
from reputation.web import claims as pages
from tests.issuing_made import Shop, make_codes, make_request, make_shop, register

pytestmark = pytest.mark.django_db
WHERE = ("/r/claim", "/de/r/claim")


def publish() -> None:
    log.sequence()
    publisher.publish(now=clock.now())


def post(client: Client, code: str, where: str = "/r/claim") -> Any:
    return client.post(where, {"code": code})


def ticket_in(page: str) -> tuple[Ticket, str]:
    """The ticket that a page shows, and the name of its file; the file holds what the page shows."""
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    link = re.search(r'href="data:text/plain;charset=utf-8;base64,([^"]+)" download="([^"]+)"', page)
    assert shown is not None
    assert link is not None
    text = base64.b64decode(link[1]).decode()
    assert unescape(shown[1]) == text
    return tickets.parse(text), link[2]


@pytest.mark.parametrize("where", WHERE)
def test_a_code_becomes_a_ticket_that_a_file_can_hold(client: Client, where: str) -> None:
    shop = make_shop()
    answer = post(client, codes.show(shop.codes[0]), where)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert not answer.cookies
    found, file_name = ticket_in(answer.content.decode())
    shop.key.verify(found.token)
    assert found.token[34:66] == digest("demo.open-reference.example")
    assert (found.business, found.receipt_class, found.epoch) == (shop.business, ReceiptClass.SELLER, 2026 * 4 + 3)
    assert found.redeem_until == tickets.good_until(found.epoch)
    assert file_name == found.file_name
    assert shop.codes[0] not in answer.content.decode()
    assert ("promise" if where == "/r/claim" else "") in answer.content.decode()


def test_the_name_of_the_shop_comes_from_the_public_log(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=clock.now())
    shop = make_shop(2)
    assert ticket_in(post(client, codes.show(shop.codes[0])).content.decode())[0].name == "", "nothing is published yet"
    publish()
    page = post(client, codes.show(shop.codes[1])).content.decode()
    found, file_name = ticket_in(page)
    assert re.fullmatch(r"Invented Shop \d+ Ltd", found.name)
    assert f"Your ticket to review {found.name}" in page
    assert file_name.startswith("review-ticket-invented-shop-")


def test_words_of_the_log_that_nobody_signed_are_no_name(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=clock.now())
    shop = make_shop(1)
    publish()
    (file,) = (tmp_path / "log" / "side" / "names").glob(f"*/{shop.business}")
    file.chmod(0o644)
    file.write_text(file.read_text().replace("Invented", "Imitated"))
    assert ticket_in(post(client, codes.show(shop.codes[0])).content.decode())[0].name == ""


@pytest.mark.parametrize("where", WHERE)
def test_the_form_asks_for_a_code_and_says_what_is_promised(client: Client, where: str) -> None:
    answer = client.get(where)
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert f'method="post" action="{where}"' in page
    assert 'name="code"' in page
    assert client.head(where).status_code == 200
    assert client.put(where).status_code == 405


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda shown: shown[:-1], "code-short"),
        (lambda shown: shown[:0], "code-short"),
        (lambda shown: shown + "0", "code-long"),
        (lambda shown: "!" + shown[1:], "code-sign"),
        (lambda shown: ("0" if shown[0] != "0" else "1") + shown[1:], "code-check"),
    ],
)
def test_a_mistyped_code_stays_in_the_box_and_costs_nothing(client: Client, change: Any, code: str) -> None:
    shop = make_shop(1)
    typed = change(codes.show(shop.codes[0]))
    answer = post(client, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="{typed}"' in page
    assert str(pages.MISTYPED[code][0]) in unescape(page)
    assert 'role="alert"' in page
    assert not Claim.objects.exists()
    assert post(client, codes.show(shop.codes[0])).status_code == 200


def told(client: Client, code: str, status: int, words: str) -> Any:
    answer = post(client, codes.show(code))
    assert answer.status_code == status
    assert answer["Cache-Control"] == "no-store"
    assert words in unescape(answer.content.decode())
    assert codes.show(code) in answer.content.decode(), "what was typed is kept"
    return answer


def test_every_refusal_is_a_page_that_says_what_to_do(client: Client) -> None:
    shop = make_shop(2)
    told(client, codes.make(), 403, "We do not know this code.")
    waiting = make_codes(1)
    register(shop.business, waiting, receipt_class=ReceiptClass.INDEPENDENT)
    assert told(client, waiting[0], 503, "This code is not ready yet.")["Retry-After"] == str(pages.KEY_WAIT_S)
    claims.claim(shop.codes[0], make_request(shop).request)
    used = told(client, shop.codes[0], 409, "This code was used already.")
    assert 'href="/r/help"' in used.content.decode()
    assert 'href="/de/r/help"' in post(client, codes.show(shop.codes[0]), "/de/r/claim").content.decode()
    assert shop.key_id is not None
    actions.end(key_id=shop.key_id)
    told(client, shop.codes[1], 410, "The time in which this code could be used is over.")


def test_a_key_that_ends_between_two_looks_is_an_ended_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shop: Shop = make_shop(1)
    look = claims.look

    def and_then_it_ends(code: str) -> claims.Looked:
        found = look(code)
        IssuingKey.objects.update(state="ended", sealed=None)
        return found

    monkeypatch.setattr(claims, "look", and_then_it_ends)
    told(client, shop.codes[0], 410, "The time in which this code could be used is over.")


def test_what_is_too_long_is_cut_and_what_is_much_too_long_refused(client: Client) -> None:
    assert post(client, "K" * 5_000).content.count(b"K" * 101) == 0
    assert post(client, "K" * 300_000).status_code == 413


def test_markup_in_the_box_stays_text(client: Client) -> None:
    page = post(client, '"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page
