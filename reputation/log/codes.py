"""The closed lists of codes that entries use. A retired code is never used again."""

from reputation.rulebook import cases

CLASSES = ("independent", "seller", "none")
RECEIPT_CLASSES = ("independent", "seller")
OUTCOMES = ("as-agreed", "problem-solved", "problem-unsolved", "never-delivered", "charged-wrongly")
ALERTS = ("worse", "surge", "money-lost", "no-receipt-given")

MANIFEST_HEAD = "/check"
"""After the origin, the first line of a manifest of the private check: by it no manifest passes for a checkpoint."""

CHANGES = ("names", "numbers", "charter", "country", "successor", "ownership")
DOMAIN_METHODS = ("dns", "file", "mail")
ATTESTER_KINDS = ("business", "payment-provider", "marketplace", "mail", "moderator")
KEY_ENDS = ("epoch-over", "replaced", "lost", "business-left")
KEY_ANNULMENTS = ("leaked", "more-spent-than-claimed", "false-attestation")
TOTAL_MOMENTS = ("issuing-ended", "key-dead")
BANDS = (
    "0",
    "1-4",
    "5-19",
    "20-99",
    "100-499",
    "500-1999",
    "2000-9999",
    "10000-49999",
    "50000-199999",
    "200000-999999",
    "1000000-4999999",
)
UNPUBLISHED = ("withdrawn", "erased")

# What a challenge of a review can rest on, and what a measure against a business can.
GROUNDS = tuple(cases.GROUNDS)
BUSINESS_GROUNDS = (
    "charter-breach",
    "false-reviews",
    "false-receipts",
    "pressure-on-reviewers",
    "unfounded-challenges",
)
SEVERITIES = ("minor", "moderate", "serious")
# Why a measure about a business is over before its day.
ENDS = ("cured", "reversed")
DECISIONS = ("rejected", "removed", "masked", "restored", "inadmissible", "admitted", "suspended")
SANCTIONS = ("removed", "masked")
ALERT_GROUNDS = ("innocent-cause",)
# A challenge that led to nothing may be called manifestly unfounded.
UNFOUNDED = ("rejected", "inadmissible")
SIDES = ("business", "public")
PARTIES = ("challenger", "writer")
STEPS = (
    "noticed",
    "answered",
    "replied",
    "extended",
    "paused",
    "resumed",
    "ready",
    "reopened",
    "overdue",
    "withdrawn",
    "settled",
    "closed",
)
DEADLINES = ("admissibility", "decision", "appeal-decision", "reversal")
CONDUCT = ("legal-threat",)
ABOUT_CASES = (
    "challenge",
    "case-step",
    "case-conduct",
    "decision",
    "appeal",
    "appeal-decision",
    "interim",
    "review-restricted",
    "review-restored",
    "warning",
    "right-suspended",
    "order",
)
"""The kinds of entries that the transparency report counts, beside the reviews that were challenged."""
ROLES = ("moderator", "second-moderator", "panel", "operator")
MEASURES = ("review-removed", "review-masked", "page-blocked", "information-requested")
