"""What the team sees of early readers."""

from datetime import datetime
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.web.releases.models import PublicRelease


class EarlyReaderShown(Declared):
    """Somebody who may read before publication. stopped_at: since then the link opens nothing."""

    uuid: UUID
    who: str
    why: str
    is_party: bool
    recorded_at: datetime
    first_read_at: datetime | None
    stopped_at: datetime | None


class EarlyReadersShown(Declared):
    """Everybody who may, or could."""

    readers: tuple[EarlyReaderShown, ...]


def early_readers_shown(on: PublicRelease) -> EarlyReadersShown:
    """In the order in which they were recorded."""
    rows = on.early_readings.order_by("id")
    shown = ({name: getattr(row, name) for name in EarlyReaderShown.model_fields} for row in rows)
    return EarlyReadersShown(readers=tuple(EarlyReaderShown(**one) for one in shown))
