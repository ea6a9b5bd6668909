"""The files of the private check over HTTP, straight from the published folder; any web server could do the same.

Which range somebody asks for is nobody's business: nothing of a request is kept or written down, and all ranges of an
epoch have one length and one set of headers, whether they hold what somebody looks for or not.
"""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from reputation.checks import formats
from reputation.log.manifests import MANIFEST
from reputation.web.log_files import ASK_AGAIN, BINARY, NO_STORE, TEXT

# A proxy that packs or changes them would make lengths differ.
IMMUTABLE = "public, max-age=604800, immutable, no-transform"
ANYBODY = {"Access-Control-Allow-Origin": "*"}
KEPT = {"Cache-Control": IMMUTABLE, **ANYBODY}
LARGE = (formats.SNAPSHOT, formats.FILTER, formats.ANSWERS)
GONE = "There is no such file of the private check. An epoch stays for a day: read the manifest again.\n"
NO_QUERY = "Files of the private check have no query string: nothing may tell two readers apart.\n"


@require_safe
def check_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """GET /check/v1/<path>: the manifest, ranges, and what stands beside them; nothing else."""
    if request.META["QUERY_STRING"]:
        return _missing(NO_QUERY)
    # The path is looked at before it is joined: it cannot lead out of the folder.
    file = Path(f"{settings.PUBLIC_ROOT}/check/v1/{path}")
    try:
        if formats.is_file(path):
            if path.endswith(LARGE):
                return FileResponse(file.open("rb"), content_type=BINARY, headers=KEPT)
            return HttpResponse(file.read_bytes(), BINARY, headers=KEPT)
        if path == MANIFEST:
            return _manifest(request, file.read_bytes())
    except OSError:
        pass
    return _missing(GONE)


def _missing(says: str) -> HttpResponse:
    return HttpResponse(says, TEXT, 404, headers={"Cache-Control": NO_STORE, **ANYBODY})


def _manifest(request: HttpRequest, raw: bytes) -> HttpResponse:
    """The one file that changes: asked for again each time, and not sent again when it is the same."""
    tag = f'"{sha256(raw).hexdigest()[:32]}"'
    headers = {"Cache-Control": ASK_AGAIN, "ETag": tag, **ANYBODY}
    if tag in request.headers.get("If-None-Match", "").split(", "):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(raw, TEXT, headers=headers)
