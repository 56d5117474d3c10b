"""Which initiatives stand on the map today. Asked anew at every look: what becomes sensitive is gone at once."""

from collections.abc import Iterator

from django.db.models import Max

from nyhavn.framework.gap_showing import Showable, showing_reasons
from nyhavn.framework.openness import Material
from nyhavn.framework.refusal import Reason
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.gaps.models import OptIn
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.queries import level_of
from nyhavn.web.releases.models import ISSUED
from nyhavn.web.safety.queries import risks_as_they_stand


def reasons_against(initiative: Initiative, *, by: User | None = None) -> tuple[Reason, ...]:
    """Everything that keeps an initiative off the map today; empty if nothing does."""
    has_published = initiative.releases.filter(state__in=ISSUED).exists()
    found = Showable(
        is_public=initiative.is_listed or has_published,
        is_unnamed=bool(unnamed_community(initiative)),
        results=level_of(initiative, Material.RESULTS),
        risks=risks_as_they_stand(initiative),
    )
    return (*showing_reasons(found), *guarding_reasons(Asked(Act.SHOW_ON_MAP, initiative, by)))


def stands_in(initiative: Initiative) -> OptIn | None:
    """What the coordinator said last, if that was yes; whether it is shown today is another question."""
    last = initiative.gap_map_opt_ins.order_by("id").last()
    return last if last is not None and last.is_shown else None


def shown_on(area: str) -> Iterator[OptIn]:
    """Those that stand on the map of a place today: opted in, and nothing against it. In the order of their names."""
    newest = OptIn.objects.values("initiative").annotate(newest=Max("id")).values("newest")
    found = OptIn.objects.filter(id__in=newest, is_shown=True, area=area).select_related("initiative__organisation")
    for one in found.order_by("initiative__title", "id"):
        if not reasons_against(one.initiative):
            yield one
