from django.apps import AppConfig

# Everything the pages may read of a review: all but the salt.
SHOWN = (
    "id, public_id, business_id, month, stars, outcome, receipt_class, no_receipt_given, language, text, state, "
    "are_figures_changed, decision"
)


class ReviewsConfig(AppConfig):
    """Reviews."""

    name = "reputation.reviews"
    verbose_name = "Reviews"
    # The pages may let a review wait and never read what waits. Of a writer they are told by the codename alone; all
    # they may do to a writer's row is to give a slip where none is, or to let go what has none.
    grants: dict[str, dict[str, str]] = {
        "web": {
            "reviews_waiting": "INSERT",
            "reviews_waiting_words()": "EXECUTE",
            # A right on the inner id, which nothing ever changes, is what locking a row takes: cases are about reviews.
            "reviews_review": f"SELECT ({SHOWN}), UPDATE (id)",
            "reviews_masked_words": "SELECT",
            "reviews_mark": "SELECT, INSERT, UPDATE (ended_on)",
            "reviews_tombstone": "SELECT",
            "reviews_reply": "SELECT (id, review_id, month, text)",
            "reviews_writer": "INSERT",
            "reviews_by_codename()": "EXECUTE",
            "reviews_give_slip()": "EXECUTE",
            "reviews_forget_held()": "EXECUTE",
            "reviews_held": "SELECT, INSERT, UPDATE (state, content, reason, decide_by, forget_on), DELETE",
            "reviews_look": "SELECT, INSERT",
            "reviews_act": "SELECT, INSERT, UPDATE (kind, stars, outcome, text, release_on), DELETE",
            "reviews_pending_reply": "SELECT, INSERT, UPDATE (business_id, text)",
            "reviews_mask_request": "SELECT, INSERT, UPDATE (state, decided_by_id, decided_on, is_late)",
        },
        "worker": {
            "reviews_waiting": "SELECT, INSERT, UPDATE, DELETE",
            "reviews_forget_order()": "EXECUTE",
            "reviews_forget_order_of_writers()": "EXECUTE",
            "reviews_forget_order_of_held()": "EXECUTE",
            "reviews_review": "SELECT, INSERT, UPDATE",
            "reviews_masked_words": "SELECT, INSERT, UPDATE, DELETE",
            "reviews_mark": "SELECT, INSERT, UPDATE",
            "reviews_tombstone": "SELECT, INSERT, UPDATE",
            "reviews_reply": "SELECT, INSERT, UPDATE",
            "reviews_writer": "SELECT, DELETE",
            "reviews_held": "SELECT, UPDATE (state, content, reason, forget_on), DELETE",
            "reviews_look": "SELECT, INSERT, DELETE",
            "reviews_act": "SELECT, DELETE",
            "reviews_pending_reply": "SELECT, DELETE",
            "reviews_mask_request": "SELECT, UPDATE (words, state, is_late), DELETE",
        },
    }
