"""With the log's key: receipts that nobody got, keys that are none, totals that no attester signed."""

import base64
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA384

from reputation.audit.findings import Kind
from reputation.receipts.rules import SIGNED_BYTES
from tests.faults.tampering.tampering import SOON, Tampering, changed, key, sealed, shop
from tests.rich_log import Attester, Key, RichService, day, issuers

Done = Callable[[RichService], object]
CLAIMED = {"registered": "100-499", "contested": "0"}


def in_base64(token: bytes) -> str:
    return base64.b64encode(token).decode()


def spend(log: RichService, of: Key, *tokens: bytes) -> None:
    log.append("receipts-spent", **of.about, tokens=sorted(map(in_base64, tokens)))


def spent(number: int, token: Callable[[Key], bytes]) -> Done:
    """One token more of the n-th key; no review comes of it."""

    def done(log: RichService) -> None:
        of = key(log, number)
        spend(log, of, token(of))

    return sealed(done)


def flipped(token: bytes, place: int) -> bytes:
    return token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]


def of_another_type(of: Key) -> bytes:
    """Correctly signed, but of a type of token that is not used here."""
    signed = b"\x00\x01" + of.issuer.token(900)[2:SIGNED_BYTES]
    return signed + of.issuer.private.sign(signed, padding.PSS(padding.MGF1(SHA384()), 48), SHA384())


def spent_twice(log: RichService) -> None:
    log.entries.append(log.entries[log.position("receipts-spent", 2)])


def signed_anew(log: RichService) -> None:
    """A token that was spent before, with another signature of the same key."""
    of = key(log, 1)
    token = base64.b64decode(log.body(log.position("receipts-spent", 1))["tokens"][0])
    signed = token[:SIGNED_BYTES]
    spend(log, of, signed + of.issuer.private.sign(signed, padding.PSS(padding.MGF1(SHA384()), 48), SHA384()))


def unsorted(log: RichService) -> None:
    of = key(log, 2)
    tokens = sorted((of.issuer.token(number) for number in (901, 902)), key=in_base64)
    for token in reversed(tokens):
        spend(log, of, token)


def review_without_token(log: RichService) -> None:
    log.review(shop(log, 1), SOON, key(log, 2))


def review_without_key(log: RichService) -> None:
    log.review(shop(log), SOON, None, **{"class": "seller"})


def review_of_another_class(log: RichService) -> None:
    of = key(log, 2)
    spend(log, of, of.issuer.token(903))
    log.review(shop(log, 1), SOON, of, **{"class": "seller"})


def review_of_anothers_key(log: RichService) -> None:
    """The business lends itself the receipts of another."""
    log.review(shop(log, 3), SOON, key(log, 1))


def receipts_dead(log: RichService) -> None:
    """A key of long ago, whose receipts could be used no more when the reviews came."""
    for place in (log.position("receipt-key", 2), log.position("receipts-spent", 3)):
        assert log.body(place)["key_id"] == issuers()[2].key_id
        log.change(place, epoch="2020Q1")


TOKENS = (
    Tampering(
        "a review more than tokens", sealed(review_without_token), Kind.TOKENS, "review 5 of 4 tokens spent so far"
    ),
    Tampering(
        "a receipt without a key", sealed(review_without_key), Kind.TOKENS, "said to have a receipt, and names no key"
    ),
    Tampering(
        "a review of another class than its key",
        sealed(review_of_another_class),
        Kind.TOKENS,
        "it is of class independent, the review says seller",
    ),
    Tampering(
        "a review with another business's key",
        sealed(review_of_anothers_key),
        Kind.TOKENS,
        "the log names no such key of business",
    ),
    Tampering(
        "reviews after their receipts were dead", sealed(receipts_dead), Kind.TOKENS, "its receipts were dead by"
    ),
    Tampering(
        "a token with a changed signature",
        spent(2, lambda of: flipped(of.issuer.token(900), 200)),
        Kind.TOKENS,
        "the token's signature is not valid",
    ),
    Tampering(
        "a token with a changed nonce",
        spent(2, lambda of: flipped(of.issuer.token(900), 9)),
        Kind.TOKENS,
        "the token's signature is not valid",
    ),
    Tampering(
        "a token of another key",
        spent(2, lambda _: issuers()[4].token(900)),
        Kind.TOKENS,
        "the token names another key",
    ),
    Tampering("a token of another type", spent(2, of_another_type), Kind.TOKENS, "this is no token of type 0x0002"),
    Tampering("tokens spent twice", sealed(spent_twice), Kind.TOKENS, "a token is spent again"),
    Tampering("a spent token signed anew", sealed(signed_anew), Kind.TOKENS, "a token is spent again"),
    Tampering(
        "tokens in the order in which they came",
        sealed(unsorted),
        Kind.TOKENS,
        "not sorted behind those of the entry before",
    ),
    Tampering(
        "a token after its key was annulled",
        spent(3, lambda of: of.issuer.token(900)),
        Kind.TOKENS,
        "it was annulled before",
    ),
    Tampering(
        "tokens under another epoch than their key's",
        changed("receipts-spent", 3, epoch="2020Q1"),
        Kind.TOKENS,
        "it names another class or epoch than the key has",
    ),
)


def key_of_nobody(log: RichService) -> None:
    about = {"business": shop(log), "class": "seller", "epoch": "2026Q1", "key_id": "ab" * 32}
    log.append("receipt-key-ended", **about, reason="lost", date=day(SOON))


def second_key(log: RichService) -> None:
    about = key(log, 2).about | {"key_id": issuers()[5].key_id}
    log.append("receipt-key", **about, key=in_base64(issuers()[5].public))


def one_key_for_two(log: RichService) -> None:
    """The same key for another business: its receipts could go from one to the other."""
    log.append("receipt-key", **key(log, 2).about | {"business": shop(log, 3)}, key=in_base64(issuers()[2].public))


def key_without_its_id(log: RichService) -> None:
    about = key(log, 2).about | {"business": shop(log, 3), "key_id": "ab" * 32}
    log.append("receipt-key", **about, key=in_base64(issuers()[5].public))


def key_of_another_kind(log: RichService) -> None:
    about = key(log, 2).about | {"business": shop(log, 3), "key_id": "ab" * 32}
    log.append("receipt-key", **about, key=in_base64(b"\x04" * 65))


def ended_twice(log: RichService) -> None:
    log.append("receipt-key-ended", **key(log, 0).about, reason="lost", date=day(SOON))


def annulled_twice(log: RichService) -> None:
    log.append("receipt-key-annulled", **key(log, 3).about, reason="leaked", persons=2, date=day(SOON))


KEYS = (
    Tampering(
        "the end of a key that nobody has", sealed(key_of_nobody), Kind.TOKENS, "the log names no such key of business"
    ),
    Tampering("a second key while the first lives", sealed(second_key), Kind.TOKENS, "lives still"),
    Tampering("one key for two businesses", sealed(one_key_for_two), Kind.TOKENS, "it was logged before"),
    Tampering(
        "a key under another id", sealed(key_without_its_id), Kind.TOKENS, "its id is not the SHA-256 of the key"
    ),
    Tampering(
        "a key of another kind", sealed(key_of_another_kind), Kind.TOKENS, "the key is no RSASSA-PSS key of 2048 bits"
    ),
    Tampering("a key that ends twice", sealed(ended_twice), Kind.TOKENS, "it has ended before"),
    Tampering(
        "a key annulled twice", sealed(annulled_twice), Kind.COURSE, "the key was annulled before", (Kind.TOKENS,)
    ),
)


def attester(log: RichService, number: int) -> Attester:
    """The n-th attester: 0 vouches still, 1 has ended."""
    body = log.body(log.position("attester-admitted", number))
    return Attester(body["attester"], body["class"], bytes([number + 1]) * 32)


def total(number: int, who: Callable[[RichService], Attester], moment: str) -> Done:
    """Totals of the n-th key."""
    return sealed(lambda log: log.totals(key(log, number), moment, who(log)))


def provider(log: RichService) -> Attester:
    return attester(log, 0)


def stranger(log: RichService) -> Attester:
    return Attester(log.uuid(), "independent", b"\x09" * 32)


def totals_changed(log: RichService) -> None:
    """The operator makes an attester's claim larger."""
    place = log.position("receipt-totals")
    body = log.body(place)
    log.change(place, totals=[body["totals"][0] | {"claimed": "100-499"}])


def more_than_claimed(log: RichService) -> None:
    of = key(log, 2)
    spend(log, of, of.issuer.token(904))
    log.totals(of, "issuing-ended", provider(log), claimed="1-4")


def totals_twice_in_one(log: RichService) -> None:
    body = {**key(log, 2).about, "moment": "issuing-ended"}
    said = [{"attester": provider(log).id, **CLAIMED, "claimed": band} for band in ("20-99", "5-19")]
    log.append("receipt-totals", **body, totals=[one | {"signature": provider(log).sign(body, one)} for one in said])


ATTESTERS = (
    Tampering("a total changed after it was signed", sealed(totals_changed), Kind.TOKENS, "did not sign its total"),
    Tampering(
        "a total signed by somebody else",
        total(2, lambda log: provider(log)._replace(seed=b"\x09" * 32), "issuing-ended"),
        Kind.TOKENS,
        "did not sign its total",
    ),
    Tampering(
        "a total of an attester nobody admitted",
        total(2, stranger, "issuing-ended"),
        Kind.TOKENS,
        "was not admitted before",
    ),
    Tampering(
        "a total of an attester of another class",
        total(4, provider, "issuing-ended"),
        Kind.TOKENS,
        "is of class independent",
    ),
    Tampering(
        "more spent than was claimed",
        sealed(more_than_claimed),
        Kind.TOKENS,
        "5 tokens were spent, and 4 claimed at most",
    ),
    Tampering(
        "totals of the same moment twice",
        total(0, provider, "issuing-ended"),
        Kind.TOKENS,
        "totals of the moment issuing-ended are not due",
    ),
    Tampering("an attester twice in one total", sealed(totals_twice_in_one), Kind.TOKENS, "an attester is in it twice"),
    Tampering(
        "an attester that ends twice",
        sealed(lambda log: log.append("attester-ended", attester=attester(log, 1).id, date=day(SOON))),
        Kind.COURSE,
        "is not admitted",
    ),
    Tampering(
        "an attester admitted twice",
        sealed(lambda log: log.entries.append(log.entries[log.position("attester-admitted")])),
        Kind.COURSE,
        "was admitted before",
    ),
)
CASES = (*TOKENS, *KEYS, *ATTESTERS)
