"""A mail server on a loopback port that keeps what it is given, and ways in which one refuses."""

# ruff: noqa: ARG002 - what aiosmtpd calls takes what it gives
import asyncio
import email
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class LocalMailServer:
    """What it answers to a recipient and to a whole mail, by default that all is well; `got` are the mails it took."""

    recipient: str = "250 OK"
    data: str = "250 OK"
    got: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0
    tried: int = 0
    was_private: list[bool] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried += 1
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        assert isinstance(envelope.original_content, bytes)
        if self.data.startswith("250"):
            message = email.message_from_bytes(envelope.original_content, policy=default)
            assert isinstance(message, EmailMessage)
            assert envelope.rcpt_tos == [message["To"]]
            self.got.append(message)
            self.was_private.append(session.ssl is not None)
        return self.data

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth_data: Any) -> AuthResult:
        self.logins.append((auth_data.login.decode(), auth_data.password.decode()))
        return AuthResult(success=auth_data.password == b"right", handled=False)  # the server says so itself


class HangingProtocol(asyncio.Protocol):
    """Takes a connection and says nothing."""

    def __init__(self, server: LocalMailServer) -> None:
        self.server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.server.arrived.set()


@contextmanager
def served(
    server: LocalMailServer, *, tls: ssl.SSLContext | None = None, asks_login: bool = False, hangs: bool = False
) -> Iterator[LocalMailServer]:
    """Let the server answer on a port of its own."""
    loop = asyncio.new_event_loop()

    def protocol() -> asyncio.BaseProtocol:
        if hangs:
            return HangingProtocol(server)
        return SMTP(
            server,
            loop=loop,
            hostname="mail.tests",
            tls_context=tls,
            authenticator=server.login,
            auth_required=asks_login,
        )

    # All of it in a thread of its own: a browser's driver has a loop running in that of the tests.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    begun = asyncio.run_coroutine_threadsafe(loop.create_server(protocol, "127.0.0.1", 0), loop)
    listening = begun.result(10)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:

        async def end() -> None:
            listening.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await loop.shutdown_asyncgens()

        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
