"""The numbers of the private check: among how many sites one hides, and how long what was published stays."""

from reputation.rulebook.values import Value

REGISTERED_DOMAINS = Value(
    362_400_000,
    "registered domains in the world",
    1,
    "Verisign, The Domain Name Industry Brief, first quarter of 2024; it leaves out five suffixes that gave names away",
)
KEPT = Value(1, "days after the day on which the next epoch was made", 1, "Ours: whoever keeps a manifest for a day")
DATED_ANEW = Value(1, "days", 1, "Ours: an older manifest is one that somebody holds back")
