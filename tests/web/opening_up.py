"""Choosing how open it is, and asking to read, as the people of a cast do it."""

from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.roles import Role
from nyhavn.web.openness import actions
from nyhavn.web.openness.asks import AccessAsked, AccessGranted, OpennessSaid
from nyhavn.web.openness.models import AccessRequest, Choice
from web import publishing
from web.cast import Cast


def said(level: AccessLevel, **changes: object) -> OpennessSaid:
    values: dict[str, object] = {
        "material": Material.RESULTS,
        "level": level,
        "licence": "CC-BY-4.0",
        "reason": "The wells are known to few, and the village wants it so.",
        "with_whom": "The assembly of the village",
    }
    return OpennessSaid.model_validate(values | changes)


def chosen(village: Cast, level: AccessLevel, **changes: object) -> Choice:
    """The coordinator writes down what was chosen."""
    return actions.choose(by=village[Role.COORDINATOR], on=village.initiative, said=said(level, **changes))


def asked(village: Cast, **changes: object) -> tuple[AccessRequest, str]:
    """Somebody from outside asks, and gets a link."""
    values = {"who": "Lena, a student", "purpose": "A thesis on wells", "until": publishing.in_days(30)}
    return actions.ask_to_read(on=village.initiative, said=AccessAsked.model_validate(values | changes))


def granted(village: Cast, request: AccessRequest, *, days: int = 10) -> None:
    """A board member says yes."""
    until = publishing.in_days(days)
    yes = AccessGranted(until=until, reason="It helps the village.")
    actions.grant(by=village[Role.BOARD_MEMBER], on=request, said=yes)
