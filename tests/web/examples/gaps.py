"""A map of gaps, one field of it, and what an initiative could fill."""

from collections.abc import Mapping

from nyhavn.web.gaps.models import Source
from web import gap_sources
from web.cast import Cast
from web.examples.registry import example


def the_map() -> Source:
    """A map of a place, made once, with an own list and own codes beside it."""
    found = Source.objects.exclude(read_at=None).first()
    if found is None:
        found = gap_sources.a_map()
        by = gap_sources.office()
        gap_sources.national_list(by)
        gap_sources.national_codes(by)
    return found


@example("gaps/<slug:place>")
def a_place(cast: Cast) -> Mapping[str, object]:
    return {"place": the_map().area}


@example("gaps/<slug:place>/<str:indicator>/<slug:group>")
def a_field(cast: Cast) -> Mapping[str, object]:
    return {"place": the_map().area, "indicator": "6.1.1", "group": "indigenous-identity"}
