"""The numbers of what two persons decide, and of excluding a business."""

from reputation.rulebook.values import Value

LAPSES = Value(14, "days", 1, "Ours: what nobody confirms in two weeks is proposed anew or not at all")
TIE = Value(24, "months", 1, "Ours: as long as what a business did can move its rating")
EXPLANATION_SHORTEST = Value(20, "characters", 1, "Ours: nobody is refused or excluded in a word")
EXPLANATION_LIMIT = Value(2_000, "characters", 1, "Ours; DSA Transparency Database, incompatible_content_explanation")
NOTICE = Value(30, "days", 1, "Regulation (EU) 2019/1150 (P2B), Art. 4(2): at least 30 days before it ends")
APPEAL_WINDOW = Value(184, "days", 1, "As for every decision: six months, DSA Art. 20(1)")
APPEAL_DECIDED_WITHIN = Value(30, "days", 1, "As for every appeal at most; DSA Art. 20(4)")
KEPT_OF_APPLICATIONS = Value(12, "months", 1, "As long as the applications they are about")
KEPT = Value(36, "months", 1, "Ours: as long as the longest measure")
TOLD_AS_IT_IS = Value(300, "characters", 1, "Ours: whoever said more is told in fewer words")
