"""Destroying contributions for good: their answers and their key at once, then the key that older copies need."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from nyhavn.web.collection.epochs import note_shredding
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue

AT_ONCE = 500  # uuids in one statement
TURN_JOB, WIPE_JOB = "keys-turn", "freed-pages-wipe"


def shred(*, contributions: Sequence[UUID]) -> int:
    """Empty answers, wrapped key and receipt of these contributions; how many were not empty yet.

    Call it in the transaction that decides it. What was sealed beside a contribution opens with its key and with
    nothing else, so that it is gone as well; its rows, and the empty row itself, are for whoever settles everything
    that was made from it. Jobs of the same transaction cut what the database keeps of freed pages, and turn the keys.
    """
    emptied, now = 0, timezone.now()
    of: set[int] = set()
    for start in range(0, len(contributions), AT_ONCE):
        found = Contribution.objects.filter(uuid__in=contributions[start : start + AT_ONCE])
        of.update(found.order_by().values_list("collection__initiative", flat=True).distinct())
        emptied += found.update(sealed=b"", wrapped_key=b"", receipt="", set_aside="", shredded_at=now)
    for initiative in Initiative.objects.filter(id__in=of).order_by("id"):
        schedule_turn(initiative)
    if emptied:
        enqueue(WIPE_JOB)
    return emptied


def schedule_turn(initiative: Initiative, *, at: datetime | None = None) -> None:
    """The keys turn after a while (NYHAVN_TURN_MINUTES), once for all that is destroyed until then.

    Call it in the transaction that destroys something. at: when instead.
    """
    epoch = note_shredding(initiative)
    enqueue_turn(initiative, epoch.number, at=at or timezone.now() + settings.TURN_AFTER)


def enqueue_turn(initiative: Initiative, epoch: int, *, at: datetime, again: str = "") -> None:
    """Write the job that turns away from that period. again: makes another one, where the first gave up."""
    key = f"{initiative.uuid}:{epoch}{again}"
    enqueue(TURN_JOB, scope=initiative.uuid, on=initiative.uuid, told={"epoch": epoch}, key=key, not_before=at)
