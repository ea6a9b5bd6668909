"""What never arrived is seen by operators as counts, and whoever decides is told once a day that something is near."""

from datetime import UTC, datetime, timedelta

import pytest

from reputation.accounts.rules import Duty
from reputation.admissions import queries as admissions
from reputation.core import clock
from reputation.desk import digests, letters
from reputation.desk.letters import Lost, Way
from reputation.notices import actions as notices
from reputation.notices.models import Mail
from reputation.notices.rules import GIVEN_UP_AFTER, Why
from reputation.webhooks import deliveries, rules
from reputation.webhooks.rules import EventKind
from tests.accounts_made import make_user
from tests.actions.conftest import Serve
from tests.conftest import AsRole
from tests.desk_made import make_application, propose
from tests.desk_pages_made import At
from tests.internet import Internet, Site
from tests.mails_made import NOW, queue
from tests.webhooks_made import announce, make_hook

pytestmark = pytest.mark.django_db
CANARY = "quxcanaryzz@shop.example"


@pytest.fixture
def site(outside: Internet) -> Site:
    """The shop's own server, which takes nothing."""
    outside.secure.put("shop.example/hook", b"no", status="500 Internal Server Error")
    return outside.secure


def test_a_mail_that_is_given_up_says_why_and_nothing_more(serve: Serve) -> None:
    for given, why in (({"recipient": "550 No"}, Why.REFUSED), ({"recipient": "450 Later"}, Why.NOT_NOW)):
        serve(given=given)
        mail = queue(CANARY)
        notices.send_due(now=NOW)
        notices.send_due(now=NOW + GIVEN_UP_AFTER)
        mail.refresh_from_db()
        assert (mail.why, mail.to, mail.text) == (why, "", "")
        Mail.objects.all().delete()


def test_a_mail_that_went_at_last_says_nothing_of_earlier_tries(serve: Serve) -> None:
    serve(given={"recipient": "450 Later"})
    mail = queue()
    notices.send_due(now=NOW)
    assert Mail.objects.get().why == Why.NOT_NOW
    serve()
    notices.send_due(now=NOW + timedelta(hours=1))
    mail.refresh_from_db()
    assert (mail.state, mail.why) == ("sent", None)
    assert letters.lost() == []


@pytest.mark.usefixtures("site")
def test_mails_and_webhooks_are_listed_as_counts(serve: Serve, as_role: AsRole) -> None:
    serve(given={"recipient": "550 No"})
    for _ in range(2):
        queue(CANARY)
    notices.send_due(now=NOW)
    hook, at = make_hook(), clock.now()
    delivery = announce(hook, now=at)
    for wait in (*rules.WAITS, timedelta(0)):
        deliveries.deliver(delivery=delivery, now=at)
        at += wait
    with as_role("web"):
        found = letters.lost()
    assert found == sorted(
        [
            Lost(Way.MAIL, "leaving-noticed", NOW.date(), "refused", 2),
            Lost(Way.WEBHOOK, str(EventKind.DOMAIN_LOST), at.date(), "500", 1),
        ],
        key=lambda one: one.on,
        reverse=True,
    )


def test_the_page_shows_no_address_and_no_text(serve: Serve) -> None:
    serve(given={"recipient": "550 No"})
    operator = At(Duty.OPERATOR)
    assert "Nothing. Whatever was sent arrived" in operator.get("/letters").says
    queue(CANARY)
    notices.send_due(now=NOW)
    page = operator.get("/letters")
    for shown in ("1 message was given up in the last 30 days.", "leaving-noticed", "2 March 2026", "refused it for"):
        assert shown in page.says
    for hidden in ("quxcanaryzz", "Kettle"):
        assert hidden not in page.html


def counts() -> list[tuple[str, str]]:
    """Whom a digest waits for, and its subject."""
    return sorted(Mail.objects.filter(kind="desk-digest").values_list("to", "subject"))


@pytest.mark.usefixtures("started")
def test_whoever_has_something_near_its_day_is_told_how_much_and_never_what(as_role: AsRole) -> None:
    _, application = make_application()
    first, second, _ = (make_user(duties=[duty]) for duty in (Duty.MODERATOR, Duty.MODERATOR, Duty.OPERATOR))
    with as_role("worker"):
        assert digests.send(now=NOW) == 0, "it is due in days"
    found = admissions.in_queue(application)
    near = datetime.combine(found.decide_until - digests.NEAR, NOW.time(), UTC)
    with as_role("worker"):
        assert digests.send(now=near - timedelta(days=1)) == 0
        assert digests.send(now=near) == 2
    assert counts() == sorted((one.email, "At the desk, near its day: 1") for one in (first, second))
    for text in Mail.objects.filter(kind="desk-digest").values_list("text", flat=True):
        assert found.legal_name not in text
        assert "/members/desk" in text
    propose(first.pk, subject=application)
    Mail.objects.all().delete()
    assert digests.send(now=near) == 1
    assert [to for to, _ in counts()] == [second.email], "what one proposed waits for somebody else"
