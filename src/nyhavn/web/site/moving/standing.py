"""Where the move of a workspace stands here, and what that stops."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils import timezone

from nyhavn.framework.moving import OWNED_ELSEWHERE, MoveState
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.web.initiatives.guards import Act, Asked
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.site.move_models import Move
from nyhavn.web.site.moving.reach import path_to_initiative

TAKES_BACK = frozenset({"withdraw-contribution"})  # operations that go on until it is decided


def move_of(initiative: Initiative) -> Move | None:
    """The newest move; None if there never was one, or the last one was called off."""
    found = Move.objects.filter(initiative=initiative).first()
    return None if found is None or found.state == MoveState.STAYED else found


def guard(asked: Asked) -> Iterator[Reason]:
    """Nothing is carried out in a workspace that leaves or left. While it leaves, people can take back as ever."""
    move = move_of(asked.initiative)
    if move is None or not move.is_still:
        return
    if asked.act is Act.TAKE_BACK and MoveState(move.state) not in OWNED_ELSEWHERE:
        return
    yield reason_of(move)


def reason_of(move: Move) -> Reason:
    """Why nothing is carried out, and where to go."""
    if MoveState(move.state) in OWNED_ELSEWHERE:
        day = timezone.localdate(move.decided_at).isoformat() if move.decided_at else ""
        what = f"This community moved to another site on {day}. Nothing about it can be said or done here any more."
        do = f"Go to {move.address}." if move.address else "Ask the people who work with you for its new address."
        return Reason("workspace-moved", what, move.initiative.slug, do)
    day = timezone.localdate(move.begun_at).isoformat()
    what = f"This community is moving to another site since {day}. Until that is done, nothing changes here."
    do = "Come back in a few days. You can take your answers back at any time, also now."
    return Reason("workspace-leaving", what, move.initiative.slug, do)


def check_operation(on: Any, name: str) -> None:
    """No operation changes anything in it either. Raises Refusal."""
    initiative = initiative_of(on)
    move = None if initiative is None else move_of(initiative)
    if move is None or not move.is_still:
        return
    if name in TAKES_BACK and MoveState(move.state) not in OWNED_ELSEWHERE:
        return
    raise Refusal(reason_of(move))


def initiative_of(on: Any) -> Initiative | None:
    """The initiative that something belongs to, by its foreign keys; None if to none."""
    if not isinstance(on, Model):
        on = getattr(on, "initiative", None)
        return on if isinstance(on, Initiative) else None
    path = path_to_initiative(on.__class__)  # behind a lazy object too
    if path is None:
        return None
    for name in path.split("__") if path else ():
        on = getattr(on, name)
    return on if isinstance(on, Initiative) else None
