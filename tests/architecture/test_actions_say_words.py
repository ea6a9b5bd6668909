"""Whoever appends a commitment to public words says the words as well, and side files are as their entries say."""

from datetime import timedelta

import pytest

from reputation.log import actions as log
from reputation.log import side_files
from reputation.log.entries import decode
from reputation.log.kinds import KINDS
from reputation.log.models import SideFile, Waiting
from reputation.tlog.trees import leaf_hash
from tests.architecture.test_actions_append import APPENDS, PART_OF, RUNS
from tests.reviews_made import MONDAY

# Fields that are commitments to words everybody can read: whoever appends one says the words as well.
COMMITMENTS = {"commitment", "names", "statement"}
# And these keep no commitment of theirs, yet have words.
OTHERS_WITH_WORDS = {"challenge", "case-step", "interim", "appeal", "alert-suspended"}
OTHERS_WITH_WORDS |= {"warning", "right-suspended", "case-conduct"}
# What a panel appends.
OF_PANELS = {"appeal", "appeal-decision"}
# What opens only for the operator, or was never published.
NOT_PUBLIC = {"operator", "review-unpublished"}


def test_every_commitment_to_public_words_has_a_side_file() -> None:
    kinds = {
        kind.name
        for kind in KINDS.values()
        if COMMITMENTS & (kind.wanted.keys() | kind.optional.keys()) and kind.name not in NOT_PUBLIC
    }
    named = {kind for kinds in APPENDS.values() if isinstance(kinds, tuple) for kind in kinds}
    with_words = side_files._TOUCHES.keys() - side_files.WITHOUT_WORDS
    assert with_words == kinds | OTHERS_WITH_WORDS
    assert side_files._TOUCHES.keys() - OF_PANELS <= named
    assert with_words >= side_files.FIRST


# What is shown of a review after each act that ends or opens it; a restricted one is not shown.
GONE_AFTER = {"review-withdrawn", "review-erased", "review-restricted"}


# Changes of a business that leave its names as they are.
WITHOUT_NAMES = {
    "businesses.accept_charter",
    "businesses.change_numbers",
    "businesses.change_owner",
    "businesses.leavings.name_successor",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, line in APPENDS.items() if isinstance(line, tuple)])
def test_an_action_leaves_the_side_files_as_its_entries_say(name: str) -> None:
    log.start(now=MONDAY - timedelta(days=60))
    if name in PART_OF:
        PART_OF[name]()
    else:
        before, act = RUNS[name]
        reached = before()
        Waiting.objects.all().delete()
        act(reached)
    touched: dict[side_files.Place, tuple[str, bytes]] = {}
    for raw in Waiting.objects.order_by("id").values_list("raw", flat=True):
        entry = decode(bytes(raw))
        touched |= {place: (entry.kind, leaf_hash(bytes(raw))) for place in side_files.touched(entry.kind, entry.body)}
    assert touched or not set(APPENDS[name]) & side_files._TOUCHES.keys() or name in WITHOUT_NAMES
    for place, (kind, leaf) in touched.items():
        row = SideFile.objects.get(kind=place.kind, subject=place.subject)
        assert bytes(row.entry) == leaf, "bound to the last entry about it"
        assert (row.document is None) == (kind in GONE_AFTER or (kind, place.kind) == ("review-restored", "replies"))
        assert not row.is_published
