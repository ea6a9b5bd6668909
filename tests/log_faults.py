"""A process that runs the log into a fault and lets it go on: it sets Django up once and forks for every try.

A try is a known state of database and folder, a run of the real code on it with one fault, another run in a process of
its own if the fault ended the first, and questions about what is left then. It is asked on stdin, one line of JSON for
a try, and answers on stdout.
"""

import gc
import json
import logging
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django
import psycopg
from django.conf import settings

settings.DATABASES["default"]["OPTIONS"] = {}  # this server is no production server and knows one user
settings.LOGGING_CONFIG = None
django.setup()

from reputation.tlog.notes import Signature, Signer  # noqa: E402 - what imports models comes after that
from tests.durable_steps import Steps  # noqa: E402
from tests.log_scripts import SCRIPTS, Home, Witnessed  # noqa: E402

TABLES = ("log_waiting", "log_entry", "log_tile", "log_head", "log_checkpoint", "log_cosignature")
Say = Callable[[str, str], None]


@dataclass(frozen=True)
class Told:
    """What a process said before it ended, and how it ended."""

    words: dict[str, list[str]]
    was_killed: bool


def forked(job: Callable[[Say], None]) -> Told:
    """Do a job in a process of its own, which may die at any moment; what it said until then is known."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:

        def say(kind: str, words: str) -> None:
            os.write(writing, json.dumps([kind, words]).encode() + b"\n")

        try:
            job(say)
        except BaseException:
            say("problem", traceback.format_exc()[-3000:])
        finally:
            os._exit(0)
    os.close(writing)
    words: dict[str, list[str]] = {kind: [] for kind in ("step", "signed", "shown", "event", "problem")}
    with os.fdopen(reading) as lines:
        for line in lines:
            kind, said = json.loads(line)
            words[kind].append(said)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return Told(words, was_killed=status == -signal.SIGKILL)


class Tries:
    """Reaches the state of each script once, and starts every try from it."""

    def __init__(self, home: Home, admin: "psycopg.Connection[Any]") -> None:
        self.home, self.admin = home, admin
        self.prepared: set[str] = set()
        home.prepared.mkdir(parents=True)
        admin.execute("SET session_replication_role = replica; CREATE SCHEMA prepared")

    def run(self, script: str, at: int | None, mode: str) -> dict[str, Any]:
        """One try: the steps up to the end or the fault, whether it was told loudly, and what is wrong then."""
        self.home.script = script
        if script not in self.prepared:
            self._prepare(script)
        self._restore(script)
        first = forked(lambda say: attempt(self.home, script, at, mode, say))
        problems = first.words["problem"]
        if first.was_killed:
            problems += forked(lambda say: go_on(self.home, script, first, say)).words["problem"]
        return {
            "steps": first.words["step"],
            "was_killed": first.was_killed,
            "is_loud": bool(first.words["event"]),
            "signed": len(first.words["signed"]),
            "shown": len(first.words["shown"]),
            "problems": problems,
        }

    def _prepare(self, script: str) -> None:
        self._empty()
        self.home.public.mkdir()
        told = forked(lambda _: SCRIPTS[script].prepare(self.home))
        if told.words["problem"]:
            raise RuntimeError(told.words["problem"][0])
        self.home.public.rename(self.home.prepared / script)
        for table in TABLES:
            self.admin.execute(f"CREATE TABLE prepared.{script}_{table} AS TABLE {table}")
        self.prepared.add(script)

    def _empty(self) -> None:
        self.admin.execute(";".join(f"DELETE FROM {table}" for table in TABLES))
        shutil.rmtree(self.home.public, ignore_errors=True)
        self.home.disk.unlink(missing_ok=True)

    def _restore(self, script: str) -> None:
        self._empty()
        inserts = [f"INSERT INTO {table} SELECT * FROM prepared.{script}_{table}" for table in TABLES]
        self.admin.execute(";".join(inserts))
        shutil.copytree(self.home.prepared / script, self.home.public)


def attempt(home: Home, script: str, at: int | None, mode: str, say: Say) -> None:
    """Run a script, with the fault if there is to be one, and see that all is well at the end."""
    witnessed = _listen(say)
    _run(home, script, at, mode, say, witnessed)


def go_on(home: Home, script: str, killed: Told, say: Say) -> None:
    """See that the fault left a whole folder, run the script again, and see that all is well at the end."""
    SCRIPTS[script].whole(home.public)
    witnessed = _listen(say)
    witnessed.signed += killed.words["signed"]
    witnessed.shown += killed.words["shown"]
    _run(home, script, None, "", say, witnessed)


def _run(home: Home, script: str, at: int | None, mode: str, say: Say, witnessed: Witnessed) -> None:
    steps = Steps(home.public, home.disk, say)
    steps.watch(at, mode)
    SCRIPTS[script].run()
    steps.is_watching = False
    SCRIPTS[script].complete(home, witnessed)
    steps.disk.leave(home.left)
    SCRIPTS[script].whole(home.left)
    if (home.log / "checkpoint").exists():
        left = home.left / "log" / "checkpoint"
        assert left.read_bytes() == (home.log / "checkpoint").read_bytes(), "a power cut now would take it back"


def _listen(say: Say) -> Witnessed:
    """Remember and tell every note that is signed, and tell every warning."""
    witnessed, signature = Witnessed(), Signer.signature

    def told(self: Signer, text: str) -> Signature:
        made = signature(self, text)
        witnessed.signed.append(f"{text}\n{made.line}")
        say("signed", witnessed.signed[-1])
        return made

    class Warnings(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING:
                say("event", str(record.msg))

    Signer.signature = told  # type: ignore[method-assign]
    logging.getLogger("reputation").addHandler(Warnings())
    return witnessed


def main() -> None:
    """Answer until stdin ends."""
    home = Home(settings.HOME)
    settings.PUBLIC_ROOT = home.public
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        tries = Tries(home, admin)
        gc.collect()
        gc.freeze()  # so that a fork shares what is imported
        for line in sys.stdin:
            try:
                answer = tries.run(**json.loads(line))
            except Exception:
                answer = {"problems": [traceback.format_exc()]}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
