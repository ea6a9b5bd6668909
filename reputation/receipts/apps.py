from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Receipts."""

    name = "reputation.receipts"
    label = "receipts"
    verbose_name = "Receipts"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "receipts_attester": "SELECT, INSERT, UPDATE",
            "receipts_key": "SELECT, UPDATE (state, annulment, annulled_on)",
            "receipts_total": "SELECT, UPDATE (signature)",
        },
        "worker": {
            "receipts_attester": "SELECT, INSERT, UPDATE, DELETE",
            "receipts_key": "SELECT, INSERT, UPDATE",
            "receipts_total": "SELECT, INSERT, UPDATE",
        },
    }
