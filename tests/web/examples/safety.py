"""A risk that is on record, and something that was reported."""

from collections.abc import Mapping

from web.cast import Cast
from web.examples.registry import example
from web.people_in_danger import reported, risk


@example("initiatives/<slug:initiative>/risks/<uuid:risk>")
def a_risk(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "risk": risk(cast, severity="slight", likelihood="unlikely").uuid}


@example("initiatives/<slug:initiative>/incidents/<uuid:incident>")
def an_incident(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "incident": reported(cast).uuid}
