"""Asks implementations that are not ours, each in its own process; they are installed by `make .venv/interop/made`."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
HOME = HERE.parents[1] / ".venv" / "interop"
PYTHON = HOME / "bin" / "python"
SUMDB = HERE / "sumdb.go"
LIBRARIES = HERE / "libraries.py"
SUMDB_MODULE = "module sumdb\ngo 1.27\nrequire golang.org/x/mod v0.0.0\nreplace golang.org/x/mod => ./mod\n"

is_installed = pytest.mark.skipif(not (HOME / "made").exists(), reason="needs make .venv/interop/made")


def ask(name: str, questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What an implementation answers; `refused` says why it does not accept."""
    command = [str(_sumdb())] if name == "sumdb" else [str(PYTHON), str(LIBRARIES), name]
    given = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(questions), done.stderr
    return answers


@cache
def _sumdb() -> Path:
    """The program in Go, compiled with the library that Go brings along for itself; kept until either changes."""
    (root,) = HOME.glob("lib/python*/site-packages/go")
    version = (root / "VERSION").read_bytes()
    program = HOME / f"sumdb-{hashlib.sha256(version + SUMDB.read_bytes()).hexdigest()[:16]}"
    if program.exists():
        return program
    with tempfile.TemporaryDirectory(dir=HOME) as name:
        folder = Path(name)
        for part in ("note", "tlog"):
            shutil.copytree(root / "src/cmd/vendor/golang.org/x/mod/sumdb" / part, folder / "mod/sumdb" / part)
        (folder / "mod/go.mod").write_text("module golang.org/x/mod\ngo 1.27\n")
        (folder / "go.mod").write_text(SUMDB_MODULE)
        shutil.copy(SUMDB, folder)
        done = subprocess.run(
            [str(root / "bin/go"), "build", "-o", "sumdb", "."],
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": name,
                "GOROOT": str(root),
                "GOCACHE": f"{name}/cache",
                "GOPATH": f"{name}/path",
                "GOFLAGS": "-mod=mod",
                "GOPROXY": "off",
                "GOSUMDB": "off",
                "GOTOOLCHAIN": "local",
                "GOTELEMETRY": "off",
                "CGO_ENABLED": "0",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        (folder / "sumdb").rename(program)
    return program
