"""What must be done to a database before anybody reads it: it may be older than the keys and the mirror."""

from dataclasses import dataclass

from nyhavn.web.collection import ring
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.replaying import Replayed, replay_and_walk


@dataclass(frozen=True)
class CameBack:
    """What was found. opened: records that got the key they have today; gone: those whose key is destroyed."""

    opened: int
    gone: int
    replayed: Replayed

    @property
    def is_older(self) -> bool:
        """Whether the database was older than what lies beside it."""
        return bool(self.opened or self.gone or self.replayed.withdrawn)


def come_back() -> CameBack:
    """Make the database fit the keys, then withdraw again what the mirror remembers. Nothing to do is the usual case.

    It is not asked whether the database was put back: an operator who copied an old file into its place tells nobody.
    Raises OutsideFault: what is missing or damaged.
    """
    applied = [ring.apply(initiative) for initiative in Initiative.objects.order_by("id")]
    return CameBack(sum(one.opened for one in applied), sum(one.gone for one in applied), replay_and_walk())
