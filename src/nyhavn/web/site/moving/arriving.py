"""A workspace arrives: the file is tried and confirmed; with the answer of the old site it is taken in, all or nothing.

Trying changes nothing here. Taking in writes keys, log and release files first, each whole or not at all and each the
same when it is repeated; then one commit makes the workspace ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.checkpoint import read_checkpoint
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.log_files import write_leaves
from nyhavn.exchange.bundle.merkle import root_hash
from nyhavn.exchange.workspace.sealed_file import damaged
from nyhavn.exchange.workspace.statements import (
    Accepted,
    Arrived,
    Continuity,
    Handover,
    Left,
    Link,
    Signed,
    entry_of,
    leaf_of,
    leaves_in,
    read_file,
    said_in,
    signed,
    signer_of,
)
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.moving import MoveState
from nyhavn.framework.refusal import refusal
from nyhavn.web.audit.actions import record
from nyhavn.web.collection import escrow, keys
from nyhavn.web.collection.freed_pages import brought_to_disk
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.actions import Manner, TakenBack, take_back
from nyhavn.web.lineage.mirror import MirrorLine, remember
from nyhavn.web.lineage.replaying import replay_and_walk
from nyhavn.web.site.move_models import Move
from nyhavn.web.site.moving import taking_in
from nyhavn.web.site.moving.archive_in import Package
from nyhavn.web.site.moving.handing_over import opened_since


class _Tried(Exception):
    """Ends the transaction of a trial."""


@dataclass(frozen=True)
class TakenIn:
    """What came. links: of the invitations, to be handed on where mail does not reach. continuity: for everybody."""

    initiative: Initiative
    continuity: Continuity
    taken_back: int
    links: tuple[tuple[str, str], ...] = ()


def accept(package: Package) -> Signed:
    """Try to take it in, change nothing, and confirm. Raises Refusal."""
    log = ReleaseLog.open(settings.RELEASE_LOG)
    _check_for_us(package, log)
    taking_in.check_room(package)
    try:
        with transaction.atomic():
            taking_in.rows(package, taking_in.trial_keys(package))
            raise _Tried
    except _Tried:
        pass
    except IntegrityError as fault:
        raise _does_not_fit(fault) from None
    manifest = package.manifest
    said = Accepted(
        archive=manifest.archive,
        by=log.verifier_key,
        digest=manifest.digest,
        initiative=manifest.initiative,
        kind="workspace-accepted",
    )
    return signed(said, log.sign)


def arrive(package: Package, handover: bytes) -> TakenIn:
    """Take it in. Repeated, it goes on where it died. Call it with the home held. Raises Refusal."""
    log = ReleaseLog.open(settings.RELEASE_LOG)
    given = _handover(package, handover, log)
    move = Move.objects.filter(archive=package.manifest.archive, state=MoveState.ARRIVED).first()
    since = opened_since(given.since, package.key, UUID(package.manifest.archive))
    if move is None:
        taking_in.check_room(package)
        keys_here = taking_in.make_keys(package)
        link = _entered(package, given, log)
        taking_in.put_files(package)
        made, links = _committed(package, keys_here, link, since)
    else:
        made, links = move.initiative, ()
    escrow.destroy(keys.moved_file(made.uuid))  # of an earlier move from here, if it came back
    replay_and_walk()
    history = {"format": "nyhavn-continuity-1", "links": made.moves.exclude(history=[])[0].history}
    return TakenIn(made, Continuity.model_validate(history, strict=False), len(since), links)


def _committed(
    package: Package, keys_here: taking_in.KeysHere, link: Link, since: Sequence[MirrorLine]
) -> tuple[Initiative, tuple[tuple[str, str], ...]]:
    remember(since)  # before the commit, as ever; known ones are passed over
    history = [*package.history.links, link]
    try:
        with brought_to_disk(), transaction.atomic():
            made = taking_in.rows(package, keys_here)
            Move.objects.create(
                initiative=made,
                archive=package.manifest.archive,
                state=MoveState.ARRIVED,
                other=package.manifest.by,
                digest=package.manifest.digest,
                history=[one.model_dump(mode="json", by_alias=True) for one in history],
            )
            record("workspace-arrived", by=None, kind="initiative", on=made.uuid, scope=made.uuid)
            for line in since:
                _take_back(made, line)
            links = taking_in.invite_people(package, made)
    except IntegrityError as fault:
        raise _does_not_fit(fault) from None
    return made, links


def _take_back(made: Initiative, line: MirrorLine) -> None:
    said = TakenBack(line.contribution, line.ended, line.at, line.withdrawal)
    manner = Manner(ConsentMode(line.mode), said_by=line.said_by, kind=line.kind)
    take_back(by=None, initiative=made, said=[said], manner=manner)


def _check_for_us(package: Package, log: ReleaseLog) -> None:
    """Raises Refusal "move-other-key"."""
    if package.offered.to not in ("", log.verifier_key):
        what = "This file is for another site."
        raise refusal("move-other-key", what, where=package.offered.to, do="Ask for whom it was made.")


def _handover(package: Package, content: bytes, log: ReleaseLog) -> Handover:
    """What the old site signed, if it is about this file and for us. Raises Refusal: "move-not-ours", ..."""
    try:
        given = read_file(Handover, content)
        left = said_in(Left, given.left)
        leaves, checkpoint = leaves_in(given.leaves), read_checkpoint(given.checkpoint.encode())
    except Unreadable:
        raise damaged("The file of the old site is not what it signed.") from None
    manifest = package.manifest
    is_ours = (left.archive, left.digest, left.by) == (manifest.archive, manifest.digest, manifest.by)
    if not is_ours or left.to != log.verifier_key:
        what = "What the old site signed is about another file, or gives the workspace to another site."
        raise refusal("move-not-ours", what, do="Ask the old site for the answer to your own confirmation.")
    whole = (checkpoint.checkpoint.size, checkpoint.checkpoint.root) == (len(leaves), root_hash(leaves))
    if not checkpoint.signed_by(signer_of(left.by)) or not whole or leaves[-1:] != (leaf_of(given.left),):
        raise damaged("The log of the old site does not hold what it signed.")
    if taking_in.digest_of_text(given.since) != left.since:
        raise damaged("What was taken back meanwhile is not what the old site signed.")
    if tuple(leaves[: len(package.old_leaves)]) != tuple(package.old_leaves):
        what = "The log of the old site is another one than when the file was made: it was rewritten in between."
        raise refusal("move-log-forked", what, do="Do not take it over. Ask the old site what happened to its log.")
    return given


def _entered(package: Package, given: Handover, log: ReleaseLog) -> Link:
    """The first entry about this workspace in our log. It pins the log of the old site as it was in the end."""
    arrived = signed(
        Arrived(
            archive=package.manifest.archive,
            by=log.verifier_key,
            checkpoint=given.checkpoint,
            initiative=package.manifest.initiative,
            kind="workspace-arrived",
            left=leaf_of(given.left).hex(),
        ),
        log.sign,
    )
    state = log.append(entry_of(arrived))
    return Link(
        arrived=arrived,
        arrived_checkpoint=state.signed.data.decode(),
        arrived_leaves=write_leaves(state.leaves).decode(),
        left=given.left,
        left_checkpoint=given.checkpoint,
        left_leaves=given.leaves,
    )


def _does_not_fit(fault: IntegrityError) -> Exception:
    """For what exists once and is here already; anything else is a defect of ours."""
    if "unique" not in str(fault).lower():
        return fault
    what = "Something of it is here already under another owner, such as the link of a form."
    return refusal("move-does-not-fit", what, do="Nothing was changed. Take it into an installation of its own.")
