"""A real service for the tests: `manage.py serve` in a home of its own, asked over HTTP."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
# Only a fault takes so long, or a machine with much else to do.
PATIENCE_S = 180.0


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """One run of serve; `lines` is what it has said so far."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = int(environment.get("PORT") or free_port())
        self.issuer_port = int(environment.get("ISSUER_PORT") or free_port())
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=plain
            | {"REPUTATION_HOME": str(home), "PORT": str(self.port), "DEMONSTRATION": "no", "WEB_WORKERS": "1"}
            | {"ISSUER_PORT": str(self.issuer_port)}
            | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self.lines.extend(stream)

    def said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def wait_for(self, words: str, patience_s: float = PATIENCE_S) -> None:
        until = time.monotonic() + patience_s
        while not self.said(words):
            assert self.process.poll() is None, "".join(self.lines)
            assert time.monotonic() < until, "".join(self.lines)
            time.sleep(0.02)

    def ready(self) -> "Service":
        self.wait_for("is ready")
        return self

    def get(self, path: str) -> tuple[int, Any]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as client:
            client.request("GET", path)
            answer = client.getresponse()
            body = answer.read()
        return answer.status, json.loads(body) if answer.headers["Content-Type"] == "application/json" else body

    def healthy(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE_S
        while True:
            status, words = self.get("/healthz")
            if status == 200:
                assert isinstance(words, dict)
                return words
            assert time.monotonic() < until, (words, "".join(self.lines))
            time.sleep(0.1)

    def parts(self) -> list[int]:
        """The processes it started, the database's server among them."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    fields = (folder / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if fields[0] != "Z" and int(fields[1]) == self.process.pid:
                    found.append(int(folder.name))
        return found

    def end_by_itself(self) -> int:
        """Wait until it has ended of its own accord; its exit status."""
        status = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return status

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return status
