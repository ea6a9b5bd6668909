"""The worker itself, with its queue: what waits goes, mails before messages to the servers of others."""

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection

from reputation.core import clock
from reputation.notices import actions as notices
from reputation.notices.models import Mail
from reputation.notices.rules import Kind, State
from reputation.webhooks.rules import DeliveryState
from tests.at_once import at_once
from tests.internet import Internet
from tests.mail_server import LocalMailServer, served
from tests.webhooks_made import announce, make_hook

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_sends_what_waits(outside: Internet, settings: LazySettings) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # other tests leave theirs: the queue's tables are not ours
    outside.secure.put("shop.example/hook", b"", status="204 No Content")
    hook = make_hook()
    announce(hook)
    notices.mail(
        to="someone@shop.example", language="en", kind=Kind.LEFT, facts={"business": "Kettle & Moss"}, now=clock.now()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY priority DESC, id")
        assert cursor.fetchall() == [("notices.send",), ("webhooks.deliver",)]
    with served(LocalMailServer()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        # In a thread of its own: where a browser was driven before, this one has an event loop running already.
        assert at_once(lambda: call_command("run_worker", "--until-idle")) == [None]
        assert len(server.got) == 1
    assert Mail.objects.get().state == State.SENT
    assert hook.sent[0].state is DeliveryState.DELIVERED
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'todo'")
        assert cursor.fetchone() == (0,)
