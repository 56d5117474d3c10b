"""Which contributions a run works on: written in short batches before its end, and looked at once more at the end."""

from collections.abc import Sequence
from itertools import islice

from django.db import transaction

from nyhavn.framework.publication import produce_again
from nyhavn.framework.refusal import Refusal
from nyhavn.web.collection.material import Used
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.lineage.queries import taken_back_since
from nyhavn.web.production.models import Run, RunUse

WRITTEN_AT_ONCE = 5_000


def note_uses(run: Run, used: Sequence[Used], lease: Lease) -> None:
    """Write which contributions it works on, in the place of what it wrote before it was begun again.

    Others can write in between: a million rows in one transaction would keep them waiting. Raises LostLease.
    """
    forget_uses(run)
    waiting = iter(used)
    while batch := list(islice(waiting, WRITTEN_AT_ONCE)):
        rows = [RunUse(run=run, contribution=one.uuid, version=one.version) for one in batch]
        with transaction.atomic():
            lease.renew()
            RunUse.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)


def forget_uses(run: Run) -> None:
    """The run came to nothing, so nobody is in it."""
    while some := list(run.uses.order_by("id").values_list("id", flat=True)[:WRITTEN_AT_ONCE]):
        RunUse.objects.filter(id__in=some).delete()


def check_still_there(run: Run) -> None:
    """Refuses a result that rests on somebody who took something back meanwhile. Call it in the last transaction.

    Raises Refusal "release-produce-again". A withdrawal that is written after this finds the run and destroys what came
    out; one that was written before is seen here.
    """
    meanwhile = taken_back_since(run.initiative, run.started_at)
    if meanwhile.filter(contribution__in=run.uses.order_by().values("contribution")).exists():
        raise Refusal(produce_again())
