"""What releases tell of complaints, as a section of the plan. A later stage takes complaints, and says it."""

from collections.abc import Callable

from nyhavn.framework.complaints import ComplaintsOnRecord
from nyhavn.web.initiatives.models import Initiative

Source = Callable[[Initiative], ComplaintsOnRecord]
_SOURCES: list[Source] = []


def tell_of_complaints(source: Source) -> None:
    """Ask it for the section. Call it in AppConfig.ready."""
    _SOURCES[:] = [source]


def complaints_section(initiative: Initiative) -> ComplaintsOnRecord | None:
    """[complaints]: what passed the threshold; None where nothing takes complaints."""
    return _SOURCES[0](initiative) if _SOURCES else None
