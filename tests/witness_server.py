"""A witness on a loopback port, strict to c2sp.org/tlog-witness, that remembers in a file; and ways to go wrong."""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from reputation.tlog import checkpoints, proofs, witnessing
from reputation.tlog.notes import Cosigner, NoteError, Verifier, split
from reputation.tlog.policies import Policy, Witness
from reputation.tlog.proofs import ProofError
from reputation.tlog.trees import EMPTY_ROOT

AT = 1_795_426_200
"""When it signs, unless told otherwise: 2026-11-23, 09:30 UTC."""
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class LocalWitness:
    """The rules of a witness. `answer` is what its server says; a test may put something else in its place."""

    cosigner: Cosigner
    logs: list[Verifier]
    memory: Path
    at: int = AT
    url: str = ""
    heard: list[witnessing.Request] = field(default_factory=list)
    asked: int = 0
    hangs: bool = False
    drips: bool = False
    instead: Any = None
    let_go: threading.Event = field(default_factory=threading.Event)
    is_hanging: threading.Event = field(default_factory=threading.Event)
    lock: Any = field(default_factory=threading.Lock)

    @property
    def witness(self) -> Witness:
        return Witness(self.cosigner.name, self.cosigner.verifier(), self.url)

    @property
    def held(self) -> tuple[int, bytes]:
        """Size and root of what it cosigned last."""
        if not self.memory.exists():
            return 0, EMPTY_ROOT
        kept = json.loads(self.memory.read_text())
        return kept["size"], bytes.fromhex(kept["root"])

    def hold(self, size: int, root: bytes) -> None:
        self.memory.write_text(json.dumps({"size": size, "root": root.hex()}))

    def answer(self, body: bytes) -> Reply:
        """What the specification says to a request, in its order of checks."""
        try:
            request = witnessing.decode(body)
            shown = checkpoints.parse(split(request.note.encode())[0])
        except NoteError:
            return 400, {}, b""
        self.heard.append(request)
        known = [log for log in self.logs if log.name == shown.origin]
        if not known:
            return 404, {}, b""
        try:
            checkpoints.open_signed(request.note.encode(), known)
        except NoteError:
            return 403, {}, b""
        if request.old > shown.size:
            return 400, {}, b""
        with self.lock:
            size, root = self.held
            if request.old != size:
                return 409, {"Content-Type": "text/x.tlog.size"}, b"%d\n" % size
            try:
                proofs.verify_consistency(size, shown.size, request.proof, root, shown.root)
            except ProofError:
                return 422, {}, b""
            self.hold(shown.size, shown.root)
            return 200, {}, self.cosigner.line(shown.text, self.at).encode()

    def reply(self, body: bytes) -> Reply:
        self.asked += 1
        if self.hangs:
            self.is_hanging.set()
            self.let_go.wait(60)
        if self.instead is not None:
            found: Reply = self.instead(body)
            return found
        return self.answer(body)


@contextmanager
def served(witness: LocalWitness, tls: ssl.SSLContext | None = None) -> Iterator[LocalWitness]:
    """The witness on a free loopback port, below the prefix /w."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, raw = witness.reply(body) if self.path == "/w/add-checkpoint" else (404, {}, b"")
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                while witness.drips and not witness.let_go.wait(0.05):
                    self.wfile.write(b"x")
                self.wfile.write(raw)
            except OSError:
                pass  # the log went away

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gives it
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    witness.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/w"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield witness
    finally:
        witness.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def policy(*witnesses: LocalWitness, quorum: str = "none") -> Policy:
    """These witnesses without groups."""
    return Policy(witnesses=tuple(one.witness for one in witnesses), quorum=quorum)


def wrong(line: bytes) -> bytes:
    """A signature line with one bit of its signature turned."""
    dash, name, encoded = line.decode().rstrip("\n").split(" ")
    raw = bytearray(base64.b64decode(encoded))
    raw[-1] ^= 1
    return f"{dash} {name} {base64.b64encode(raw).decode()}\n".encode()
