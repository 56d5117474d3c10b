"""What the register and a stop have against an act: asked by pages, interface, commands and workers alike."""

from django.utils import timezone

from nyhavn.framework.freezing import frozen_reason
from nyhavn.framework.refusal import Reason
from nyhavn.framework.risk import Register, StopAt, stop_reasons
from nyhavn.web.initiatives.guards import Act, Asked, add_guard
from nyhavn.web.safety.queries import freeze_of, register_of, risks_as_they_stand

STOPPED = (
    Act.OPEN,
    Act.TAKE_IN,
    Act.READ,
    Act.TAKE_OUT,
    Act.PRODUCE,
    Act.APPROVE,
    Act.ANNOUNCE,
    Act.LET_READ,
    Act.PUBLISH,
    Act.PUBLISH_MATERIAL,
    Act.HAND_OVER,
    Act.SHOW_ON_MAP,
    Act.BE_JUDGED,
)
ASKED_AT = {
    Act.OPEN: StopAt.OPENING,
    Act.TAKE_IN: StopAt.TAKING_IN,
    Act.APPROVE: StopAt.RELEASING,
    Act.ANNOUNCE: StopAt.RELEASING,
    Act.LET_READ: StopAt.RELEASING,
    Act.PUBLISH: StopAt.RELEASING,
    Act.PUBLISH_MATERIAL: StopAt.RELEASING,
    Act.SHOW_ON_MAP: StopAt.OPENING,  # what the data ask about and nobody looked at counts as danger
}


def register_against(asked: Asked) -> tuple[Reason, ...]:
    """The stop rule. While contributions come in, what is asked for each of them is kept short."""
    at = ASKED_AT[asked.act]
    whole = at is StopAt.OPENING
    register = register_of(asked.initiative) if whole else Register(risks_as_they_stand(asked.initiative))
    return stop_reasons(register, at, timezone.localdate())


def freeze_against(asked: Asked) -> tuple[Reason, ...]:
    """A stop holds everything."""
    return (frozen_reason(),) if freeze_of(asked.initiative) is not None else ()


add_guard("risk-register", ASKED_AT, register_against)
add_guard("freeze", STOPPED, freeze_against)
