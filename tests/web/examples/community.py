"""A body that speaks for the community and has not ended."""

from collections.abc import Mapping
from datetime import date

from nyhavn.framework.roles import Role
from nyhavn.web.consent.community_actions import name_body
from nyhavn.web.consent.community_asks import BodySaid
from web.cast import Cast
from web.examples.registry import example


@example("initiatives/<slug:initiative>/community-bodies/<uuid:body>")
def a_body(cast: Cast) -> Mapping[str, object]:
    said = BodySaid(
        name="The assembly",
        mandate="The village, on water.",
        decides_how="By consensus.",
        mandate_from=date(2025, 1, 7),
    )
    made = name_body(by=cast[Role.BOARD_MEMBER], on=cast.initiative, said=said)
    return {"initiative": cast.initiative.slug, "body": made.uuid}
