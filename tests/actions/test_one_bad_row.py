"""Of the many rows a job works through, one that fails holds up none behind it; and an odd address fails nothing."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from config.logs import Lines
from reputation.accounts.rules import Duty
from reputation.businesses import queries as profiles
from reputation.businesses.models import Business
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.desk import terminations
from reputation.desk.rules import Kind
from reputation.domains import actions as domains
from reputation.log import actions as log
from reputation.members import actions, charters, errors, leavings, queries, systems
from reputation.members.models import Contact
from reputation.members.rules import Actor, Role
from reputation.notices import actions as notices
from reputation.notices.models import Mail
from reputation.rulebook import charter as rulebook
from reputation.webhooks import actions as webhooks
from reputation.webhooks.models import AnnouncedRating, Endpoint
from reputation.webhooks.rules import EventKind
from tests import desk_made, domains_made
from tests.internet import Internet
from tests.members_made import NOW, make_member_business
from tests.ratings_log import OTHER, SHOP, catch_up, make_entry, make_reviews, start_log
from tests.webhooks_made import make_hook

pytestmark = pytest.mark.django_db
BAD = "broken@shop.example"
ODD = '"x"@shop.example'
DAY = timedelta(days=30)
SECOND = rulebook.Charter("2", date(2026, 4, 1), date(2026, 5, 1), rulebook.VERSIONS["1"].rules)
Refuse = Callable[[str, str, str], None]


@pytest.fixture
def refuse() -> Refuse:
    """Let the database refuse some rows of a table, as a defect that nobody thought of would."""

    def make(act: str, table: str, which: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RAISE EXCEPTION 'no'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER refuse BEFORE {act} ON {table} FOR EACH ROW WHEN ({which})"
                " EXECUTE FUNCTION pg_temp.refuse()"
            )

    return make


@pytest.fixture
def bad_mail(refuse: Refuse) -> None:
    refuse("INSERT", "notices_mail", f"NEW.\"to\" = '{BAD}'")


@pytest.fixture
def failed(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """The jobs in whose lines a row failed."""
    caplog.set_level(logging.DEBUG, "reputation")

    def lines() -> list[str]:
        found = [line for line in map(Lines().format, caplog.records) if "event=row-failed" in line]
        assert all(" error=" in line and " at=" in line and "shop.example" not in line for line in found)
        return [line.partition(" task=")[2].split()[0] for line in found]

    return lines


def written_to(business: UUID, email: str) -> None:
    Contact.objects.filter(business__public_id=business).update(email=email)


def two(first: str = BAD) -> tuple[Actor, Actor]:
    """Two businesses, the one that comes first in every order written to at this address."""
    makes = sorted((make_member_business() for _ in range(2)), key=lambda owner: owner.business)
    written_to(makes[0].business, first)
    return makes[0], makes[1]


def states(owners: Iterable[Actor]) -> list[State]:
    return [profiles.profile(owner.business).state for owner in owners]


def told(kind: str) -> set[str]:
    return set(Mail.objects.filter(kind=kind).values_list("to", flat=True))


def test_whoever_leaves_behind_one_that_cannot_leaves(bad_mail: None, failed: Callable[[], list[str]]) -> None:
    owners = make_member_business(), make_member_business()
    for owner in owners:
        leavings.give_notice(actor=owner, now=NOW)
    written_to(owners[0].business, BAD)
    assert leavings.leave_due(now=NOW + DAY) == 1
    assert states(owners) == [State.PARTICIPANT, State.LEFT]
    assert failed() == ["members.leave_due"]
    written_to(owners[0].business, "well@shop.example")
    assert leavings.leave_due(now=NOW + DAY) == 1, "it is tried again"


def test_a_charter_is_announced_and_followed_behind_one_that_fails(
    bad_mail: None, failed: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rulebook.VERSIONS, "2", SECOND)
    first, second = two()
    assert charters.announce_due(now=NOW + timedelta(days=31)) == 1
    assert charters.leave_without(now=NOW + timedelta(days=60)) == 1
    assert queries.leaving(first.business) is None
    assert queries.leaving(second.business) is not None
    assert failed() == ["members.charters_due"] * 2


def test_trouble_with_webhooks_is_told_behind_one_that_fails(bad_mail: None, failed: Callable[[], list[str]]) -> None:
    owners = make_member_business(), make_member_business()
    hooks = [make_hook(owner.business) for owner in owners]
    written_to(owners[0].business, BAD)
    Endpoint.objects.update(failing_since=NOW)
    for days in (2, 5):
        assert systems.tell(now=NOW + timedelta(days=days)) == 1
    assert failed() == ["members.tell_of_systems"] * 2
    written_to(hooks[0].business, "well@shop.example")
    assert systems.tell(now=NOW + timedelta(days=5)) == 1, "it is tried again"


def test_an_exclusion_takes_effect_behind_one_that_cannot(bad_mail: None, failed: Callable[[], list[str]]) -> None:
    log.start(now=NOW - timedelta(days=60))
    owners = [desk_made.make_exclusion()[0] for _ in range(2)]
    written_to(owners[0].business, BAD)
    assert terminations.take_effect_due(now=NOW + DAY) == 1
    assert states(owners) == [State.PARTICIPANT, State.LEFT]
    assert failed() == ["desk.take_effect_due"]


def test_a_proof_is_looked_at_behind_one_that_fails(
    bad_mail: None, failed: Callable[[], list[str]], outside: Internet
) -> None:
    actors = [domains_made.make_proved(outside, f"{name}.example")[0] for name in ("first", "second")]
    for name in ("first", "second"):
        domains_made.unpublish(outside, f"{name}.example")
    domains_made.make_proved(outside, "seen.example", now=NOW + DAY)
    written_to(actors[0].business, BAD)
    assert domains.check_due(now=NOW + DAY) == 1
    assert failed() == ["domains.check_due"]


def test_a_rating_is_told_behind_one_that_fails(refuse: Refuse, failed: Callable[[], list[str]]) -> None:
    first, second = SHOP, OTHER
    refuse("INSERT", AnnouncedRating._meta.db_table, f"NEW.business_id = '{first}'")
    start_log()
    make_entry("business-joined")
    make_entry("business-joined", OTHER)
    make_reviews(1, 40)
    catch_up()
    for business in (first, second):
        Business.objects.create(
            public_id=business, legal_name="Invented Ltd", country="GB", joined_on=NOW.date(), charter_version="1"
        )
        make_hook(business, kinds=(EventKind.RATING_CHANGED,))
    assert webhooks.announce_ratings(now=clock.now()) == 1
    assert AnnouncedRating.objects.filter(business__public_id=second).exists()
    assert failed() == ["webhooks.announce_ratings"]


class BreaksOnce(BaseEmailBackend):
    """Sends everything but one mail, at which it fails as nothing of the network does."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if email_messages[0].to == [BAD]:
            raise RuntimeError
        return 1


def test_a_mail_goes_behind_one_that_fails(failed: Callable[[], list[str]], settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BreaksOnce"
    for to in (BAD, "well@shop.example"):
        notices.letter(to=to, language="en", kind="sign-in-code", subject="x", text="x", now=NOW)
    notices.send_due(now=NOW)
    assert list(Mail.objects.order_by("id").values_list("state", flat=True)) == ["waiting", "sent"]
    assert failed() == ["notices.send_due"]


def test_an_address_from_before_that_nothing_can_be_sent_to_stops_nothing(failed: Callable[[], list[str]]) -> None:
    log.start(now=NOW - timedelta(days=60))
    first, second = make_member_business(), make_member_business()
    written_to(first.business, ODD)
    desk_made.decide(
        Kind.TERMINATE,
        first.business,
        desk_made.two(Duty.OPERATOR),
        particulars=desk_made.exclusion(),
    )
    assert len(told("termination-announced")) == 1, "its owner is told"
    assert terminations.take_effect_due(now=NOW + DAY) == 1
    assert states([first, second]) == [State.LEFT, State.PARTICIPANT]
    assert failed() == []


def test_an_address_from_before_can_be_changed() -> None:
    owner = make_member_business()
    written_to(owner.business, ODD)
    actions.change_contact(actor=owner, email="new@shop.example", language="en", now=NOW)
    reach = queries.contact(owner.business)
    assert reach is not None
    assert reach.email == "new@shop.example"


@pytest.mark.parametrize("email", [ODD, "ä@shop.example", "a@b..example", "a@shop.example\nBcc: b@shop.example"])
def test_an_address_that_nothing_can_be_sent_to_is_not_taken(email: str) -> None:
    owner = make_member_business()
    with pytest.raises(errors.BadEmail):
        actions.change_contact(actor=owner, email=email, language="en", now=NOW)
    with pytest.raises(errors.BadEmail):
        actions.invite(actor=owner, email=email, role=Role.READER, language="en", now=NOW)


def test_a_domain_of_other_letters_is_kept_as_the_domain_name_system_has_it() -> None:
    owner = make_member_business()
    actions.invite(actor=owner, email=" A@Müller.example", role=Role.READER, language="en", now=NOW)
    assert [row.email for row in queries.invited(owner.business, NOW)] == ["a@xn--mller-kva.example"]
    assert told("member-invited") == {"a@xn--mller-kva.example"}
