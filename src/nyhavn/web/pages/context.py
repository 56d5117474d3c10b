"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from nyhavn.web.pages.offered import fallback, language_named, offered

# Shown on every page until a contributor's data can be erased for good. The last step of erasure deletes it.
BEFORE_ERASURE = True


def shared(request: HttpRequest) -> dict[str, object]:
    """The language of the page, the direction of its script, and the languages to choose from."""
    language = language_named(get_language() or "") or fallback()
    return {
        "language": language.code,
        "direction": language.direction,
        "languages": offered(),
        "is_early": BEFORE_ERASURE,
        "operator_contact": settings.OPERATOR_CONTACT,
    }
