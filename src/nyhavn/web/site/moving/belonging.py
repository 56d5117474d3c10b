"""Nothing comes in with a workspace that is somebody else's here, also from a site that is trusted with its own."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.models import Job
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.moving.archive_in import Package, not_the_same
from nyhavn.web.site.moving.reach import every_row, movers
from nyhavn.web.site.moving.remains import Remains


def check_own(package: Package, made: Initiative, remains: Remains, counts: Mapping[str, int]) -> None:
    """No row of another scope, no name that was not asked about, no work on what is not its own. Raises Refusal."""
    own = [mover for mover in movers() if not mover.is_shared]
    for mover in own:
        if mover.rows(made).exclude(pk__in=list(remains.of_this_site(mover.model))).count() != counts[mover.label]:
            raise not_the_same(f"A row of {mover.label} is not of this workspace.")
    names = set(PublicRelease.objects.filter(initiative=made).values_list("name", flat=True))
    if not names <= set(package.manifest.releases):
        raise not_the_same("It holds a release under a name that is not on its list.")
    worked_on = set(_worked_on(made))
    for mover in (one for one in own if one.has_uuid):
        found = every_row(mover.model).filter(uuid__in=worked_on)
        if found.exclude(pk__in=mover.rows(made).order_by().values("pk")).exists():
            raise not_the_same(f"Work that waits in it is about a row of {mover.label} that is not of this workspace.")


def _worked_on(made: Initiative) -> Iterator[UUID]:
    """What unfinished work names."""
    for on, told in Job.objects.filter(scope=made.uuid, finished_at=None).values_list("on", "told"):
        for name in (on, *told.values()):
            try:
                yield UUID(str(name))
            except ValueError:
                continue
