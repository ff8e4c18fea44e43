"""Uploaded media in development and tests, with ranges: without them a video can't be sought in, and Safari won't play.

In production a web server or an object store hands media out. RFC 9110, sections 13 and 14.
"""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils._os import safe_join
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from django.views.decorators.http import require_safe

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class UnsatisfiableRange(Exception):
    """The range is well formed and nothing of the file lies in it."""


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, or None where the whole file is to be sent.

    A header that isn't understood (another unit, several ranges, end before start, rubbish) is ignored, as the
    standard allows. Raises :class:`UnsatisfiableRange` where the range begins past the end or asks for the last
    zero bytes.
    """
    found = _RANGE.fullmatch(header)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = int(found[2])
        if not length or not size:
            raise UnsatisfiableRange
        return max(0, size - length), size - 1
    start, end = int(found[1]), int(found[2]) if found[2] else size - 1
    if start >= size:
        raise UnsatisfiableRange
    return None if end < start else (start, min(end, size - 1))


def _part(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


def _still_the_same(request: HttpRequest, etag: str, modified: int) -> bool:
    """Say whether ``If-Range`` lets a part be sent: the validator is exactly ours."""
    wanted = request.headers.get("If-Range", "")
    if not wanted:
        return True
    if wanted.startswith(('"', "W/")):
        return wanted == etag
    return parse_http_date_safe(wanted) == modified


def _not_modified(request: HttpRequest, etag: str, modified: int) -> bool:
    known = request.headers.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and modified <= since


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at ``path`` below ``MEDIA_ROOT``: whole (200), a part (206), unchanged (304) or out of range (416)."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError):
        raise Http404 from None
    if not file.is_file():
        raise Http404
    stat = file.stat()
    size, modified = stat.st_size, int(stat.st_mtime)
    etag = quote_etag(f"{stat.st_mtime_ns:x}-{size:x}")
    # A compressed part could not be put together with the others: the compressing middleware is told that nobody asked.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response: HttpResponseBase
    if _not_modified(request, etag, modified):
        response = HttpResponse(status=304)
    else:
        response = _whole_or_part(request, file, size, same=_still_the_same(request, etag, modified))
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    response["Accept-Ranges"], response["Cache-Control"] = "bytes", "max-age=3600"
    return response


def _whole_or_part(request: HttpRequest, file: Path, size: int, *, same: bool) -> HttpResponseBase:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    header = request.headers.get("Range", "") if same and request.method == "GET" else ""
    try:
        asked = read_range(header, size)
    except UnsatisfiableRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type=kind)
    start, end = asked or (0, size - 1)
    length = end - start + 1
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=kind)
    else:
        response = StreamingHttpResponse(_part(file.open("rb"), start, length), content_type=kind)
    response.headers["Content-Length"] = str(length)
    if asked:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response
