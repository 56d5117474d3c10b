"""What a withdrawal does to contributions and to the files they came in."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import NodeRef, Outcome, Trace, waiting
from nyhavn.web.collection.credits import forget_credit
from nyhavn.web.collection.import_actions import empty, row_uuid
from nyhavn.web.collection.models import BatchState, Contribution, ImportBatch
from nyhavn.web.collection.shredding import shred
from nyhavn.web.consent.ledger_models import ThirdPerson
from nyhavn.web.jobs.models import Job
from nyhavn.web.lineage.kinds import Kind, Link, Stage, Withdrawn, at_once, register

CONTRIBUTION, FILE = "contribution", "import-file"
ALL_OF_IT = frozenset({Purpose.COLLECTION})


def destroy(withdrawn: Withdrawn) -> None:
    """Destroy answers, key and receipt with the withdrawal itself. Rows of a file are not taken in again."""
    if Purpose.COLLECTION not in withdrawn.purposes:
        return
    initiative = withdrawn.initiative
    found = Contribution.objects.filter(collection__initiative=initiative, uuid__in=withdrawn.contributions)
    rows = found.exclude(batch=None).order_by("batch", "row").values_list("batch", "row")
    for batch, numbers in groupby(rows, key=lambda pair: pair[0]):
        _leave_out(batch, [row for _, row in numbers if row is not None])
    # Its key and what is sealed go first, by the one function that also lets the keys turn; then the row.
    shred(contributions=list(found.values_list("uuid", flat=True)))
    Contribution.with_shredded.filter(collection__initiative=initiative, uuid__in=withdrawn.contributions).delete()
    # Whom it described is gone with what described them.
    ThirdPerson.objects.filter(initiative=initiative, contribution__in=withdrawn.contributions).delete()


def forget_names(withdrawn: Withdrawn) -> None:
    """Whoever does not want to be named any more leaves no name behind, neither here nor beside a release."""
    if Purpose.ATTRIBUTION in withdrawn.purposes:
        found = Contribution.objects.filter(collection__initiative=withdrawn.initiative, credit__isnull=False)
        for one in found.filter(uuid__in=withdrawn.contributions).order_by("id"):
            forget_credit(by=None, contribution=one)


def _leave_out(batch: int, rows: Sequence[int]) -> None:
    held = ImportBatch.objects.select_for_update().only("withdrawn_rows").get(id=batch)
    held.withdrawn_rows = sorted({*held.withdrawn_rows, *rows})
    held.save(update_fields=["withdrawn_rows"])


def contributions(withdrawn: Withdrawn) -> Iterable[Link]:
    """Each is a node of its own."""
    return (Link(one, frozenset({one})) for one in sorted(withdrawn.contributions))


def settle_contributions(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """They were destroyed with the withdrawal; what is left, for whatever reason, is destroyed now."""
    destroy(withdrawn)
    day = timezone.localtime(withdrawn.at).date()
    return [Trace(NodeRef(CONTRIBUTION, link.on), Outcome.ERASED, "contribution-destroyed", day) for link in links]


def files(withdrawn: Withdrawn) -> Iterable[Link]:
    """Files that are still being taken in: their bytes hold every row. The bytes of others are gone already."""
    batches = ImportBatch.objects.filter(collection__initiative=withdrawn.initiative).exclude(sealed_file=b"")
    for uuid, rows in batches.order_by("uuid").values_list("uuid", "withdrawn_rows"):
        found = withdrawn.contributions & {row_uuid(uuid, row) for row in rows}
        if found:
            yield Link(uuid, frozenset(found))


def settle_files(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """The bytes go when the file is in, which is soon; a file that got stuck is given up, with what came of it."""
    return [_settle_file(link.on) for link in links]


def _settle_file(uuid: UUID) -> Trace:
    node = NodeRef(FILE, uuid)
    batch = ImportBatch.objects.select_for_update().filter(uuid=uuid).first()
    if batch is None or not batch.sealed_file:
        return Trace(node, Outcome.ERASED, "file-destroyed", timezone.localdate())
    if batch.job is not None and Job.objects.filter(uuid=batch.job, state__in=("waiting", "running")).exists():
        return waiting(node)
    shred(contributions=list(batch.contributions.values_list("uuid", flat=True)))
    Contribution.with_shredded.filter(batch=batch).delete()
    empty(batch, BatchState.GIVEN_UP)
    return Trace(node, Outcome.ERASED, "file-destroyed", timezone.localdate())


register(Kind(CONTRIBUTION, Stage.CONTRIBUTION, ALL_OF_IT, contributions, settle_contributions, at_once=500))
register(Kind(FILE, Stage.FILE, ALL_OF_IT, files, settle_files))
at_once(destroy)
at_once(forget_names)
