"""What is answered to a request that nobody could read, before any page or operation was reached."""

from django.http import HttpRequest, HttpResponse

from reputation.api import problems
from reputation.web import errors


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a problem document where a program asks, a page everywhere else."""
    if request.path_info.startswith("/api/"):
        return problems.response(problems.translated(exception))
    return errors.bad_request(request, exception)
