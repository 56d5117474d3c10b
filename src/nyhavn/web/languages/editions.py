"""Published languages, as this process reads them. Every process looks now and then whether there is a new edition."""

import gettext
import logging
import threading
import time
from collections.abc import Callable

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog
from django.db import DatabaseError
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.translation import trans_real

from nyhavn.web.languages.models import Language, LanguageState
from nyhavn.web.languages.queries import PhraseIn, phrases_in
from nyhavn.web.pages.catalogues import compile_one
from nyhavn.web.pages.offered import Offered, offer

LOG = logging.getLogger(__name__)
SECONDS = 3.0  # between two looks: so long a process may still show the edition before


class _Read:
    """What this process has read."""

    lock = threading.Lock()
    edition = 0
    looked_at = float("-inf")


class KeepUp:
    """Before every request: the languages are those of the newest edition, give or take three seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; a database that does not answer is no reason to fail here already."""
        if time.monotonic() - _Read.looked_at >= SECONDS:
            try:
                keep_up()
            except DatabaseError:
                LOG.warning("could not look for a new edition of the languages", exc_info=True)
        return self.get_response(request)


def newest_edition() -> int:
    """The number of the newest edition, 0 if no language was ever published."""
    return int(Language.objects.aggregate(newest=Max("edition"))["newest"] or 0)


def edition_read() -> int:
    """The number of the edition whose languages this process speaks now."""
    return _Read.edition


def keep_up() -> None:
    """Read the published languages if there is an edition that this process has not read."""
    with _Read.lock:
        edition = newest_edition()
        if edition != _Read.edition:
            _read()
            _Read.edition = edition
        _Read.looked_at = time.monotonic()


def _read() -> None:
    """Compile every published language and offer them."""
    published = Language.objects.filter(state=LanguageState.PUBLISHED)
    offer(tuple(_compiled(language) for language in published))
    # Django and gettext keep what they loaded for ever. This is how Django's own reloader makes them forget; a request
    # that is under way goes on with what it has.
    vars(gettext)["_translations"] = {}
    vars(trans_real).update(_translations={}, _default=None)


def _compiled(language: Language) -> Offered:
    said = [phrase for phrase in phrases_in(language) if phrase.said]
    is_complete = len(said) == len(phrases_in(language))
    compile_one(language.code, _catalogue(language, said))
    return Offered(language.code, language.own_name, language.direction, is_complete)


def _catalogue(language: Language, said: list[PhraseIn]) -> Catalog:
    try:
        found = Catalog(locale=Locale.parse(language.code, sep="-"), charset="utf-8")
    except (ValueError, UnknownLocaleError):
        found = Catalog(charset="utf-8")  # gettext then counts "one, many", as messages.TWO_FORMS does
    for phrase in said:
        english, is_counted = phrase.english, phrase.english.is_counted
        text = phrase.said if is_counted else phrase.said[0]
        found.add(english.texts if is_counted else english.texts[0], text, context=english.context or None)
    return found
