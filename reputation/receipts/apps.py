from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Receipts. The pages may spend or reserve a token, settle or free one that is reserved, and read none of them."""

    name = "reputation.receipts"
    label = "receipts"
    verbose_name = "Receipts"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "receipts_attester": "SELECT, INSERT, UPDATE",
            "receipts_key": "SELECT, UPDATE (state, annulment, annulled_on)",
            "receipts_total": "SELECT, UPDATE (signature)",
            "receipts_spent": "INSERT",
            "receipts_settle()": "EXECUTE",
            "receipts_keep()": "EXECUTE",
            "receipts_free()": "EXECUTE",
        },
        "worker": {
            "receipts_attester": "SELECT, INSERT, UPDATE, DELETE",
            "receipts_key": "SELECT, INSERT, UPDATE",
            "receipts_total": "SELECT, INSERT, UPDATE",
            "receipts_spent": "SELECT, UPDATE (token, publish_week)",
            "receipts_make_partition()": "EXECUTE",
            "receipts_drop_spent()": "EXECUTE",
            "receipts_free_lapsed()": "EXECUTE",
            "receipts_forget_order()": "EXECUTE",
        },
    }
