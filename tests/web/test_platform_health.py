"""GET /healthz and /metrics: well, unwell, and nothing about anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.db import DatabaseError
from django.test import Client

from reputation.core import clock
from reputation.log import actions, publisher
from reputation.log import queries as log
from reputation.notices import actions as notices
from reputation.notices.models import Mail
from reputation.notices.rules import GIVEN_UP_AFTER, Kind
from reputation.screening import names
from reputation.service import doctor, health
from reputation.tlog.notes import Cosigner
from reputation.tlog.policies import Policy, Witness

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WELL = health.State(is_database_up=True, waiting=0, log_size=10, checkpoint_size=10, checkpoint_age_s=3600, followed=10)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_publishing", health.Patience())
    monkeypatch.setattr(health, "_following", health.Patience())


def test_all_well_answers_200_and_is_never_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "state", lambda **_: WELL)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["checkpoint"] == {"size": 10, "age_s": 3600}
    head = client.head("/healthz")
    assert (head.status_code, head.content) == (200, b"")
    assert client.post("/healthz").status_code == 405


def test_an_issuer_that_is_away_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "state", lambda **_: replace(WELL, is_issuer_there=False))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["issuer"]) == (503, "away")
    assert "reputation_issuer_up 0" in client.get("/metrics").content.decode().splitlines()


@pytest.mark.parametrize("found", [health.State(is_database_up=False), health.State(is_database_up=True)])
def test_no_database_or_no_log_answers_503(
    client: Client, monkeypatch: pytest.MonkeyPatch, found: health.State
) -> None:
    monkeypatch.setattr(health, "state", lambda **_: found)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unwell")


def test_a_server_that_is_gone_is_an_answer_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError from psycopg.OperationalError()

    monkeypatch.setattr(log, "latest_checkpoint", gone)
    assert health.state(now=NOW) == health.State(is_database_up=False)


def test_a_missing_quorum_is_said_and_makes_nothing_unwell(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for quorum, missing in (("missing", 1), ("met", 0), ("none", 0)):
        found = replace(WELL, witnesses=3, cosigned=1, quorum=quorum)
        monkeypatch.setattr(health, "state", lambda found=found, **_: found)
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (200, "well")
        assert answer.json()["witnesses"] == {"asked": 3, "cosigned": 1, "quorum": quorum}
        figures = client.get("/metrics").content.decode().splitlines()
        assert f"reputation_log_quorum_missing {missing}" in figures
        assert {"reputation_log_witnesses 3", "reputation_log_cosignatures 1"} <= set(figures)


@pytest.mark.django_db
def test_the_state_tells_who_cosigned(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    publisher.publish(now=NOW)
    cosigner = Cosigner("witness.example/w", b"\x01" * 32)
    settings.LOG_WITNESSES = Policy((), (Witness("w", cosigner.verifier(), "https://witness.example"),), (), "w")
    found = health.state(now=NOW)
    assert (found.witnesses, found.cosigned, found.quorum) == (1, 0, "missing")


@pytest.mark.django_db
def test_the_doctor_names_the_witnesses_that_are_missing(settings: LazySettings, tmp_path: Path) -> None:
    def found() -> dict[str, doctor.Finding]:
        return {finding.code: finding for finding in doctor._published()}

    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    publisher.publish(now=NOW)
    assert found()["witnesses"] == doctor.well("witnesses", "no witness is asked to cosign (LOG_WITNESSES)")
    cosigner = Cosigner("witness.example/w", b"\x01" * 32)
    witness = Witness("w", cosigner.verifier(), "https://witness.example")
    settings.LOG_WITNESSES = Policy((), (witness,), (), "w")
    missing = found()["quorum-missing"]
    assert missing.level is doctor.Level.WARNING
    assert "0 of 1 witnesses" in missing.words
    assert "missing: witness.example/w." in missing.words
    settings.LOG_WITNESSES = Policy((), (witness,))
    assert found()["witnesses"].level is doctor.Level.WELL, "nobody is asked for"
    shown = tmp_path / "log" / "checkpoint"
    text = shown.read_text(encoding="utf-8").partition("\n\n")[0] + "\n"
    shown.write_text(shown.read_text(encoding="utf-8") + cosigner.line(text, 1), encoding="utf-8")
    assert "checkpoint-differs" in found()


@pytest.mark.django_db
def test_a_log_that_was_not_started_is_unwell(client: Client) -> None:
    assert health.state(now=NOW) == health.State(is_database_up=True)
    assert client.get("/healthz").json()["issuer"] == "well", "where it has no process of its own, this one answers"
    assert client.get("/healthz").status_code == 503


def test_waiting_is_well_while_something_moves_and_unwell_when_nothing_does() -> None:
    patience = health.Patience()
    assert not patience.is_stuck(behind=5, reached=10, now_s=0)
    assert not patience.is_stuck(behind=5, reached=10, now_s=health.TOO_LONG_S)
    assert patience.is_stuck(behind=5, reached=10, now_s=health.TOO_LONG_S + 1)
    assert not patience.is_stuck(behind=5, reached=12, now_s=health.TOO_LONG_S + 2), "it moved"
    assert not patience.is_stuck(behind=0, reached=12, now_s=500), "nothing waits"
    assert not patience.is_stuck(behind=1, reached=12, now_s=1000), "an idle hour is no lag"


def test_metrics_are_figures_of_the_database_alone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "state", lambda **_: WELL)
    answer = client.get("/metrics")
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    samples = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    assert "reputation_log_entries 10" in samples
    assert all("{" not in line and line.rpartition(" ")[2].isdigit() for line in samples), (
        "no label could hold a person"
    )


@pytest.mark.django_db
def test_the_doctor_says_that_mails_have_waited_for_a_day() -> None:
    def found() -> str:
        (finding,) = doctor._mails()
        return finding.code

    now = clock.now()
    for age, code in ((timedelta(hours=23), "mails"), (timedelta(hours=25), "mails-wait")):
        notices.mail(
            to="someone@shop.example",
            language="en",
            kind=Kind.LEFT,
            facts={"business": "Kettle & Moss"},
            now=now - age,
        )
        assert found() == code


@pytest.mark.django_db
def test_the_doctor_says_that_something_was_given_up() -> None:
    (finding,) = doctor._letters()
    assert finding == doctor.well("letters", "no mail and no webhook was given up in 30 days")
    facts = {"business": "Kettle & Moss"}
    notices.mail(to="someone@shop.example", language="en", kind=Kind.LEFT, facts=facts, now=clock.now())
    Mail.objects.update(tries=1)
    notices.send_due(now=clock.now() + GIVEN_UP_AFTER)
    (finding,) = doctor._letters()
    assert (finding.level, finding.code) == (doctor.Level.WARNING, "letters-lost")
    assert finding.words.startswith("1 mails and webhooks were given up")


def test_a_screening_that_fails_is_said_and_makes_nothing_unwell(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for status, said, figure in (
        (names.WORKS, {"status": "works", "reason": ""}, 1),
        (names.Status(works=False, reason="missing"), {"status": "to moderators", "reason": "missing"}, 0),
    ):
        monkeypatch.setattr(health, "state", lambda status=status, **_: replace(WELL, screening=status))
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["screening"]) == (200, said)
        assert f"reputation_screening_works {figure}" in client.get("/metrics").content.decode().splitlines()


@pytest.mark.django_db
def test_the_state_and_the_doctor_look_at_the_model_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> tuple[names.Status, doctor.Finding]:
        (finding,) = doctor._screening()
        return health.state(now=NOW).screening, finding

    status, finding = found()
    assert (status, finding.level) == (names.WORKS, doctor.Level.WELL)
    monkeypatch.setattr(names, "FOLDER", tmp_path)
    monkeypatch.setattr(names, "READER", names.Reader(tmp_path))
    status, finding = found()
    assert status == names.Status(works=False, reason="missing")
    assert (finding.level, finding.code) == (doctor.Level.WRONG, "screening-fails")
    assert "moderator" in finding.words
