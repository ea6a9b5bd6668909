"""The demonstration log: an origin and signing keys that everybody knows, so that nobody takes it for a real one."""

import hashlib

ORIGIN = "demo.open-reference.example/log"
PHRASE = b"Open Reference demonstration log. This key is published and proves nothing."
SEED = hashlib.sha256(PHRASE).digest()
BADGE_PHRASE = b"Open Reference demonstration badges. This key is published and proves nothing."
BADGE_SEED = hashlib.sha256(BADGE_PHRASE).digest()
SEALING_PHRASE = b"Open Reference demonstration sealing key. This key is published and hides nothing."
SEALING_KEY = hashlib.sha256(SEALING_PHRASE).digest()
ACCEPTANCE_PHRASE = b"Open Reference demonstration acceptances. This key is published and proves nothing."
ACCEPTANCE_SEED = hashlib.sha256(ACCEPTANCE_PHRASE).digest()
WRITERS_PHRASE = b"Open Reference demonstration of writers' key. This key is published and hides nothing."
WRITERS_KEY = hashlib.sha256(WRITERS_PHRASE).digest()

OPERATOR = {
    "name": "Demonstration, run by nobody",
    "funder": "Nobody: this is a demonstration with invented businesses",
    "funder_code": "demonstration",
    "contact": "demonstration@open-reference.example",
}


def address(bind: str, port: int) -> str:
    """Where somebody on this machine finds the service."""
    host = "localhost" if bind in ("127.0.0.1", "0.0.0.0", "::", "::1") else bind  # noqa: S104
    return f"http://{host}:{port}"
