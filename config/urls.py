"""The address space: the service's own state, files of the log, the issuer, API, where people sign in, pages.

Pages alone have languages.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from reputation.api import issuer_urls
from reputation.service.relay import handed_on
from reputation.web import claim_urls
from reputation.web.check_files import check_file
from reputation.web.log_files import log_file
from reputation.web.members.prefix import MembersPrefix

issuer, claims = issuer_urls.urlpatterns, claim_urls.urlpatterns
if settings.ISSUER_ADDRESS:
    issuer, claims = handed_on(issuer), handed_on(claims)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reputation.service.urls")),
    path("log/<path:path>", log_file, name="log-file"),
    path("check/v1/<path:path>", check_file, name="check-file"),
    *issuer,
    path("api/v1/", include("reputation.api.urls")),
    URLResolver(MembersPrefix(), "reputation.web.members.urls"),
    *i18n_patterns(*claims, path("", include("reputation.web.urls")), prefix_default_language=False),
]
handler400 = "reputation.service.damaged.bad_request"
handler403 = "reputation.web.errors.forbidden"
handler404 = "reputation.web.errors.not_found"
handler500 = "reputation.web.errors.server_error"
