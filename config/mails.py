"""Which server takes our mails, as MAIL_URL says it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHAPE = "MAIL_URL looks like smtp+starttls://user:password@host:587; instead of smtp+starttls also smtps or smtp."
ADDRESS = re.compile(r"[^@\s<>\"(),:;]+@[^@\s<>\"(),:;]+\.[^@\s<>\"(),:;]+")
HERE = {"localhost", "127.0.0.1", "::1"}


class Scheme(StrEnum):
    """How the way to the server is kept private."""

    STARTTLS = "smtp+starttls"
    TLS = "smtps"
    PLAIN = "smtp"


PORTS = {Scheme.STARTTLS: 587, Scheme.TLS: 465, Scheme.PLAIN: 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails go, and as whom."""

    scheme: Scheme
    host: str
    port: int
    user: str
    password: str

    @property
    def is_readable_on_the_way(self) -> bool:
        """Whether others could read mails and password on their way."""
        return self.scheme is Scheme.PLAIN and self.host not in HERE


def server(url: str) -> MailServer | None:
    """The server that MAIL_URL names, None without one.

    Raises:
        ImproperlyConfigured: it names none. The message never holds it.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        scheme, port = Scheme(parts.scheme), parts.port
    except ValueError as error:
        raise ImproperlyConfigured(SHAPE) from error
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or bool(user) != bool(password):
        raise ImproperlyConfigured(SHAPE)
    return MailServer(scheme, parts.hostname, port or PORTS[scheme], user, password)


def sender(address: str) -> str:
    """The address our mails come from.

    Raises:
        ImproperlyConfigured: it is none.
    """
    if not ADDRESS.fullmatch(address):
        raise ImproperlyConfigured("MAIL_FROM must be an address without a name, such as notices@reference.example.")
    return address


def service_url(url: str) -> str:
    """The address of the service as it stands before every link, without a slash at its end.

    Raises:
        ImproperlyConfigured: it is no such address.
    """
    parts = urlsplit(url)
    rest = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(rest) or not url.isascii() or " " in url:
        raise ImproperlyConfigured("SERVICE_URL must look like https://reference.example, without a path.")
    return url.rstrip("/")
