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
# How a text may be looked at before it comes out.
HELD = Value(14, "days", 1, "Ours: a moderator looks in time, or the text goes and its receipt is free again")
APPEALABLE = Value(14, "days", 1, "Ours: so long a refused text is kept, for a second person to look at it")
AUDITED = Value(32, "texts, of which one is looked at once more", 1, "Ours: about 3 in 100 texts that seemed clean")
MASK_LONGEST = Value(200, "characters", 1, "Ours: words that name somebody, never a whole text")
MASK_WORDS = Value(5, "words", 1, "Ours: so many may always be marked, or a third of the text if that is more")
MASK_DECIDED = Value(24, "hours", 1, "Ours: words are masked at once, so somebody has to look soon")
# How what a writer does later becomes known.
RELEASE_HOUR = Value(12, "o'clock UTC", 1, "Ours: once a day, so that nobody can watch the clock")
MAILBOX_OPEN = Value(30, "minutes", 1, "Ours: so long a mailbox stays open for the writer who showed the codename")
# How long it is known what moderators decided.
RATES_OVER = Value(12, "months", 1, "Ours: the error rate that is told is that of the last year")
LOOK_KEPT = Value(24, "months", 1, "Ours: two years of error rates; no word of a text is in it")
MASKS_LIFTED = Value(2, "lifted requests", 1, "Ours: marked in vain so often, words of a review wait for a moderator")
MASK_KEPT = Value(12, "months", 1, "Ours: so long words that were decided about are not masked at once again")
