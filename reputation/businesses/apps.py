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


class BusinessesConfig(AppConfig):
    """Businesses. Nothing joins or changes by a page yet, so the serving roles only read."""

    name = "reputation.businesses"
    label = "businesses"
    verbose_name = "Businesses"
    grants: dict[str, dict[str, str]] = {"web": _READ, "worker": _READ, "lookup": _READ}
