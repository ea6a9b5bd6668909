"""Writes the vectors that the rules of imitation are held to, in every language that has them.

`python -m tools.lookalike_vectors` after a change of the rules. A row: what was visited, a proved domain, the rules
that hold for it, and what that makes of it: rule and tier, or null twice.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import keys, rules
from reputation.lookalikes.evaluate.mutations import CHANGES
from reputation.lookalikes.rules import Rule

VECTORS = Path(__file__).parents[1] / "tests/data/lookalike_vectors.json"
NAMES = (
    *("abb.com", "mein.de", "kiosk.fr", "moss.example", "rothys.com", "amazonia.com.br", "mummhaus.de", "arnhem.nl"),
    *("kettle-and-moss.example", "windmill-woolen.co.uk", "barracudanetworks.com", "genting88.com", "bücherwurm.de"),
    *("shop.kettlemoss.example", "internationalwhisky.com", "wwwidgets.org", "illimity.it", "thenorthernlights.no"),
)
PICKED = (
    ("kettle-and-moss.example", "https://kettle-and-moss.example/cart"),
    ("kettle-and-moss.example", "kettleandmoss.com"),
    ("kettle-and-moss.example", "kettle-and-moss.example.evil.io"),
    ("kettle-and-moss.example", "www.kettle-and-moss.weebly.com"),
    ("kettle-and-moss.example", "login-kettle-and-moss.evil.io"),
    ("shop.kettlemoss.example", "shop.kettlemoss.example.pay.io"),
    ("shop.kettlemoss.example", "www.kettlemoss.example"),
    ("genting88.com", "genting99.com"),
    ("genting88.com", "genting.com"),
    ("rothys.com", "xothys.com"),
    ("rothys.com", "chaussuresrothysfrance.com"),
    ("barracudanetworks.com", "barracudanetwroks.com"),
    ("barracudanetworks.com", "baracudanetwoks.com"),
    ("barracudanetworks.com", "baracudanetwok.com"),
    ("abb.com", "abb-shenbaikan.com"),
    ("abb.com", "abbshenbaikan.com"),
    ("mummhaus.de", "rnummhaus.de"),
    ("mummhaus.de", "mumhaus.de"),
    ("arnhem.nl", "amhem.nl"),
)


def visits() -> Iterator[tuple[str, str]]:
    """Proved domains, each with an address."""
    dice = random.Random(8)  # noqa: S311 - no secret
    yield from PICKED
    for domain in NAMES:
        label = keys.of(domain).label
        yield from ((domain, change(label, dice)) for change in CHANGES.values() for _ in range(2))
        yield from ((domain, "".join(dice.sample(label, len(label))) + ".com") for _ in range(2))
        yield from ((domain, other) for other in dice.sample(NAMES, 3))


def rows() -> Iterator[list[object]]:
    """The rows of the file."""
    dice = random.Random(5)  # noqa: S311 - no secret
    for domain, text in dict.fromkeys(visits()):
        holding = frozenset(Rule) if dice.random() < 0.8 else frozenset(dice.sample(list(Rule), 2))
        name = rules.proved(keys.of(domain))
        name = rules.Proved(name.domain, name.registrable, name.label, name.skeleton, holding)
        try:
            found = rules.imitation(rules.visited(keys.of(text)), name)
        except NotADomain:
            continue
        yield [text, domain, sorted(holding), found and found.rule, found and found.tier]


def text() -> str:
    """The file: a row a line."""
    return "[\n" + ",\n".join(json.dumps(row) for row in rows()) + "\n]\n"


if __name__ == "__main__":
    VECTORS.write_text(text(), encoding="ascii")
