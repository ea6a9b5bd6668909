"""The key of acceptances: the log names it, a change needs two persons, and it is seen when it is not named."""

import base64

import pytest
from django.conf import LazySettings

from config import production
from reputation.core import clock
from reputation.log import about, actions, models, queries
from reputation.log.about import Said
from reputation.reviews import acceptances
from reputation.service import doctor, health
from reputation.service.doctor import Level
from tests.log_folder import LATER, NOW

pytestmark = pytest.mark.django_db
OTHER = bytes(range(32))


def named() -> list[str | None]:
    rows = [row for row in queries.entries(after=0, limit=100) if row.kind == "operator"]
    return [row.body.get("acceptance_key") for row in rows]


def start(now: object = NOW) -> None:
    actions.start(now=now)  # type: ignore[arg-type]
    while actions.sequence():
        pass


def change(settings: LazySettings) -> None:
    settings.ACCEPTANCE_KEY, settings.ACCEPTANCE_PUBLIC_KEY = OTHER, production.public_half(OTHER)


def test_the_first_entry_names_the_key(settings: LazySettings) -> None:
    start()
    assert named() == [base64.b64encode(settings.ACCEPTANCE_PUBLIC_KEY or b"").decode()]
    assert about.acceptance_keys() == [settings.ACCEPTANCE_PUBLIC_KEY]
    assert about.operator().state is Said.LOGGED
    start(LATER)
    assert len(named()) == 1


def test_a_log_that_named_none_names_the_first_by_its_next_start(settings: LazySettings) -> None:
    key, settings.ACCEPTANCE_PUBLIC_KEY = settings.ACCEPTANCE_PUBLIC_KEY, None
    start()
    assert named() == [None]
    assert about.operator().state is Said.LOGGED, "nothing to name"
    settings.ACCEPTANCE_PUBLIC_KEY = key
    assert about.operator().state is Said.NOTHING
    actions.start(now=LATER)
    actions.start(now=LATER)
    start(LATER)
    assert named() == [None, base64.b64encode(key or b"").decode()], "once, also when it has no position yet"
    assert about.operator().state is Said.LOGGED


def test_another_key_is_named_when_two_persons_confirmed_it(settings: LazySettings) -> None:
    start()
    first = settings.ACCEPTANCE_PUBLIC_KEY
    before = about.operator().sha256
    change(settings)
    operator = about.operator()
    assert operator.state is Said.CHANGED
    assert operator.sha256 != before, "what is confirmed is this key"
    start(LATER)
    assert len(named()) == 1, "nobody confirmed it"
    actions.confirm_operator(sha256=operator.sha256, now=LATER)
    assert about.operator().state is Said.CONFIRMED
    start(LATER)
    assert about.acceptance_keys() == [first, settings.ACCEPTANCE_PUBLIC_KEY], "what the first signed stays good"
    assert not models.OperatorChange.objects.exists()


def test_after_a_restore_the_next_start_names_it_again(settings: LazySettings) -> None:
    start()
    models.Head.objects.update(operator="", operator_salt=b"", acceptance_key=b"")
    start(LATER)
    assert named() == [base64.b64encode(settings.ACCEPTANCE_PUBLIC_KEY or b"").decode()] * 2


def test_doctor_and_health_say_whether_reviews_are_taken(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceptances, "_named", set())  # what logs of other tests named, a process keeps
    start()
    assert acceptances.are_signed()
    assert (doctor.Level.WELL, "acceptances") in [(found.level, found.code) for found in doctor._reviews()]
    found = health.state(now=clock.now())
    assert health.report(found)[1]["reviews"] == "taken"
    assert "reputation_reviews_taken 1" in health.exposition(found)
    change(settings)
    assert not acceptances.are_signed()
    assert (Level.WARNING, "acceptances-not-signed") in [(said.level, said.code) for said in doctor._reviews()]
    found = health.state(now=clock.now())
    assert health.report(found)[1]["reviews"] == "not taken"
    assert "reputation_reviews_taken 0" in health.exposition(found)
    settings.PRODUCTION = True
    assert Level.WRONG in [said.level for said in doctor._reviews()]


def test_before_the_log_begins_nothing_is_said_of_reviews() -> None:
    found = health.state(now=clock.now())
    assert health.report(found)[1]["reviews"] is None
    assert "reviews_taken" not in health.exposition(found)
