"""Figures of receipts and the signing of totals on the pages of a business."""

import base64
import html
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from reputation.accounts.models import User
from reputation.core import clock
from reputation.issuing.errors import VoucherClaimed
from reputation.members.rules import Actor, Role
from reputation.receipts import business_acts, totals
from reputation.receipts.models import Attester, Key, Total
from reputation.receipts.rules import KeyState
from reputation.reports import receipts
from reputation.web.members import receipt_words
from tests import attesters_made, pages_made, receipt_figures_made
from tests.accounts_made import make_user, signed_in
from tests.api_lines import ATTESTER_KEY
from tests.members_made import make_colleague, make_member_business
from tests.pages_made import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def owner(now: datetime) -> Actor:
    return make_member_business(user=make_user().pk, now=now)


def browser(actor: Actor, *, fresh: bool = True) -> Client:
    return signed_in(User.objects.get(pk=actor.user or 0), fresh=fresh)


def get(actor: Actor, end: str, *, fresh: bool = True) -> Page:
    return pages_made.read(browser(actor, fresh=fresh).get(f"/members/b/{actor.business}{end}"))


def post(actor: Actor, given: dict[str, str], *, fresh: bool = True) -> Any:
    return browser(actor, fresh=fresh).post(f"/members/b/{actor.business}/receipts/totals", given)


@pytest.mark.parametrize("end", ["", "/figures", "/totals"])
def test_each_page_is_for_members_alone_and_in_both_languages(owner: Actor, now: datetime, end: str) -> None:
    reader = make_colleague(owner, Role.READER, now=now)
    for language in ("", "de/"):
        path = f"/members/{language}b/{owner.business}/receipts{end}"
        page = pages_made.read(browser(reader).get(path))
        assert page.status == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert f'<html lang="{"de" if language else "en"}"' in page.html
        assert signed_in(make_user()).get(path).status_code == 404
        assert "sign-in" in Client().get(path)["Location"]


def test_before_the_first_code_each_part_says_so(owner: Actor) -> None:
    page = get(owner, "/receipts/figures")
    for says in ("There are no codes yet.", "Nobody did so yet", "There are no published reviews yet."):
        assert says in page.says
    assert "You have none." in get(owner, "/receipts/totals").says
    home = get(owner, "")
    assert "Give your buyers codes" in home.says
    assert "None yet. A code with every order" in home.says


def test_figures_are_told_as_ranges(owner: Actor, now: datetime) -> None:
    receipt_figures_made.hand_out(owner, 120, now=now)
    receipt_figures_made.come_without(owner, now=now)
    Key.objects.update(claimed="20-99")
    page = get(owner, "/receipts/figures")
    assert "100 to 499" in page.says
    assert "20 to 99" in page.says
    assert "1 to 4" in page.says
    assert "120" not in page.says
    assert "codes can be used" in page.says
    home = get(owner, "")
    assert "100 to 499 codes, 20 to 99 used." in home.says
    assert "Give your buyers codes" not in home.says


@pytest.mark.parametrize(("state", "says"), [(KeyState.ENDED, "codes have ended"), (KeyState.ANNULLED, "annulled")])
def test_a_key_that_signs_no_more_says_why(owner: Actor, now: datetime, state: KeyState, says: str) -> None:
    handed = receipt_figures_made.hand_out(owner, 3, now=now)
    changes: dict[str, Any] = {"state": state}
    if state is KeyState.ENDED:
        changes |= {"ended_on": now.date(), "end_reason": "epoch-over"}
    else:
        changes |= {"annulled_on": now.date(), "annulment": "leaked"}
    Key.objects.filter(pk=handed.key.key_id).update(**changes)
    assert says in get(owner, "/receipts/figures").says


def test_tried_again_is_told_when_issuing_ended_and_stays(owner: Actor, now: datetime) -> None:
    handed = receipt_figures_made.hand_out(owner, 30, now=now)
    receipt_figures_made.claim(handed, handed.made.codes[0])
    with pytest.raises(VoucherClaimed):
        receipt_figures_made.claim(handed, handed.made.codes[0])
    (line,) = receipts.figures(owner.business).keys
    assert line.contested is None
    after = receipt_figures_made.end_quarter(handed, now=now)
    (line,) = receipts.figures(owner.business).keys
    assert (line.state, line.contested) == ("ended", "1-4")
    assert totals.log_due(now=after) == 1, "without a key nobody signs"
    (line,) = receipts.figures(owner.business).keys
    assert line.contested == "1-4"
    assert "1 to 4" in get(owner, "/receipts/figures").says


def test_bands_have_words() -> None:
    assert [receipt_words.band(one) for one in (None, "0", "1-4", "10000-49999")] == [
        "",
        "none",
        "1 to 4",
        "10\u202f000 to 49\u202f999",
    ]
    assert receipt_words.quarter(2026 * 4 + 3) == "Quarter 4 of 2026"


def test_a_key_is_given_by_whoever_showed_who_they_are(owner: Actor) -> None:
    given = {"do": "key", "public_key": f"  {ATTESTER_KEY}\n"}
    assert "/members/again" in post(owner, given, fresh=False)["Location"]
    assert not Attester.objects.exists()
    assert post(owner, given)["Location"].endswith("/receipts/totals")
    assert ATTESTER_KEY in get(owner, "/receipts/totals").says
    answer = post(owner, {"do": "key", "public_key": "no key"})
    assert answer.status_code == 422
    assert "no public key of the kind Ed25519" in answer.content.decode()
    assert "no key</textarea>" in answer.content.decode()
    assert post(owner, {"do": "other"}).status_code == 400


def test_a_reader_sees_and_changes_nothing(owner: Actor, now: datetime) -> None:
    reader = make_colleague(owner, Role.READER, now=now)
    assert "Give this key" not in get(reader, "/receipts/totals").says
    assert post(reader, {"do": "key", "public_key": ATTESTER_KEY}).status_code == 403


@pytest.fixture
def waiting(owner: Actor, now: datetime) -> bytes:
    """A total that waits, and the private half of the key for it."""
    seed = receipt_figures_made.give_key(owner, now=now)
    handed = receipt_figures_made.hand_out(owner, 30, now=now)
    receipt_figures_made.end_quarter(handed, now=now)
    return seed


def test_a_total_is_signed(owner: Actor, waiting: bytes) -> None:
    page = get(owner, "/receipts/totals")
    assert "Registered: 20 to 99. Used: none. Tried again: none." in page.says
    (due,) = business_acts.due(owner.business)
    assert base64.b64encode(due.message).decode() in page.says
    signature = base64.b64encode(Ed25519PrivateKey.from_private_bytes(waiting).sign(due.message)).decode()
    wish = {"do": "sign", "key_id": due.key_id.hex(), "moment": str(due.moment)}
    answer = post(owner, wish | {"signature": f"{'A' * 86}=="})
    assert answer.status_code == 422
    assert "no signature of your key over this total" in answer.content.decode()
    assert "<details open>" in answer.content.decode()
    assert post(owner, wish | {"signature": signature}).status_code == 302
    assert Total.objects.get().signature is not None
    assert "signed" in get(owner, "/receipts/totals").says
    late = post(owner, wish | {"key_id": "0" * 64, "signature": signature})
    assert late.status_code == 422
    assert "does not wait for your signature any more" in late.content.decode()


@pytest.mark.skipif(not all(map(shutil.which, ("bash", "openssl"))), reason="needs bash and openssl")
def test_the_commands_on_the_page_sign(owner: Actor, waiting: bytes, tmp_path: Path) -> None:
    make, use = (
        html.unescape(one) for one in re.findall(r"<code>(openssl gen[^<]*|echo [^<]*)</code>", page_of(owner))
    )
    if make.startswith("echo"):
        make, use = use, make
    given = run(make, tmp_path)
    assert post(owner, {"do": "key", "public_key": given}).status_code == 302
    (due,) = business_acts.due(owner.business)
    signature = run(use, tmp_path)
    wish = {"do": "sign", "key_id": due.key_id.hex(), "moment": str(due.moment), "signature": signature}
    assert post(owner, wish).status_code == 302
    assert Total.objects.get().signature is not None


def page_of(owner: Actor) -> str:
    return get(owner, "/receipts/totals").html


def run(command: str, folder: Path) -> str:
    """What commands of a page say, run one after the other in a folder."""
    done = subprocess.run(["bash", "-ec", command], cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_another_key_takes_the_signature_back(owner: Actor, waiting: bytes) -> None:
    (due,) = business_acts.due(owner.business)
    signature = base64.b64encode(Ed25519PrivateKey.from_private_bytes(waiting).sign(due.message)).decode()
    post(owner, {"do": "sign", "key_id": due.key_id.hex(), "moment": str(due.moment), "signature": signature})
    key = base64.b64encode(attesters_made.public(attesters_made.new_seed())).decode()
    assert post(owner, {"do": "key", "public_key": key}).status_code == 302
    assert Total.objects.get().signature is None


def test_without_a_key_it_says_what_follows(owner: Actor, now: datetime) -> None:
    handed = receipt_figures_made.hand_out(owner, 3, now=now)
    receipt_figures_made.end_quarter(handed, now=now)
    assert "they will be published as unsigned" in get(owner, "/receipts/totals").says
