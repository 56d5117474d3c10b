"""What the old site forgets when a workspace belongs to another one, and how it notices that after a restore.

A file stands in the place of the keys, outside of every backup: a database from before the move is told by it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.exchange.bundle.canonical import canonical_json
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.workspace.statements import Left, Signed, entry_of, read_file, said_in
from nyhavn.framework.moving import MoveState
from nyhavn.web.audit.actions import record
from nyhavn.web.collection import escrow, keys
from nyhavn.web.collection.freed_pages import brought_to_disk
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.collection.wrapped_tables import wrapped_tables
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.site.move_models import Move


@dataclass(frozen=True)
class Marker:
    """What stands in that file: what was signed, where people go, and what the new site still has to be given."""

    left: str
    since: str
    address: str


def put_marker(move: Move) -> None:
    """On the disk, in both places, before anything is given away."""
    path = keys.moved_file(move.initiative.uuid)
    content = canonical_json({"address": move.address, "left": move.left, "since": move.since})
    if path.exists() and path.read_bytes() != content:  # of an earlier move, after which it came back
        escrow.destroy(path)
    keys.write_once(path, content)
    escrow.keep(path)


def marker_of(initiative: UUID) -> Marker | None:
    """What stands there; None if the workspace is ours."""
    path = keys.moved_file(initiative)
    if not path.exists():
        return None
    told = json.loads(path.read_bytes())
    return Marker(told["left"], told["since"], told["address"])


def forget(move: Move) -> None:
    """Destroy every key and what only they open. Repeated, it changes nothing. Raises OutsideFault."""
    uuid = move.initiative.uuid
    with keys.held(uuid):
        for number in keys.epochs_with_ring(uuid):
            escrow.destroy(keys.ring_file(uuid, number))
        for number in keys.epochs_with_key(uuid):
            escrow.destroy(keys.epoch_file(uuid, number))
        escrow.destroy(keys.hash_file(uuid))
        escrow.destroy(keys.archive_file(uuid))
    with brought_to_disk(), transaction.atomic():
        now = timezone.now()
        KeyEpoch.objects.filter(initiative=move.initiative, ended_at=None).update(ended_at=now)
        KeyEpoch.objects.filter(initiative=move.initiative, destroyed_at=None).update(destroyed_at=now)
        for table in wrapped_tables():
            table.lose(table.rows.filter(epoch__initiative=move.initiative))
        Job.objects.filter(scope=uuid, finished_at=None).update(state=JobState.DONE, finished_at=now)
        Move.objects.filter(id=move.id).update(state=MoveState.GONE)


def notice_what_left() -> tuple[str, ...]:
    """After a database was put back from before a move: it is told that it moved. Names of what it was told about."""
    return tuple(one.slug for one in Initiative.objects.order_by("id") if _notice(one))


def _notice(initiative: Initiative) -> bool:
    marker = marker_of(initiative.uuid)
    move = Move.objects.filter(initiative=initiative).first()
    if marker is None or (move is not None and move.state == MoveState.GONE and move.left == marker.left):
        return False
    if move is not None and move.state == MoveState.ARRIVED and initiative.moves.filter(left=marker.left).exists():
        escrow.destroy(keys.moved_file(initiative.uuid))  # it came back, and this site died right then
        return False
    signed = read_file(Signed, marker.left.encode())
    left = said_in(Left, signed)
    with brought_to_disk(), transaction.atomic():
        if move is None or move.left != marker.left:
            Move.objects.filter(initiative=initiative, state=MoveState.LEAVING).update(state=MoveState.STAYED)
            move = Move.objects.create(
                initiative=initiative,
                archive=UUID(left.archive),
                state=MoveState.DECIDED,
                other=left.to,
                address=marker.address,
                digest=left.digest,
                left=marker.left,
                since=marker.since,
                decided_at=left.at,
            )
            record("workspace-left", by=None, kind="initiative", on=initiative.uuid, scope=initiative.uuid)
    ReleaseLog.open(Path(settings.RELEASE_LOG)).append(entry_of(signed))
    forget(move)
    return True
