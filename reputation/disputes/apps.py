from django.apps import AppConfig

# Everything the pages may read of a decision: all but the salt of its statement.
SHOWN = (
    "id, public_id, case_id, review_id, replaces_id, replaced_outcome, is_final, outcome, ground, rule_version, "
    "policy_version, quote, facts, business_said, reviewer_said, reasoning, summary, dissent, unfounded, is_automated, "
    "decided_by, approved_by, persons, decided_on, effective_on, until, appeal_until, before_month, before_log_size, "
    "before_published, before_well, before_stars, after_month, after_log_size, after_published, after_well, after_stars"
)
# What of a case may change; the guards say how.
MOVES = (
    "state, answer_until, reply_until, decide_until, appeal_until, is_extended, has_answer, paused_on, paused_days, "
    "ended_on"
)
# What a decision says: it changes only where words go with the text of a review.
WORDS = "quote, facts, business_said, reviewer_said, reasoning, summary, dissent, unfounded"
INTERIM_MOVES = "confirmed_by_id, confirmed_on, until, ended_on"
PANEL_MOVES = "seated_on, drafter, ended_on"
SEAT_MOVES = "left_on, left_as, opinion, opinion_text, opinion_on, agrees, dissent"
# An appeal against a measure, the answer to it, and that the measure is over.
ANSWERS = "appealed_on, appeal, decide_until, appeal_decided_on, appeal_outcome, appeal_reasons, ended_on, why_ended"
_CASE = {
    "disputes_case": f"SELECT, INSERT, UPDATE ({MOVES})",
    "disputes_claim": "SELECT, INSERT, UPDATE (quote, said, is_held, masked_words)",
    "disputes_case_step": "SELECT, INSERT",
    "disputes_said": "SELECT, INSERT, UPDATE (text, is_held)",
    "disputes_filer": "SELECT, INSERT, DELETE",
    "disputes_draft": "SELECT, INSERT, UPDATE, DELETE",
    "disputes_appeal": "SELECT, INSERT, UPDATE (nonce)",
    "disputes_panel": f"SELECT, UPDATE ({PANEL_MOVES})",
    "disputes_candidate": "SELECT",
    "disputes_seat": f"SELECT, INSERT, UPDATE ({SEAT_MOVES})",
    "disputes_interim": f"SELECT, INSERT, UPDATE ({INTERIM_MOVES})",
    "disputes_alert_suspension": "SELECT, INSERT",
}


class DisputesConfig(AppConfig):
    """Cases. Pages take their steps at once; what a decision does to a review, the worker does."""

    name = "reputation.disputes"
    verbose_name = "Disputes"
    grants: dict[str, dict[str, str]] = {
        "web": _CASE
        | {
            "disputes_decision": f"SELECT ({SHOWN}), INSERT",
            "disputes_decider": "SELECT, INSERT",
            "disputes_due": "SELECT, INSERT",
            "disputes_measure": f"SELECT, INSERT, UPDATE ({ANSWERS})",
            "disputes_taking": "SELECT, INSERT",
            "disputes_writer_act": "SELECT, INSERT, UPDATE (text, is_held, nonce_commitment, release_on), DELETE",
        },
        "worker": _CASE
        | {
            "disputes_decision": f"SELECT, INSERT, UPDATE ({WORDS}, salt)",
            "disputes_decider": "SELECT, INSERT, DELETE",
            "disputes_due": "SELECT, INSERT, DELETE",
            "disputes_measure": "SELECT, UPDATE (appeal)",
            "disputes_taking": "SELECT, INSERT, DELETE",
            "disputes_writer_act": "SELECT, DELETE",
            "disputes_reminder": "SELECT, INSERT, DELETE",
            "disputes_interim": f"SELECT, INSERT, UPDATE (reasoning, facts, taken_by_id, {INTERIM_MOVES})",
            "disputes_panel": f"SELECT, INSERT, UPDATE (way, why, salt, drawn_at, reveal_until, seed, {PANEL_MOVES})",
            "disputes_candidate": "SELECT, INSERT, DELETE",
        },
    }
