"""The numbers of applications to join."""

from reputation.rulebook.values import Value

DECIDED_WITHIN = Value(14, "days", 1, "Ours: two persons look at what the rules leave open")
APPEAL_WINDOW = Value(184, "days", 1, "As for every decision: six months, DSA Art. 20(1)")
APPEAL_DECIDED_WITHIN = Value(30, "days", 1, "As for every appeal at most; DSA Art. 20(4)")
KEPT = Value(12, "months", 1, "Ours: long enough for an appeal and for a court")
OPEN_MOST = Value(3, "applications of an account that wait", 1, "Ours: a bound")
DOMAINS_MOST = Value(10, "web addresses with an application", 1, "Ours: a bound; more can be claimed afterwards")
EXPLANATION_LIMIT = Value(2_000, "characters", 1, "Ours")
EXPLANATION_SHORTEST = Value(20, "characters", 1, "Ours: nobody is refused in a word")
