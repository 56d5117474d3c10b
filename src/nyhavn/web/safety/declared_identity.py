"""Questions that are declared to be about identity: a later stage, which knows the tables, says which."""

from collections.abc import Callable, Iterable

from nyhavn.web.initiatives.models import Initiative

Supply = Callable[[Initiative], Iterable[str]]
_SUPPLIES: list[Supply] = []


def supply_declared_identity(supply: Supply) -> None:
    """Ask this supply too. Call it in AppConfig.ready."""
    if supply not in _SUPPLIES:
        _SUPPLIES.append(supply)


def declared_identity(initiative: Initiative) -> tuple[str, ...]:
    """Names of questions."""
    return tuple(name for supply in _SUPPLIES for name in supply(initiative))
