"""A need that is on record."""

from collections.abc import Mapping

from web.cast import Cast
from web.examples.registry import example
from web.needed import raised


@example("initiatives/<slug:initiative>/needs/<uuid:need>")
def a_need(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "need": raised(cast, questions=()).uuid}
