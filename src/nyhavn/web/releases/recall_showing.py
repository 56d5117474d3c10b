"""What the coordinator sees of recalls that are still open. Counts of few people are not shown."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.declared import Declared
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.models import Handover
from nyhavn.web.releases.models import PublicRelease, RecallAsked

FEW = 5  # own choice: below it a count of readers may point at one


class RecordsAsked(Declared):
    """Records of one release that were asked back. asked, still: how many readers; null for fewer than five."""

    name: str
    version: str
    recalled_on: date
    asked: int | None
    still: int | None
    is_over: bool


class RecallsShown(Declared):
    """Everything that was asked back. files: taken out by people of the team, and not said to be deleted."""

    records: tuple[RecordsAsked, ...]
    files: int


def recalls_shown(on: Initiative) -> RecallsShown:
    """Records and files that were asked back."""
    recalled = on.releases.filter(records_recalled_at__isnull=False).defer("content").order_by("-id")
    files = Handover.objects.filter(initiative=on, recalled_at__isnull=False, deleted_on=None)
    return RecallsShown(records=tuple(_asked(one) for one in recalled), files=files.count())


def _asked(release: PublicRelease) -> RecordsAsked:
    asked = RecallAsked.objects.filter(release=release)
    still = asked.filter(Q(acknowledged_on=None) & Q(recipient__isnull=False)).count()
    count = asked.count()
    return RecordsAsked(
        name=release.name,
        version=release.version,
        recalled_on=timezone.localdate(release.records_recalled_at),
        asked=count if count >= FEW else None,
        still=still if count >= FEW and (still >= FEW or still == 0) else None,
        is_over=still == 0,
    )
