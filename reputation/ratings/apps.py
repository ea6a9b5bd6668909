from django.apps import AppConfig

_TABLES = ("review", "month", "annulled_key", "suspension", "answer", "cursor")
_READ = {f"ratings_{table}": "SELECT" for table in ("month", "suspension", "answer", "cursor")}
_SHOW = _READ | {"ratings_review": "SELECT (business, review, is_annulled)"}


class RatingsConfig(AppConfig):
    """Ratings. Their role reads the log and writes here; nobody else writes here, and it reads nothing else (P4)."""

    name = "reputation.ratings"
    label = "ratings"
    verbose_name = "Ratings"
    grants: dict[str, dict[str, str]] = {
        "ratings": {f"ratings_{table}": "SELECT, INSERT, UPDATE, DELETE" for table in _TABLES},
        "web": _SHOW,
        "worker": _SHOW,
        "lookup": _READ,
    }
