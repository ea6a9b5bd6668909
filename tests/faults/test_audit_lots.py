"""What the log promises of a lot, broken once under the log's own key: nobody can choose whom it draws."""

from collections.abc import Callable
from typing import Any

import pytest

from reputation.log import lots
from reputation.tlog.edges import Edge
from reputation.tlog.trees import leaf_hash
from tests.faults.courses import case, said
from tests.published_log import audited
from tests.rich_log import THIS, Case, RichService, day, make_rich_service

ROSTER = "5" * 64
NONCE = b"\x07" * 32
ZEROS = "00" * 32
Change = Callable[[Case, dict[str, Any]], object]


def drawn(
    *,
    nonces: tuple[str, str] = (ZEROS, NONCE.hex()),
    commitment: str | None = lots.nonce_commitment(NONCE),
    persons: int = 12,
    roster: str = ROSTER,
    is_late: bool = False,
    before: int = 0,
    **change: Any,
) -> Callable[[RichService], None]:
    """A removal that a panel reverses, which was drawn by a checkpoint of so many entries before the decision."""

    def last(service: RichService) -> None:
        one = case(service)
        one.open()
        one.mark("review-restricted", decision=one.decide("removed"))
        if is_late:
            service.append("panel-roster", roster_sha256=ROSTER, persons=persons, date=day(THIS, 9))
        one.appeal(**({} if commitment is None else {"nonce_commitment": commitment}))
        if not is_late:
            service.append("panel-roster", roster_sha256=ROSTER, persons=persons, date=day(THIS, 9))
        size = len(service.entries) - before
        lot = {"nonces": list(nonces), "roster_sha256": roster, "drawn_at": size}
        one.mark("review-restored", decision=one.decide("restored", "appeal-decision", **lot | change))

    return last


def test_an_honest_lot_passes_and_its_seed_is_printed() -> None:
    service = make_rich_service(drawn(), ordinary=40)
    found = audited(service)
    assert found.is_clean, found.summary()
    position = service.position("appeal-decision", -1)
    edge = Edge()
    edge.append([leaf_hash(raw) for raw in service.entries[: service.body(position)["drawn_at"]]])
    seed = lots.seed(edge.root(), writer=NONCE)
    assert found.checked[f"lot, entry {position}"] == f"drawn by the seed {seed.hex()}"


def test_a_side_may_be_silent_or_never_have_committed() -> None:
    for honest in (drawn(nonces=(ZEROS, ZEROS)), drawn(nonces=(ZEROS, ZEROS), commitment=None)):
        found = audited(make_rich_service(honest, ordinary=40))
        assert found.is_clean, found.summary()


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (drawn(nonces=(ZEROS, "11" * 32)), "the nonce of the writer is not the one its appeal committed to"),
        (drawn(nonces=("11" * 32, ZEROS)), "the nonce of the challenger is not the one its appeal committed to"),
        (drawn(commitment=None), "the nonce of the writer is not the one its appeal committed to"),
        (drawn(is_late=True), "the writer committed to its nonce after the list was logged"),
        (drawn(roster="6" * 64), "drawn from a list that nobody logged"),
        (drawn(persons=8), "a lot is drawn from 9 persons at least"),
        (drawn(before=1), "does not lie between the list and the decision"),
        (drawn(before=-3), "does not lie between the list and the decision"),
        (
            drawn(decided_by=[{"role": "panel", "persons": 2}]),
            "an appeal is decided by a panel of 3 persons, and by nobody else",
        ),
        (
            drawn(decided_by=[{"role": "panel", "persons": 2}, {"role": "moderator", "persons": 1}]),
            "an appeal is decided by a panel of 3 persons, and by nobody else",
        ),
    ],
)
def test_a_lot_that_somebody_could_have_chosen_is_found(last: Callable[[RichService], None], words: str) -> None:
    assert any(words in text for text in said(last)), said(last)
