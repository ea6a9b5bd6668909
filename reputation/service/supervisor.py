"""Keeps the parts of the service running: starts them, restarts what crashes, stops all in order."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from config.processes import die_with_parent

HEALTHY_AFTER_S = 60.0
LONGEST_WAIT_S = 30.0
FIRST_WAIT_S = 0.5
CRASHES_TO_GIVE_UP = 6
STOP_PATIENCE_S = 8.0
TICK_S = 0.1
CONFIGURATION = 78
"""The exit status of a part that a restart cannot help (EX_CONFIG): the service stops at once."""

Say = Callable[[str], None]


class Interrupted(BaseException):
    """Somebody asked us to stop while we were still starting."""


@dataclass
class Part:
    """A process of the service."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    crashes: int = 0

    def start(self, now: float) -> None:
        """Start it in a session of its own: a Ctrl-C in the terminal reaches us alone, and we stop it in order."""
        self.started_at = now
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def ask_to_stop(self) -> None:
        """Let it end what it is doing."""
        if self.process is not None:
            self.process.terminate()

    def kill(self) -> None:
        """End it, and whatever it started and left behind."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def wait_after(crashes: int) -> float:
    """Seconds to wait before starting a part again: doubling, with an upper end."""
    return min(FIRST_WAIT_S * float(2 ** max(crashes - 1, 0)), LONGEST_WAIT_S)


@dataclass
class Supervisor:
    """The parts, and whether we are to stop."""

    say: Say
    parts: list[Part] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    is_watching: bool = False
    failed: bool = False

    def listen(self) -> None:
        """Stop on SIGTERM, SIGINT and SIGHUP; a second one stops without patience."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping.is_set():
            for part in self.parts:
                part.kill()
            return
        self.stopping.set()
        if not self.is_watching:
            raise Interrupted

    def run_once(self, part: Part) -> int:
        """Run a part to its end while starting, and give its exit status; it stops with us."""
        self.parts.append(part)
        part.start(time.monotonic())
        assert part.process is not None  # noqa: S101 - just started
        status = part.process.wait()
        self.parts.remove(part)
        return status

    def start(self, parts: Sequence[Part]) -> None:
        """Start the parts that stay."""
        self.parts = list(parts)
        for part in self.parts:
            part.start(time.monotonic())

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Keep the parts running until we are to stop, a part keeps crashing, or `until` says so."""
        self.is_watching = True
        while not self.stopping.is_set():
            for part in self.parts:
                self._tend(part, time.monotonic())
            if until():
                return
            self.stopping.wait(TICK_S)

    def _tend(self, part: Part, now: float) -> None:
        if part.process is None:
            if now >= part.start_again_at:
                part.start(now)
            return
        status = part.process.poll()
        if status is None:
            return
        part.kill()
        part.process = None
        part.crashes = 1 if now - part.started_at >= HEALTHY_AFTER_S else part.crashes + 1
        if status == CONFIGURATION or part.crashes >= CRASHES_TO_GIVE_UP:
            self.say(f"{part.name} stopped with status {status} and will not be started again. Stopping everything.")
            self.failed = True
            self.stopping.set()
            return
        wait_s = wait_after(part.crashes)
        part.start_again_at = now + wait_s
        self.say(f"{part.name} stopped with status {status}. Starting it again in {wait_s:g} s.")

    def stop(self) -> None:
        """Stop all parts: politely, and after some seconds for good."""
        self.is_watching = True
        for part in self.parts:
            part.ask_to_stop()
        until = time.monotonic() + STOP_PATIENCE_S
        for part in self.parts:
            if part.process is None:
                continue
            try:
                part.process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{part.name} does not stop by itself.")
                part.kill()
                part.process.wait()
        self.parts = []
