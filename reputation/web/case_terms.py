"""What is said of cases: their steps, their report, their course. The other words are in `terms`."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reputation.web.terms import Words

# Of a case about a notice with counts, where these differ.
ALERT_CASE_OUTCOMES: Mapping[str, Words] = {
    "open": _("Being decided: the notice stands"),
    "withdrawn": _("Withdrawn: the notice stands"),
    "rejected": _("Decided: the notice stands"),
    "suspended": _("Decided: the notice is suspended"),
}
# Of a case about an address that is warned of.
DOMAIN_CASE_OUTCOMES: Mapping[str, Words] = {
    "open": _("Being decided: the warning stands"),
    "withdrawn": _("Withdrawn: the warning stands"),
    "closed": _("Closed without a decision: the warning stands"),
    "rejected": _("Decided: the warning stands"),
    "exempt": _("Decided: the address imitates nothing, and nobody is warned of it any more"),
}
STARS_BANDS: Mapping[str, Words] = {
    "1-2": _("1 or 2 stars"),
    "3": _("3 stars"),
    "4-5": _("4 or 5 stars"),
}
SIZE_BANDS: Mapping[str, Words] = {
    "1-19": _("up to 19 reviews"),
    "20-99": _("20 to 99 reviews"),
    "100-499": _("100 to 499 reviews"),
    "500-": _("500 reviews or more"),
}
FILED_BY: Mapping[str, Words] = {"business": _("The business itself"), "public": _("Somebody else")}
# What happens in a case: a title and a line below it, with the last day and a detail where there are any.
CASE_EVENTS: Mapping[str, tuple[Words, Words]] = {
    "filed-business": (
        _("Filed by the business"),
        _("Ground: %(detail)s. A dated mark went on the review; it stays visible and counted. Limit: %(until)s."),
    ),
    "filed-public": (
        _("Filed by somebody else"),
        _("Ground: %(detail)s. A dated mark went on the review; it stays visible and counted. Limit: %(until)s."),
    ),
    "filed-alert": (
        _("The business contests a notice with counts"),
        _("It says that there is an innocent cause. The notice stands meanwhile. Limit for a decision: %(until)s."),
    ),
    "filed-domain": (
        _("Somebody contests the warning of an address"),
        _("They say that it imitates nothing. The warning stands meanwhile. Limit for a decision: %(until)s."),
    ),
    "answered-domain": (_("The business answered"), _("Whoever contested may reply until %(until)s.")),
    "withdrawn-domain": (_("Withdrawn"), _("Whoever contested the warning took that back. The warning stands.")),
    "noticed": (_("The writer was told"), _("They may answer until %(until)s. Not to answer is no reason to remove.")),
    "answered": (_("The writer answered"), _("Whoever challenged may reply until %(until)s.")),
    "replied": (_("Whoever challenged replied"), ""),
    "extended": (_("The writer was given more time"), _("They may answer until %(until)s.")),
    "paused": (_("Paused"), _("The case waits for somebody outside. Such days do not count for the limit.")),
    "resumed": (_("Goes on"), _("Limit for a decision: %(until)s.")),
    "ready": (_("Everybody was heard, or had the time for it"), _("Two people decide next.")),
    "reopened": (_("Opened again by a late answer"), _("Whoever challenged may reply until %(until)s.")),
    "overdue-admissibility": (_("We were late"), _("Nobody looked in time whether the ground can be raised.")),
    "overdue-decision": (
        _("We were late"),
        _("The decision did not come in time. Both sides may go straight to a panel."),
    ),
    "overdue-appeal-decision": (_("We were late"), _("The panel did not decide in time.")),
    "overdue-reversal": (_("We were late"), _("What was decided was not carried out in time.")),
    "withdrawn": (_("Withdrawn"), _("Whoever filed the challenge took it back. The review stays.")),
    "settled": (
        _("Settled"),
        _("The writer agreed to an offer. The case ends without a decision, and the review stays."),
    ),
    "closed": (_("Closed"), _("Nobody appealed in time, or the review is gone.")),
    "words-gone": (_("The text of the review is gone"), _("The case repeats none of its words any more.")),
    "decision": (_("Decided by two people"), "%(detail)s"),
    "appeal-decision": (_("Decided by a panel of three"), "%(detail)s"),
    "appeal-challenger": (_("Whoever challenged appealed"), _("A panel decides until %(until)s.")),
    "appeal-writer": (_("The writer appealed"), _("A panel decides until %(until)s.")),
    "interim-1": (
        _("The review is not shown for the time being"),
        _("One person decided so, because a day more may do harm. Without a second one it ends on %(until)s."),
    ),
    "interim-2": (_("A second person confirmed that it is not shown"), _("Until %(until)s at the latest.")),
    "interim-ended": (_("The measure for the time being ended"), ""),
    "legal-threat": (
        _("A legal threat against the writer"),
        _("Two people found so. It is shown until %(until)s, and changes nothing in the decision."),
    ),
    "case-conduct-ended": (_("What was said about a threat was taken back"), _("After an appeal.")),
    "next-admitted": (_("Somebody looks whether the ground can be raised"), ""),
    "next-answer": (_("The writer may answer"), _("Not to answer is no reason to remove.")),
    "next-answer-domain": (_("The business that is imitated may answer"), _("It need not.")),
    "next-reply": (_("Whoever challenged may reply"), ""),
    "next-decision": (_("Decision by two people"), ""),
    "next-appeal": (_("Appeal possible"), _("For both sides, free of charge.")),
    "next-panel": (_("Decision by a panel of three"), ""),
    "next-erased": (_("Files of the case erased"), _("Proofs go with the key they are sealed with.")),
}
PARTIES: Mapping[str, Words] = {
    "challenger": _("Whoever challenged"),
    "writer": _("The writer"),
    "business": _("The business"),
}
SAYINGS: Mapping[str, Words] = {
    "answer": _("answers"),
    "late-answer": _("answers late"),
    "reply": _("replies"),
    "offer": _("offers, so that the case may end"),
    "more": _("adds"),
    "appeal": _("appeals"),
}
TIMES: Mapping[str, Words] = {
    "admissibility": _("Admissible or not"),
    "answer": _("The writer’s answer"),
    "decision": _("First decision"),
    "appeal-decision": _("Appeal decided"),
    "reversal": _("Reversal put into effect"),
}
OUTCOME_COUNTS: Mapping[str, Words] = {
    "rejected": _("The review stayed as it was"),
    "inadmissible": _("The ground could not be raised: the review stayed"),
    "removed": _("The review was removed"),
    "masked": _("Words were masked"),
}
WAYS: Mapping[str, Words] = {
    "lot": _("Drawn by lot"),
    "assigned": _("Assigned, because no lot was possible"),
}
REPORT_COUNTS: Mapping[str, Words] = {
    "urgent": _("Urgent challenges"),
    "interim": _("Reviews not shown for the time being, by an interim measure"),
    "withdrawn": _("Challenges taken back"),
    "settled": _("Cases that both sides settled"),
    "restored": _("Reviews shown again by a later decision"),
    "warning": _("Warnings about businesses"),
    "right-suspended": _("Businesses that may not challenge for a time"),
    "legal-threat": _("Legal threats against writers, as their cases show"),
}
CORRECTIONS: Mapping[str, Words] = {
    "rejected": _("Decided: the review stays"),
    "inadmissible": _("Not admissible: the review stays"),
    "removed": _("Decided: the review was removed"),
    "masked": _("Decided: some words are masked, the rest stays"),
    "restored": _("Decided again: the review is back"),
    "admitted": _("The panel let the case begin: it is being decided"),
    "upheld": _("The panel rejected an appeal: what was decided stays"),
    "interim": _("The review is not shown for the time being"),
}
# The steps of a case in the picture of its course.
COURSE: Mapping[str, Words] = {
    "look": _("Somebody looks whether the ground can be raised"),
    "answer": _("The writer answers"),
    "reply": _("Whoever challenged replies"),
    "decide": _("Two people decide"),
    "window": _("Both sides may appeal"),
    "panel": _("A panel decides"),
}
