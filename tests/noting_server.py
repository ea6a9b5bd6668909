"""A server that notes what it is asked, in place of the issuer's process."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import LazySettings

Serve = Callable[[http.server.BaseHTTPRequestHandler], None]
Seen = list[tuple[str, str, dict[str, str], bytes]]


@contextmanager
def issuer(settings: LazySettings, answer: Serve) -> Iterator[Seen]:
    """A server that notes what it is asked, as the issuer's process."""
    seen: Seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen.append((self.command, self.path, dict(self.headers.items()), body))
            answer(self)

        do_GET = do_HEAD = do_POST = take  # noqa: N815 - the names that the library calls

        def log_message(self, *_line: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        settings.ISSUER_ADDRESS = f"127.0.0.1:{server.server_port}"
        try:
            yield seen
        finally:
            server.shutdown()


def says(status: int, body: bytes = b"", **headers: str) -> Serve:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer
