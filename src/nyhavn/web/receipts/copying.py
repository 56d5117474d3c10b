"""A copy to take away: everything that is held about one person, for programs and for reading, under a neutral name."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from nyhavn.web.lineage.holdings import held_about
from nyhavn.web.pages.offered import known_direction
from nyhavn.web.receipts.own_page import DO, own_page, page_language
from nyhavn.web.receipts.queries import Held, answers_shown, held, texts_shown, uses
from nyhavn.web.receipts.sessions import OpenVisit

FORMAT = 1


def everything_held(own: Held) -> dict[str, tuple[Mapping[str, object], ...]]:
    """What both copies list field by field, as it is stored."""
    return dict(held_about(own.initiative, own.contribution.uuid))


def _read(row: Mapping[str, object]) -> list[tuple[str, str]]:
    """A row as fields and texts; what stands in a field by name is a field of its own."""
    inner = ((name, value if isinstance(value, Mapping) else {"": value}) for name, value in row.items())
    fields = ((f"{name} {key}".strip(), value) for name, values in inner for key, value in values.items())
    return [(name, _text(value)) for name, value in fields if value not in (None, "", [], ())]


def _text(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def as_data(own: Held) -> dict[str, Any]:
    """Everything held, as values: first in the words of the questionnaire, then field by field as it is stored."""
    contribution = own.contribution
    shown = [{"question": one.question, "answer": one.answer} for one in answers_shown(own)]
    said = [
        {
            "use": use.purpose.value,
            "words": use.words,
            "state": use.state.value,
            "said_on": use.said_on.isoformat() if use.said_on else None,
        }
        for use in uses(own.initiative, contribution.uuid)
    ]
    texts = [
        {
            "version": text.version,
            "language": text.language,
            "sha256": text.sha256,
            "parts": [
                {"part": part.code, "heading": part.heading, "text": part.text, "terms": part.terms}
                for part in text.parts
            ],
            "record": text.record,
        }
        for text in texts_shown(contribution.uuid)
    ]
    return {
        "format": FORMAT,
        "given_on": contribution.contributed_on.isoformat(),
        "version": contribution.version,
        "language": own.language,
        "answers": shown,
        "answers_as_stored": dict(own.answers),
        "uses": said,
        "texts_shown": texts,
        "everything_held": everything_held(own),
    }


@own_page(*DO)
def copy_as_data(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """The copy for programs (JSON)."""
    text = json.dumps(as_data(held(opened.visit.contribution)), ensure_ascii=False, indent=1)
    return saved("copy.json", "application/json", text)


@own_page(*DO)
def copy_to_read(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """The copy for reading and printing: one page without anything from elsewhere."""
    own = held(opened.visit.contribution)
    found = {
        "own": own,
        "answers": answers_shown(own),
        "answered_in": own.language or page_language(),
        "answered_direction": known_direction(own.language) or "ltr",
        "uses": uses(own.initiative, own.contribution.uuid),
        "texts": [(text, known_direction(text.language) or "ltr") for text in texts_shown(own.contribution.uuid)],
        "everything": [(part, [_read(row) for row in rows]) for part, rows in everything_held(own).items()],
    }
    return saved("copy.html", "text/html; charset=utf-8", render_to_string("receipts/copy.html", found, request))


def saved(name: str, media_type: str, text: str) -> HttpResponse:
    """A file to save."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text.encode(), content_type=media_type, headers=headers)
