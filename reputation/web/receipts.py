"""GET /receipt/<position>: the proof that an entry is in the signed log, as a file to keep."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reputation.log import queries
from reputation.web import pages

KIND = "text/plain; charset=utf-8"


@require_safe
def page(request: HttpRequest, position: int) -> HttpResponse:
    """A log receipt (c2sp.org/tlog-proof@v1) against the newest published checkpoint."""
    del request
    headers = {
        "Content-Disposition": f'attachment; filename="receipt-{position}.tlog-proof"',
        "Cache-Control": pages.NO_STORE,
    }
    return HttpResponse(queries.receipt(position), KIND, headers=headers)
