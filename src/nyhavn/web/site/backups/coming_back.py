"""What must be done to a database before anybody reads it: it may be older than the keys and the mirror."""

from dataclasses import dataclass

from nyhavn.web.collection import ring
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.replaying import Replayed, replay_and_walk
from nyhavn.web.releases.taking_over import take_over_published
from nyhavn.web.site.moving.forgetting import notice_what_left


@dataclass(frozen=True)
class CameBack:
    """What was found. opened: records that got the key they have today; gone: those whose key is destroyed.

    taken_over: name and version of releases that came out since this database was written.
    """

    opened: int
    gone: int
    replayed: Replayed
    taken_over: tuple[str, ...] = ()


def come_back() -> CameBack:
    """Say what moved away since, make the database fit the keys, then the releases, then replay withdrawals.

    Nothing to do is the usual case. A withdrawal has to find as published what is published, so it comes last.

    It is not asked whether the database was put back: an operator who copied an old file into its place tells nobody.
    Raises OutsideFault: what is missing or damaged.
    """
    notice_what_left()
    applied = [ring.apply(initiative) for initiative in Initiative.objects.order_by("id")]
    taken_over = take_over_published()
    opened, gone = sum(one.opened for one in applied), sum(one.gone for one in applied)
    return CameBack(opened, gone, replay_and_walk(), taken_over)
