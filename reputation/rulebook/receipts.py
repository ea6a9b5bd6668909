"""The numbers of receipts: how long a key issues, and how long what it issued can be used."""

from reputation.rulebook.values import Value

ISSUED_AFTER = Value(30, "days after the epoch", 1, "Ours: for purchases of its last days")
ISSUED_LONGEST = Value(3, "epochs after the first", 1, "Ours: with fewer than 20 claims a key issues on, a year in all")
FEW_CLAIMS = Value(20, "claims", 1, "Ours: among fewer, a review is too easily told to be one buyer's")
CODES_MOST = Value(
    1_000_000, "codes of an attester under a key", 1, "Ours: a bound on rows; the log's last band reaches further"
)
EXTENDED_BEFORE = Value(14, "days before the end of the epoch", 1, "Ours: most claims of the epoch are made by then")
LEFT_AFTER = Value(30, "days after a business left", 1, "Ours: for purchases of its last days")
REMOVED_AFTER = Value(30, "days after issuing ended", 1, "Ours: for totals, and for who asks why a code is used")
MARKS_AFTER = Value(2, "epochs after their own", 1, "Ours: a proof of a purchase is not taken so late")
REDEEMED_AFTER = Value(2, "epochs after issuing ended", 1, "Ours: time to know how a purchase went")
TOTALS_AFTER = Value(30, "days after issuing ended", 1, "Ours: time for each attester to sign its totals")
TOTALS_SIGNED_WITHIN = Value(21, "days", 1, "Ours: what is not signed by then is logged without a signature")
ATTESTERS_OPEN_MOST = Value(100, "applications of attesters that wait", 1, "Ours: a bound, so that a flood ends")
ATTESTERS_DECIDED_WITHIN = Value(30, "days", 1, "Ours: two operators look into who asks to vouch")
ATTESTERS_LAPSE = Value(60, "days", 1, "Ours: an application that nobody decided is over, and can be made again")
ATTESTER_KEYS_A_DAY = Value(3, "changes of an attester's key a day", 1, "Ours: each is public for good")
ATTESTERS_KEPT = Value(12, "months", 1, "As applications of businesses: long enough for a question, and for a court")
PUBLISHED_AFTER = Value(
    2, "months after redemption ended", 1, "Ours: what was sent in time is held for weeks, and may wait for a moderator"
)
