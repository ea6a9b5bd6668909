"""What happened to single reviews of Kettle & Moss Ltd: one of each kind of case."""

from reputation.disputes.rules import Ground, Reasons, Side
from reputation.reviews.rules import Outcome
from reputation.simulation.stories import (
    INDEPENDENT,
    NONE,
    SELLER,
    SILENT,
    Challenged,
    Masked,
    Rejected,
    Removed,
    Replied,
    Restored,
    Story,
)

AS_AGREED, SOLVED = Outcome.AS_AGREED, Outcome.PROBLEM_SOLVED
UNSOLVED, NEVER, CHARGED = Outcome.PROBLEM_UNSOLVED, Outcome.NEVER_DELIVERED, Outcome.CHARGED_WRONGLY

KETTLE = (
    Story(
        1,
        4,
        1,
        INDEPENDENT,
        5,
        SOLVED,
        "Copper pan arrived in two days, well packed. The lid belonged to another set; they sent the right one the "
        "same week and did not want the first one back.",
    ),
    Story(
        1,
        4,
        0,
        SELLER,
        2,
        UNSOLVED,
        "The enamel chipped after one week. I wrote twice. They said I must have dropped it, and offered ten percent "
        "off a new one.",
        (
            Replied(
                2,
                1,
                "We are sorry about the chip. Under our charter we offer an independent check of the enamel "
                "at our cost; the offer stands. Please use your order e-mail.",
            ),
            Challenged(
                1,
                3,
                Ground.FALSE_STATEMENT_OF_FACT,
                "They said I must have dropped it",
                "Our letter says that the damage could come from a knock. It does not say that the customer "
                "dropped it.",
            ),
        ),
    ),
    Story(
        1,
        6,
        0,
        NONE,
        4,
        AS_AGREED,
        "Good kettle, fair price. Mr Placeholder from the parcel service left it at the neighbour's without a card.",
        (
            Challenged(
                3,
                2,
                Ground.NAMES_A_PERSON,
                "Mr Placeholder from the parcel service",
                "The review names the man who delivered the parcel.",
                Side.PUBLIC,
            ),
            Masked(
                3,
                3,
                Reasons(
                    "Mr Placeholder from the parcel service",
                    ("The words are a surname with the employer beside it.", "Only one person is meant by them."),
                    "It was not the business that filed this challenge, and it had nothing to add.",
                    "The writer agreed to the neutral wording.",
                    "A review is about a business. Who delivered the parcel can be said without a name.",
                    "The name was replaced by neutral words. Stars and everything else stay.",
                ),
                "The driver",
            ),
        ),
    ),
    Story(
        1,
        9,
        0,
        SELLER,
        1,
        CHARGED,
        "Charged twice for one kettle. It took five weeks and a letter from my bank to get the second payment back.",
        (
            Replied(7, 2, "The second booking was our mistake. It was paid back on the day the bank's letter came."),
            Challenged(
                5,
                0,
                Ground.CONFLICT_OF_INTEREST,
                "It took five weeks and a letter from my bank",
                "The sentence repeats, word for word, a text on the site of a competitor who opened next door.",
            ),
            Removed(
                4,
                0,
                Reasons(
                    "It took five weeks and a letter from my bank",
                    (
                        "The same sentence stood on a competitor's site, dated two weeks earlier.",
                        "The business showed that site.",
                    ),
                    "The text was written by or for the competitor.",
                    SILENT,
                    "The same unusual sentence in two places, one a competitor's, makes a common author likely.",
                    "The review was taken out because it seemed to come from a competitor.",
                ),
            ),
            Restored(
                2,
                2,
                Reasons(
                    "It took five weeks and a letter from my bank",
                    (
                        "The writer showed a moderator the bank's letter about exactly this double payment.",
                        "The competitor's site had copied the sentence from here, not the other way round.",
                    ),
                    "The business no longer disputes the double payment.",
                    "The writer had been away, and showed the letter on return.",
                    "A late answer always reopens a case. The letter outweighs the likeness of two sentences.",
                    "The review is back: its writer was a customer, and the payment was taken twice.",
                ),
            ),
        ),
    ),
    Story(
        1,
        11,
        0,
        NONE,
        1,
        NEVER,
        "Ordered a grand piano here for my hotel. Nothing ever came and they pretend not to know me.",
        (
            Challenged(
                8,
                0,
                Ground.NO_GENUINE_EXPERIENCE,
                "Ordered a grand piano here",
                "We sell kitchenware. We have never sold a piano.",
            ),
            Removed(
                6,
                3,
                Reasons(
                    "Ordered a grand piano here",
                    (
                        "The price lists of the last three years hold kitchenware only.",
                        "There is no receipt, and no order of such a size in the accounts shown to the moderators.",
                    ),
                    "No piano was ever offered or sold.",
                    SILENT,
                    "An order that this business cannot have taken is no experience with it.",
                    "The review was taken out: the business sells no pianos, and its writer did not explain.",
                ),
            ),
        ),
    ),
    Story(
        1,
        15,
        0,
        INDEPENDENT,
        2,
        UNSOLVED,
        "The pepper mill grinds coarse or not at all. They call my photo of the grinder a matter of taste.",
        (
            Challenged(
                12,
                0,
                Ground.FALSE_STATEMENT_OF_FACT,
                "They call my photo of the grinder a matter of taste",
                "We never used these words.",
            ),
            Rejected(
                11,
                2,
                Reasons(
                    "They call my photo of the grinder a matter of taste",
                    (
                        "The shop's mail says: how fine a pepper should be is for everybody to decide.",
                        "The writer's photo shows a grinder with a worn tooth.",
                    ),
                    "The words in the review are not those of the mail.",
                    "It is a summary, not a quotation.",
                    "To sum up a mail in one's own words is allowed as long as the mail can be read that way.",
                    "The review stays: it is a fair summary of what the shop wrote.",
                ),
            ),
        ),
    ),
)
