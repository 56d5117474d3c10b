"""A member of a body, and something on its agenda."""

from collections.abc import Mapping

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_standing import CommunityStep
from web import board
from web.cast import Cast
from web.examples.registry import example


@example("initiatives/<slug:initiative>/board-members/<uuid:member>")
def a_member(cast: Cast) -> Mapping[str, object]:
    made = board.member(cast, board.assembly(cast, "The council of elders"))
    return {"initiative": cast.initiative.slug, "member": made.uuid}


@example("initiatives/<slug:initiative>/agenda/<uuid:item>")
def an_item(cast: Cast) -> Mapping[str, object]:
    made = board.put(cast, board.assembly(cast, "The youth group"), Matter.OPENING, CommunityStep.VETOES)
    return {"initiative": cast.initiative.slug, "item": made.uuid}


@example("initiatives/<slug:initiative>/board/bodies/<uuid:body>")
def a_body_with_a_page(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "body": board.assembly(cast, "The fishers' guild").uuid}
