"""What a panel may be and do is what the database holds, whoever writes there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from reputation.accounts.rules import Duty
from reputation.disputes import appeals
from reputation.disputes.models import Appeal, Candidate, Decider, Draft, Panel, Seat, Taking
from reputation.disputes.rules import Outcome, Party
from reputation.log import actions as log
from tests.actions.conftest import MakeWitness
from tests.panels_made import (
    APPEALED,
    FILED,
    NONCES,
    SEATED,
    Decided,
    appeal,
    decide,
    draft,
    end_duty,
    make_appealed,
    make_decided,
    make_opined,
    make_panelists,
    make_seated,
    opine,
    somebody,
    tie,
)
from tests.witness_server import policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=FILED - timedelta(days=90))


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The database refuses, with these words or a constraint of this name; all is as before."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic():  # noqa: PT012 - the block is the caller's
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def change(row: Any, **columns: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**columns)


def test_a_seat_is_for_somebody_whose_duty_it_is_without_part_and_without_tie() -> None:
    make_panelists(2)
    one = make_appealed()
    appeals.seat_due(now=SEATED)
    panel = one.panel
    new = {"panel": panel, "number": 3, "asked_on": SEATED.date()}
    with refused("persons whose duty it is"):
        Seat.objects.create(user_id=somebody(Duty.MODERATOR), **new)
    [tied, *_] = make_panelists(1)
    tie(one, tied)
    with refused("without ties to the business"):
        Seat.objects.create(user_id=tied, **new)
    for user in one.by:
        with refused("nobody with a part in a case"):
            Seat.objects.create(user_id=user, **new)
    free = somebody(Duty.PANEL)
    with refused("begins without an opinion"):
        Seat.objects.create(user_id=free, opinion=Outcome.REJECTED, opinion_on=SEATED.date(), **new)
    for number, constraint in ((2, "seat_one_of_a_number"), (4, "seat_number"), (0, "seat_number")):
        with refused(constraint):
            Seat.objects.create(user_id=free, **new | {"number": number})
    with refused("seat_once"):
        Seat.objects.create(user_id=one.users[0], **new)
    Seat.objects.create(user_id=free, **new)


def test_an_opinion_and_who_left_stay_as_they_are() -> None:
    one = make_seated()
    seat = one.sitting[0]
    with refused("written once"):
        change(seat, opinion=Outcome.REJECTED, opinion_on=SEATED.date())
    opine(one, seat.user_id)
    changes: list[dict[str, Any]] = [{"opinion": Outcome.RESTORED}, {"opinion_text": "Another."}]
    changes += [{"user": one.sitting[1].user_id}, {"number": 2}, {"asked_on": FILED.date()}]
    for columns in changes:
        with refused("written once"):
            change(seat, **columns)
    with refused("kept while it runs"):
        change(seat, opinion_text="")
    halves: list[dict[str, Any]] = [{"left_on": SEATED.date()}, {"left_as": "declined"}]
    for columns in halves:
        with refused("seat_left_whole"):
            change(seat, **columns)
    appeals.decline(case=one.case, user=seat.user_id, now=SEATED)
    with refused("a seat left once"):
        change(seat, left_on=None, left_as=None)
    with refused("refused"):
        Seat.objects.filter(pk=seat.pk).delete()


def test_nobody_votes_before_the_opinions_and_a_draft() -> None:
    one = make_seated()
    for user in one.users[:2]:
        opine(one, user)
    with refused("before all opinions"):
        change(one.sitting[0], agrees=True)
    opine(one, one.users[2])
    with refused("and a draft are written"):
        change(one.sitting[0], agrees=True)
    draft(one, Outcome.RESTORED)
    with refused("seat_dissent_has_words"):
        change(one.sitting[1], agrees=False)
    with refused("seat_dissent_has_words"):
        change(one.sitting[1], agrees=True, dissent="But.")
    change(one.sitting[1], agrees=True)


def test_a_panel_decides_by_a_majority_of_those_who_sit_there() -> None:
    one = make_opined()
    draft(one, Outcome.RESTORED)
    row = Draft.objects.get(case=one.row)
    first, *_ = one.decisions
    assert row.drafted_by_id == one.users[0]

    def final(**columns: Any) -> Any:
        copied = {
            field.attname: getattr(first, field.attname)
            for field in first._meta.concrete_fields
            if field.attname not in ("id", "public_id", "until")
        }
        new = {"replaces_id": first.pk, "replaced_outcome": "removed", "is_final": True, "outcome": "restored"}
        new |= {"decided_by": "panel", "approved_by": "panel", "persons": 3, "decided_on": SEATED.date()}
        new |= {
            "effective_on": SEATED.date(),
            "salt": b"\x01" * 32,
            "public_id": "7b1f6a52-6d1c-4a53-9d0e-3a55a3f0a111",
        }
        return type(first).objects.create(**copied | new | columns)

    with refused("a panel decides by a majority of three"):
        final()
    change(one.sitting[1], agrees=False, dissent="No.")
    change(one.sitting[2], agrees=False, dissent="No.")
    with refused("a panel decides by a majority of three"):
        final()
    change(one.sitting[2], agrees=True, dissent="")
    with refused("those who sit on its panel"):
        decision = final()
        Decider.objects.create(decision=decision, user_id=one.by[0], role="panel")
    with refused("whose duty it is"):
        decision = final()
        Decider.objects.create(decision=decision, user_id=one.users[0], role="moderator")
    with refused("as many persons as decided"):
        decision = final()
        Decider.objects.create(decision=decision, user_id=one.users[0], role="panel")
    with refused("those who sit on its panel"):
        Decider.objects.create(decision=first, user_id=one.users[0], role="panel")


def test_how_a_panel_was_found_stays_as_it_is(make_witness: MakeWitness, settings: LazySettings) -> None:
    settings.LOG_WITNESSES = policy(make_witness(at=int(FILED.timestamp())))
    make_panelists(9)
    one = make_decided(Outcome.REJECTED)
    for party in Party:
        appeal(one, party, has_nonce=True)
    appeals.seat_due(now=APPEALED)
    panel = one.panel
    changes: list[dict[str, Any]] = [{"roster_sha256": "5" * 64}, {"roster_on": FILED.date()}, {"salt": None}]
    changes += [{"salt": b"\x01" * 32}, {"case": make_decided().row.pk}]
    for columns in changes:
        with refused("how a panel was found never changes"):
            change(panel, **columns)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"drawn_at": 9}, "panel_drawn_in_order"),
        ({"seed": b"\x01" * 32}, "panel_drawn_in_order"),
        ({"drawn_at": 9, "reveal_until": FILED.date(), "seed": b"\x01"}, "panel_seed_length"),
        ({"ended_on": SEATED.date()}, "a panel ends by its decision"),
        ({"drafter": 4}, "panel_drafter_sits"),
        ({"way": "assigned"}, "panel_lot_or_reason"),
        ({"why": "few"}, "panel_lot_or_reason"),
    ]
    for columns, constraint in wrong:
        with refused(constraint):
            change(panel, **columns)
    with refused("a panel is three persons"):
        change(panel, drawn_at=9, reveal_until=FILED.date(), seed=b"\x01" * 32, seated_on=SEATED.date())
    with refused("panel_one_at_a_time"):
        Panel.objects.create(case=one.row, way="assigned", why="few")
    change(panel, drawn_at=9, reveal_until=FILED.date())
    with refused("how a panel was found never changes"):
        change(panel, drawn_at=10)
    with refused("how a panel was found never changes"):
        change(panel, way="assigned", why="no-witness", drawn_at=None, reveal_until=None)
    assert_list_stays(one, panel)


def assert_list_stays(one: Decided, panel: Panel) -> None:
    row = Candidate.objects.filter(panel=panel)[0]
    with refused("the list of a panel is the one that was logged"):
        Candidate.objects.create(panel=panel, user_id=somebody(Duty.PANEL), member="5" * 64)
    with refused("the list of a panel never changes"):
        change(row, user=somebody(Duty.PANEL))
    with refused("the list of a panel never changes"):
        row.delete()
    with refused("a lot draws those on its list"):
        Seat.objects.create(panel=panel, user_id=somebody(Duty.PANEL), number=1, asked_on=SEATED.date())
    for nonce in (b"\x09" * 32, b"\x09"):
        with refused("appeal_nonce_as_promised"):
            Appeal.objects.filter(case=one.row, party=Party.WRITER).update(nonce=nonce)
    Appeal.objects.filter(case=one.row, party=Party.WRITER).update(nonce=NONCES[Party.WRITER])


def test_what_a_panel_ended_with_stays_but_for_what_is_forgotten() -> None:
    one = make_opined()
    decide(one, Outcome.REJECTED)
    with refused("how a panel was found never changes"):
        change(one.panel, ended_on=None)
    with refused("written once"):
        change(one.sitting[0], agrees=None)
    with refused("begins without an opinion, on a panel that has not decided"):
        Seat.objects.create(panel=one.panel, user_id=somebody(Duty.PANEL), number=1, asked_on=SEATED.date())
    change(one.sitting[0], opinion_text="", agrees=None, dissent="")


def test_a_duty_that_ended_is_none() -> None:
    make_panelists(2)
    one = make_appealed()
    appeals.seat_due(now=SEATED)
    ended = somebody(Duty.PANEL)
    end_duty(ended)
    with refused("persons whose duty it is"):
        Seat.objects.create(panel=one.panel, user_id=ended, number=3, asked_on=SEATED.date())
    drafted = somebody(Duty.PANEL)
    Taking.objects.create(case=one.row, user_id=drafted, part="drafted", taken_on=SEATED.date())
    with refused("nobody with a part in a case"):
        Seat.objects.create(panel=one.panel, user_id=drafted, number=3, asked_on=SEATED.date())
