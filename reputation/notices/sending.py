"""One mail to the mail server. What it answers is told as one of three words; its own words are never kept."""

import smtplib
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from reputation.notices.rules import Why

# Refusals that are about our login and not about the mail. Source: RFC 4954, section 6.
LOGIN_REFUSED = {530, 534, 535, 538}


class NotSent(Exception):
    """The mail did not go."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


def _why(error: OSError | ValueError) -> Why:
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            codes = {code for code, _ in refused.values()}
        case smtplib.SMTPDataError(smtp_code=code):
            codes = {code}
        case _:
            return Why.SERVER
    if codes & LOGIN_REFUSED:
        return Why.SERVER
    return Why.REFUSED if min(codes) >= 500 else Why.NOT_NOW


def send(*, public_id: UUID, to: str, language: str, subject: str, text: str) -> None:
    """Hand a mail to the mail server. Its Message-ID is the same at each try, so that a second copy can be known.

    Raises:
        NotSent: with the reason.
    """
    host = urlsplit(settings.SERVICE_URL).hostname
    message = EmailMessage(
        subject=subject,
        body=text,
        from_email=f"{settings.SERVICE_NAME} <{settings.MAIL_FROM}>",
        to=[to],
        headers={
            "Message-ID": f"<{public_id}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no machine answers it
            "Content-Language": language,
        },
    )
    try:
        message.message().as_bytes()
    except ValueError as error:  # what no mail can hold now it will not hold later
        raise NotSent(Why.REFUSED) from error
    server = get_connection()
    try:
        server.send_messages([message])
    # Every error of smtplib, of TLS and of the network is the first; of a server's name or login the second.
    except (OSError, ValueError) as error:
        raise NotSent(_why(error)) from error
    finally:
        server.close()  # also what was opened by half
