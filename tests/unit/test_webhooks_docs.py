"""docs/webhooks.md is in step with the code: its examples verify, its tables and bodies are those that are used."""

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import rfc8785

from reputation.disputes.measure_rules import Verdict
from reputation.log.codes import BUSINESS_GROUNDS
from reputation.outbound.failures import Reason
from reputation.outbound.networks import Limits
from reputation.webhooks import deliveries, rules, sending
from reputation.webhooks.rules import FACTS, EventKind

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def rows(head: str) -> list[list[str]]:
    lines = PAGE.partition(head)[2].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[: lines.index("")]]


def example() -> tuple[str, dict[str, str], bytes]:
    """The secret, headers and body that readers may try their code with."""
    (secret,) = re.findall(r"`(whsec_\S+)`", PAGE)
    message = PAGE.partition("this message has this signature.\n\n```\n")[2].partition("```")[0]
    headers, _, body = message.partition("\n\n")
    return secret, dict(line.split(": ") for line in headers.splitlines()), body.rstrip("\n").encode()


def test_the_example_is_signed_as_we_sign() -> None:
    secret, headers, body = example()
    ours = sending.headers(
        message_id=UUID(headers["webhook-id"]),
        body=body.decode(),
        secrets=[base64.b64decode(secret.removeprefix("whsec_"))],
        at=AT,
    )
    assert ours.items() - {("Content-Type", "application/json")} == headers.items()
    assert body.decode() in blocks("json")[0].splitlines()


def test_every_event_is_told_with_its_facts_and_a_body() -> None:
    bodies = [json.loads(line) for line in blocks("json")[0].splitlines()]
    assert [body["type"] for body in bodies] == list(EventKind)
    table = {row[0].strip("`"): row[-1] for row in rows("| event | happens when | facts |")}
    assert list(table) == list(EventKind)
    for body, line in zip(bodies, blocks("json")[0].splitlines(), strict=True):
        kind, data = EventKind(body["type"]), body["data"]
        facts = {name: str(value).lower() for name, value in data.items() if name in FACTS[kind]}
        made = rules.body(
            kind=kind, business=UUID(data["business"]), facts=facts, service="https://reference.example", at=AT
        )
        assert rfc8785.dumps(made).decode() == line
        assert tuple(re.findall(r"`(\w+)`", table[kind])) == FACTS[kind]


def test_the_codes_and_times_of_the_page_are_those_that_are_used() -> None:
    data = {body["type"]: body["data"] for body in map(json.loads, blocks("json")[0].splitlines())}
    assert data["termination-announced"]["ground"] in BUSINESS_GROUNDS
    assert data["termination-appeal-decided"]["outcome"] in set(Verdict)
    assert Limits().deadline_s == 5
    assert "within five seconds" in PAGE
    assert Limits().most_body == 64 * 1024
    assert "64 KiB" in PAGE


def test_the_page_sends_nobody_where_nothing_stands() -> None:
    """The link says nothing of reasons, and whoever was excluded comes back and does not apply."""
    table = {row[0].strip("`"): row[1] for row in rows("| event | happens when | facts |")}
    assert "came by mail" in table["termination-announced"]
    assert "at the link" not in table["termination-announced"]
    assert "come back" in table["terminated"]
    assert "apply" not in table["terminated"]


def test_the_schedule_is_the_one_that_is_kept() -> None:
    waits = []
    for number, (place, wait) in enumerate(rows("| try | comes after the one before |"), 1):
        assert place == str(number)
        if wait != "at once":
            count, unit = wait.split()
            waits.append(timedelta(seconds=int(count) * UNITS[unit]))
    assert tuple(waits) == rules.WAITS


def test_every_reason_is_named() -> None:
    named = set(re.findall(r"`([a-z-]+)`", PAGE.partition("why there was none")[2].partition("\n\n")[0]))
    never = {Reason.BAD_URL, Reason.REDIRECTED}  # refused when it is added; raised by those who follow redirects
    assert named == {str(reason) for reason in Reason if reason not in never} | {deliveries.SECRET_LOST}


Accepted = Callable[[str, dict[str, str], bytes], Any]


def python() -> Accepted:
    made: dict[str, Any] = {}
    exec(blocks("python")[0], made)  # noqa: S102 - the code of our own page
    accepted: Accepted = made["accepted"]
    return accepted


def javascript() -> Accepted:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js")
    code = blocks("javascript")[0]

    def accepted(secret: str, headers: dict[str, str], body: bytes) -> Any:
        given = json.dumps([secret, headers, body.decode()])
        call = f"console.log(JSON.stringify(accepted(...{given})));"
        command = [node, "--input-type=module", "-e", code + call]
        return json.loads(subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout)

    return accepted


@pytest.mark.parametrize("language", [python, javascript], ids=["python", "javascript"])
def test_the_code_of_the_page_accepts_what_we_send_and_nothing_else(language: Callable[[], Accepted]) -> None:
    accepted = language()
    now = datetime.now(UTC)
    secrets = [bytes(range(32)), b"\x07" * 32]
    shown = ["whsec_" + base64.b64encode(secret).decode() for secret in secrets]
    body = '{"data":{"business":"é"},"type":"ping"}'
    message_id = UUID(int=7)

    def signed(*by: bytes, at: datetime = now) -> dict[str, str]:
        found = sending.headers(message_id=message_id, body=body, secrets=by, at=at)
        return {name.lower(): value for name, value in found.items()}

    told = json.loads(body)
    assert accepted(shown[0], signed(secrets[0]), body.encode()) == told
    assert accepted(shown[0], signed(*reversed(secrets)), body.encode()) == told
    for refused in (
        (shown[1], signed(secrets[0]), body),
        (shown[0], signed(secrets[0]), body + " "),
        (shown[0], signed(secrets[0]) | {"webhook-id": "another"}, body),
        (shown[0], signed(secrets[0]) | {"webhook-timestamp": str(int(now.timestamp()) + 1)}, body),
        (shown[0], signed(secrets[0], at=now - timedelta(minutes=6)), body),
        (shown[0], signed(secrets[0], at=now + timedelta(minutes=6)), body),
        (shown[0], signed(secrets[0]) | {"webhook-signature": "v1,AAAA"}, body),
        (shown[0], {}, body),
    ):
        assert accepted(refused[0], refused[1], refused[2].encode()) is None
