"""The numbers of domains: how often a proof is looked at again, and how long a business has when it is gone."""

from reputation.rulebook.values import Value

PROVED_AGAIN = Value(30, "days", 1, "Ours: a domain can change hands any day; a month bounds how long that goes unseen")
GRACE = Value(14, "days", 1, "Ours: time to put back what was lost in a move to another host")
UNSEEN_LONGEST = Value(14, "days", 1, "Ours: an outage is shorter; after that, what nobody can see counts as gone")
WAITING_LONGEST = Value(30, "days", 1, "Ours: long enough for whoever runs the name servers")
CLAIMS_MOST = Value(
    20, "claims of a business at a time", 1, "Ours: nobody can use us to look at other people's servers"
)
CHECKS_A_RUN = Value(200, "checks every ten minutes", 1, "Ours: some 800,000 proofs are seen to in a month")
CHECK_PAUSE = Value(60, "seconds between two checks of a claim", 1, "Ours: a name server answers the same for as long")
MAIL_AGE = Value(30, "days", 1, "Ours: a signed message shows who held the domain then, not who holds it now")
MAIL_LARGEST = Value(262_144, "bytes", 1, "Ours: a message of a few words is a tenth of it")
KEPT_AFTER = Value(90, "days after a claim ended", 1, "Ours: to answer questions about it")
