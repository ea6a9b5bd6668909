"""Parts are started again when they crash, given up when they keep crashing, and stopped with all they started."""

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from config.processes import is_alive
from reputation.service import supervisor as service
from reputation.service.supervisor import Interrupted, Part, Supervisor, wait_after


def part(name: str, *command: str) -> Part:
    return Part(name, command, dict(os.environ))


def silent(_line: str) -> None:
    """Nobody listens."""


def python(code: str) -> Sequence[str]:
    return (sys.executable, "-S", "-c", code)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "FIRST_WAIT_S", 0.001)
    monkeypatch.setattr(service, "TICK_S", 0.01)
    monkeypatch.setattr(service, "STOP_PATIENCE_S", 2.0)


def test_the_wait_doubles_up_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert [wait_after(n) for n in (1, 2, 3, 4, 50)] == [0.5, 1.0, 2.0, 4.0, 30.0]


def test_a_part_that_keeps_crashing_stops_everything() -> None:
    said: list[str] = []
    watched = Supervisor(said.append)
    watched.start([part("steady", "sleep", "60"), part("broken", "false")])
    steady = watched.parts[0].process
    watched.watch()
    watched.stop()
    assert watched.failed
    assert sum("Starting it again" in line for line in said) == service.CRASHES_TO_GIVE_UP - 1
    assert "broken stopped with status 1 and will not be started again" in said[-1]
    assert steady is not None
    assert steady.returncode == -signal.SIGTERM


def test_a_part_whose_settings_are_wrong_is_not_tried_again() -> None:
    said: list[str] = []
    watched = Supervisor(said.append)
    watched.start([part("refusing", *python(f"raise SystemExit({service.CONFIGURATION})"))])
    watched.watch()
    assert watched.failed
    assert len(said) == 1


def test_a_part_that_ran_well_for_long_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "HEALTHY_AFTER_S", 0.0)
    watched = Supervisor(silent)
    watched.start([part("broken", "false")])
    until = time.monotonic() + 0.3
    watched.watch(lambda: time.monotonic() > until)
    watched.stop()
    assert not watched.failed
    assert watched.parts == []


def test_a_part_that_ignores_us_is_killed_with_what_it_started(tmp_path: Path) -> None:
    said: list[str] = []
    watched = Supervisor(said.append)
    note = tmp_path / "pid"
    deaf = f"""
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child:
    open({str(note)!r}, "w").write(str(child))
time.sleep(60)
"""
    watched.start([part("deaf", *python(deaf))])
    process = watched.parts[0].process
    assert process is not None
    watched.watch(lambda: note.exists() and note.read_text() != "")
    child = int(note.read_text())
    assert is_alive(child)
    watched.stop()
    assert process.returncode == -signal.SIGKILL
    assert said == ["deaf does not stop by itself."]
    watched.stopping.wait(0.1)
    assert not is_alive(child)


def test_a_signal_while_starting_ends_the_step_and_one_while_watching_ends_the_watch() -> None:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        starting = Supervisor(silent)
        starting.listen()
        with pytest.raises(Interrupted):
            signal.raise_signal(signal.SIGTERM)
        watching = Supervisor(silent)
        watching.listen()
        watching.start([part("steady", "sleep", "60")])
        process = watching.parts[0].process
        threading.Timer(0.1, signal.raise_signal, [signal.SIGINT]).start()
        watching.watch()
        watching.stop()
        assert not watching.failed
        assert process is not None
        assert not is_alive(process.pid)
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
