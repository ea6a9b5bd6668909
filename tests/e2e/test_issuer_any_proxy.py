"""nginx in front of the issuer, as docs/running.md sets it up: what it passes on, and what it writes down."""

import http.client
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.e2e.test_log_any_server import PATIENCE_S, free_port, running
from tests.noting_server import issuer, says

DOCS = Path(__file__).resolve().parents[2] / "docs" / "running.md"
CANARY = "canary-of-a-code"
ASKED = {
    "Authorization": f"Voucher {CANARY}",
    "Content-Type": "application/private-token-request",
    "Cookie": "canary-of-a-cookie",
    "User-Agent": "canary-of-a-browser",
    "X-Forwarded-For": "203.0.113.7",
}
PATHS = (
    "/.well-known/private-token-issuer-directory",
    "/issuer/look",
    "/issuer/token-request",
    "/r/claim",
    "/de/r/claim",
)


@contextmanager
def nginx(home: Path, *, at: str, pages: str) -> Iterator[int]:
    """nginx with the blocks of the docs, on a port of its own, with the issuer and the pages there."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("nginx is not installed (Debian: nginx-light)")
    block = re.search(r"```nginx\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    blocks = block[1].replace("127.0.0.1:8001", at).replace("127.0.0.1:8000", pages)
    assert at in blocks
    assert pages in blocks
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {home}/{kind};\n" for kind in kinds)
    port, config = free_port(), home / "nginx.conf"
    config.write_text(
        f"daemon off;\nmaster_process off;\npid {home}/pid;\nerror_log {home}/errors;\nevents {{ }}\n"
        f"http {{\naccess_log {home}/access;\n{temporary}"
        f"server {{ listen 127.0.0.1:{port};\nlocation = /noted {{ return 204; }}\n{blocks} }}\n}}\n"
    )
    with running([program, "-p", str(home), "-e", str(home / "errors"), "-c", str(config)], port):
        yield port


def ask(port: int, path: str, body: bytes = b"x" * 259) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as client:
        client.request("POST", path, body, ASKED)
        answer = client.getresponse()
        return answer.status, answer.read()


def test_the_issuer_learns_nothing_of_who_asks_and_nothing_is_written_down(
    settings: LazySettings, tmp_path: Path
) -> None:
    with (
        issuer(settings, says(200, b"\x00\xff", Content_Type="x/y", Cache_Control="no-store")) as seen,
        nginx(tmp_path, at=settings.ISSUER_ADDRESS, pages="127.0.0.1:1") as port,
    ):
        for path in PATHS:
            assert ask(port, f"{path}?{CANARY}") == (200, b"\x00\xff")
        assert ask(port, "/issuer/look", b"x" * 10_000)[0] == 413
        assert ask(port, "/noted")[0] == 204
        for path in ("/issuer/", "/r/claims", "/de/r/claim/x"):
            assert ask(port, path)[0] == 404
    assert len(seen) == len(PATHS)
    for _, _, headers, body in seen:
        assert body == b"x" * 259
        assert headers["Authorization"] == ASKED["Authorization"]
        wanted = {"Host", "Connection", "Content-Length", "Content-Type", "Authorization", "X-Forwarded-Proto"}
        assert set(headers) <= wanted
    access = (tmp_path / "access").read_text()
    assert "/noted" in access, "all else is noted, as nginx does unless told otherwise"
    for written in (access, (tmp_path / "errors").read_text()):
        assert CANARY not in written
        assert not any(f"{path} " in written or f"{path}?" in written for path in PATHS)


def test_the_pages_say_that_the_issuer_is_away(settings: LazySettings, tmp_path: Path) -> None:
    with (
        issuer(settings, says(503, b"away", Retry_After="2")) as seen,
        nginx(tmp_path, at="127.0.0.1:1", pages=settings.ISSUER_ADDRESS) as port,
    ):
        assert ask(port, "/issuer/token-request") == (503, b"away")
    ((method, path, headers, body),) = seen
    assert (method, path, body) == ("POST", "/issuer/token-request", b"x" * 259)
    assert headers["Authorization"] == ASKED["Authorization"]
    for name in ("access", "errors"):
        assert "/issuer/" not in (tmp_path / name).read_text()
