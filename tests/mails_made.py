"""Typed helpers that let a mail wait and look at it again."""

from datetime import UTC, datetime

from django.conf import LazySettings

from config.mails import server as parse
from reputation.notices import actions
from reputation.notices.models import Mail
from reputation.notices.rules import Kind, State

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TO = "someone@shop.example"
FACTS = {"business": "Kettle & Möss Ltd", "leaves_on": "2026-04-01", "link": "/portal/"}


def queue(to: str = TO, *, now: datetime = NOW) -> Mail:
    """Let a mail wait."""
    actions.mail(to=to, language="de", kind=Kind.LEAVING_NOTICED, facts=FACTS, now=now)
    return Mail.objects.latest("id")


def told(settings: LazySettings, url: str) -> None:
    """What the settings make of MAIL_URL."""
    found = parse(url)
    assert found is not None
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = found.host, found.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = found.user, found.password
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = found.scheme == "smtp+starttls", found.scheme == "smtps"


def after(mail: Mail) -> Mail:
    """The mail as the database has it now."""
    mail.refresh_from_db()
    return mail


def assert_waits(mail: Mail, until: datetime) -> None:
    """See that a mail waits, whole, until then."""
    assert after(mail).state == State.WAITING
    assert (mail.to, mail.next_try_at) == (TO, until)
    assert "Möss" in mail.text


def assert_empty(mail: Mail, state: State) -> None:
    """See that a mail ended and says nothing any more."""
    assert after(mail).state == state
    assert (mail.to, mail.subject, mail.text, mail.queued_at, mail.next_try_at) == ("", "", "", None, None)
    assert mail.ended_on == NOW.date()
