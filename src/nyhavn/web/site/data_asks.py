"""What somebody who looks for data may ask, read from an address: anything that makes no sense is left out."""

from django.http import QueryDict

from nyhavn.web.site.catalogue_queries import GOALS, LAST_PAGE, UNITS, Search

LONGEST = 200


def search_in(asked: QueryDict) -> Search:
    """The search that an address asks for."""
    goal = _number(asked.get("goal", ""))
    unit = asked.get("unit", "")
    return Search(
        words=_text(asked, "q"),
        place=_text(asked, "place"),
        language=_text(asked, "language")[:35],
        goal=goal if goal in GOALS else None,
        unit=unit if unit in UNITS else "",
    )


def page_in(asked: QueryDict, last: int = LAST_PAGE) -> int:
    """The number of the page that an address asks for, 1 for nonsense."""
    return min(max(_number(asked.get("page", "")) or 1, 1), last)


def _text(asked: QueryDict, name: str) -> str:
    """A text without what a database cannot look for."""
    return asked.get(name, "").replace("\x00", "")[:LONGEST]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
