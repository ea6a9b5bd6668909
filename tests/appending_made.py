"""What leads to each act that may append an entry to the log."""

from datetime import timedelta
from uuid import UUID

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.rules import Method
from reputation.disputes.rules import Outcome
from reputation.issuing import keys as issuing_keys
from reputation.log import actions as log
from reputation.reviews import actions as reviews
from reputation.reviews import acts, held, publication
from reputation.reviews.rules import Outcome as Told
from reputation.reviews.rules import Refusal
from tests.issuing_made import make_shop
from tests.receipts_made import SENT, send, token_of
from tests.reviews_made import (
    LATER,
    MONDAY,
    make_business,
    make_case,
    make_decision,
    make_review,
    submit,
)
from tests.sending_made import make_moderator, send_held


def lost(business: UUID) -> None:
    for number in range(8):
        submit(business, stars=1, outcome=Told.NEVER_DELIVERED, text=f"Lost {number}")
    for week in range(1, 6):
        publication.publish_due(now=MONDAY + timedelta(weeks=week))


def left() -> UUID:
    business = make_business()
    leavings.leave(business=business, now=LATER)
    return business


def proved() -> UUID:
    business = make_business()
    businesses.prove_domain(business=business, domain="shop.example", method=Method.DNS, now=MONDAY)
    return business


def removed() -> UUID:
    case = make_case(make_review())
    make_decision(case, Outcome.REMOVED)
    return case


def replied() -> tuple[UUID, UUID]:
    business = make_business()
    return business, make_review(business)


def masked() -> UUID:
    review = make_review()
    reviews.mask(review_id=review, words="copper", wording="[a metal]", request=review, now=LATER)
    return review


def changing() -> UUID:
    review = make_review()
    acts.change(review=review, wanted=acts.Changes(stars=1), insists=False, now=LATER)
    return review


def receipted() -> None:
    send(token_of(make_shop(1)))


def surging() -> UUID:
    business = make_business()
    lost(business)
    while log.sequence():
        pass
    return business


def joined_after_a_look() -> UUID:
    return businesses.join_after_a_look(
        legal_name="A partnership",
        trading_names=(),
        numbers=[("de-hra", "Hof HRA 117")],
        country="DE",
        legal_form="GmbH & Co. KG",
        place="Hof",
        charter_version="1",
        now=MONDAY,
    ).public_id


def made_key() -> None:
    make_shop(is_ready=False)
    issuing_keys.make_asked()


def key() -> bytes:
    return make_shop().key.key_id


def terminated(business: UUID) -> None:
    leavings.terminate(
        business=business,
        case=business,
        ground="false-reviews",
        persons=2,
        until=(LATER + timedelta(days=365)).date(),
        now=LATER,
    )


def made_held() -> UUID:
    return send_held(business=make_business()).review


def decided(held_text: UUID, refusal: Refusal | None = None) -> UUID:
    held.decide(held=held_text, user=make_moderator(), choices=[], missed=[], refusal=refusal, now=SENT)
    return held_text


def made_refused() -> UUID:
    return decided(made_held(), Refusal.NO_REVIEW)
