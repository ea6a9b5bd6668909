"""The numbers of evidence: how old a mail may be, how long its key was seen, how long a payment proof is held."""

from dataclasses import dataclass

from reputation.rulebook.values import Value

MAIL_AGE = Value(120, "days", 1, "Ours: as long as a purchase is fresh; far shorter than its quarter's receipts live")
HEADERS_LARGEST = Value(65_536, "bytes", 1, "Ours: the signed headers of an order mail are a twentieth of it")
KEY_GONE = Value(30, "days", 1, "Ours: mails signed before a key was changed still count for a while, and not for long")
RECORD_LONGEST = Value(2_000, "characters", 1, "RFC 6376, 3.6.2.2; RSA of 8192 bits takes 1,500 of them")
KEYS_OF_A_DOMAIN = Value(50, "keys", 1, "Ours: no shop signs with so many")
LOOKS_A_RUN = Value(200, "domains every ten minutes", 1, "Ours: some 28,000 domains are seen to in a day")
FILE_LARGEST = Value(5_242_880, "bytes", 1, "Ours: a photograph of a receipt, or some pages")
FILES_WAITING_MOST = Value(2_000, "files that wait for a moderator", 1, "Ours: 10 GB; a flood fills no disk")
DECIDED_WITHIN = Value(14, "days after the Monday of the week", 1, "Ours: the file is gone by then, decided or not")
DECISIONS_KEPT = Value(24, "months", 1, "As what members did: to see who decided what, without any file")
KEPT_FOR_COLLECTING = Value(90, "days after the last day", 1, "Ours: time to come back with the code")

# Under these names domains commonly keep a key; others are learnt from mails.
# Source: the defaults of OpenDKIM's documentation ("default", "mail"), and what providers of mail tell their
# customers to set: Google Workspace ("google"), Microsoft 365 ("selector1", "selector2"), Mailchimp ("k1" to "k3"),
# SendGrid ("s1", "s2"), Fastmail ("fm1" to "fm3").
USUAL_SELECTORS = (
    "default",
    "mail",
    "google",
    "selector1",
    "selector2",
    "k1",
    "k2",
    "k3",
    "s1",
    "s2",
    "fm1",
    "fm2",
    "fm3",
)


@dataclass(frozen=True, slots=True)
class PaymentMail:
    """A receipt that a payment provider mails to buyers: who signs, who writes, and where its subject names the shop.

    `subject`: the whole subject, with `{shop}` once; what stands there must be a name of the business, word by word.
    `source`: where the provider says so, or who saw which mail.
    """

    domain: str
    sender: str
    subject: str
    source: str


# None yet: an entry needs a mail of the provider that somebody of ours has seen, in each language.
PAYMENT_MAILS: tuple[PaymentMail, ...] = ()
