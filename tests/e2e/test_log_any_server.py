"""The published folder behind web servers that know nothing of us: nginx as the docs set it up, and a bare one."""

import gzip
import http.client
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.audit.findings import Kind
from reputation.audit.run import Options, audit
from reputation.log import actions, queries
from reputation.tlog import checkpoints, notes, tiles
from reputation.tlog.trees import leaf_hash
from tests.log_folder import NOW, contents, grow

DOCS = Path(__file__).resolve().parents[2] / "docs" / "publishing.md"
PATIENCE_S = 60.0
WEEK = "public, max-age=604800, immutable"
pytestmark = pytest.mark.django_db


@pytest.fixture
def public(settings: LazySettings, tmp_path: Path) -> Path:
    """A published log with a ratings file, and beside it what is not published yet."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    actions.start(now=NOW)
    grow(700)
    log = tmp_path / "public" / "log"
    for path in ("ratings/12", "side/texts/abc/x", "checkpoint.new", "tile/0/009.new"):
        (log / path).parent.mkdir(parents=True, exist_ok=True)
        (log / path).write_bytes(b"{}\n")
    (log / "key").write_text(queries.verifier_key())
    check = tmp_path / "public" / "check" / "v1"
    for path in ("manifest", "manifest.new", "3/b2", "3/b2c4", "3/ranges", "3/snapshot", "3/text", "4.new/b2"):
        (check / path).parent.mkdir(parents=True, exist_ok=True)
        (check / path).write_bytes(bytes(512))
    for found in [tmp_path, *tmp_path.rglob("*")]:
        found.chmod(0o755 if found.is_dir() else 0o644)
    return tmp_path / "public"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server as a process of its own, once it takes connections."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        until, pause = time.monotonic() + PATIENCE_S, threading.Event()
        while True:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < until
            pause.wait(0.02)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def get(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as client:
        client.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = client.getresponse()
        return answer.status, answer.headers, answer.read()


def assert_whole(port: int, log: Path) -> None:
    """What is served proves every entry up to the served checkpoint."""
    report = audit(Options(f"http://127.0.0.1:{port}", (queries.verifier_key(),), log_only=True, quiet=True))
    assert {fault.kind for fault in report.faults} <= {Kind.COURSE}, report.summary()
    assert report.checked["shown"] == "not compared: you asked for the log only"
    shown = checkpoints.open_checkpoint(get(port, "/log/checkpoint")[2], notes.parse_vkey(queries.verifier_key()))
    found = contents(log)
    for tile in tiles.new_tiles(0, shown.size):
        status, _, raw = get(port, f"/log/{tile.path}")
        assert (status, raw) == (200, found[tile.path])
        if tile.level is None:
            leaves = [leaf_hash(entry) for entry in tiles.decode_bundle(raw, tile.width)]
            assert tiles.encode(leaves) == found[f"tile/0/{tile.path.removeprefix('tile/entries/')}"]


@pytest.fixture
def nginx(public: Path, tmp_path: Path) -> Iterator[int]:
    """The server block of docs/publishing.md, with this folder and port put in."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("nginx is not installed (Debian: nginx-light)")
    block = re.search(r"```nginx\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    port, home = free_port(), tmp_path / "nginx"
    home.mkdir()
    server = block[1].replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = server.replace("/srv/open-reference/public", str(public))
    assert str(public) in server
    temporary = "".join(f"{kind}_temp_path {home};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    config = home / "nginx.conf"
    config.write_text(
        f"daemon off;\nmaster_process off;\npid {home}/pid;\nerror_log stderr;\nevents {{ }}\n"
        f"http {{\naccess_log off;\n{temporary}{server}\n}}\n"
    )
    with running([program, "-p", str(home), "-e", "stderr", "-c", str(config)], port):
        yield port


def test_nginx_with_the_settings_of_the_docs(public: Path, nginx: int) -> None:
    assert_whole(nginx, public / "log")
    wanted = {
        "checkpoint": ("text/plain; charset=utf-8", "no-store"),
        "key": ("text/plain; charset=utf-8", "public, max-age=300"),
        "tile/0/000": ("application/octet-stream", WEEK),
        "tile/entries/002.p/190": ("application/octet-stream", WEEK),
        "ratings/12": ("application/x-ndjson", WEEK),
        "side/texts/abc/x": ("text/plain; charset=utf-8", "no-cache"),
    }
    for path, (kind, caching) in wanted.items():
        status, headers, _ = get(nginx, f"/log/{path}")
        assert (path, status, headers["Content-Type"], headers["Cache-Control"]) == (path, 200, kind, caching)
        assert headers.get_all("Access-Control-Allow-Origin") == ["*"]
    for path in (
        "/log/.lock",
        "/log/checkpoint.new",
        "/log/tile/0/009.new",
        "/log/tile/0/999",
        "/log/",
        "/",
        "/secret",
    ):
        status, headers, _ = get(nginx, path)
        assert (path, status, headers["Cache-Control"]) == (path, 404, None)


def test_nginx_tells_nobody_apart_who_checks_privately(public: Path, nginx: int) -> None:
    immutable = f"{WEEK}, no-transform"
    wanted = {
        "manifest": ("text/plain; charset=utf-8", "no-cache"),
        "3/b2": ("application/octet-stream", immutable),
        "3/b2c4": ("application/octet-stream", immutable),
        "3/ranges": ("application/octet-stream", immutable),
        "3/snapshot": ("application/octet-stream", immutable),
    }
    for path, (kind, caching) in wanted.items():
        status, headers, raw = get(nginx, f"/check/v1/{path}", Accept_Encoding="gzip", Cookie="a=b")
        assert (path, status, headers["Content-Type"], headers["Cache-Control"]) == (path, 200, kind, caching)
        assert headers.get_all("Access-Control-Allow-Origin") == ["*"]
        assert raw == bytes(512)
        for header in ("Content-Encoding", "Vary", "Set-Cookie"):
            assert header not in headers
        assert get(nginx, f"/check/v1/{path}?reader=1")[0] == 404
    for path in ("3/text", "3/b", "3/B2", "3/", "3", "4.new/b2", "manifest.new", "9/b2", "03/b2", ""):
        assert (path, get(nginx, f"/check/v1/{path}")[0]) == (path, 404)


def test_nginx_packs_entries_and_knows_what_a_reader_has(public: Path, nginx: int) -> None:
    path = "/log/tile/entries/000"
    _, plain, raw = get(nginx, path)
    _, packed, small = get(nginx, path, Accept_Encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert plain["Content-Encoding"] is None
    assert "Accept-Encoding" in (packed["Vary"] or "")
    assert gzip.decompress(small) == raw
    assert len(small) < len(raw) / 2
    assert get(nginx, "/log/tile/0/000", Accept_Encoding="gzip")[1]["Content-Encoding"] is None
    assert get(nginx, path, If_None_Match=plain["ETag"])[0] == 304


def test_a_bare_web_server_will_do(public: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(public)]
    with running(command, port):
        assert_whole(port, public / "log")
