"""Jobs of the keys: turning them, turning them at latest, the second copy, and cutting what a database keeps."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from nyhavn.framework.refusal import OutsideFault
from nyhavn.web.collection import escrow, turning
from nyhavn.web.collection.freed_pages import wipe_freed_pages
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.collection.shredding import TURN_JOB, WIPE_JOB, enqueue_turn
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles(TURN_JOB)
def turn_keys(lease: Lease) -> None:
    """Turn away from the period that the job names; as long as the world is in the way, wait and try again."""
    initiative = Initiative.objects.filter(uuid=lease.job.on).first() if lease.job.on else None
    if initiative is None:
        return
    try:
        turning.turn(initiative, epoch=int(str(lease.told["epoch"])), beat=lease.progress)
    except OutsideFault:
        lease.checkpoint(lease.cursor)  # an old key must not stay alive because a disk was away for long
        raise


@handles("keys-turn-at-latest", every=timedelta(days=1))
def turn_at_latest(lease: Lease) -> None:
    """Turn what is due and was not asked for, or gave up; and bring the second copy of all keys up to date."""
    now = timezone.now()
    due = KeyEpoch.objects.filter(ended_at=None, shredded_at__lt=now - settings.TURN_DAYS)
    dying = KeyEpoch.objects.filter(ended_at__lt=now - timedelta(days=1), destroyed_at=None)
    for epoch in (due | dying).select_related("initiative").order_by("id"):
        enqueue_turn(epoch.initiative, epoch.number, at=now, again=f":{now.date().isoformat()}")
    escrow.keep_all()


@handles(WIPE_JOB)
def wipe(_lease: Lease) -> None:
    """After contributions were destroyed."""
    wipe_freed_pages()
