"""Every address of the service, who may ask it and how, and what it answers: read by the tests of addresses."""

from typing import NamedTuple

from tests.api_lines import KEYED
from tests.api_signed import ABSENT, SIGNED


class Line(NamedTuple):
    """Who may ask an address, by which methods, and an example that is answered 200."""

    who: str
    methods: str
    example: str


# The people who ask, each in a browser of their own: see `browsers` below. A new kind of person is a line more here.
EVERYBODY = ("nobody", "somebody", "moderator", "panel", "operator", "owner", "agent", "reader")
SIGNED_IN = EVERYBODY[1:]
# Whom a line lets in by its word. To all others it is closed: nobody is sent to sign in, the rest get 403 or 404.
MAY: dict[str, tuple[str, ...]] = {
    "anybody": EVERYBODY,
    "signed-in": SIGNED_IN,
    "not-signed-in": ("nobody",),  # the pages on the way in; whoever is in is led on
    "moderator": ("moderator",),
    "panel": ("panel",),
    "operator": ("operator",),
    "duty": ("moderator", "panel", "operator"),
    "panel-or-operator": ("panel", "operator"),
    "member": ("owner", "agent", "reader"),
    "manager": ("owner", "agent"),
    "owner": ("owner",),
}
# {business}, {slug}, {review}, {case}: of the world below; {mine}, {claim}, {endpoint}, {application}: of the owner;
# {proposal}, {exclusion}, {attester}, {held}, {mask}: of the desk; {key}: of receipts of the business.
LINES = {
    "healthz": Line("anybody", "GET", "/healthz"),
    "metrics": Line("anybody", "GET", "/metrics"),
    "log-file": Line("anybody", "GET", "/log/checkpoint"),
    "issuer-directory": Line("anybody", "GET", "/.well-known/private-token-issuer-directory"),
    "issuer-keys": Line("anybody", "GET", "/issuer/{business}/seller/.well-known/private-token-issuer-directory"),
    "issuer-look": Line("anybody", "POST", "/issuer/look"),
    "issuer-token-request": Line("anybody", "POST", "/issuer/token-request"),
    "receipt-claim": Line("anybody", "GET POST", "/r/claim"),
    "api-check": Line("anybody", "POST", "/api/v1/check"),
    "api-businesses": Line("anybody", "GET", "/api/v1/businesses"),
    "api-business": Line("anybody", "GET", "/api/v1/businesses/{business}"),
    "api-domains": Line("anybody", "GET", "/api/v1/businesses/{business}/domains"),
    "api-rating": Line("anybody", "GET", "/api/v1/businesses/{business}/rating"),
    "api-explanation": Line("anybody", "GET", "/api/v1/businesses/{business}/explanation"),
    "api-reviews": Line("anybody", "GET", "/api/v1/businesses/{business}/reviews"),
    "api-badge": Line("anybody", "GET", "/api/v1/businesses/{business}/badge"),
    "api-badge-key": Line("anybody", "GET", "/api/v1/badge-key"),
    "api-log": Line("anybody", "GET", "/api/v1/log"),
    "api-log-checkpoints": Line("anybody", "GET", "/api/v1/log/checkpoints"),
    "api-log-consistency": Line("anybody", "GET", "/api/v1/log/consistency?first=0"),
    "api-log-entry-inclusion": Line("anybody", "GET", "/api/v1/log/entries/0/inclusion"),
    "api-log-entry": Line("anybody", "GET", "/api/v1/log/entries/0"),
    "api-log-receipt": Line("anybody", "GET", "/api/v1/log/entries/0/receipt"),
    "api-receipt-key": Line("anybody", "GET", "/api/v1/receipt-keys/{key}"),
    "api-legal-forms": Line("anybody", "GET", "/api/v1/legal-forms?country=DE&form=GmbH"),
    "api-number-kinds": Line("anybody", "GET", "/api/v1/number-kinds?country=DE"),
    "api-charter": Line("anybody", "GET", "/api/v1/charter"),
    "api-applications-look": Line("anybody", "POST", "/api/v1/applications/look"),
    "api-evidence-work": Line("anybody", "POST", "/api/v1/businesses/{business}/evidence-work"),
    "api-mail-evidence": Line("anybody", "POST", "/api/v1/businesses/{business}/mail-evidence"),
    "api-send-review": Line("anybody", "POST", "/api/v1/reviews"),
    "api-review-work": Line("anybody", "POST", "/api/v1/reviews/work"),
    "api-review-look": Line("anybody", "POST", "/api/v1/reviews/look"),
    "api-review": Line("anybody", "GET", "/api/v1/reviews/{review}"),
    "api-words": Line("anybody", "POST", "/api/v1/reviews/{review}/words"),
    "api-words-work": Line("anybody", "POST", "/api/v1/reviews/{review}/words/work"),
    "api-mailbox": Line("anybody", "GET POST PATCH", "/api/v1/mailbox"),
    "api-mailbox-work": Line("anybody", "POST", "/api/v1/mailbox/work"),
    "api-mailbox-wish": Line("anybody", "DELETE", "/api/v1/mailbox/wish"),
    "api-mailbox-withdrawal": Line("anybody", "POST", "/api/v1/mailbox/withdrawal"),
    "api-mailbox-erasure": Line("anybody", "POST", "/api/v1/mailbox/erasure"),
    "api-mailbox-appeal": Line("anybody", "POST", "/api/v1/mailbox/appeal"),
    "api-mailbox-giving-up": Line("anybody", "POST", "/api/v1/mailbox/giving-up"),
    "api-mailbox-cases": Line("anybody", "GET", "/api/v1/mailbox/cases"),
    "api-mailbox-acts": Line("anybody", "POST", "/api/v1/mailbox/cases/{case}/acts"),
    "api-mailbox-act": Line("anybody", "DELETE", "/api/v1/mailbox/cases/{case}/acts/answer"),
    "api-mailbox-proofs": Line("anybody", "POST", "/api/v1/mailbox/cases/{case}/proofs"),
    "api-schema": Line("anybody", "GET", "/api/v1/schema/"),
    "api-docs": Line("anybody", "GET", "/api/v1/docs/"),
    "api-problem": Line("anybody", "GET", "/api/v1/problems/phone-number"),
    "home": Line("anybody", "GET", "/"),
    "check": Line("anybody", "GET POST", "/check"),
    "business-unnamed": Line("anybody", "GET", "/b/{business}"),
    "business": Line("anybody", "GET", "/b/{business}/{slug}"),
    "number": Line("anybody", "GET", "/b/{business}/{slug}/number"),
    "number-rows": Line("anybody", "GET", "/b/{business}/{slug}/number/rows.csv"),
    "reviews": Line("anybody", "GET", "/b/{business}/{slug}/reviews"),
    "domain": Line("anybody", "GET", "/b/{business}/{slug}/domain/kettle-and-moss.example"),
    "feed": Line("anybody", "GET", "/b/{business}/{slug}/feed"),
    "badge": Line("anybody", "GET", "/b/{business}/{slug}/badge"),
    "badge-picture": Line("anybody", "GET", "/b/{business}/{slug}/badge.svg"),
    "review": Line("anybody", "GET", "/review/{review}"),
    "review-words": Line("anybody", "GET POST", "/review/{review}/words"),
    "review-words-work": Line("anybody", "POST", "/review/{review}/words/work"),
    "mailbox": Line("anybody", "GET POST", "/mailbox"),
    "mailbox-work": Line("anybody", "POST", "/mailbox/work"),
    "case": Line("anybody", "GET", "/case/{case}"),
    "entry": Line("anybody", "GET", "/entry/0"),
    "entry-bytes": Line("anybody", "GET", "/entry/0/bytes"),
    "receipt": Line("anybody", "GET", "/receipt/0"),
    "evidence-mail": Line("anybody", "GET POST", "/r/mail"),
    "evidence-proof": Line("anybody", "GET POST", "/r/proof"),
    "write": Line("anybody", "GET POST", "/write"),
    "write-look": Line("anybody", "POST", "/write/look"),
    "write-work": Line("anybody", "POST", "/write/work"),
    "write-reminder": Line("anybody", "GET", "/write/reminder"),
    "write-business": Line("anybody", "GET", "/write/{business}"),
    "checkpoints": Line("anybody", "GET", "/checkpoints"),
    "voucher": Line("anybody", "GET", "/r"),
    "voucher-help": Line("anybody", "GET", "/r/help"),
    "about": Line("anybody", "GET", "/about"),
    "about-topic": Line("anybody", "GET", "/about/privacy"),
    # Where people sign in.
    "account_login": Line("not-signed-in", "GET POST", "/members/sign-in"),
    "account_signup": Line("not-signed-in", "GET POST", "/members/sign-up"),
    "account_email_verification_sent": Line("anybody", "GET", "/members/confirm"),
    "account_confirm_email": Line("anybody", "GET POST", "/members/confirm/MQ:abc"),
    "account_reset_password": Line("anybody", "GET POST", "/members/reset"),
    "account_reset_password_done": Line("anybody", "GET", "/members/reset/sent"),
    "account_reset_password_from_key": Line("anybody", "GET POST", "/members/reset/1-abc"),
    "account_reset_password_from_key_done": Line("anybody", "GET", "/members/reset/done"),
    "account_inactive": Line("anybody", "GET", "/members/closed"),
    "members-work": Line("anybody", "POST", "/members/work"),
    "account_logout": Line("signed-in", "GET POST", "/members/sign-out"),
    "mfa_login_webauthn": Line("not-signed-in", "GET POST", "/members/passkey"),
    "mfa_authenticate": Line("not-signed-in", "GET POST", "/members/second-factor"),
    "account_reauthenticate": Line("signed-in", "GET POST", "/members/again"),
    "mfa_reauthenticate": Line("signed-in", "GET POST", "/members/again/code"),
    "mfa_reauthenticate_webauthn": Line("signed-in", "GET POST", "/members/again/passkey"),
    "members-home": Line("signed-in", "GET", "/members/"),
    "members-account": Line("signed-in", "GET POST", "/members/account"),
    "members-new-email": Line("anybody", "GET POST", "/members/account/email/abc"),
    "members-close": Line("signed-in", "GET POST", "/members/account/close"),
    "account_email": Line("signed-in", "GET POST", "/members/account/email"),
    "account_change_password": Line("signed-in", "GET POST", "/members/account/password"),
    "mfa_index": Line("signed-in", "GET", "/members/account/second-factor"),
    "mfa_activate_totp": Line("signed-in", "GET POST", "/members/account/second-factor/app"),
    "mfa_deactivate_totp": Line("signed-in", "GET POST", "/members/account/second-factor/app/remove"),
    "mfa_view_recovery_codes": Line("signed-in", "GET", "/members/account/second-factor/codes"),
    "mfa_generate_recovery_codes": Line("signed-in", "GET POST", "/members/account/second-factor/codes/new"),
    "mfa_list_webauthn": Line("signed-in", "GET", "/members/account/passkeys"),
    "mfa_add_webauthn": Line("signed-in", "GET POST", "/members/account/passkeys/add"),
    "mfa_edit_webauthn": Line("signed-in", "GET POST", "/members/account/passkeys/1/name"),
    "mfa_remove_webauthn": Line("signed-in", "GET POST", "/members/account/passkeys/1/remove"),
    "members-sessions": Line("signed-in", "GET POST", "/members/account/sessions"),
    # Where businesses join and are at home.
    "members-join": Line("signed-in", "GET POST", "/members/join"),
    "members-application": Line("owner", "GET POST", "/members/application/{application}"),
    "members-invitation": Line("anybody", "GET POST", "/members/invitation"),
    "members-own-keys": Line("signed-in", "GET POST", "/members/account/keys"),
    "members-business": Line("member", "GET", "/members/b/{mine}"),
    "members-people": Line("member", "GET", "/members/b/{mine}/members"),
    "members-people-change": Line("member", "POST", "/members/b/{mine}/members/change"),
    "members-particulars": Line("member", "GET POST", "/members/b/{mine}/particulars"),
    "members-ownership": Line("owner", "POST", "/members/b/{mine}/particulars/ownership"),
    "members-charter": Line("member", "GET POST", "/members/b/{mine}/charter"),
    "members-domains": Line("member", "GET POST", "/members/b/{mine}/domains"),
    "members-domain": Line("member", "GET POST", "/members/b/{mine}/domains/{claim}"),
    "members-webhooks": Line("member", "GET POST", "/members/b/{mine}/webhooks"),
    "members-webhook": Line("member", "GET", "/members/b/{mine}/webhooks/{endpoint}"),
    "members-webhook-change": Line("manager", "POST", "/members/b/{mine}/webhooks/{endpoint}/change"),
    "members-reviews": Line("member", "GET", "/members/b/{mine}/reviews"),
    "members-reply": Line("manager", "GET POST", "/members/b/{mine}/reviews/{own_review}"),
    "members-receipts": Line("member", "GET POST", "/members/b/{mine}/receipts"),
    "members-receipts-codes": Line("manager", "POST", "/members/b/{mine}/receipts/codes"),
    "members-receipt-figures": Line("member", "GET", "/members/b/{mine}/receipts/figures"),
    "members-receipt-totals": Line("member", "GET POST", "/members/b/{mine}/receipts/totals"),
    "members-keys": Line("owner", "GET POST", "/members/b/{mine}/keys"),
    "members-deeds": Line("member", "GET", "/members/b/{mine}/deeds"),
    "members-export": Line("member", "POST", "/members/b/{mine}/export"),
    "members-leaving": Line("member", "GET", "/members/b/{mine}/leaving"),
    "members-leaving-change": Line("owner", "POST", "/members/b/{mine}/leaving/change"),
    "papers": Line("anybody", "GET", "/about/papers"),
    "paper": Line("anybody", "GET", "/about/papers/privacy-notice"),
    "paper-text": Line("anybody", "GET", "/about/papers/privacy-notice/text"),
    "members-termination": Line("member", "GET POST", "/members/b/{mine}/termination"),
    # The desk.
    "desk": Line("duty", "GET", "/members/desk"),
    "desk-done": Line("duty", "GET", "/members/desk/done"),
    "desk-application": Line("moderator", "GET POST", "/members/desk/application/{application}"),
    "desk-proposal": Line("moderator", "GET POST", "/members/desk/proposal/{proposal}"),
    "desk-payment": Line("moderator", "GET POST", "/members/desk/payment/{payment}"),
    "desk-payment-file": Line("moderator", "GET", "/members/desk/payment/{payment}/file"),
    "desk-text": Line("moderator", "GET POST", "/members/desk/text/{held}"),
    "desk-words": Line("moderator", "GET POST", "/members/desk/words/{mask}"),
    "desk-businesses": Line("duty", "GET POST", "/members/desk/businesses"),
    "desk-business": Line("duty", "GET", "/members/desk/business/{business}"),
    "desk-exclude": Line("operator", "GET POST", "/members/desk/business/{business}/exclude"),
    "desk-numbers": Line("moderator", "GET POST", "/members/desk/business/{business}/numbers"),
    "desk-exclusion": Line("panel-or-operator", "GET POST", "/members/desk/exclusion/{exclusion}"),
    "desk-attesters": Line("operator", "GET", "/members/desk/attesters"),
    "desk-attester": Line("operator", "GET POST", "/members/desk/attester/{attester}"),
    "desk-keys": Line("operator", "GET POST", "/members/desk/business/{business}/keys"),
    "desk-editions": Line("operator", "GET POST", "/members/desk/editions"),
    "desk-operator": Line("operator", "GET POST", "/members/desk/operator"),
    "desk-duties": Line("operator", "GET POST", "/members/desk/duties"),
    "desk-letters": Line("operator", "GET", "/members/desk/letters"),
    "desk-inspect": Line("operator", "GET", "/members/desk/inspect"),
    "desk-table": Line("operator", "GET", "/members/desk/inspect/log_entry"),
    "desk-table-below": Line("operator", "GET", "/members/desk/inspect/log_entry/below/2"),
}
# Where a key is needed, and by whom: see test_api_callers.
LINES |= {name: Line("key", " ".join(line.needs), f"/api/v1/{line.path}") for name, line in KEYED.items()}
# Where an attester signs: see test_api_attesters.
LINES |= {
    name: Line("attester", " ".join(line.methods), f"/api/v1/{line.path.format(attester=ABSENT)}")
    for name, line in SIGNED.items()
}
# Whoever asks these needs a code, and is nobody to us: without one they say so.
NEED_CODE = {
    "api-mailbox": 422,
    "issuer-look": 401,
    "issuer-token-request": 415,
    "receipt-claim": 422,
    "mailbox": 422,
    "review-words": 422,
}
# What is left of /api/v1/ is answered 404 as a problem, whatever the method.
UNNAMED = {r"api/v1/^(?P<path>.*)$"}
# Not answered 200: the short address of a business leads to the long one, steps of signing in to the first of them.
LEADS_ON = {
    "business-unnamed",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "members-ownership",
}
# What a person of the example does not have, so that there is nothing even for them.
NOT_THERE = {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_edit_webauthn", "mfa_remove_webauthn"}
# What the example's form lacks is said beside it, or it is no form of ours.
WRONG = {
    "api-mail-evidence": 422,
    "write-look": 400,
    "api-send-review": 422,
    "api-review-look": 422,
    "api-words": 422,
    "api-mailbox": 403,
    "api-mailbox-cases": 403,
    "api-mailbox-wish": 403,
    "api-mailbox-withdrawal": 403,
    "api-mailbox-erasure": 403,
    "api-mailbox-appeal": 403,
    "api-mailbox-giving-up": 403,
    "api-mailbox-acts": 403,
    "api-mailbox-act": 403,
    "api-mailbox-proofs": 403,
    "members-webhook-change": 422,
    "members-people-change": 400,
    "members-leaving-change": 400,
    "members-receipts-codes": 400,
}
BODIES = {"api-applications-look": '{"country": "GB", "numbers": [{"scheme": "example", "value": "EX00000117"}]}'}
