"""What is sealed opens with its key, for its purpose, and for what it is bound to; nothing else opens it."""

from uuid import uuid4

import pytest
from django.conf import LazySettings

from reputation.reviews import seals
from reputation.reviews.acceptances import Slip
from reputation.reviews.held_texts import Content
from reputation.reviews.rules import Outcome, ReceiptClass
from reputation.reviews.seals import Purpose, SealError, seal, unseal

CONTENT = b"What a writer said."


def test_it_opens_for_what_it_was_sealed_for() -> None:
    assert unseal(Purpose.HELD, b"one", seal(Purpose.HELD, b"one", CONTENT)) == CONTENT
    assert seal(Purpose.HELD, b"one", CONTENT) != seal(Purpose.HELD, b"one", CONTENT)
    assert CONTENT not in seal(Purpose.HELD, b"one", CONTENT)


def test_it_opens_for_nothing_else() -> None:
    sealed = seal(Purpose.HELD, b"one", CONTENT)
    with pytest.raises(SealError):
        unseal(Purpose.SLIP, b"one", sealed)
    with pytest.raises(SealError):
        unseal(Purpose.HELD, b"two", sealed)


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_changed_byte_opens_nothing(place: int) -> None:
    sealed = bytearray(seal(Purpose.HELD, b"one", CONTENT))
    sealed[place] ^= 1
    with pytest.raises(SealError):
        unseal(Purpose.HELD, b"one", bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 20])
def test_what_is_cut_off_opens_nothing(length: int) -> None:
    with pytest.raises(SealError):
        unseal(Purpose.HELD, b"one", seal(Purpose.HELD, b"one", CONTENT)[:length])


def test_the_former_key_opens_and_seals_nothing_new(settings: LazySettings) -> None:
    sealed = seal(Purpose.HELD, b"one", CONTENT)
    settings.WRITERS_KEY, settings.WRITERS_KEY_BEFORE = b"2" * 32, settings.WRITERS_KEY
    assert unseal(Purpose.HELD, b"one", sealed) == CONTENT
    later = seal(Purpose.HELD, b"one", CONTENT)
    settings.WRITERS_KEY_BEFORE = None
    assert unseal(Purpose.HELD, b"one", later) == CONTENT
    with pytest.raises(SealError):
        unseal(Purpose.HELD, b"one", sealed)


def test_no_two_purposes_share_a_key_and_without_one_there_is_none(settings: LazySettings) -> None:
    assert len({seals.keys(purpose)[0] for purpose in Purpose}) == len(Purpose)
    settings.WRITERS_KEY = None
    with pytest.raises(SealError, match="WRITERS_KEY is not set"):
        seal(Purpose.HELD, b"one", CONTENT)


@pytest.mark.parametrize(
    "content",
    [
        Content(text="Ein Topf.\nMit Deckel – „schön“ 🍳"),
        Content(text="x", stars=2, outcome=Outcome.NEVER_DELIVERED),
        Content(
            text="x",
            stars=5,
            outcome=Outcome.AS_AGREED,
            receipt_class=ReceiptClass.SELLER,
            token=bytes(range(256)) + bytes(98),
            sent=bytes(32),
        ),
        Content(text="x", stars=1, outcome=Outcome.AS_AGREED, receipt_class=ReceiptClass.NONE, no_receipt_given=True),
    ],
)
def test_a_held_text_comes_back_as_it_was(content: Content) -> None:
    held = uuid4()
    assert Content.opened(held, content.sealed(held)) == content
    with pytest.raises(SealError):
        Content.opened(uuid4(), content.sealed(held))


def test_a_slip_comes_back_as_it_was_and_its_file_holds_what_the_writer_needs() -> None:
    review, slip = uuid4(), Slip(acceptance="a note\n\n— name sig\n", salt=bytes(range(32)), sent=bytes(32))
    assert Slip.opened(review, slip.sealed(review)) == slip
    with pytest.raises(SealError):
        Slip.opened(uuid4(), slip.sealed(review))
    assert b'"salt": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="' in slip.document
