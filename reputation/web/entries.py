"""GET /entry/<position>: an entry as it is hashed, with a proof that the browser verifies; and its bytes as a file."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reputation.log import queries
from reputation.tlog import receipts
from reputation.web import pages


@require_safe
def page(request: HttpRequest, position: int) -> HttpResponse:
    """The page of an entry; without a proof as long as no checkpoint covers it."""
    checkpoint = queries.latest_checkpoint()
    if checkpoint is not None and position >= checkpoint.size:
        checkpoint = None

    def render() -> str:
        row = queries.entry(position)
        text, key = row.raw.decode(), queries.verifier_key()
        context = {"section": "log", "row": row, "text": text, "origin": queries.head().origin, "key": key}
        if checkpoint is not None:
            context["has_next"] = position + 1 < checkpoint.size
            proof = queries.inclusion(position, size=checkpoint.size)
            receipt = receipts.encode(position, proof.proof, checkpoint.note).decode()
            data = {"position": position, "receipt": receipt, "key": key}
            context |= {"proof": proof, "data": data}
        return pages.to_text("web/entries/page.html", context, path=request.path)

    return pages.kept(request, ("entry", position, checkpoint.note if checkpoint else ""), render)


@require_safe
def raw(request: HttpRequest, position: int) -> HttpResponse:
    """GET /entry/<position>/bytes: just what is hashed, for keeping beside the receipt."""
    del request
    headers = {
        "Content-Disposition": f'attachment; filename="entry-{position}.json"',
        "Cache-Control": pages.LASTING,
    }
    return HttpResponse(queries.entry(position).raw, "application/json", headers=headers)
