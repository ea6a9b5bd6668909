"""One mail to the mail server. What it answers is told as one of three words; its own words are never kept."""

import smtplib
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

# Refusals that are about our login and not about the mail. Source: RFC 4954, section 6.
LOGIN_REFUSED = {530, 534, 535, 538}


class Why(StrEnum):
    """Why a mail did not go."""

    REFUSED = "refused"  # the address or the mail, for good
    NOT_NOW = "not-now"  # this mail, for the time being
    SERVER = "mail-server-failed"  # it would be the same with every other mail


class NotSent(Exception):
    """The mail did not go."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


def _why(error: OSError) -> Why:
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
    server = get_connection()
    try:
        server.send_messages([message])
    except OSError as error:  # every error of smtplib, of TLS and of the network is one
        raise NotSent(_why(error)) from error
    except ValueError as error:  # it cannot be put into words of a mail: that will not change
        raise NotSent(Why.REFUSED) from error
    finally:
        server.close()  # also what was opened by half
