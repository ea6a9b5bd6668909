from django.apps import AppConfig

JOBS = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")


class ServiceConfig(AppConfig):
    """Running the service. The tables of the job queue have no room of their own, so their rights are here."""

    name = "reputation.service"
    verbose_name = "Service"
    grants: dict[str, dict[str, str]] = {
        "web": {"procrastinate_jobs": "INSERT, SELECT (id)", "procrastinate_events": "INSERT"},
        "worker": dict.fromkeys(JOBS, "SELECT, INSERT, UPDATE, DELETE"),
    }
