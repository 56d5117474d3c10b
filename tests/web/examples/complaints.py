"""Something that somebody complained about, to those who make the data and to the body outside."""

from collections.abc import Mapping

from web.cast import Cast
from web.complaining import complained, names_outside_body
from web.examples.registry import example


@example("initiatives/<slug:initiative>/complaints/<uuid:complaint>")
def a_complaint(cast: Cast) -> Mapping[str, object]:
    names_outside_body(cast)
    return {"initiative": cast.initiative.slug, "complaint": complained(cast, reach="both").complaint.uuid}
