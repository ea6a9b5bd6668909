from django.apps import AppConfig

# All of a key but its private half.
KNOWN = "id, business, receipt_class, epoch, last_epoch, state, key_id, public_key"


class IssuingConfig(AppConfig):
    """Issuing keys, codes and claims. Pages register codes and never read them back; the issuer alone claims."""

    name = "reputation.issuing"
    label = "issuing"
    verbose_name = "Issuing"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "issuing_key": f"SELECT ({KNOWN}), INSERT (business, receipt_class, epoch, last_epoch, state)",
            "issuing_batch": "SELECT, INSERT",
            "issuing_voucher": "INSERT",
            "issuing_mark": "INSERT",
        },
        "issuer": {
            "issuing_key": "SELECT, UPDATE (state, key_id, public_key, sealed)",
            "issuing_batch": "SELECT",
            "issuing_voucher": "SELECT",
            "issuing_claim": "SELECT, INSERT, UPDATE (is_contested)",
        },
        "worker": {
            "issuing_key": f"SELECT ({KNOWN}), UPDATE (state, last_epoch, sealed)",
            "issuing_mark": "DELETE, SELECT (epoch)",
            "issuing_counts()": "EXECUTE",
            "issuing_forget_order()": "EXECUTE",
            "issuing_forget_order_of_marks()": "EXECUTE",
            "issuing_remove()": "EXECUTE",
        },
    }
