"""Decided examples beside each ground: how the rule is meant. All invented, and nobody is in them.

They belong to the rule: who challenges, who decides and who reads about it see the same ones. A change is a new version
of the ground.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from reputation.rulebook.cases import ALERT_GROUND, DOMAIN_GROUND, RULES


class Example(NamedTuple):
    """`words`: what is said in the review, or of the alert or address. `upheld`: whoever challenged was right."""

    words: str
    why: str
    upheld: bool


_ALL: dict[str, tuple[Example, ...]] = {
    "no-genuine-experience": (
        Example(
            "A review without receipt praises a boat trip in January.",
            "The licence shows that no boat left before April, and within 28 days nobody answered.",
            upheld=True,
        ),
        Example(
            "The shop finds no order under any name like the writer’s, and shows nothing else.",
            "Reviews bear no names, so a search for one finds nothing. Facts are missing.",
            upheld=False,
        ),
        Example(
            "Somebody reports that the shop took the call, promised to ring back and never did.",
            "Who tried to buy and was let down has dealt with the business.",
            upheld=False,
        ),
    ),
    "wrong-business": (
        Example(
            "“The hotel pool was closed”, beside a bakery.",
            "The bakery has no pool and no rooms. The words fit the hotel of the same name in the same street.",
            upheld=True,
        ),
        Example(
            "“The parcel service left my shoes in the rain”, beside the shoe shop.",
            "The shop chose who delivers. The purchase was from this shop.",
            upheld=False,
        ),
    ),
    "names-a-person": (
        Example(
            "“The mechanic”, with first and family name, “was rude.”",
            "A name singles somebody out. The name is masked; that somebody was rude stays.",
            upheld=True,
        ),
        Example(
            "“The only woman in the workshop laughed at me.”",
            "Whoever knows the workshop knows who is meant. The words that single her out are masked.",
            upheld=True,
        ),
        Example(
            "“The staff at the till were rude.”",
            "Nobody is singled out among those who work there.",
            upheld=False,
        ),
    ),
    "threat-or-extortion": (
        Example(
            "The day before, a message to the shop said: “Refund me twice the price or I write one star.”",
            "The review was announced to get something nobody owed.",
            upheld=True,
        ),
        Example(
            "“If they do not refund me I will go to court.”",
            "To claim one’s right by lawful means threatens nobody.",
            upheld=False,
        ),
    ),
    "hate-or-harassment": (
        Example(
            "“People from there should not be let near customers.”",
            "It degrades people for where they come from. The sentence is masked.",
            upheld=True,
        ),
        Example(
            "“The worst service I ever had. Shame on you all.”",
            "Harsh words about how one was served degrade nobody for what they are.",
            upheld=False,
        ),
    ),
    "unlawful-content": (
        Example(
            "The text says where to buy copies of the maker’s software, with a key that unlocks them.",
            "The law on copyright that the challenge cites forbids to spread such keys.",
            upheld=True,
        ),
        Example(
            "“Their lawyer told me this review is illegal. The pan still burned.”",
            "No law was named that forbids to say so. That somebody calls a text unlawful does not make it so.",
            upheld=False,
        ),
    ),
    "confidential-data": (
        Example(
            "The text gives the number of the bank account to which a refund went.",
            "The number was entrusted for one payment. It is masked; the story of the refund stays.",
            upheld=True,
        ),
        Example(
            "“They wanted 40 for the repair and then took 90.”",
            "What somebody paid is theirs to tell. Terms of a shop that call prices secret do not change that.",
            upheld=False,
        ),
    ),
    "conflict-of-interest": (
        Example(
            "A message of another shop promises a discount to whoever reviews this one with one star.",
            "The message shows the incentive, and the review came with the words it asked for.",
            upheld=True,
        ),
        Example(
            "“Sounds like it was written by a competitor”, says the business, because the praise goes to another shop.",
            "A comparison is no tie. Nothing shows who would gain.",
            upheld=False,
        ),
    ),
    "off-topic": (
        Example(
            "“I boycott them for the party they give money to.” Nothing else.",
            "It says nothing about a purchase. What a business thinks is not reviewed here.",
            upheld=True,
        ),
        Example(
            "“Good bread. But parking there is impossible.”",
            "How one gets there belongs to the purchase, and the bread does in any case.",
            upheld=False,
        ),
    ),
    "false-statement-of-fact": (
        Example(
            "“They never sent it back to me.” The carrier’s dated record shows that it was handed over.",
            "Whether it was handed over can be proved, and the record plainly shows it.",
            upheld=True,
        ),
        Example(
            "“They take ages to answer.” The shop shows answers within three days.",
            "What is long is an opinion. Three days do not plainly show the contrary.",
            upheld=False,
        ),
        Example(
            "“It broke in the first week.” The shop says that it left the house in order.",
            "That does not plainly show that it did not break. Word stands against word, and the review stays.",
            upheld=False,
        ),
    ),
    ALERT_GROUND.code: (
        Example(
            "More people than usual say that they lost money. A parcel service stood still for three weeks.",
            "Dated notices of the carrier show it, nearly all of those reviews name it, and it is over.",
            upheld=True,
        ),
        Example(
            "More people than usual say that they lost money. “We grew fast”, says the business.",
            "Growth is no answer to those who lost money, and nothing shows that it ended.",
            upheld=False,
        ),
    ),
    DOMAIN_GROUND.code: (
        Example(
            "One letter sets the address apart. A bakery has had it for eleven years; the business sells bicycles.",
            "The register of companies names the bakery since then, and nobody takes bread for bicycles.",
            upheld=True,
        ),
        Example(
            "One letter sets the address apart. “I liked the sound of it”, says whoever registered it last week.",
            "That shows no right to the name and no use of it, and buyers would take one for the other.",
            upheld=False,
        ),
    ),
}
EXAMPLES: Mapping[str, tuple[Example, ...]] = MappingProxyType({code: _ALL[code] for code in RULES})
