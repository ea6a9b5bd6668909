from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Proofs of a purchase where no voucher was given."""

    name = "reputation.evidence"
    label = "evidence"
    verbose_name = "Evidence"
    grants: dict[str, dict[str, str]] = {"web": {}, "worker": {}}
