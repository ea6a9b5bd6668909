"""The numbers of reviews: lengths, holds, retention."""

from reputation.rulebook.values import Value

TEXT_LIMIT = Value(4_000, "characters", 1, "Ours")
REPLY_LIMIT = Value(2_000, "characters", 1, "Ours")
HOLD_SHORTEST = Value(1, "weeks", 1, "P6: nobody can tell when a review was sent; ours")
HOLD_LONGEST = Value(4, "weeks", 1, "P6; ours")
FIGURE_CHANGES = Value(1, "changes of stars or outcome", 1, "Ours: enough to say that a problem was solved")
REPLIES = Value(1, "replies", 1, "Ours: a review is no argument; the reply can be edited")
TEXT_KEPT = Value(36, "months", 1, "Ours: one year longer than its figures count")
RESTRICTED_TEXT_KEPT = Value(12, "months", 1, "Ours: long enough for an appeal and a court")
