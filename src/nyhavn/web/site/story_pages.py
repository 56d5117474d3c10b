"""Stories, photographs, sound and maps beside a release: never in its files, so that each can be taken back at once.

What is shown here is asked for anew each time, and kept by no cache, open or not.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.material import PieceKind
from nyhavn.framework.openness import Material
from nyhavn.web.accounts.access import not_found
from nyhavn.web.consent.file_answers import whole_or_part
from nyhavn.web.material.actions import taken_back
from nyhavn.web.material.contents import Content, content_of
from nyhavn.web.material.models import Piece
from nyhavn.web.material.queries import credit_shown, has_some, shown_beside, some_taken_back
from nyhavn.web.pages.access import public
from nyhavn.web.releases.credit import labels_shown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.file_pages import readable
from nyhavn.web.site.readers import let_in
from nyhavn.web.site.shown_release import title_shown, withheld_names
from nyhavn.web.site.unnamed import without


@public
@require_safe
def stories(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Everything that is shown beside a version, with the same in words beside each picture and sound."""
    stored = _entered(request, name, version)
    shown = {
        "stored": stored,
        "title": title_shown(stored),
        "home": f"/data/{stored.name}/{stored.version}/",
        "pieces": [_shown(piece, content_of(piece), stored) for piece in shown_beside(stored)],
        "some_taken_back": some_taken_back(stored),
        "labels": labels_shown(stored),
    }
    return _kept_nowhere(render(request, "site/stories.html", shown))


def _shown(piece: Piece, content: Content, stored: PublicRelease) -> dict[str, object]:
    names = withheld_names(stored)
    return {
        "uuid": piece.uuid,
        "language": piece.language,
        "has_sound": piece.kind == PieceKind.SOUND,
        "has_picture": piece.kind in (PieceKind.PHOTOGRAPH, PieceKind.MAP),
        "title": without(names, content.title),
        "words": without(names, content.words),
        "credit": without(names, credit_shown(piece, content)),
    }


@public
@require_safe
def story_file(request: HttpRequest, name: str, version: str, piece: UUID) -> HttpResponse:
    """The picture or sound of one piece. Whoever has the address of one that was taken back reads just that."""
    stored = _entered(request, name, version)
    found = next((one for one in shown_beside(stored) if one.uuid == piece), None)
    if found is None and stored.pieces.filter(uuid=piece).exists():
        raise taken_back()
    content = content_of(found).file if found else b""
    if found is None or not content:
        raise not_found("file")
    return _kept_nowhere(whole_or_part(request, content, found.media_type))


def _entered(request: HttpRequest, name: str, version: str) -> PublicRelease:
    stored = readable(name, version)
    let_in(request, stored, Material.STORIES)  # first: whoever may not read does not learn whether there is anything
    if not has_some(stored):
        raise not_found("page")
    return stored


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, noimageindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
