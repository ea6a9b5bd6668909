"""What operators are told about the private check: by the doctor, by the command, and with a backup."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from reputation.core import clock
from reputation.log import manifests
from reputation.service import doctor
from reputation.service.management.commands.backup import NOT_IN_IT
from tests import checks_made, pages_made
from tests.checks_made import make_business

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    make_business("kettle.example")


def found() -> doctor.Finding:
    (finding,) = doctor._checks()
    return finding


def test_the_doctor_says_that_there_are_no_files_yet() -> None:
    assert (found().level, found().code) == (doctor.Level.WARNING, "checks-missing")


def test_the_doctor_says_when_the_manifest_is_older_than_two_days(monkeypatch: pytest.MonkeyPatch) -> None:
    checks_made.publish()
    assert found() == doctor.well("checks", "files of the private check: epoch 1, 1 records")
    now = clock.now()
    for days, code in ((2, "checks"), (3, "checks-old")):
        monkeypatch.setattr(clock, "now", lambda late=now + timedelta(days=days): late)
        assert found().code == code


def test_the_doctor_takes_no_manifest_that_the_log_did_not_sign() -> None:
    checks_made.publish()
    shown = manifests.folder() / "manifest"
    shown.write_bytes(shown.read_bytes().replace(b'"records":1', b'"records":9'))

    assert found().code == "checks-missing"


def test_the_command_publishes_and_says_what() -> None:
    pages_made.settle()
    said = StringIO()

    call_command("publish_checks", stdout=said)
    call_command("publish_checks", stdout=said)
    pages_made.settle()

    assert "Epoch 1: 1 records in 256 ranges of 512 bytes." in said.getvalue()
    assert "Nothing is new since the last publication, or the log has not named that one yet." in said.getvalue()
    assert checks_made.shown().manifest.epoch == 1


def test_a_backup_says_that_these_files_are_made_again() -> None:
    assert "the next publication makes them again" in NOT_IN_IT
