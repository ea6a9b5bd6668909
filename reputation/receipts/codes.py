"""Voucher codes: 100 random bits, in signs that people can read out, with a check character. Pure.

Source: Crockford's base 32 (crockford.com/base32.html), its folding of signs that look alike, and its check character.
The check character is for whoever types; the code itself is the 20 characters before it.
"""

import re
import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# The remainder by 37 may be one of five more. Attesters may make such codes; ours avoid them: they are hard to type.
CHECKS = f"{ALPHABET}*~$=U"
CODE_CHARACTERS = 20
_GROUP = 4
# Blanks and dashes that come with a code from a mail or a sheet of paper: plain, non-breaking, soft and long ones.
_LEFT_OUT = " \t\r\n-\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u202f\u2212"
# Letter by letter: what upper() makes of letters beyond ASCII is no matter here.
_FOLDED = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011", _LEFT_OUT)
_CANONICAL = re.compile(f"[{ALPHABET}]{{{CODE_CHARACTERS}}}", re.ASCII)
_AUTHORIZATION = re.compile(f"(?i:voucher) +({_CANONICAL.pattern})", re.ASCII)


class CodeError(ValueError):
    """A text that is no code. `code` says why: code-sign, code-short, code-long or code-check."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


def make() -> str:
    """A new code, in its canonical form. Its check character is a digit or a letter that cannot be mistaken."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))
        if check_of(code) in ALPHABET:
            return code


def show(code: str) -> str:
    """A canonical code as people get it: in groups of four, the check character with the last."""
    groups = (code[at : at + _GROUP] for at in range(0, CODE_CHARACTERS, _GROUP))
    return "-".join(groups) + check_of(code)


def parse(text: str) -> str:
    """The canonical form, 20 characters, of a code as somebody typed it: with its check character.

    Small letters, blanks and dashes do not matter; O is 0, and I and L are 1.

    Raises:
        CodeError: it holds another sign, is too short or too long, or was mistyped.
    """
    folded = text.translate(_FOLDED)
    code, check = folded[:CODE_CHARACTERS], folded[CODE_CHARACTERS:]
    if any(sign not in ALPHABET for sign in code) or any(sign not in CHECKS for sign in check):
        raise CodeError("code-sign", "the code holds a sign that no code has")
    if not check:
        raise CodeError("code-short", f"a code has {CODE_CHARACTERS + 1} characters; some are missing")
    if len(check) > 1:
        raise CodeError("code-long", f"a code has {CODE_CHARACTERS + 1} characters; these are more")
    if check != check_of(code):
        raise CodeError("code-check", "a character of the code is wrong")
    return code


def check_of(code: str) -> str:
    """The check character of a canonical code: the remainder of its number by 37."""
    number = 0
    for sign in code:
        number = (32 * number + ALPHABET.index(sign)) % len(CHECKS)
    return CHECKS[number]


def registered(code: str) -> bytes:
    """What an attester registers of a canonical code: its SHA-256, 32 bytes."""
    return sha256(code.encode()).digest()


def authorization(code: str) -> str:
    """The value of the header Authorization with which a code is claimed."""
    return f"Voucher {code}"


def parse_authorization(header: str) -> str:
    """The canonical code of such a header, without check character; the scheme's case does not matter.

    Raises:
        CodeError: the header is another.
    """
    match = _AUTHORIZATION.fullmatch(header)
    if match is None:
        raise CodeError("code-sign", "the header must be: Authorization: Voucher and the 20 characters of the code")
    return match[1]
