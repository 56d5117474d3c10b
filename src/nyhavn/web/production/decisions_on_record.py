"""What releases tell of decisions that followed, as a section of the plan. A later stage keeps them, and says it."""

from collections.abc import Callable

from nyhavn.framework.decisions_on_record import DecisionsOnRecord
from nyhavn.web.initiatives.models import Initiative

Source = Callable[[Initiative], DecisionsOnRecord | None]
_SOURCES: list[Source] = []


def tell_of_decisions(source: Source) -> None:
    """Ask it for the section. Call it in AppConfig.ready."""
    _SOURCES[:] = [source]


def decisions_section(initiative: Initiative) -> DecisionsOnRecord | None:
    """[decisions]: requests, answers, promises and unused results; None where there is nothing to tell."""
    return _SOURCES[0](initiative) if _SOURCES else None
