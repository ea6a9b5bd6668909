"""Whatever is done to the headers of a signed mail: it is refused, or tells what it told before."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.domains import signed_mails
from reputation.domains.signed_mails import NoProof
from reputation.evidence import mails
from reputation.receipts import codes
from tests.domains_made import NOW, record, signed
from tests.evidence_made import SHOP, SIGNED, head, order

FUZZ = settings(max_examples=150)
NAMES = (*SIGNED, "review-receipt")
MORE = f"Review-Receipt: {codes.show('0123456789ABCDEFGHJK')}\r\nX-Other: something that is not signed\r\n"
FORMS = {
    "once": NAMES,
    "oversigned": (*NAMES, *NAMES),
    "others": (*SIGNED, "x-other", "cc", "list-id"),
}
Lines = list[bytes]
VALUES = st.sampled_from(
    [
        b"canary@mail.example",
        b"Kettle <orders@shop.example>",
        b"Mon, 02 Mar 2026 09:00:00 +0000",
        b"<another@shop.example>",
        codes.show("ZZZZZZZZZZZZZZZZZZZZ").encode(),
        b"",
    ]
)
ADDED = st.sampled_from(["from", "to", "subject", "date", "message-id", "review-receipt", "cc", "list-id", "x-more"])


@cache
def original(form: str, canonical: bytes = b"relaxed") -> bytes:
    return head(signed(order(more=MORE), headers=FORMS[form], canonicalize=(canonical, canonical)))


def told(raw: bytes) -> tuple[object, ...] | None:
    """What the headers tell; None when they are refused."""
    try:
        found = mails.read(raw, shop=SHOP, providers=(), now=NOW)[0]
        signed_mails.verify(found.signature, [record().encode()])
    except NoProof:
        return None
    return found.receipt_class, found.sent_at, found.recipient, found.order, found.voucher


def lines_of(raw: bytes) -> Lines:
    """The headers, each with what it is folded into."""
    whole: Lines = []
    for line in raw.split(b"\r\n"):
        if line[:1] in (b" ", b"\t"):
            whole[-1] += b"\r\n" + line
        elif line:
            whole.append(line)
    return whole


def joined(lines: Lines) -> bytes:
    return b"".join(line + b"\r\n" for line in lines)


@st.composite
def changed(draw: st.DrawFn, lines: Lines) -> Lines:
    """The headers after one change of a kind."""
    at = draw(st.integers(0, len(lines) - 1))
    to = draw(st.integers(0, len(lines)))
    name, _, value = lines[at].partition(b":")
    match draw(st.sampled_from(["twice", "move", "fold", "case", "blanks", "add", "remove", "other", "sign"])):
        case "twice":
            return [*lines[:to], lines[at], *lines[to:]]
        case "move":
            rest = lines[:at] + lines[at + 1 :]
            return [*rest[:to], lines[at], *rest[to:]]
        case "fold":
            return [*lines[:at], name + b":" + value.replace(b" ", b"\r\n ", draw(st.integers(1, 3))), *lines[at + 1 :]]
        case "case":
            return [*lines[:at], name.swapcase() + b":" + value, *lines[at + 1 :]]
        case "blanks":
            return [*lines[:at], name + b":\t " + value.replace(b" ", b" \t ") + b"  ", *lines[at + 1 :]]
        case "add":
            return [*lines[:to], draw(ADDED).encode() + b": " + draw(VALUES), *lines[to:]]
        case "remove":
            return lines[:at] + lines[at + 1 :]
        case "other":
            return [*lines[:at], name + b": " + draw(VALUES), *lines[at + 1 :]]
        case _:
            place = draw(st.integers(0, max(0, len(value) - 1)))
            return [
                *lines[:at],
                name + b":" + value[:place] + draw(st.binary(max_size=2)) + value[place + 1 :],
                *lines[at + 1 :],
            ]


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@FUZZ
def test_a_change_of_headers_leads_to_a_refusal_or_changes_nothing(form: str, data: st.DataObject) -> None:
    first = told(original(form))
    assert first is not None
    lines = lines_of(original(form))
    for _ in range(data.draw(st.integers(1, 3))):
        lines = data.draw(changed(lines)) if lines else lines
    assert told(joined(lines)) in (None, first)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("canonical", [b"relaxed", b"simple"])
def test_every_header_twice_and_every_header_gone(form: str, canonical: bytes) -> None:
    """Each line alone: with a second one of another value, above and below, and without it."""
    first = told(original(form, canonical))
    assert first is not None
    lines = lines_of(original(form, canonical))
    refused = 0
    for at, line in enumerate(lines):
        name = line.partition(b":")[0]
        for other in ([name + b": canary@mail.example", *lines], [*lines, name + b": canary@mail.example"]):
            answer = told(joined(other))
            assert answer in (None, first)
            refused += answer is None
        assert told(joined(lines[:at] + lines[at + 1 :])) in (None, first)
        if name.lower().decode() in (*FORMS[form], "dkim-signature"):
            assert told(joined(lines[:at] + lines[at + 1 :])) is None, name
    assert refused >= 2 * len(SIGNED)


@given(raw=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode()))
@FUZZ
def test_bytes_that_are_no_headers_are_refused_and_nothing_else_happens(raw: bytes) -> None:
    assert told(raw) is None
