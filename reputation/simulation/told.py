"""The stories of the demonstration."""

from reputation.disputes.rules import Ground, Reasons, Side
from reputation.reviews.rules import Outcome
from reputation.simulation.stories import (
    INDEPENDENT,
    NONE,
    SELLER,
    SILENT,
    Challenged,
    Changed,
    Erased,
    Masked,
    Rejected,
    Removed,
    Replied,
    Restored,
    Story,
    Withdrawn,
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
                    "the words that name the person who delivered the parcel",
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

OTHERS = (
    Story(
        2,
        3,
        1,
        SELLER,
        1,
        NEVER,
        "Paid for the ferry package in spring. The day before leaving they wrote that the crossing is full, and the "
        "refund has been on its way ever since.",
        (
            Challenged(
                1,
                0,
                Ground.FALSE_STATEMENT_OF_FACT,
                "the refund has been on its way ever since",
                "The refund was booked.",
            ),
            Rejected(
                1,
                2,
                Reasons(
                    "the refund has been on its way ever since",
                    (
                        "The business showed a booking in its own system.",
                        "No payment left its bank until the day we asked.",
                    ),
                    "The refund was booked in the system.",
                    "Nothing has arrived; a bank statement shows it.",
                    "A booking that moves no money is no refund. The statement is true.",
                    "The review stays: the money had not been paid back.",
                ),
            ),
        ),
    ),
    Story(
        3, 2, 0, SELLER, 5, AS_AGREED, "The child trailer is sturdy and folds flat. They fitted the coupling for free."
    ),
    Story(3, 2, 2, SELLER, 4, AS_AGREED, "A floor pump and two tubes. Quick, fair, no fuss."),
    Story(
        3,
        1,
        0,
        INDEPENDENT,
        5,
        AS_AGREED,
        "Bought a commuter bike. Set up properly, brakes adjusted, first ride a joy.",
    ),
    Story(
        5,
        8,
        0,
        SELLER,
        2,
        UNSOLVED,
        "Nach der Reparatur lief die Maschine drei Tage. Für den zweiten Besuch sollte ich die Anfahrt noch einmal "
        "zahlen.",
        (
            Replied(
                6, 1, "Die zweite Anfahrt hätte nicht berechnet werden dürfen. Der Betrag ist zurück auf Ihrem Konto."
            ),
            Changed(
                5,
                0,
                4,
                SOLVED,
                "Nach der Reparatur lief die Maschine drei Tage. Die zweite Anfahrt sollte ich erst zahlen, dann kam "
                "das Geld zurück, und jetzt läuft sie.",
            ),
        ),
        language="de",
    ),
    Story(
        7,
        7,
        0,
        NONE,
        2,
        UNSOLVED,
        "The lavender from Northgate Garden was dry as straw when it came.",
        (
            Challenged(5, 0, Ground.WRONG_BUSINESS, "Northgate Garden", "We sell bikes. That is another firm."),
            Removed(
                4,
                2,
                Reasons(
                    "Northgate Garden",
                    (
                        "The text names another participant, Northgate Garden Supplies Ltd.",
                        "This business sells bikes only.",
                    ),
                    "It is about another firm with a similar name.",
                    "The writer agreed and has posted it there.",
                    "A review belongs beside the business it is about.",
                    "The review was taken out here because it is about another firm.",
                ),
            ),
        ),
    ),
    Story(
        10,
        9,
        0,
        INDEPENDENT,
        3,
        UNSOLVED,
        "Two of the boxed set's spines were crushed. Waiting for an answer.",
        (
            Replied(7, 0, "A new set is on its way; please keep the other for the school library."),
            Changed(
                6,
                0,
                5,
                SOLVED,
                "Two of the boxed set's spines were crushed. A new set came within the week and I could give the "
                "other to our school.",
            ),
        ),
    ),
    Story(10, 12, 0, SELLER, 2, UNSOLVED, "The map of the canals was an old edition.", (Withdrawn(9, 0),)),
    Story(
        12, 13, 0, INDEPENDENT, 5, AS_AGREED, "Nussig, wenig Säure, genau mein Kaffee.", (Erased(10, 0),), language="de"
    ),
    Story(
        18,
        4,
        0,
        NONE,
        1,
        NEVER,
        "Viaje a la Luna cancelado sin aviso. Estafadores.",
        (
            Challenged(2, 0, Ground.NO_GENUINE_EXPERIENCE, "Viaje a la Luna", "No vendemos viajes a la Luna."),
            Removed(
                1,
                1,
                Reasons(
                    "Viaje a la Luna",
                    ("The brochures of two years offer no such journey.", "There is no receipt."),
                    "No journey of this kind was ever sold.",
                    SILENT,
                    "What nobody sells, nobody can have bought.",
                    "The review was taken out: no such journey exists, and its writer did not explain.",
                ),
            ),
        ),
        language="es",
    ),
    Story(
        20,
        3,
        0,
        NONE,
        1,
        UNSOLVED,
        "All their plush otters are full of saw dust, my cousin's neighbour says.",
        (
            Challenged(
                2,
                0,
                Ground.NO_GENUINE_EXPERIENCE,
                "my cousin's neighbour says",
                "The writer tells what somebody else has heard.",
            ),
            Removed(
                1,
                1,
                Reasons(
                    "my cousin's neighbour says",
                    ("The text itself says that it is hearsay.", "There is no receipt."),
                    "It is not the writer's own purchase.",
                    SILENT,
                    "A review is about one's own purchase. This one says that it is not.",
                    "The review was taken out: it repeats what somebody else is said to have said.",
                ),
            ),
        ),
    ),
    Story(
        20,
        3,
        1,
        NONE,
        2,
        UNSOLVED,
        "The marble run lacks two pieces and the answer was a link to the shop's questions page.",
        (
            Challenged(
                2,
                1,
                Ground.NO_GENUINE_EXPERIENCE,
                "The marble run lacks two pieces",
                "This one belongs to the same wave of invented reviews.",
            ),
            Rejected(
                1,
                2,
                Reasons(
                    "The marble run lacks two pieces",
                    ("The business sells this marble run.", "Nothing in the text contradicts a purchase."),
                    "It came in the same weeks as many invented reviews.",
                    "The writer showed a moderator an order confirmation.",
                    "To be written in a bad week proves nothing. The order confirmation proves the purchase.",
                    "The review stays: its writer did buy.",
                ),
            ),
        ),
    ),
    Story(
        21,
        9,
        0,
        SELLER,
        5,
        AS_AGREED,
        "Everybody at our warehouse sleeps on a Larkspur. Best mattress in the world!",
        (
            Challenged(
                7,
                0,
                Ground.CONFLICT_OF_INTEREST,
                "Everybody at our warehouse",
                "The writer seems to work there.",
                Side.PUBLIC,
            ),
            Removed(
                6,
                1,
                Reasons(
                    "Everybody at our warehouse",
                    ("The business has one warehouse.", "Asked, it did not deny that its staff may post."),
                    "Our staff like what we make.",
                    SILENT,
                    "Who works for a business has a stake in its reviews, good ones included.",
                    "The praise was taken out: it came from inside the business.",
                ),
            ),
        ),
    ),
    Story(
        23,
        5,
        0,
        INDEPENDENT,
        2,
        UNSOLVED,
        "The tent leaks at the seam after one night, and the repair kit costs extra.",
        (
            Challenged(
                3,
                2,
                Ground.OFF_TOPIC,
                "the repair kit costs extra",
                "What accessories cost has nothing to do with the order.",
            ),
            Rejected(
                2,
                1,
                Reasons(
                    "the repair kit costs extra",
                    ("The writer bought the tent.", "The kit is what the business offered for this tent's leak."),
                    "The sentence is about another article.",
                    "It was their answer to my complaint.",
                    "How a complaint was met is part of the transaction.",
                    "The review stays: what was offered for the leak belongs to it.",
                ),
            ),
        ),
    ),
    Story(
        28,
        2,
        1,
        INDEPENDENT,
        2,
        NEVER,
        "The jumper is said to have been delivered to a pick-up point that closed last year.",
        (
            Replied(
                1,
                3,
                "We grew faster than our parcel contract. Everything that went to closed points is being sent "
                "again by post, at our cost.",
            ),
        ),
    ),
    Story(
        33,
        4,
        0,
        SELLER,
        1,
        NEVER,
        "Deposit for an oak floor paid, delivery moved six times, now the date is gone from my account.",
        (Replied(2, 2, "The mill we buy from has stopped. Please call; deposits can be paid back."),),
    ),
)

TOLD = KETTLE + OTHERS
