from django.apps import AppConfig

_PUBLIC = (
    "business",
    "tradingname",
    "registrynumber",
    "domain",
    "event",
    "registryentity",
    "searchname",
    "searchtoken",
    "searchdeletion",
)
_READ = {f"businesses_{table}": "SELECT" for table in _PUBLIC}
# To prove and to lose a domain: a right on the inner id, which nothing ever changes, is what locking a row takes.
_PROVE = _READ | {
    "businesses_business": "SELECT, UPDATE (id)",
    "businesses_domain": "SELECT, INSERT, UPDATE (lost_on)",
    "businesses_event": "SELECT, INSERT",
}


# What pages do: join, change names and numbers, mark an owner, come back. Only names and numbers are ever removed.
_ACT = _PROVE | {
    "businesses_business": "SELECT, INSERT, UPDATE",
    "businesses_tradingname": "SELECT, INSERT, DELETE",
    "businesses_registrynumber": "SELECT, INSERT, DELETE",
    "businesses_searchname": "SELECT, INSERT, DELETE",
    "businesses_searchtoken": "SELECT, INSERT, UPDATE (uses)",
    "businesses_searchdeletion": "SELECT, INSERT",
}
# What is due by the day: leaving.
_DUE = _PROVE | {"businesses_business": "SELECT, UPDATE (id, state, left_on, excluded_until)"}


class BusinessesConfig(AppConfig):
    """Businesses. Members change them on pages; what is due by the day, the worker does."""

    name = "reputation.businesses"
    label = "businesses"
    verbose_name = "Businesses"
    grants: dict[str, dict[str, str]] = {"web": _ACT, "worker": _DUE, "lookup": _READ}
