"""What members do for their business as its own attester, and who of them may."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from reputation.members import leavings, queries
from reputation.members.errors import NotAllowed
from reputation.members.rules import Actor, DeedKind, Role
from reputation.receipts import business_acts, errors, public_keys
from reputation.receipts.models import Total
from reputation.receipts.public_keys import PublicKeyError
from reputation.receipts.queries import attester_of
from reputation.receipts.rules import AttesterState, Moment
from tests import receipt_figures_made
from tests.api_lines import ATTESTER_KEY
from tests.members_made import NOW, make_colleague, make_member_business

PEM, SPKI = Encoding.PEM, PublicFormat.SubjectPublicKeyInfo


@pytest.fixture
def owner(db: None) -> Actor:
    return make_member_business()


def test_a_key_is_read_as_openssl_writes_it_and_as_base64() -> None:
    public = Ed25519PrivateKey.generate().public_key()
    raw = public.public_bytes_raw()
    assert public_keys.parse(f"\n{public_keys.show(raw)} ") == raw
    assert public_keys.parse(public.public_bytes(PEM, SPKI).decode()) == raw
    other = X25519PrivateKey.generate().public_key().public_bytes(PEM, SPKI).decode()
    for text in (other, "", "AAAA", "-----BEGIN PUBLIC KEY-----", public_keys.show(raw)[:-1], f"{'A' * 2_000}"):
        with pytest.raises(PublicKeyError):
            public_keys.parse(text)


def test_only_who_manages_gives_a_key_and_signs(owner: Actor) -> None:
    reader, agent = make_colleague(owner, Role.READER), make_colleague(owner, Role.AGENT)
    with pytest.raises(NotAllowed):
        business_acts.change_key(actor=reader, public_key=ATTESTER_KEY, now=NOW)
    assert attester_of(owner.business) is None
    with pytest.raises(errors.NoSuchTotal):
        business_acts.sign(actor=agent, key_id=b"", moment=Moment.KEY_DEAD, signature=b"", now=NOW)
    business_acts.change_key(actor=agent, public_key=ATTESTER_KEY, now=NOW)
    found = attester_of(owner.business)
    assert found is not None
    assert found.public_key == public_keys.parse(ATTESTER_KEY)
    with pytest.raises(NotAllowed):
        business_acts.sign(actor=reader, key_id=b"", moment=Moment.KEY_DEAD, signature=b"", now=NOW)
    assert queries.deeds(owner.business)[0].kind is DeedKind.ATTESTER_KEY_CHANGED


def test_a_business_that_left_still_signs_what_waits(owner: Actor) -> None:
    seed = receipt_figures_made.give_key(owner, now=NOW)
    handed = receipt_figures_made.hand_out(owner, 3, now=NOW)
    leavings.give_notice(actor=owner, now=NOW)
    after = receipt_figures_made.end_quarter(handed, now=NOW)
    leavings.leave_due(now=after)
    (due,) = business_acts.due(owner.business)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(due.message)
    signed = business_acts.sign(actor=owner, key_id=due.key_id, moment=due.moment, signature=signature, now=after)
    assert signed.is_signed
    assert Total.objects.get().signature is not None
    assert queries.deeds(owner.business)[0].detail == "2026Q1"
    found = attester_of(owner.business)
    assert found is not None
    assert found.state in (AttesterState.ADMITTED, AttesterState.ENDED)
