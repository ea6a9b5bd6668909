"""The public log over HTTP, straight from the published folder. Any web server or CDN could do the same."""

import gzip
import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from reputation.log import side_files
from reputation.tlog import tiles
from reputation.web import pages

IMMUTABLE = "public, max-age=604800, immutable"
SHORT = "public, max-age=300"
ASK_AGAIN = "public, no-cache"
NO_STORE = "no-store"
TEXT = "text/plain; charset=utf-8"
BINARY = "application/octet-stream"
LINES = "application/x-ndjson"
JSON = "application/json"
SMALLEST_TO_PACK = 1024
_RATINGS = re.compile(r"ratings/[1-9]\d{0,18}", re.ASCII)
_REPORT = re.compile(r"reports/2[01]\d\dH[12]", re.ASCII)
LIVE_REPORT = "reports/live"


@require_safe
def log_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """GET /log/<path>: checkpoint, key, policy, tiles, bundles, side files, ratings, reports; nothing else."""
    answer = _answer(request, path)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _answer(request: HttpRequest, path: str) -> HttpResponseBase:
    file = Path(settings.PUBLIC_ROOT) / "log" / path
    try:
        if path == "checkpoint":
            return _bytes(request, file.read_bytes(), TEXT, NO_STORE)
        if path in ("key", "policy"):
            return _bytes(request, file.read_bytes(), TEXT, SHORT)
        if side_files.is_path(path):
            return _bytes(request, file.read_bytes(), TEXT, ASK_AGAIN)
        if path == LIVE_REPORT:
            return _bytes(request, file.read_bytes(), JSON, SHORT)
        if _REPORT.fullmatch(path):
            return _bytes(request, file.read_bytes(), JSON, IMMUTABLE)
        if _RATINGS.fullmatch(path):
            return _stream(request, file)
        tile = tiles.parse_path(path)
        return _bytes(request, file.read_bytes(), BINARY, IMMUTABLE, may_pack=tile.level is None)
    except (OSError, tiles.TileError):
        return HttpResponse("There is no such file of the log.\n", TEXT, 404, headers={"Cache-Control": NO_STORE})


def _is_known(request: HttpRequest, tag: str) -> bool:
    return tag in request.headers.get("If-None-Match", "").split(", ")


def _bytes(request: HttpRequest, raw: bytes, kind: str, caching: str, *, may_pack: bool = False) -> HttpResponse:
    """A small file: entries are packed for those who can unpack, hashes would not get smaller."""
    is_packed = may_pack and len(raw) >= SMALLEST_TO_PACK and pages.accepts_gzip(request)
    tag = f'"{sha256(raw).hexdigest()[:32]}{"-gzip" if is_packed else ""}"'
    headers = {"Cache-Control": caching} if caching == NO_STORE else {"Cache-Control": caching, "ETag": tag}
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    if caching != NO_STORE and _is_known(request, tag):
        headers.pop("Content-Encoding", None)
        answer = HttpResponse(status=304, headers=headers)
    else:
        answer = HttpResponse(gzip.compress(raw, 6, mtime=0) if is_packed else raw, kind, headers=headers)
    if may_pack:
        patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _stream(request: HttpRequest, file: Path) -> HttpResponseBase:
    """A file of any size; it never changes, so size and path tell it from every other."""
    tag = f'"{file.name}-{file.stat().st_size}"'
    headers = {"Cache-Control": IMMUTABLE, "ETag": tag}
    if _is_known(request, tag):
        return HttpResponse(status=304, headers=headers)
    return FileResponse(file.open("rb"), content_type=LINES, headers=headers)
