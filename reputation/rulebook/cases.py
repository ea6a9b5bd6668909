"""Grounds on which a review can be challenged, and the deadlines of a case. One profile: EU."""

from dataclasses import dataclass
from types import MappingProxyType

from reputation.rulebook.values import Value

POLICY_VERSION = "1"
_DSA = "Regulation (EU) 2022/2065 (DSA)"


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that a review can break. A change of `text` counts up `version`; a retired code is never used again.

    `evidence` says what the person who challenges has to bring. `inadmissible_with_receipt`: a receipt already proves
    the contrary. `hides_words`: the quoted words are what should not be seen, so that no page repeats them while the
    case is open. `is_urgent`: a day more may do harm that nothing puts right, so that a review may be taken out for the
    time being. `needs_law`: whoever challenges names the law.
    """

    code: str
    version: str
    title: str
    text: str
    evidence: str
    inadmissible_with_receipt: bool = False
    hides_words: bool = False
    is_urgent: bool = False
    needs_law: bool = False


_ALL = (
    Ground(
        "no-genuine-experience",
        "1",
        "No genuine experience",
        "The writer did not buy from this business, or tried to buy and never dealt with it.",
        "Facts that show it, for example that nothing of the kind was sold in those months. Silence is not enough.",
        inadmissible_with_receipt=True,
    ),
    Ground(
        "wrong-business",
        "1",
        "Wrong business",
        "The review is about another business than the one it stands beside.",
        "The words that name the other business or something only the other one offers.",
    ),
    Ground(
        "names-a-person",
        "1",
        "Names or identifies a person",
        "The text names a natural person or says enough to single one out.",
        "The words themselves.",
        hides_words=True,
        is_urgent=True,
    ),
    Ground(
        "threat-or-extortion",
        "1",
        "Threat or extortion",
        "The review threatens somebody, or was announced to get something.",
        "The words, or the message in which it was announced.",
        is_urgent=True,
    ),
    Ground(
        "hate-or-harassment",
        "1",
        "Hate or harassment",
        "The text degrades people for what they are, or pursues somebody.",
        "The words themselves.",
    ),
    Ground(
        "unlawful-content",
        "1",
        "Unlawful content",
        "Publishing the text breaks a law.",
        "The law, the article and the words it is about.",
        is_urgent=True,
        needs_law=True,
    ),
    Ground(
        "confidential-data",
        "1",
        "Confidential data",
        "The text gives away data that were entrusted, such as an account number or a trade secret.",
        "The words, and what makes them confidential.",
        hides_words=True,
        is_urgent=True,
    ),
    Ground(
        "conflict-of-interest",
        "1",
        "Conflict of interest or incentive",
        "The writer works for the business or a competitor, or was given something for the review.",
        "What shows the tie or the incentive.",
    ),
    Ground(
        "off-topic",
        "1",
        "Off topic",
        "The text is not about a purchase from this business.",
        "The words themselves.",
    ),
    Ground(
        "false-statement-of-fact",
        "1",
        "Manifestly false statement of fact",
        "An assertion of fact that the evidence plainly shows to be untrue. An opinion or a fair summary is none.",
        "The sentence, and the document that plainly shows the contrary.",
    ),
)
GROUNDS = MappingProxyType({ground.code: ground for ground in _ALL})
ALERT_GROUND = Ground(
    "innocent-cause",
    "1",
    "Innocent cause of an alert",
    "What the alert says is counted right, and has a cause for which the business is not to blame and which is over.",
    "What shows the cause, such as a dated notice by somebody else.",
)
DOMAIN_GROUND = Ground(
    "no-imitation",
    "1",
    "No imitation",
    "The address looks like that of a business that takes part, and imitates nothing: whoever runs it has the name by "
    "right or long use, and nothing there passes for that business.",
    "Since when the name has been used and for what, such as a company, a trade mark, a place or a common word.",
)
# Every rule that a case can be about: a review breaks one of the grounds, an alert has an innocent cause, an address
# imitates nothing.
RULES = MappingProxyType({**GROUNDS, ALERT_GROUND.code: ALERT_GROUND, DOMAIN_GROUND.code: DOMAIN_GROUND})


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days people work. `weekend`: days of the week, Monday is 0. `holidays`: month and day, every year."""

    code: str
    weekend: frozenset[int]
    holidays: frozenset[tuple[int, int]]
    source: str


EU = Calendar(
    "eu",
    frozenset({5, 6}),
    frozenset({(1, 1), (5, 1), (12, 25), (12, 26)}),
    "Regulation (EEC, Euratom) No 1182/71 Art. 3; the holidays: ECB, long-term calendar of TARGET, those of fixed days",
)

# Time
ADMISSIBILITY = Value(2, "working days", 1, "Ours; DSA Art. 16(6): in a timely manner")
ANSWER = Value(14, "days", 1, "Ours: time for the reviewer to answer")
SILENCE = Value(28, "days", 1, "Ours: before that, silence is no evidence of anything")
REJOINDER = Value(5, "days", 1, "Ours: time for the challenger to reply to the answer")
DECISION = Value(60, "days from filing", 1, "Ours, the longest, pauses excluded; DSA Art. 16(6)")
APPEAL_WINDOW = Value(184, "days", 1, f"{_DSA} Art. 20(1): at least six months")
APPEAL_DECISION = Value(30, "days", 1, f"Ours, the longest; {_DSA} Art. 20(4): in a timely manner")
REVERSAL = Value(72, "hours", 1, "Ours: a reversal takes effect everywhere")
DECIDERS = Value(
    2, "persons", 1, "Ours: every removal, warning, termination, rejected appeal, edition, suspended alert"
)
PANEL = Value(3, "persons", 1, "Ours: an odd number, none of whom had part in the case")
LOT_FROM = Value(9, "eligible persons", 1, "Ours: drawing three of fewer tells too much in advance")
EXTENSION = Value(14, "days", 1, "Ours: once, when the writer asks for it")
DECISION_AIM = Value(14, "days after the exchange", 1, "Ours; DSA Art. 16(6)")
APPEAL_AIM = Value(21, "days", 1, f"Ours; {_DSA} Art. 20(4)")
JOINING = Value(3, "days", 1, "Ours: time for the other side to appeal too, before a panel is put together")
COSIGNED = Value(7, "days", 1, "Ours: a lot waits so long for a checkpoint that somebody outside cosigned")
REVEALING = Value(3, "days", 1, "Ours: time for both sides to tell their nonces, once that checkpoint is there")
PAUSES_LONGEST = Value(30, "days in all", 1, "Ours: waiting for somebody outside, such as an attester or an authority")
URGENT = Value(24, "hours", 1, f"Ours: a moderator has looked; {_DSA} Art. 16(6)")
REMOVAL_LASTS = Value(12, "months", 1, "Ours: as long as the text of a removed review is kept; P11")
MASK_LASTS = Value(36, "months", 1, "Ours: as long as any text is kept; P11")
FILES_KEPT = Value(12, "months after the end", 1, "Ours: evidence and drafts of a case; then its key is destroyed")
PERSONS_KEPT = Value(24, "months after the end", 1, "Ours: who had part in a case, as long as a tie lasts")
ALERT_SUSPENSION = Value(6, "months", 1, "Ours: an alert is suspended for this long at most")
INTERIM_ALONE = Value(48, "hours", 1, "Ours: after that, an interim measure takes two persons")
INTERIM_LONGEST = Value(90, "days", 1, "Ours: a case is decided within 60 days, pauses excluded; P5, P11")
RIGHT_SUSPENDED_LONGEST = Value(180, "days", 1, "Ours: the longest step after unfounded challenges")
MEASURE_LONGEST = Value(36, "months", 1, "A warning or a termination ends; the longest step of SAMR Order 107")

# Length limits of the statement of reasons, in characters
FACT_LIMIT = Value(5_000, "characters", 1, "DSA Transparency Database, decision_facts")
REASON_LIMIT = Value(2_000, "characters", 1, "DSA Transparency Database, incompatible_content_explanation")
SUMMARY_LIMIT = Value(500, "characters", 1, "Ours: a plain-language summary is short")
QUOTE_LIMIT = Value(500, "characters", 1, "Ours: the words it is about, not the whole review")
SENTENCE_LONGEST = Value(25, "words", 1, "Ours; European Commission, How to write clearly: 20 on average")
