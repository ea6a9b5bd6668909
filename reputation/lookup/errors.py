"""Why a look-up is refused, with stable public codes. Nothing of what was typed is in any of them."""

from typing import ClassVar

from reputation.core.errors import DomainError
from reputation.lookup.rules import Refused


class LookupRefused(DomainError):
    """What was typed is not looked up. Its code is one of TITLES."""

    code: ClassVar[str] = "lookup-refused"
    status = 422
    title: ClassVar[str] = "This is not looked up."


TITLES = {
    "phone-number": "This looks like a telephone number. Only businesses are looked up, never people.",
    "e-mail-address": "This looks like an e-mail address. Only businesses are looked up, never people.",
    "personal-number": "This looks like a personal number. Only businesses are looked up, never people.",
    "handle": "This looks like somebody's handle. Only businesses are looked up, never people.",
    "ip-address": "This is an IP address. Type the shop's web address or its name.",
    "bad-address": "This is no complete web address. Type it as it stands in the browser, such as shop.example.",
    "bad-check-digit": "This looks like a Legal Entity Identifier, but a character is wrong. Compare it once more.",
    "unknown-number": "This is no registry number known here. Try the shop's name or web address.",
    "not-a-name": "There is no letter and no digit in this. Type a name, web address or registry number.",
    "query-too-long": "This is longer than any name, address or number: 200 characters at most.",
    "invalid-text": "This holds characters that are no text. Type it once more.",
    "empty-query": "Nothing was typed. Type a name, web address or registry number.",
}
KINDS: dict[str, type[LookupRefused]] = {
    code: type(
        "".join(word.capitalize() for word in code.split("-")),
        (LookupRefused,),
        {"code": code, "title": title, "__doc__": title},
    )
    for code, title in TITLES.items()
}


def refusal(refused: Refused) -> LookupRefused:
    """The public refusal of what `lookup.rules` refused."""
    return KINDS[refused.code]()
