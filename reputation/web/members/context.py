"""What stands on every signed-in page."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from reputation.web import pages
from reputation.web.members import guards


def members(request: HttpRequest) -> dict[str, Any]:
    """Names of the template context: the site's, and who is signed in. Outside /members/ there are none."""
    if not pages.is_for_members(request.path_info):
        return {}
    is_signed_in = request.user.is_authenticated
    return {
        **pages.site(request.path_info),
        "is_signed_in": is_signed_in,
        "messages": get_messages(request),
        "used_second_factor": guards.used_second_factor(request),
        "duties": guards.duties_of(request) if is_signed_in else frozenset(),
    }
