"""A witness that others wrote cosigns our checkpoints. It needs a newer Python, and is skipped where there is none."""

import os
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import LazySettings

from config import demonstration
from reputation.core import clock
from reputation.log import actions, cosignatures, errors, files, publisher, witnesses
from reputation.log.cosignatures import Quorum
from reputation.tlog import notes, policies
from reputation.tlog.notes import Signer
from reputation.tlog.policies import Policy, Witness
from tests.actions.test_log_repair import set_back
from tests.faults.service import free_port
from tests.log_folder import assert_published, wait

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket, pytest.mark.xdist_group("foreign-witness")]
ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("python3.12", "python3.13", "python3.14")
NAME = "witness.example/foreign"
PATIENCE_S = 30.0
PRESENT = Signer(demonstration.ORIGIN, b"\x42" * 32)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AICS_"))}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def program(module_folder: Path) -> str:
    """The witness, installed by hash into an environment of its own."""
    found = [python for python in PYTHONS if shutil.which(python) and run(python, "-c", "").returncode == 0]
    if not found:
        pytest.skip(f"needs one of {', '.join(PYTHONS)} on PATH")
    home = module_folder / "environment"
    made = run(found[0], "-m", "venv", str(home))
    if made.returncode:
        pytest.skip(f"{found[0]} makes no environment: {made.stderr.strip()[-200:]}")
    listed = ["--require-hashes", "--no-deps", "-r", str(ROOT / "requirements" / "witness.txt")]
    installed = run(str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", *listed)
    assert "DO NOT MATCH THE HASHES" not in installed.stderr
    if installed.returncode:
        pytest.skip(f"aics-witness cannot be installed here: {installed.stderr.strip()[-200:]}")
    return str(home / "bin" / "aics-witness")


class Foreign:
    """The witness with its own configuration, key and database."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.config, self.port = program, str(folder / "witness.json"), free_port()
        folder.mkdir()
        listen = f"127.0.0.1:{self.port}"
        self.vkey = self.command("init", "--name", NAME, "--listen", listen, "--prefix", "/w").strip()
        self.trust(Signer(demonstration.ORIGIN, demonstration.SEED))

    def command(self, name: str, *words: str) -> str:
        done = run(self.program, name, "--config", self.config, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def trust(self, signer: Signer) -> None:
        self.command("add-log", "--origin", signer.name, "--vkey", signer.verifier().vkey)

    @property
    def policy(self) -> Policy:
        key = notes.parse_vkey(self.vkey)
        return Policy((), (Witness("foreign", key, f"http://127.0.0.1:{self.port}/w"),), (), "foreign")

    @contextmanager
    def running(self) -> Iterator[None]:
        process = subprocess.Popen(
            [self.program, "serve", "--config", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            self._await(process)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE_S)

    def _await(self, process: "subprocess.Popen[bytes]") -> None:
        pause = threading.Event()
        for _ in range(int(PATIENCE_S / 0.05)):
            assert process.poll() is None, "it ended at once"
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except urllib.error.URLError:
                pause.wait(0.05)
        pytest.fail("it does not get ready")

    def shown(self) -> bytes:
        """The checkpoint it shows to monitors."""
        of = sha256(demonstration.ORIGIN.encode()).hexdigest()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/w/{of}/checkpoint", timeout=5) as answer:
            raw: bytes = answer.read()
        return raw


@pytest.fixture
def foreign(
    program: str, folder: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Foreign:
    settings.PUBLIC_ROOT = tmp_path
    monkeypatch.setattr(witnesses, "_resting", {})
    monkeypatch.setattr(witnesses, "DEADLINE_S", PATIENCE_S)
    witness = Foreign(program, folder / "witness")
    settings.LOG_WITNESSES = witness.policy
    actions.start(now=clock.now())
    return witness


def publish(count: int = 0, seed: int = 0) -> None:
    """So many more entries, numbered and published, by the true time: the witness has no other."""
    wait(count, seed)
    while actions.sequence(limit=300):
        pass
    publisher.publish(now=clock.now())


def test_it_cosigns_what_we_publish_and_shows_it_to_others(foreign: Foreign, tmp_path: Path) -> None:
    with foreign.running():
        publisher.repair(now=clock.now())
        for seed in range(3):
            publish(300, seed)
            assert cosignatures.witnessing().quorum is Quorum.MET
        assert_published(tmp_path / "log")
        published = policies.decode((tmp_path / "log" / "policy").read_bytes())
        ours = policies.open_under((tmp_path / "log" / "checkpoint").read_bytes(), published)
        assert ours[0].size == 902
        assert policies.open_under(foreign.shown(), published) == ours


def crash(*_: object) -> None:
    raise OSError("just before the checkpoint is shown")


def test_it_is_asked_again_when_it_was_away_and_when_its_answer_was_lost(
    foreign: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(5)
    assert cosignatures.witnessing().quorum is Quorum.MISSING
    with foreign.running():
        witnesses._resting.clear()
        publish()
        assert cosignatures.witnessing().quorum is Quorum.MET
        with monkeypatch.context() as patched:
            patched.setattr(files.Folder, "put_checkpoint", crash)
            with pytest.raises(OSError, match="just before"):
                publish(5, 1)
        publish(300, 2)
        assert cosignatures.witnessing().quorum is Quorum.MET
    assert witnesses._resting == {}


def test_it_remembers_what_an_old_backup_forgot(foreign: Foreign, tmp_path: Path) -> None:
    with foreign.running():
        publish(1)
        set_back(tmp_path / "log", 1)
        shutil.rmtree(tmp_path / "log")
        with pytest.raises(errors.WitnessAhead, match="with 3 entries, the database holds 1"):
            publisher.repair(now=clock.now())
        with pytest.raises(errors.WitnessDiffers, match="holds 3 entries"):
            publish(5, 7)
        assert not (tmp_path / "log" / "checkpoint").exists()


def test_it_follows_a_change_of_key(foreign: Foreign, settings: LazySettings) -> None:
    with foreign.running():
        publish(5)
        settings.LOG_KEY, settings.LOG_KEY_BEFORE = PRESENT.seed, settings.LOG_KEY
        publish(5, 1)
        assert cosignatures.witnessing().quorum is Quorum.MET, "it knows the former key"
    foreign.trust(PRESENT)
    settings.LOG_KEY_BEFORE = None
    with foreign.running():
        publish(5, 2)
        assert cosignatures.witnessing().quorum is Quorum.MET
