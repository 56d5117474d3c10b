"""A file of a notice as an answer: with the type of what is in it, in parts for players that ask, kept nowhere."""

import re

from django.http import HttpRequest, HttpResponse

from nyhavn.framework.notice_media import CAPTIONS_TYPE
from nyhavn.web.consent.models import Notice, NoticeFile
from nyhavn.web.initiatives.access import not_found

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
# Nothing stays on a shared phone, a picture of the topic included. Nothing in a file may run or load anything else.
HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "no-store",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def file_answer(request: HttpRequest, notice: Notice, sha256: str) -> HttpResponse:
    """The file with that hash, if the notice shows it. Raises Refusal "not-found"."""
    shown = {medium.file_id for medium in notice.media.all()} | {
        medium.captions_id for medium in notice.media.all() if medium.captions_id
    }
    stored = NoticeFile.objects.filter(id__in=shown, sha256=sha256).first()
    if stored is None:
        raise not_found("file")
    return whole_or_part(request, bytes(stored.content), stored.media_type)


def whole_or_part(request: HttpRequest, content: bytes, media_type: str) -> HttpResponse:
    """Players of some phones show nothing unless they may ask for a part (RFC 9110, 14). One part, else the whole."""
    kind = f"{media_type}; charset=utf-8" if media_type == CAPTIONS_TYPE else media_type
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted is None or wanted.groups() == ("", ""):
        return HttpResponse(content, content_type=kind, headers=HEADERS)
    first, last = _bounds(wanted[1], wanted[2], len(content))
    if first > last:
        return HttpResponse(status=416, headers={**HEADERS, "Content-Range": f"bytes */{len(content)}"})
    place = {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
    return HttpResponse(content[first : last + 1], status=206, content_type=kind, headers={**HEADERS, **place})


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Both ends, counted from 0 and included; the first beyond the last where there is nothing."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
