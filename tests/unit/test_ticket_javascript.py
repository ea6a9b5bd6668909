"""The page's script writes and reads the tickets that Python writes and reads."""

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from reputation.receipts import rules, tickets
from reputation.receipts.rules import ReceiptClass, ReceiptError
from reputation.receipts.tickets import Ticket
from tests.rich_log import issuers

SCRIPTS = Path(__file__).parents[2] / "reputation/web/static/web"
DRIVER = Path(__file__).with_name("ticket_vectors.mjs")
BUSINESS = UUID("0c41eeec-9433-48b1-8138-58431c01d0eb")
NAMES = (
    "Kettle & Moss Ltd",
    "",
    "Bücher: Ähm\tGmbH",
    "Łódź Rowery",
    "مكتبة النور",
    " two\nlines\r\u2028here ",
    "x" * 400,
)

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tickets")
    shutil.copy(SCRIPTS / "voucher.js", made / "voucher.mjs")
    script = (SCRIPTS / "tickets.js").read_text()
    (made / "tickets.mjs").write_text(script.replace("./voucher.js", "./voucher.mjs"))
    shutil.copy(DRIVER, made / DRIVER.name)
    return made


def told(folder: Path, questions: list[dict[str, Any]]) -> list[dict[str, str]]:
    given = "\n".join(json.dumps(question) for question in questions)
    done = subprocess.run(["node", DRIVER.name], cwd=folder, input=given, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def make_ticket(name: str, number: int = 0) -> Ticket:
    kinds = (ReceiptClass.SELLER, ReceiptClass.INDEPENDENT)
    token = issuers()[number % 6].token(number)
    return Ticket(
        "https://reference.example", BUSINESS, name, kinds[number % 2], 2026 * 4 + 3, date(2027, 6, 30), token
    )


def read(text: str) -> dict[str, str]:
    try:
        found = tickets.parse(text)
    except ReceiptError:
        return {"refused": ""}
    return {
        "name": found.name,
        "receiptClass": found.receipt_class,
        "epoch": rules.show_epoch(found.epoch),
        "until": found.redeem_until.isoformat(),
        "keyId": found.token[66:98].hex(),
        "token": found.token.hex(),
    }


def test_both_write_the_same_tickets(folder: Path) -> None:
    made = [make_ticket(name, number) for number, name in enumerate(NAMES)]
    questions = [
        {
            "ask": "write",
            "service": one.service,
            "business": str(one.business),
            "name": one.name,
            "receiptClass": one.receipt_class,
            "epoch": rules.show_epoch(one.epoch),
            "until": one.redeem_until.isoformat(),
            "token": one.token.hex(),
        }
        for one in made
    ]
    assert told(folder, questions) == [{"text": one.encode()} for one in made]


def test_both_read_the_same_tickets(folder: Path) -> None:
    texts = [make_ticket(name, number).encode() for number, name in enumerate(NAMES)]
    texts += [texts[0].replace("\n", "\r\n"), "\ufeff" + texts[0], f"\n\n  {texts[0]}\n\n", texts[0].replace(": ", ":")]
    found = told(folder, [{"ask": "read", "text": text} for text in texts])
    assert found == [read(text) for text in texts]
    assert not any("refused" in one for one in found)


def test_both_refuse_what_is_no_ticket(folder: Path) -> None:
    text = make_ticket("Kettle & Moss Ltd").encode()
    lines = text.split("\n")
    texts = [
        "",
        "Something else",
        text.replace("v1", "v2"),
        "\n".join(lines[:-2]),
        "\n".join(lines[1:]),
        "\n".join([lines[0], lines[2], lines[1], *lines[3:]]),
        "\n".join([*lines[:-1], "more: yes", ""]),
        text.replace("token: AA", "token: AB"),
        text.replace("token: AA", "token: A?"),
        text[:-10],
        text + "x" * tickets.LONGEST,
    ]
    assert [read(one) for one in texts] == [{"refused": ""}] * len(texts)
    found = told(folder, [{"ask": "read", "text": one} for one in texts])
    assert {one.get("refused") for one in found} <= {"ticket", "token", "base64"}
