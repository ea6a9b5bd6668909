"""The numbers of the rating, edition 1. The formula that uses them is reputation/rulebook/edition-1.md."""

from reputation.rulebook.values import Value

_OWN = "Ours, chosen by the simulation in bench/integrity.py"

# Time
WINDOW = Value(24, "months", 1, "P11: nothing negative counts longer; ours")
RECENT = Value(3, "months", 1, f"The quarter the alerts look at. {_OWN}")
BEFORE = Value(12, "months", 1, f"The year before that quarter. {_OWN}")
YEAR = Value(12, "months", 1, "The span of the alert money-lost; ours")

# Weights: one review without any discount is MICRO at an age weight of one, hence UNIT when fresh
MICRO = Value(1_000_000, "parts of a review", 1, "Fixed-point precision; ours")
UNIT = Value(24_000_000, "parts of a review", 1, "WINDOW age weights of MICRO parts")
MONTH_LIMIT = Value(10, "reviews", 1, f"What a month's reviews can weigh at most in each of the two sums. {_OWN}")
QUARTERS = Value(4, "quarters of a review", 1, "Weights without a receipt are counted in quarters; ours")
NONE_QUARTERS = Value(2, "quarters of a review", 1, f"Without receipt a review weighs one half at most. {_OWN}")
NONE_BASE_QUARTERS = Value(
    2, "quarters of a review", 1, f"All reviews without receipt of a month weigh (receipted + this) / 4 at most. {_OWN}"
)

# Prior: what we assume before the first review, in units
PRIOR_STARS = (UNIT.value,) * 5
PRIOR_OUTCOMES = (UNIT.value, UNIT.value // 2, UNIT.value // 2)

# Cap on what a shop could have written itself
CAP_FIGURE = Value(20, "reviews", 1, f"What a shop could have written itself weighs at most this in the figure. {_OWN}")
CAP_CAREFUL = Value(10, "reviews", 1, f"The same in the cautious end; also the limit of few-independent. {_OWN}")

# Shown
INTERVAL = Value(196, "hundredths of a standard deviation", 1, "A nominal 95 % interval of a normal distribution")

# Publication
RECEIPTED_NEEDED = Value(5, "reviews with a receipt in the window", 1, _OWN)
MONTHS_NEEDED = Value(2, "months with a review that has a receipt", 1, _OWN)
WEIGHT_NEEDED = Value(3, "reviews of weight", 1, _OWN)

# Alerts
WORSE_BAD = Value(3, "bad outcomes in the recent months", 1, _OWN)
WORSE_PRIOR_BAD = Value(1, "bad outcomes added to the year before", 1, _OWN)
WORSE_PRIOR_ALL = Value(10, "outcomes added to the year before", 1, _OWN)
WORSE_CHI_SQUARE = Value(12, "chi-square, one degree of freedom (z about 3.5)", 1, _OWN)
SURGE_LOST = Value(5, "lost in the recent months", 1, _OWN)
SURGE_MORE = Value(4, "lost more than in the whole year before", 1, _OWN)
LOST_YEAR = Value(5, "lost in a year", 1, _OWN)
LOST_ONE_IN = Value(20, "one lost in so many outcomes", 1, _OWN)
LOST_SPREAD = Value(76, "19 * 4: the variance of a share of 1 in 20, at two standard deviations", 1, _OWN)
NO_RECEIPT_LOST = Value(5, "lost without a receipt in the recent months", 1, _OWN)
