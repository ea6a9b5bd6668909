from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    """Applications to join."""

    name = "reputation.admissions"
    label = "admissions"
    verbose_name = "Admissions"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "admissions_application": "SELECT, INSERT, UPDATE",
            "admissions_number": "SELECT, INSERT, DELETE",
        },
        "worker": {
            "admissions_application": "SELECT, DELETE",
            "admissions_number": "SELECT, DELETE",
        },
    }
