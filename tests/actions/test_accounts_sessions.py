"""Sessions: a stolen table opens none, each ends in time, and the owner can end all of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection, transaction
from django.db.utils import IntegrityError

from reputation.accounts import actions, queries
from reputation.accounts.models import Session
from reputation.accounts.rules import Duty
from reputation.accounts.sessions import SessionStore, key_hash
from reputation.core import clock
from tests.accounts_made import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """The one clock, moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def move(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


def make_session(user_id: int | None = None, **data: str) -> str:
    store = SessionStore()
    for name, value in data.items():
        store[name] = value
    if user_id is not None:
        store[SESSION_KEY] = str(user_id)
    store.create()
    assert store.session_key is not None
    store.save()
    return store.session_key


def test_what_was_put_in_comes_out(at: Clock) -> None:
    key = make_session(note="kettle")
    assert SessionStore(key)["note"] == "kettle"
    assert SessionStore("another").load() == {}


def test_the_table_holds_neither_the_key_nor_the_words(at: Clock) -> None:
    key = make_session(make_user().pk, note="kettle", reset="a link that opens an account")
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text, s.data FROM accounts_session s")
        row, data = cursor.fetchone()
    for words in (key, "kettle", "a link that opens"):
        assert words not in row
        assert words.encode() not in bytes(data)
    assert bytes(Session.objects.get().key_hash) == key_hash(key)
    assert SessionStore(key_hash(key).hex()).load() == {}, "what is stored is no key"


def test_a_session_of_somebody_ends_after_fourteen_days_however_it_is_used(at: Clock) -> None:
    key = make_session(make_user().pk)
    for _ in range(13):
        at.move(days=1)
        assert SESSION_KEY in SessionStore(key).load()
        SessionStore(key).save()
    at.move(days=1)
    assert SessionStore(key).load() == {}


def test_with_a_duty_it_ends_after_twelve_hours_without_use(at: Clock) -> None:
    key = make_session(make_user(duties=[Duty.MODERATOR]).pk)
    for _ in range(4):
        at.move(hours=10)
        assert SESSION_KEY in SessionStore(key).load()
    at.move(hours=12)
    assert SessionStore(key).load() == {}


def test_before_signing_in_it_ends_after_an_hour(at: Clock) -> None:
    key = make_session(step="second factor")
    at.move(minutes=59)
    assert SessionStore(key).load()
    at.move(minutes=1)
    assert SessionStore(key).load() == {}


def test_a_use_is_noted_by_the_day_and_seldom(at: Clock) -> None:
    key = make_session(make_user().pk)
    before = Session.objects.values("until", "used_on").get()
    at.move(minutes=30)
    SessionStore(key).load()
    assert Session.objects.values("until", "used_on").get() == before
    at.move(days=1)
    SessionStore(key).load()
    assert Session.objects.get().used_on == at.now.date()


def test_a_new_key_keeps_the_day_of_signing_in(at: Clock) -> None:
    key = make_session(make_user().pk)
    at.move(days=5)
    store = SessionStore(key)
    store.load()
    store.cycle_key()
    store.save()
    assert store.session_key != key
    assert SessionStore(key).load() == {}
    assert Session.objects.get().signed_in_on == datetime(2026, 3, 2, tzinfo=UTC).date()


def test_a_duty_given_signs_out_everywhere(at: Clock) -> None:
    user = make_user()
    key = make_session(user.pk)
    actions.give_duty(user_id=user.pk, duty=Duty.PANEL, now=at.now)
    assert SessionStore(key).load() == {}


def test_one_the_others_or_all_are_ended_and_nobody_elses(at: Clock) -> None:
    user, other = make_user(), make_user()
    this, that, more = (make_session(user.pk) for _ in range(3))
    theirs = make_session(other.pk)
    listed = queries.sessions_of(user.pk, key=this, now=at.now)
    assert [one.is_this for one in listed].count(True) == 1
    assert len(listed) == 3
    stranger = queries.sessions_of(other.pk, key=None, now=at.now)[0]
    actions.end_session(user_id=user.pk, public_id=stranger.public_id)
    assert SessionStore(theirs).load()
    one = Session.objects.get(key_hash=key_hash(that))
    actions.end_session(user_id=user.pk, public_id=one.public_id)
    assert not SessionStore(that).load()
    actions.end_other_sessions(user_id=user.pk, key=this)
    assert SessionStore(this).load()
    assert not SessionStore(more).load()
    actions.end_other_sessions(user_id=user.pk, key=None)
    assert not SessionStore(this).load()
    assert SessionStore(theirs).load()


def test_what_is_over_is_removed(at: Clock) -> None:
    make_session(step="one")
    kept = make_session(make_user().pk)
    assert actions.forget_sessions(now=at.move(hours=2)) == 1
    assert SessionStore(kept).load()


def test_somebody_and_the_day_come_together(at: Clock) -> None:
    make_session(make_user().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.update(signed_in_on=None)
