"""What every template may use."""

from django.http import HttpRequest
from django.utils.translation import get_language


def shared(request: HttpRequest) -> dict[str, object]:
    """Language and direction of the page."""
    return {"language": get_language(), "direction": "ltr"}
