"""What each action about appeals and panels appends, and a run of each: a part of test_actions_append.py."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.test import override_settings

from reputation.disputes import appeals, deliberation
from reputation.disputes.models import Panel
from reputation.disputes.rules import Outcome, Party
from reputation.tlog.notes import Cosigner
from reputation.tlog.policies import Policy, Witness
from tests.panels_made import (
    APPEALED,
    NONCES,
    SEATED,
    Decided,
    commitment,
    draft,
    make_appealed,
    make_decided,
    make_opined,
    make_panelists,
    make_seated,
    opine,
)

ROOMS: dict[str, ModuleType] = {"disputes.appeals": appeals, "disputes.deliberation": deliberation}
READS = "it reads"
WAITS = "a panel is public in what it decides"
APPENDS: dict[str, tuple[str, ...] | str] = {
    "disputes.appeals.appeal": ("appeal",),
    "disputes.appeals.open_appeal": ("appeal",),
    "disputes.appeals.require_commitment": READS,
    "disputes.appeals.newest": READS,
    "disputes.appeals.appeals_of": READS,
    "disputes.appeals.appealed": READS,
    "disputes.appeals.outcomes_of": READS,
    "disputes.appeals.may_appeal": READS,
    "disputes.appeals.reveal": "the decision tells both nonces; until then neither side knows the other's",
    "disputes.appeals.asked_for_nonce": READS,
    "disputes.appeals.is_in_time": READS,
    "disputes.appeals.require_nonce": READS,
    "disputes.appeals.seat_due": ("panel-roster",),
    "disputes.appeals.decline": WAITS,
    "disputes.appeals.seat_of": READS,
    "disputes.deliberation.opine": WAITS,
    "disputes.deliberation.draft": WAITS,
    "disputes.deliberation.vote": ("appeal-decision",),
    "disputes.deliberation.has_opinions": READS,
}


def listed() -> None:
    """An appeal that both sides made, and enough persons for a lot."""
    make_panelists(9)
    one = make_appealed()
    appeals.open_appeal(case=one.case, party=Party.CHALLENGER, text="No.", now=APPEALED)


def seat_due() -> None:
    """Put panels together where somebody outside is asked to cosign."""
    key = Cosigner("witness.example/w1", b"\x01" * 32).verifier()
    with override_settings(LOG_WITNESSES=Policy(witnesses=(Witness(key.name, key, "http://127.0.0.1:1"),))):
        appeals.seat_due(now=SEATED)


def asked() -> Decided:
    """A lot that waits for the nonce of the writer."""
    one = make_decided()
    appeals.open_appeal(
        case=one.case,
        party=Party.WRITER,
        text="No.",
        nonce_commitment=commitment(Party.WRITER),
        now=APPEALED,
    )
    Panel.objects.create(
        case=one.row,
        way="lot",
        roster_sha256="5" * 64,
        roster_on=APPEALED.date(),
        salt=b"\x01" * 32,
        drawn_at=1,
        reveal_until=SEATED.date(),
    )
    return one


def voted() -> Decided:
    """A draft of which one vote is missing."""
    one = make_opined()
    draft(one, Outcome.RESTORED)
    deliberation.vote(case=one.case, user=one.users[1], agrees=True, now=SEATED)
    return one


# What leads to each act, and the act itself.
RUNS: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {
    "disputes.appeals.appeal": (
        make_decided,
        lambda one: appeals.appeal(case=one.case, party=Party.WRITER, text="No.", insists=True, now=APPEALED),
    ),
    "disputes.appeals.open_appeal": (
        make_decided,
        lambda one: appeals.open_appeal(case=one.case, party=Party.WRITER, text="No.", now=APPEALED),
    ),
    "disputes.appeals.require_commitment": (
        lambda: None,
        lambda _: appeals.require_commitment(commitment(Party.WRITER)),
    ),
    "disputes.appeals.newest": (make_decided, lambda one: appeals.newest(one.row)),
    "disputes.appeals.appeals_of": (make_appealed, lambda one: appeals.appeals_of(one.row)),
    "disputes.appeals.appealed": (make_appealed, lambda one: appeals.appealed(one.row)),
    "disputes.appeals.outcomes_of": (make_appealed, lambda one: appeals.outcomes_of(one.row)),
    "disputes.appeals.may_appeal": (
        make_decided,
        lambda one: appeals.may_appeal(one.row, Party.WRITER, APPEALED.date()),
    ),
    "disputes.appeals.reveal": (
        asked,
        lambda one: appeals.reveal(case=one.case, party=Party.WRITER, nonce=NONCES[Party.WRITER], now=APPEALED),
    ),
    "disputes.appeals.asked_for_nonce": (asked, lambda one: appeals.asked_for_nonce(one.row, Party.WRITER)),
    "disputes.appeals.is_in_time": (asked, lambda one: appeals.is_in_time(one.row, APPEALED.date())),
    "disputes.appeals.require_nonce": (
        asked,
        lambda one: appeals.require_nonce(appeals.appeals_of(one.row)[0], NONCES[Party.WRITER]),
    ),
    "disputes.appeals.seat_due": (listed, lambda _: seat_due()),
    "disputes.appeals.decline": (
        make_seated,
        lambda one: appeals.decline(case=one.case, user=one.users[0], now=SEATED),
    ),
    "disputes.appeals.seat_of": (make_seated, lambda one: appeals.seat_of(one.row, one.users[0])),
    "disputes.deliberation.opine": (make_seated, lambda one: opine(one, one.users[0])),
    "disputes.deliberation.draft": (make_opined, lambda one: draft(one, Outcome.RESTORED)),
    "disputes.deliberation.vote": (
        voted,
        lambda one: deliberation.vote(case=one.case, user=one.users[2], agrees=True, now=SEATED),
    ),
    "disputes.deliberation.has_opinions": (make_opined, lambda one: deliberation.has_opinions(one.sitting)),
}
