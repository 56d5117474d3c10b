"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from nyhavn.web.pages.offered import fallback, language_named, offered


def shared(request: HttpRequest) -> dict[str, object]:
    """The language of the page, the direction of its script, and the languages to choose from."""
    language = language_named(get_language() or "") or fallback()
    return {
        "language": language.code,
        "direction": language.direction,
        "languages": offered(),
        "operator_contact": settings.OPERATOR_CONTACT,
    }
