"""Changing the log's key: both keys sign for a while, then the new one alone; without the former key it is refused."""

import base64
from pathlib import Path

import pytest
from django.conf import LazySettings

from config import demonstration, production
from reputation.log import actions, cosignatures, errors, models, publisher, queries, witnesses
from reputation.service import start
from reputation.tlog import checkpoints, notes, policies, receipts
from reputation.tlog.notes import NoteError, Signer, Verifier
from tests.actions.conftest import MakeWitness
from tests.log_folder import LATER, NOW, contents, grow
from tests.witness_server import AT, policy

pytestmark = pytest.mark.django_db
FORMER = Signer(demonstration.ORIGIN, demonstration.SEED)
PRESENT = Signer(demonstration.ORIGIN, b"\x42" * 32)
OLD, NEW = FORMER.verifier(), PRESENT.verifier()


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    return tmp_path / "log"


def change_key(settings: LazySettings, *, before: bytes | None = FORMER.seed) -> None:
    settings.LOG_KEY, settings.LOG_KEY_BEFORE = PRESENT.seed, before
    settings.LOG_PUBLIC_KEY = production.public_half(PRESENT.seed)


def signers(folder: Path) -> list[Verifier]:
    """Whose lines the checkpoint carries, in order; both keys may be known."""
    raw = (folder / "checkpoint").read_bytes()
    _, verified = checkpoints.open_signed(raw, [OLD, NEW])
    lines = [(line.name, line.key_id) for line in notes.split(raw)[1]]
    assert len(lines) == len(verified)
    return sorted(verified, key=lambda key: lines.index((key.name, key.key_id)))


def assert_kept(folder: Path) -> None:
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert (folder / "checkpoint").read_text(encoding="utf-8") == latest.note


def test_while_the_former_key_is_set_both_sign_and_either_verifies(folder: Path, settings: LazySettings) -> None:
    grow(5)
    change_key(settings)
    published = grow(5, 1)
    assert signers(folder) == [NEW, OLD]
    text = published.note.partition("\n\n")[0] + "\n"
    assert published.note == f"{text}\n{PRESENT.line(text)}{FORMER.line(text)}"
    assert_kept(folder)
    receipt, leaf = queries.receipt(3), queries.entry(3).leaf_hash
    for key in (OLD, NEW):
        assert receipts.verify(receipt, leaf, key).size == 12
    assert (folder / "key").read_text() == f"{NEW.vkey}\n" == f"{queries.verifier_key()}\n"
    found = policies.decode((folder / "policy").read_bytes())
    assert [log.key for log in found.logs] == [NEW]
    assert policies.open_under((folder / "checkpoint").read_bytes(), found)[0].size == 12


def test_the_new_key_signs_what_is_published_even_if_nothing_is_new(folder: Path, settings: LazySettings) -> None:
    grow(5)
    change_key(settings)
    publisher.repair(now=LATER)
    assert signers(folder) == [NEW, OLD]
    assert_kept(folder)
    row = models.Checkpoint.objects.get(size=7)
    assert checkpoints.open_checkpoint(row.note.encode(), OLD).size == 7, "what was kept stays as it was"
    before = contents(folder)
    publisher.publish(now=LATER)
    assert contents(folder) == before


@pytest.mark.parametrize("is_quiet", [True, False])
def test_after_one_checkpoint_of_both_the_former_key_may_go(
    folder: Path, settings: LazySettings, *, is_quiet: bool
) -> None:
    grow(5)
    change_key(settings)
    if is_quiet:
        publisher.repair(now=LATER)
    else:
        grow(5, 1)
    both = (folder / "checkpoint").read_bytes()
    settings.LOG_KEY_BEFORE = None
    publisher.repair(now=LATER)
    assert (folder / "checkpoint").read_bytes() == both
    assert_kept(folder)
    grow(5, 2)
    assert signers(folder) == [NEW]
    assert_kept(folder)
    with pytest.raises(NoteError):
        checkpoints.open_checkpoint((folder / "checkpoint").read_bytes(), OLD)


def test_a_change_without_the_former_key_is_refused_and_says_what_to_do(folder: Path, settings: LazySettings) -> None:
    grow(5)
    before = contents(folder)
    for former in (None, b"\x43" * 32):
        change_key(settings, before=former)
        for attempt in (publisher.publish, publisher.repair):
            with pytest.raises(errors.PublishedDiffers, match=r"log-published-differs: .*set LOG_KEY_BEFORE") as told:
                attempt(now=LATER)
            assert told.value.code == "log-published-differs"
    assert contents(folder) == before
    change_key(settings)
    publisher.repair(now=LATER)
    assert signers(folder) == [NEW, OLD]


def test_a_change_can_be_taken_back(folder: Path, settings: LazySettings) -> None:
    grow(5)
    change_key(settings)
    publisher.repair(now=LATER)
    settings.LOG_KEY, settings.LOG_KEY_BEFORE = FORMER.seed, None
    settings.LOG_PUBLIC_KEY = production.public_half(FORMER.seed)
    publisher.repair(now=LATER)
    assert (folder / "key").read_text() == f"{OLD.vkey}\n"
    grow(5, 1)
    assert signers(folder) == [OLD]


def test_a_witness_that_knows_only_the_former_key_goes_on_while_both_sign(
    folder: Path, make_witness: MakeWitness, settings: LazySettings
) -> None:
    one = make_witness()
    settings.LOG_WITNESSES = policy(one)
    grow(5)
    change_key(settings)
    publisher.repair(now=LATER)
    text = (folder / "checkpoint").read_text(encoding="utf-8").partition("\n\n")[0] + "\n"
    lines = PRESENT.line(text) + FORMER.line(text) + one.cosigner.line(text, AT)
    assert (folder / "checkpoint").read_text(encoding="utf-8") == f"{text}\n{lines}"
    assert_kept(folder)
    grow(5, 1)
    assert cosignatures.witnessing().cosigned == 1
    settings.LOG_KEY_BEFORE = None
    grow(5, 2)
    assert cosignatures.witnessing().cosigned == 0, "until it is told the new key"
    one.logs.append(NEW)
    witnesses._resting.clear()
    publisher.publish(now=LATER)
    assert cosignatures.witnessing().cosigned == 1


def test_only_those_who_sign_are_told_a_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"LOG_KEY": "a", "LOG_KEY_BEFORE": "b", "LOG_KEY_FILE": "c", "LOG_KEY_BEFORE_FILE": "d"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LOG_WITNESSES", "quorum none")
    for role in ("web", "ratings", "worker", "lookup", "issuer"):
        kept = start.environment(role)
        assert not told.keys() & kept.keys(), role
        assert kept["LOG_WITNESSES"] == "quorum none"
    assert told.items() <= start.environment("worker", signs=True).items()
    assert [part.name for part in start.parts() if told.keys() & part.environment.keys()] == ["run_log"]


def test_only_the_worker_that_mails_is_told_the_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_URL_FILE", "a")
    for role in ("web", "ratings", "worker", "lookup", "issuer"):
        assert "MAIL_URL_FILE" not in start.environment(role), role
    assert "LOG_KEY" not in start.environment("worker", mails=True)
    assert [part.name for part in start.parts() if "MAIL_URL_FILE" in part.environment] == ["run_worker"]


@pytest.mark.parametrize("key", ["BADGE_KEY", "WRITERS_KEY", "WRITERS_KEY_BEFORE", "ACCEPTANCE_KEY"])
def test_the_web_process_alone_is_told_the_keys_of_badges_and_of_writers(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {key: "a", f"{key}_FILE": "b"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert [part.name for part in start.parts() if told.keys() & part.environment.keys()] == ["web"]
    assert told.items() <= start.environment("web").items()
    assert told.items() <= start.environment("owner").items()


def test_whoever_starts_the_log_is_told_which_key_signs_acceptances(settings: LazySettings) -> None:
    public = base64.b64encode(settings.ACCEPTANCE_PUBLIC_KEY or b"").decode()
    assert start.environment("worker", signs=True)["ACCEPTANCE_PUBLIC_KEY"] == public
    assert "ACCEPTANCE_PUBLIC_KEY" not in start.environment("web"), "it has the key itself"
