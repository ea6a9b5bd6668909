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
    Rejected,
    Removed,
    Replied,
    Story,
    Withdrawn,
)
from reputation.simulation.told_kettle import KETTLE

AS_AGREED, SOLVED = Outcome.AS_AGREED, Outcome.PROBLEM_SOLVED
UNSOLVED, NEVER, CHARGED = Outcome.PROBLEM_UNSOLVED, Outcome.NEVER_DELIVERED, Outcome.CHARGED_WRONGLY

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
