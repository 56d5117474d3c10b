"""The tables that can answer a need: a later stage, which knows the plan, says which there are."""

from collections.abc import Callable, Iterable

from nyhavn.framework.records import TableOnRecord
from nyhavn.web.initiatives.models import Initiative

Supply = Callable[[Initiative], Iterable[TableOnRecord]]
_SUPPLIES: list[Supply] = []


def supply_tables(supply: Supply) -> None:
    """Ask this supply too. Call it in AppConfig.ready."""
    if supply not in _SUPPLIES:
        _SUPPLIES.append(supply)


def tables_in(initiative: Initiative) -> tuple[TableOnRecord, ...]:
    """All tables of the plan as it is now."""
    return tuple(table for supply in _SUPPLIES for table in supply(initiative))
