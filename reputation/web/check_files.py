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
LARGE = frozenset({formats.SNAPSHOT, formats.FILTER, formats.ANSWERS})
GONE = "There is no such file of the private check. An epoch stays for a day: read the manifest again.\n"
NO_QUERY = "Files of the private check have no query string: nothing may tell two readers apart.\n"


@require_safe
def check_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """GET /check/v1/<path>: the manifest, ranges, and what stands beside them; nothing else."""
    if request.META["QUERY_STRING"]:
        answer: HttpResponseBase = _missing(NO_QUERY)
    else:
        try:
            answer = _answer(request, Path(settings.PUBLIC_ROOT) / "check" / "v1", path)
        except OSError:
            answer = _missing(GONE)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _missing(says: str) -> HttpResponse:
    return HttpResponse(says, TEXT, 404, headers={"Cache-Control": NO_STORE})


def _answer(request: HttpRequest, folder: Path, path: str) -> HttpResponseBase:
    if path == MANIFEST:
        return _manifest(request, (folder / MANIFEST).read_bytes())
    epoch, _, name = path.partition("/")
    if not formats.is_epoch(epoch) or not (name in LARGE or name == formats.RANGES or formats.is_range(name)):
        return _missing(GONE)
    file = folder / epoch / name
    if name in LARGE:
        return FileResponse(file.open("rb"), content_type=BINARY, headers={"Cache-Control": IMMUTABLE})
    return HttpResponse(file.read_bytes(), BINARY, headers={"Cache-Control": IMMUTABLE})


def _manifest(request: HttpRequest, raw: bytes) -> HttpResponse:
    """The one file that changes: asked for again each time, and not sent again when it is the same."""
    tag = f'"{sha256(raw).hexdigest()[:32]}"'
    headers = {"Cache-Control": ASK_AGAIN, "ETag": tag}
    if tag in request.headers.get("If-None-Match", "").split(", "):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(raw, TEXT, headers=headers)
