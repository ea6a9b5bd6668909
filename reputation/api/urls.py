"""Addresses of the API, below /api/v1/."""

from django.urls import path, re_path, register_converter

from reputation.api import pages, problems, views


class Position:
    """A position in the log: a plain number that a database can hold."""

    regex = r"0|[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Position, "position")

urlpatterns = [
    path("check", views.Check.as_view(), name="api-check"),
    path("businesses", views.Businesses.as_view(), name="api-businesses"),
    path("businesses/<str:business>", views.Business.as_view(), name="api-business"),
    path("businesses/<str:business>/rating", views.Rating.as_view(), name="api-rating"),
    path("businesses/<str:business>/explanation", views.Explanation.as_view(), name="api-explanation"),
    path("businesses/<str:business>/reviews", views.Reviews.as_view(), name="api-reviews"),
    path("businesses/<str:business>/domains", views.Domains.as_view(), name="api-domains"),
    path("businesses/<str:business>/badge", views.Badge.as_view(), name="api-badge"),
    path("badge-key", views.BadgeKey.as_view(), name="api-badge-key"),
    path("businesses/<str:business>/domains", views.Domains.as_view(), name="api-domains"),
    path("log", views.Log.as_view(), name="api-log"),
    path("log/entries/<position:position>", views.LogEntry.as_view(), name="api-log-entry"),
    path("log/checkpoints", views.LogCheckpoints.as_view(), name="api-log-checkpoints"),
    path("log/consistency", views.LogConsistency.as_view(), name="api-log-consistency"),
    path("log/entries/<position:position>/inclusion", views.LogInclusion.as_view(), name="api-log-entry-inclusion"),
    path("log/entries/<position:position>/receipt", views.LogReceipt.as_view(), name="api-log-receipt"),
    path("schema/", pages.schema_file, name="api-schema"),
    path("docs/", pages.docs, name="api-docs"),
    path("problems/<str:code>", pages.problem, name="api-problem"),
    re_path(r"^(?P<path>.*)$", problems.not_found),
]
