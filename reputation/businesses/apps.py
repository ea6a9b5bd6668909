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


class BusinessesConfig(AppConfig):
    """Businesses. Nothing but their domains is changed by a page or a job yet."""

    name = "reputation.businesses"
    label = "businesses"
    verbose_name = "Businesses"
    grants: dict[str, dict[str, str]] = {"web": _PROVE, "worker": _PROVE, "lookup": _READ}
