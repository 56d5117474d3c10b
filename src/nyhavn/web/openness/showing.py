"""What pages and interface show of openness."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from nyhavn.framework.declared import Declared
from nyhavn.framework.openness import AccessLevel, Material, OpennessChoice
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.asks import HEARD, LEVELS, MATERIALS
from nyhavn.web.openness.models import AccessRequest, RequestState
from nyhavn.web.openness.queries import choices_in, levels_of


class LevelShown(Declared):
    """One material. level: what holds today. choice: None if nobody chose."""

    material: Material
    level: AccessLevel
    choice: OpennessChoice | None

    @property
    def says(self) -> tuple[str, str, str]:
        """Material, level and the community's part, in the language of whoever reads."""
        heard = str(HEARD[self.choice.heard]) if self.choice else ""
        return gettext(str(MATERIALS[self.material])), gettext(str(LEVELS[self.level])), heard and gettext(heard)


class OpennessShown(Declared):
    """How open everything is."""

    levels: tuple[LevelShown, ...]


class AccessRequestShown(Declared):
    """A request of somebody from outside, and what came of it."""

    uuid: UUID
    material: Material
    who: str
    purpose: str
    wanted_until: date
    asked_at: datetime
    state: RequestState
    decided_at: datetime | None
    granted_until: date | None
    reason: str
    ask_again: str


class AccessRequestsShown(Declared):
    """All of them, those that wait first."""

    requests: tuple[AccessRequestShown, ...]


def openness_shown(on: Initiative) -> OpennessShown:
    """What was chosen, and what holds."""
    chosen = {one.material: one for one in choices_in(on)}
    levels = levels_of(on, chosen.values())
    return OpennessShown(
        levels=tuple(LevelShown(material=one, level=levels[one], choice=chosen.get(one)) for one in Material)
    )


def requests_shown(on: Initiative) -> AccessRequestsShown:
    """Who asked to read."""
    rows = sorted(on.access_requests.order_by("id"), key=lambda row: row.state != RequestState.WAITING)
    return AccessRequestsShown(requests=tuple(request_shown(row) for row in rows))


def request_shown(row: AccessRequest) -> AccessRequestShown:
    """One request."""
    return AccessRequestShown(**{name: getattr(row, name) for name in AccessRequestShown.model_fields})
