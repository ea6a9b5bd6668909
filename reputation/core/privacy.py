"""What every column holds, as one of six classes: whom it tells something about, and how long it may be kept."""

# ruff: noqa: S106 - classes of columns, no passwords
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Class:
    """What the columns of a class hold, and for how long."""

    holds: str
    kept: str


KINDS: Mapping[str, Class] = {
    "public": Class(
        "What the public log or a page tells anybody, and nothing about a person; texts of reviews among it.",
        "As long as the log; the text of a review until it is withdrawn or erased, then it is gone with its salt.",
    ),
    "business": Class(
        "About a legal person: from itself when it joined, or from a public registry.",
        "As long as its history; of a registry until the next import lacks it; a claim of a domain until 90 days after "
        "it ended.",
    ),
    "member": Class(
        "About somebody who works for a business or for the service: an address to sign in with, what they did when.",
        "As long as the account; what was done for a business, and who opened which proof, for 24 months.",
    ),
    "case": Class(
        "What the sides said in a case and what was found; shown on the case's page, where words may be hidden.",
        "As long as the review's figures are explained by it; words that are masked are gone from it at once, and "
        "sealed until nobody can have them put back. A payment proof's file until it was decided, 14 days at most; a "
        "proof in a case until 12 months after its end.",
    ),
    "secret": Class(
        "What opens a commitment. It never leaves the service but to the one it belongs to.",
        "As long as the text that it belongs to; erasing the text erases it. An issuing key until it ends. The pepper "
        "of a quarter as long as mails of it are taken. The key of a case's proofs until 12 months after its end.",
    ),
    "transient": Class(
        "What waits for its turn, a mail and its address among it, and what machinery needs to go on where it stopped.",
        "Until its turn has come: seconds in the log's queue, three days at most for a mail, five weeks for a review. "
        "That a mail went, and what a webhook was told: 30 days. A code and its claim: 30 days after its key ended; a "
        "mark of a spent token: until no receipt of its quarter can come out any more.",
    ),
}


def _columns(**classes: str) -> dict[str, str]:
    return {column: kind for kind, columns in classes.items() for column in columns.split()}


_ENTRY = "kind raw business review month stars outcome receipt_class key_id no_receipt_given"
_FIGURES = "month log_size published well stars"
_BEFORE_AFTER = " ".join(f"{side}_{name}" for side in ("before", "after") for name in _FIGURES.split())

CLASSES: dict[str, dict[str, str]] = {
    "log_waiting": _columns(transient=f"id {_ENTRY}"),
    "log_entry": _columns(public=f"position leaf_hash {_ENTRY}"),
    "log_tile": _columns(public="level index hashes"),
    "log_head": _columns(public="id origin size root edge operator acceptance_key", secret="operator_salt"),
    "log_operator_change": _columns(public="sha256 confirmed_on"),
    "log_checkpoint": _columns(public="size root note published_at"),
    "log_cosignature": _columns(public="id checkpoint_id name key_id signature signed_at"),
    "log_side_file": _columns(public="kind subject entry document is_published"),
    "notices_mail": _columns(
        transient="id public_id to language kind subject text state queued_at next_try_at tries why ended_on"
    ),
    "ratings_review": _columns(
        public="business review month receipt_class key_id stars outcome no_receipt_given is_withdrawn is_restricted "
        "is_annulled"
    ),
    "ratings_month": _columns(public="business month counts weights"),
    "ratings_annulled_key": _columns(public="business key_id"),
    "ratings_suspension": _columns(public="business alert until"),
    "ratings_answer": _columns(public="business month log_size status published order_key body"),
    "ratings_cursor": _columns(public="id position month refused"),
    "accounts_user": _columns(member="id public_id email language is_active made_on", secret="password"),
    "accounts_session": _columns(
        member="id public_id user_id signed_in_on used_on until", secret="key_hash", transient="data"
    ),
    "accounts_tally": _columns(transient="id kind name count until"),
    "accounts_spent": _columns(transient="hash until"),
    "accounts_given_duty": _columns(member="id user_id duty given_on ended_on"),
    "members_member": _columns(member="id public_id business_id user_id role since_on ended_on"),
    "members_invitation": _columns(
        transient="id public_id business_id email role invited_by_id until", secret="code_hash"
    ),
    "members_api_key": _columns(
        member="id public_id business_id user_id name scopes begins made_on used_on ended_on", secret="key_hash"
    ),
    "members_call": _columns(transient="id status until", secret="mark asks answer"),
    "members_deed": _columns(member="id business_id kind at by user_id key_id detail"),
    "members_contact": _columns(member="id business_id email language"),
    "members_acceptance": _columns(member="id business_id version name office user_id accepted_on"),
    "admissions_application": _columns(
        member="id public_id user_id contact_email language accepted_by office",
        business="business_id state country legal_form legal_name trading_names place domains charter_version",
        case="doubts filed_on decide_until decided_on reasons appeal_until appealed_on appeal appeal_decided_on "
        "appeal_reasons",
    ),
    "admissions_number": _columns(case="id application_id scheme value"),
    "members_told": _columns(business="id business_id version told_on"),
    "members_leaving": _columns(business="id business_id why given_on leaves_on ended_on is_cancelled"),
    "businesses_business": _columns(
        public="id public_id",
        business="legal_name country place legal_form state joined_on left_on charter_version successor_id "
        "excluded_until",
        secret="names_salt",
    ),
    "businesses_tradingname": _columns(public="id", business="business_id name"),
    "businesses_registrynumber": _columns(public="id", business="business_id scheme value"),
    "businesses_domain": _columns(public="id", business="business_id domain method proved_on lost_on"),
    "businesses_event": _columns(public="id", business="business_id kind on detail"),
    "businesses_registryentity": _columns(
        business="lei legal_name country place category legal_form status source as_of"
    ),
    "businesses_searchname": _columns(public="id", business="business_id lei folded tokens"),
    "businesses_searchtoken": _columns(business="token uses"),
    "businesses_searchdeletion": _columns(business="deletion token"),
    "businesses_registryimport": _columns(transient="sha256 rows"),
    "businesses_stagedentity": _columns(
        transient="lei legal_name country place category legal_form status as_of folded tokens"
    ),
    "lookalikes_name": _columns(public="id", business="business_id domain registrable label skeleton"),
    "lookalikes_deletion": _columns(business="mark name_id"),
    "lookalikes_dropped": _columns(public="id name_id rule fires_on sites"),
    "lookalikes_exemption": _columns(public="id business_id domain decision exempt_on"),
    "lookalikes_cursor": _columns(public="id position"),
    "domains_claim": _columns(
        public="id public_id",
        business="business_id domain token state method claimed_at checked_at next_check_at seen_at unseen_since "
        "failing_since grace_until ended_at",
    ),
    "webhooks_endpoint": _columns(
        business="id public_id business_id url kinds state made_on failing_since told",
        secret="secret former_secret former_until",
    ),
    "webhooks_event": _columns(transient="id public_id business_id kind body at"),
    "webhooks_delivery": _columns(
        transient="id public_id event_id endpoint_id state tries next_try_at status reason finished_at"
    ),
    "webhooks_announced_rating": _columns(transient="business_id sha256"),
    "receipts_attester": _columns(
        public="id public_id kind receipt_class name website public_key key_changed_on key_changes state applied_on "
        "admitted_on ended_on",
        business="business_id",
        member="contact language",
    ),
    "receipts_key": _columns(
        public="key_id business_id receipt_class epoch last_epoch public_key state claimed end_reason ended_on "
        "annulment annulled_on unused"
    ),
    "receipts_total": _columns(
        public="id key_id attester_id moment registered claimed contested signature sign_until is_logged"
    ),
    # What is public of a spent token is in the log; what is kept of it says only that it is no use any more.
    "receipts_spent": _columns(transient="epoch nullifier key_id token publish_week reserved_until"),
    "issuing_key": _columns(
        public="id business receipt_class epoch last_epoch state key_id public_key", secret="sealed"
    ),
    "issuing_batch": _columns(business="id public_id key_id attester codes sha256 registered_on"),
    "issuing_voucher": _columns(transient="hash batch_id"),
    "issuing_claim": _columns(transient="hash request is_contested"),
    "issuing_mark": _columns(transient="mark epoch"),
    "evidence_mail_domain": _columns(business="domain", transient="looked_on"),
    "evidence_mail_key": _columns(public="id domain selector record first_seen last_seen"),
    "evidence_pepper": _columns(transient="epoch", secret="pepper"),
    "evidence_payment_proof": _columns(
        case="id public_id business_id had_voucher week decide_until media file state reason",
        secret="collect_hash",
    ),
    "evidence_coverage": _columns(business="id business_id epoch via had_voucher count shown"),
    "evidence_decision": _columns(case="id proof business_id state reason decided_on", member="decided_by_id"),
    "reviews_waiting": _columns(
        transient="id business_id publish_week stars outcome receipt_class key_id no_receipt_given language text",
        secret="salt",
    ),
    "reviews_review": _columns(
        public="id public_id business_id month stars outcome receipt_class no_receipt_given language text state "
        "are_figures_changed decision",
        secret="salt",
    ),
    "reviews_masked_words": _columns(public="id review_id start length masked_on decision", transient="request"),
    "reviews_mark": _columns(public="id review_id kind case marked_on ended_on"),
    "reviews_tombstone": _columns(
        public=f"id review_id case decision is_interim ground rule_version removed_on lifted_on {_BEFORE_AFTER}"
    ),
    "reviews_reply": _columns(public="id review_id month text", secret="salt"),
    "reviews_writer": _columns(transient="review", secret="verifier slip"),
    "reviews_held": _columns(
        transient="id kind cause business_id review language week decide_by state reason forget_on", secret="content"
    ),
    "reviews_look": _columns(
        case="id held kind cause language is_second passed marked wrong missed decided_on", member="decided_by_id"
    ),
    "reviews_act": _columns(transient="review kind stars outcome text release_on"),
    "reviews_pending_reply": _columns(transient="review business_id text"),
    "reviews_mask_request": _columns(
        case="id public_id review words words_hash wording state asked_on decide_by is_late decided_on",
        member="decided_by_id",
    ),
    "proofs_key": _columns(case="case forget_on", secret="wrapped"),
    "proofs_proof": _columns(
        case="id public_id case_id party number kind size pages shown_on sealed seen seen_on", member="seen_by_id"
    ),
    "proofs_access": _columns(member="id proof case user_id at"),
    "disputes_case": _columns(
        public="id public_id business_id review_id alert side state is_urgent filed_on admit_until answer_until "
        "reply_until decide_until appeal_until is_extended has_answer paused_on paused_days ended_on"
    ),
    "disputes_claim": _columns(
        public="id case_id ground rule_version", case="quote said law is_held", secret="masked_words"
    ),
    "disputes_filer": _columns(case="id case_id language", secret="verifier", transient="email"),
    "disputes_case_step": _columns(public="id case_id step deadline until happened_on"),
    "disputes_said": _columns(public="id case_id party kind said_on", case="text is_held"),
    "disputes_writer_act": _columns(transient="id case_id kind text is_held nonce_commitment release_on"),
    "disputes_taking": _columns(case="id case_id part taken_on", member="user_id"),
    "disputes_draft": _columns(
        case="id case_id outcome quote facts business_said reviewer_said reasoning summary unfounded wording "
        "until_month drafted_at returned",
        member="drafted_by_id",
    ),
    "disputes_interim": _columns(
        public="id public_id case_id review_id ground confirmed_on until ended_on",
        case="reasoning facts taken_at lapses_at",
        member="taken_by_id confirmed_by_id",
    ),
    "disputes_decision": _columns(
        public="id public_id case_id review_id replaces_id replaced_outcome is_final outcome ground rule_version "
        "policy_version is_automated decided_by approved_by persons decided_on effective_on until appeal_until "
        f"{_BEFORE_AFTER}",
        case="quote facts business_said reviewer_said reasoning summary dissent unfounded",
        secret="salt",
    ),
    "disputes_decider": _columns(case="id decision_id role", member="user_id"),
    "disputes_due": _columns(transient="decision_id words"),
    "disputes_reminder": _columns(transient="id case_id last_day until days_before"),
    "disputes_appeal": _columns(
        public="id case_id decision_id party appealed_on aim_on decide_until nonce_commitment", secret="nonce"
    ),
    "disputes_panel": _columns(
        public="id case_id way why roster_sha256 roster_on drawn_at reveal_until seated_on ended_on",
        case="seed drafter",
        secret="salt",
    ),
    "disputes_candidate": _columns(case="id panel_id member", member="user_id"),
    "disputes_seat": _columns(
        case="id panel_id number asked_on left_on left_as opinion opinion_text opinion_on agrees dissent",
        member="user_id",
    ),
    "desk_proposal": _columns(
        public="id public_id kind edition sha256 severity rule",
        business="subject ground exclude_until",
        case="is_natural_person facts summary reasons proposed_at until state decided_at words",
        member="duty proposed_by_id decided_by_id",
    ),
    "desk_number": _columns(case="id proposal_id scheme value"),
    "desk_termination": _columns(
        public="id public_id proposal_id business_id ground reasons announced_on effective_on until stage appeal_until "
        "appealed_on decide_until appeal_decided_on appeal_outcome appeal_reasons",
        case="appeal",
    ),
    "disputes_measure": _columns(
        public="id public_id kind business_id case_id proposal ground severity rule rule_text policy_version persons "
        "told_on from_on until ended_on why_ended appeal_until appealed_on decide_until appeal_decided_on "
        "appeal_outcome appeal_reasons",
        case="facts reasoning summary appeal",
    ),
    "disputes_alert_suspension": _columns(
        public="id public_id business_id alert until policy_version decided_by approved_by decided_on appeal_until",
        case="facts reasoning summary",
    ),
    "checks_key": _columns(public="tables", business="domain domain_key skeleton_key"),
}

# Tables of the libraries, each as a whole: of the job queue names of tasks, when they are due and how they went, and
# ids as arguments; of Django's sign-in names of tables and rights that nobody is given; of allauth's the addresses of
# accounts, and second factors, encrypted where they are secret. Their columns are not ours.
FOREIGN: Mapping[str, str] = {
    "django_content_type": "transient",
    "auth_permission": "transient",
    "auth_group": "transient",
    "auth_group_permissions": "transient",
    "account_emailaddress": "member",
    "account_emailconfirmation": "transient",
    "mfa_authenticator": "secret",
    "procrastinate_jobs": "transient",
    "procrastinate_events": "transient",
    "procrastinate_periodic_defers": "transient",
    "procrastinate_workers": "transient",
    "django_migrations": "transient",
}
