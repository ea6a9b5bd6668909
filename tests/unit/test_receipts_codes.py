import re
import string
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.receipts import codes
from reputation.receipts.codes import ALPHABET, CHECKS, CodeError

CODE = "0123456789ABCDEFGHJK"
BLANKS = " \t\r\n-\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u202f\u2212"
CODES = st.text(ALPHABET, min_size=20, max_size=20)


def refused(text: str) -> str:
    with pytest.raises(CodeError) as caught:
        codes.parse(text)
    return caught.value.code


def test_new_codes_are_canonical_and_all_different() -> None:
    made = [codes.make() for _ in range(500)]
    assert len(set(made)) == 500
    assert all(re.fullmatch(f"[{ALPHABET}]{{20}}", code) for code in made)
    assert {codes.check_of(code) for code in made} <= set(ALPHABET)
    for place in range(20):
        assert {code[place] for code in made} == set(ALPHABET)


def test_the_check_character_is_crockford_s() -> None:
    number = 0
    for sign in CODE:
        number = number * 32 + ALPHABET.index(sign)
    assert codes.check_of(CODE) == CHECKS[number % 37]
    assert codes.check_of("0" * 20) == "0"
    assert codes.check_of("0" * 18 + "14") == "U"
    assert CHECKS == "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"


def test_a_code_is_shown_in_groups() -> None:
    assert codes.show(CODE) == f"0123-4567-89AB-CDEF-GHJK{codes.check_of(CODE)}"
    assert codes.parse(codes.show(CODE)) == CODE


def test_a_registered_code_is_the_hash_of_its_canonical_form() -> None:
    assert codes.registered(codes.parse(codes.show(CODE).lower())) == sha256(CODE.encode()).digest()


@given(code=CODES, data=st.data())
def test_whatever_people_type_for_the_same_code_is_the_same(code: str, data: st.DataObject) -> None:
    alike = {"0": "0Oo", "1": "1IiLl"}
    signs = list(code + codes.check_of(code))
    typed = [data.draw(st.sampled_from(alike.get(sign, sign + sign.lower()))) for sign in signs]
    blanks = data.draw(st.lists(st.text(BLANKS, max_size=2), min_size=22, max_size=22))
    assert codes.parse("".join(blank + sign for blank, sign in zip(blanks, [*typed, ""], strict=True))) == code


@given(code=CODES, place=st.integers(0, 19), sign=st.sampled_from(ALPHABET))
def test_a_mistyped_character_is_caught(code: str, place: int, sign: str) -> None:
    typed = code[:place] + sign + code[place + 1 :] + codes.check_of(code)
    if sign == code[place]:
        assert codes.parse(typed) == code
    else:
        assert refused(typed) == "code-check"


@given(code=CODES, place=st.integers(0, 18))
def test_two_swapped_characters_are_caught(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        assert refused(swapped + codes.check_of(code)) == "code-check"


def test_every_attester_s_check_character_is_taken() -> None:
    found = {codes.check_of(f"{number:020d}") for number in range(200)}
    assert found == set(CHECKS)
    for number in range(200):
        code = f"{number:020d}"
        assert codes.parse(code + codes.check_of(code).lower()) == code


@pytest.mark.parametrize("length", range(21))
def test_a_code_that_is_being_typed_is_too_short(length: int) -> None:
    assert refused(codes.show(CODE).replace("-", "")[:length]) == "code-short"


@pytest.mark.parametrize("more", ["0", "U", " - 7"])
def test_a_code_is_not_longer(more: str) -> None:
    assert refused(codes.show(CODE) + more) == "code-long"


@pytest.mark.parametrize(
    "sign", ["U", "u", "*", "~", "$", "=", "Ä", "é", "ı", "ſ", "\u0660", "１", "_", "#", "\x00", "😀"]
)
def test_a_code_holds_no_other_sign(sign: str) -> None:
    assert refused(sign + CODE[1:] + "0") == "code-sign"
    assert refused(sign) == "code-sign"


@pytest.mark.parametrize("sign", ["Ä", "/", "+", "\ud800"])
def test_the_check_is_no_other_sign(sign: str) -> None:
    assert refused(CODE + sign) == "code-sign"


def test_every_blank_and_dash_is_left_out() -> None:
    assert all(codes.parse(codes.show(CODE).replace("-", blank)) == CODE for blank in BLANKS)


def test_every_ascii_letter_is_folded_as_crockford_says() -> None:
    for letter in string.ascii_letters:
        folded = letter.translate(codes._FOLDED)
        assert folded == {"O": "0", "I": "1", "L": "1"}.get(letter.upper(), letter.upper())


def test_the_header_of_a_claim() -> None:
    assert codes.authorization(CODE) == f"Voucher {CODE}"
    for header in (f"Voucher {CODE}", f"voucher   {CODE}", f"VOUCHER {CODE}"):
        assert codes.parse_authorization(header) == CODE


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Voucher",
        "Voucher ",
        CODE,
        f"Voucher{CODE}",
        f"Voucher {CODE}0",
        f"Voucher {CODE[1:]}",
        f"Voucher {CODE.lower()}",
        f"Voucher {CODE} ",
        f"Voucher {CODE}\n",
        f" Voucher {CODE}",
        f"Bearer {CODE}",
        f"Voucher U{CODE[1:]}",
        f"Voucher {CODE}, {CODE}",
    ],
)
def test_no_other_header_claims(header: str) -> None:
    with pytest.raises(CodeError):
        codes.parse_authorization(header)
