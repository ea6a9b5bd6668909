"""The audit over what writers really did to reviews that waited and to those that were out, acceptances in hand."""

import base64
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import transaction

from reputation.audit.findings import Findings, Kind
from reputation.audit.run import Options, audit
from reputation.core import clock
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.receipts.errors import TokenSpent
from reputation.reviews import acts, codenames, masks, publication, queries, releases, replies
from reputation.reviews.acts import Changes
from reputation.reviews.models import WaitingReview
from reputation.reviews.rules import MaskedAs
from reputation.reviews.sending import Accepted
from tests.issuing_made import make_shop
from tests.log_entries import EXAMPLES
from tests.lost_database import settle
from tests.members_made import make_user
from tests.receipts_made import send, tokens_of

pytestmark = pytest.mark.django_db
BOUGHT = clock.now() - timedelta(days=900)
SENT = BOUGHT + timedelta(days=3)
OUT = SENT + timedelta(weeks=5)
NAME = "Nobody Example"
NAMED = f"Pan from {NAME}, dented."
TEXTS = ("Kept as it is.", "To change.", "To withdraw.", "To erase.", "To withdraw when out.", NAMED)


class Lived(NamedTuple):
    """Six reviews with a receipt, each of which went another way."""

    folder: Path
    sent: dict[str, Accepted]

    def audited(self) -> Findings:
        """What the audit says of the log and of every writer's acceptance."""
        settle()
        paths = []
        for number, accepted in enumerate(self.sent.values()):
            paths.append(self.folder / f"slip-{number}")
            paths[-1].write_text(accepted.acceptance, encoding="utf-8")
        wish = Options(str(self.folder), (entries.verifier_key(),), full=True, quiet=True, acceptances=tuple(paths))
        return audit(wish)


@pytest.fixture
def lived(settings: LazySettings, tmp_path: Path) -> Lived:
    """From sending to the release after the batch."""
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=BOUGHT - timedelta(days=60))
    shop = make_shop(len(TEXTS), now=BOUGHT)
    sent = {text: send(token, text=text, now=SENT) for text, token in zip(TEXTS, tokens_of(shop), strict=True)}
    of = {text: accepted.review for text, accepted in sent.items()}
    change(sent["To change."], stars=1, text="Changed before it came out.")
    acts.withdraw(review=of["To withdraw."], now=SENT)
    acts.erase(review=of["To erase."], now=SENT)
    assert releases.release(now=SENT + timedelta(days=1)) == 2
    return Lived(tmp_path, sent)


def come_out() -> int:
    """Batch by batch. Between two weeks the log goes on, so that whoever reads it tells their tokens apart."""
    out = 0
    for week in range(1, 6):
        out += publication.publish_due(now=SENT + timedelta(weeks=week))
        about = {"attester": str(uuid4()), "attester_kind": "marketplace", "class": "independent"}
        with transaction.atomic():
            log.append(kind="attester-admitted", body={**about, "date": SENT.date().isoformat()})
    return out


def logged() -> list[entries.Row]:
    settle()
    return list(entries.entries(after=0, limit=1000))


def change(accepted: Accepted, now: datetime = SENT, **wanted: object) -> None:
    acts.change(review=accepted.review, wanted=Changes(**wanted), insists=True, now=now)  # type: ignore[arg-type]


def go_on(lived: Lived) -> None:
    """The batches, each in its week, and what follows on the days after the last."""
    assert come_out() == 4
    later = OUT + timedelta(days=1)
    named, gone, changed = (lived.sent[text] for text in (NAMED, "To withdraw when out.", "To change."))
    mask = masks.ask(review=named.review, words=NAME, kind_of_words=MaskedAs.PERSON, now=OUT).public_id
    masks.carry_out(request=mask, now=OUT)
    masks.decide(mask=mask, user=make_user(), stays=False, now=OUT)
    masks.carry_out(request=mask, now=OUT)
    acts.withdraw(review=gone.review, now=OUT)
    change(changed, now=OUT, text="Changed once more.")
    replies.reply(business=changed.business, review=changed.review, text="Thank you.", insists=True, now=OUT)
    replies.put(review=changed.review, now=OUT)
    assert releases.release(now=later) == 2


def test_all_of_it_passes_and_every_acceptance_is_met(lived: Lived) -> None:
    go_on(lived)
    findings = lived.audited()
    assert findings.is_clean, findings.summary()
    met = [findings.checked[f"acceptance slip-{number}"].partition(" (")[2] for number in range(len(TEXTS))]
    assert met == [
        "review)",
        "review)",
        "review-unpublished: withdrawn)",
        "review-unpublished: erased)",
        "review)",
        "review)",
    ]
    kinds = [row.kind for row in logged()]
    assert kinds.index("receipts-spent") < kinds.index("review"), "a token of what never came out is named as any other"
    tokens = [len(row.body["tokens"]) for row in logged() if row.kind == "receipts-spent"]
    assert sum(tokens) == len(TEXTS)


def test_a_token_of_what_never_came_out_is_spent_for_good(lived: Lived) -> None:
    go_on(lived)
    named = {
        base64.b64decode(token) for row in logged() if row.kind == "receipts-spent" for token in row.body["tokens"]
    }
    assert len(named) == len(TEXTS)
    for token in named:
        with pytest.raises(TokenSpent):
            send(token, text="Once more.", codename=codenames.make(), now=OUT)


@pytest.mark.parametrize("text", ["To withdraw.", "Kept as it is."])
def test_a_review_that_vanishes_is_found_by_its_acceptance(settings: LazySettings, tmp_path: Path, text: str) -> None:
    """Whether the operator drops a review, or says nothing of one that was taken back."""
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=BOUGHT - timedelta(days=60))
    shop = make_shop(len(TEXTS), now=BOUGHT)
    sent = {one: send(token, text=one, now=SENT) for one, token in zip(TEXTS, tokens_of(shop), strict=True)}
    WaitingReview.objects.filter(id=sent[text].review).delete()
    assert come_out() == len(TEXTS) - 1
    # A copy of the log tells only by its entries up to which day it was read.
    log.append(kind="checks-manifest", body=EXAMPLES["checks-manifest"] | {"date": OUT.date().isoformat()})
    findings = Lived(tmp_path, sent).audited()
    assert [fault.kind for fault in findings.faults] == [Kind.OMISSION]
    assert sent[text].commitment in findings.faults[0].text


def test_a_change_does_not_meet_an_acceptance_the_first_entry_does(lived: Lived) -> None:
    go_on(lived)
    changed = lived.sent["To change."]
    rows = [row for row in logged() if row.review == changed.review]
    assert [row.kind for row in rows] == ["review", "review-changed", "reply", "review-changed"]
    assert rows[0].body["commitment"] == changed.commitment
    assert changed.commitment not in {row.body["commitment"] for row in rows[1:]}
    assert queries.one(changed.review).stars == 1
