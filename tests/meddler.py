"""Somebody between a client and a service, on loopback, who passes on everything but what a test wants changed."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Change = Callable[[bytes], bytes | None]
KEPT = ("Authorization", "Content-Type")


@dataclass
class Meddler:
    """`changes`: what becomes of an answer, by the end of its path; None is lost. `seen`: all that was sent."""

    url: str = ""
    changes: dict[str, Change] = field(default_factory=dict)
    seen: list[tuple[str, bytes]] = field(default_factory=list)

    def bodies(self, end: str) -> list[bytes]:
        """The bodies that were sent to addresses with this end."""
        return [body for path, body in self.seen if path.endswith(end)]


@contextmanager
def meddler(service: str) -> Iterator[Meddler]:
    """Between a client and the service at this address."""
    made = Meddler()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on()

        def do_POST(self) -> None:
            self._pass_on()

        def do_PATCH(self) -> None:
            self._pass_on()

        def do_DELETE(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            made.seen.append((self.path, body))
            client = http.client.HTTPConnection(urlsplit(service).netloc)
            headers = {name: self.headers[name] for name in KEPT if name in self.headers}
            client.request(str(self.command), self.path, body, headers)
            response = client.getresponse()
            answer: bytes | None = response.read()
            client.close()
            for end, change in made.changes.items():
                if self.path.endswith(end) and answer is not None:
                    answer = change(answer)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(response.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
