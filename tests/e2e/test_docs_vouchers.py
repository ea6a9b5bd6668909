"""The shop of docs/examples and the recipes of docs/vouchers.md, run as they stand, until a buyer has a token."""

import json
import re
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from reputation.core import clock
from reputation.issuing import vouchers
from reputation.issuing.models import Batch, Voucher
from reputation.members import queries
from reputation.members.rules import Act, Actor
from reputation.receipts import codes
from tests import pages_made, receipt_figures_made
from tests.api_made import account_key, business_key
from tests.members_made import make_member_business

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "vouchers.md").read_text(encoding="utf-8")
AWAY = "http://127.0.0.1:9/api/v1"  # the port that discards: nobody is there


@pytest.fixture
def owner(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Actor:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    return make_member_business(now=clock.now())


@pytest.fixture
def environment(owner: Actor, live_server: LiveServer) -> dict[str, str]:
    key = business_key(owner, [Act.ANSWER])
    return {"API": f"{live_server.url}/api/v1", "BUSINESS": str(owner.business), "KEY": key}


def sell(folder: Path, environment: dict[str, str], item: str) -> str:
    """One sale; what the shop said meanwhile."""
    done = subprocess.run(
        [sys.executable, "-I", str(DOCS / "examples" / "shop.py"), str(folder), "buyer@mail.example", item],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def mails(folder: Path) -> list[EmailMessage]:
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in (folder / "outbox").iterdir()]
    return [one for one in found if isinstance(one, EmailMessage)]


def stock(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "stock.json").read_bytes())
    return found


def test_a_buyer_gets_a_token_from_the_mail_of_the_shop(
    owner: Actor, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    assert sell(folder, environment, "Copper kettle") == ""
    (mail,) = mails(folder)
    code = codes.parse(mail["Review-Receipt"])
    text = mail.get_content()
    assert vouchers.link(code) in text
    assert "Copper kettle" in text
    assert all(codes.parse(one["code"]) != code for one in stock(folder)), "it left the stock"
    assert (folder / "stock.json").stat().st_mode & 0o077 == 0
    made = vouchers.Made((code,), 0, clock.now().date())
    handed = receipt_figures_made.Handed(made, receipt_figures_made.make_key_ready(owner))
    handed.key.verify(receipt_figures_made.claim(handed, code))


def test_sales_go_on_while_the_service_is_away(owner: Actor, environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    sell(folder, environment, "the first")
    for number in range(3):
        sell(folder, environment | {"API": AWAY}, f"from stock {number}")
    assert len(mails(folder)) == 4
    assert Batch.objects.count() == 1, "a stock is fetched at once"
    (folder / "stock.json").write_text("[]", encoding="utf-8")
    assert "no codes just now" in sell(folder, environment | {"API": AWAY}, "the one that waits")
    assert len(mails(folder)) == 4, "no mail goes without a code"
    assert sell(folder, environment, "the last") == ""
    sent = mails(folder)
    assert len(sent) == 6, "the one that waited has come too"
    assert len({mail["Review-Receipt"] for mail in sent}) == 6, "no code twice"


def test_a_call_without_an_answer_is_made_good(owner: Actor, environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    sell(folder, environment, "the first")
    before = stock(folder)
    # As if the machine had stopped between the answer and the file: what it asked with is still there.
    (row,) = Batch.objects.values_list("codes", flat=True)
    (folder / "stock.json").write_text("[]", encoding="utf-8")
    sell(folder, environment | {"API": AWAY}, "the second")
    asking = json.loads((folder / "asking.json").read_bytes())
    assert asking
    sell(folder, environment, "the third")
    (folder / "asking.json").write_text(json.dumps(asking), encoding="utf-8")
    (folder / "stock.json").write_text("[]", encoding="utf-8")
    sell(folder, environment, "the fourth")
    assert Batch.objects.count() == 2, "the same call got the same codes"
    assert row == len(before) + 1


def test_codes_near_their_end_are_not_handed_out(owner: Actor, environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    sell(folder, environment, "the first")
    old = [one | {"good_until": clock.now().date().isoformat()} for one in stock(folder)]
    (folder / "stock.json").write_text(json.dumps(old), encoding="utf-8")
    sell(folder, environment, "the second")
    given = {mail["Review-Receipt"] for mail in mails(folder)}
    assert len(given) == 2
    assert not given & {one["code"] for one in old}


def test_the_recipe_for_codes_of_ones_own(owner: Actor, environment: dict[str, str], tmp_path: Path) -> None:
    text = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    done = subprocess.run(
        [sys.executable, "-I", "-"],
        input=text,
        env=environment | {"KEY": account_key(owner.user)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [line.split()[0] for line in done.stdout.splitlines()]
    assert len(shown) == 5
    assert {bytes(row.hash) for row in Voucher.objects.all()} == {codes.registered(codes.parse(one)) for one in shown}
    (line,) = vouchers.registered(owner.business)
    assert line.codes == 5
    assert not [deed for deed in queries.deeds(owner.business) if deed.kind == "vouchers-made"], "the shop made them"


def test_every_block_is_run_or_says_how() -> None:
    assert set(re.findall(r"^```(\w+)$", PAGE, re.MULTILINE)) == {"bash", "python", "text"}
    assert "python3 docs/examples/shop.py" in PAGE
