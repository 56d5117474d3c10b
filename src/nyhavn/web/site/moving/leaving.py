"""A workspace leaves: frozen and packed, then, when the new site has it, decided, and then its keys are destroyed here.

Who owns it is decided in one commit, that of `decide`: before it this site does, after it the other one that stands in
what is signed there. Whatever dies before or after, the same command goes on from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.bundle.canonical import Unreadable, write_model
from nyhavn.exchange.bundle.durable import sync_directory
from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.workspace import recipients
from nyhavn.exchange.workspace.recipients import SiteKey
from nyhavn.exchange.workspace.statements import Accepted, Handover, Left, Offered, Signed, read_file, said_in, signed
from nyhavn.framework.moving import MoveState, MoveStep, after
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.audit.actions import record
from nyhavn.web.collection import escrow, keys
from nyhavn.web.collection.freed_pages import brought_to_disk
from nyhavn.web.collection.models import Contribution, ImportBatch
from nyhavn.web.collection.movable import OWN
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.models import Job
from nyhavn.web.receipts.models import ProofKey
from nyhavn.web.site.move_models import Move
from nyhavn.web.site.moving import archive_out
from nyhavn.web.site.moving.archive_out import Sending
from nyhavn.web.site.moving.forgetting import forget, put_marker
from nyhavn.web.site.moving.handing_over import handover_of, sealed_since
from nyhavn.web.site.moving.reach import ABOUT_KEYS
from nyhavn.web.site.moving.standing import move_of, reason_of


@dataclass(frozen=True)
class For:
    """For whom the file is sealed: a site whose key is known, or whoever has the passphrase."""

    site: SiteKey | None = None
    passphrase: str = ""


def initiative_named(slug: str) -> Initiative:
    """The initiative of that name. Raises Refusal "move-unknown"."""
    found = Initiative.objects.filter(slug=slug).select_related("organisation").first()
    if found is None:
        what = "There is no initiative of that name here."
        raise refusal("move-unknown", what, where=slug, do="Take the name from the address of its page.")
    return found


def begin(*, initiative: Initiative, to: For, address: str, file: Path, loses_codes: bool = False) -> Move:
    """Freeze the workspace and pack it into a file. Call it with the home held. Raises Refusal.

    The file gets its name after the commit: no file is ever out whose workspace still changes here.
    """
    check_may_leave(initiative, loses_codes=loses_codes)
    _check_free(file)
    log = ReleaseLog.open(settings.RELEASE_LOG)
    key = _archive_key(initiative)
    box = recipients.for_site(key, to.site) if to.site else recipients.for_passphrase(key, to.passphrase)
    partial = file.with_name(f".{file.name}.partial")
    with outside_faults():
        partial.unlink(missing_ok=True)
        try:
            move = _pack(initiative, log, to, address, box, key, partial)
            partial.rename(file)
            sync_directory(file.parent)
        finally:
            partial.unlink(missing_ok=True)
    return move


def _pack(
    initiative: Initiative, log: ReleaseLog, to: For, address: str, box: recipients.Box, key: bytes, partial: Path
) -> Move:
    with brought_to_disk(), transaction.atomic():
        record("workspace-leaving", by=None, kind="initiative", on=initiative.uuid, scope=initiative.uuid)
        move = archive_out.new_move(initiative, uuid4(), address)
        move.state, move.begun_at = MoveState.LEAVING, timezone.now()
        move.other = to.site.log.line if to.site else ""
        offered = archive_out.write(Sending(move, log, move.other, box, key), partial)
        move.offered = write_model(offered).decode()
        move.save(force_insert=True)
    return move


def _archive_key(initiative: Initiative) -> bytes:
    """A new key for this file; that of an attempt that died is destroyed."""
    path = keys.archive_file(initiative.uuid)
    escrow.destroy(path)
    keys.write_once(path, recipients.new_content_key())
    escrow.keep(path)
    return keys.read(path)


def check_may_leave(initiative: Initiative, *, loses_codes: bool) -> None:
    """Raises Refusal: "workspace-leaving", "workspace-moved", "move-busy", "move-old-codes"."""
    move = move_of(initiative)
    if move is not None and move.is_still:
        raise Refusal(reason_of(move))
    begun = Job.objects.filter(scope=initiative.uuid, finished_at=None).exclude(cursor={}).exclude(kind__in=ABOUT_KEYS)
    if begun.exists():
        what = "Work for this community is only half done."
        do = "Start Nyhavn, wait until it is finished, and end it again."
        raise refusal("move-busy", what, where=initiative.slug, do=do)
    count = old_codes(initiative)
    if count and not loses_codes:
        what = f"{count} codes of receipts, or marks of files, are of an earlier version and cannot move."
        do = "Read docs/how-to/move-to-another-instance.md, and say --codes-are-lost if they may be."
        raise refusal("move-old-codes", what, where=initiative.slug, do=do)


def _check_free(file: Path) -> None:
    """Raises Refusal: "move-file-exists", "backup-folder-missing"."""
    if file.exists() or file.is_symlink():
        do = "Choose another name with --out."
        raise refusal("move-file-exists", "There is something here already.", where=str(file), do=do)
    if not file.parent.is_dir():
        do = "Make it, or put the disk in, and run the command again."
        raise refusal("backup-folder-missing", "There is no such folder.", where=str(file.parent), do=do)


def old_codes(initiative: Initiative) -> int:
    """How many hashes are under the key of this installation, which never leaves it."""
    held = Contribution.objects.filter(collection__initiative=initiative).exclude(receipt="")
    ended = ProofKey.objects.filter(initiative=initiative)
    files = ImportBatch.objects.filter(collection__initiative=initiative)
    counts = (
        held.exclude(receipt__startswith=OWN).count(),
        ended.exclude(receipt__startswith=OWN).count(),
        files.exclude(fingerprint__startswith=OWN).count(),
    )
    return sum(counts)


def call_off(*, initiative: Initiative) -> None:
    """The workspace stays, and goes on. The file that is out can never be taken over. Raises Refusal."""
    with brought_to_disk(), transaction.atomic():
        move = _held(initiative, MoveStep.CALL_OFF)
        move.state = MoveState.STAYED
        move.save(update_fields=["state"])
        record("workspace-stays", by=None, kind="initiative", on=initiative.uuid, scope=initiative.uuid)
    escrow.destroy(keys.archive_file(initiative.uuid))


def _held(initiative: Initiative, step: MoveStep) -> Move:
    """The move under way, if that step fits. Raises Refusal "move-not-under-way"."""
    move = Move.objects.select_for_update().filter(initiative=initiative).first()
    if move is None or after(MoveState(move.state), step) is None:
        what = "No move is under way that this could be said of."
        raise refusal("move-not-under-way", what, where=initiative.slug, do="Begin with nyhavn move-out.")
    return move


def decide(*, confirmation: bytes, trusted: Sequence[VerifierKey]) -> Handover:
    """Give the workspace to the site that confirmed it, and destroy its keys here; the file that the site needs.

    trusted: keys whose confirmation counts, where the archive was not sealed for one site. Repeated, it goes on where
    it died, and gives the same file. Raises Refusal.
    """
    accepted = _accepted(confirmation)
    initiative = Initiative.objects.filter(uuid=accepted.initiative).first()
    if initiative is None:
        raise _not_ours()
    move = Move.objects.filter(initiative=initiative, archive=accepted.archive).first()
    if move is None:
        raise _not_ours()
    if move.state == MoveState.LEAVING:
        escrow.check_there()
        _check_accepted(move, accepted, trusted)
        _sign(initiative, accepted)
    elif not move.left or move.other != accepted.by:
        raise _not_ours()
    return finish(initiative)


def finish(initiative: Initiative) -> Handover:
    """What follows from the decision, from wherever it died. Raises Refusal."""
    move = move_of(initiative)
    if move is None or not move.left:
        what = "Nothing was decided yet."
        raise refusal("move-not-under-way", what, where=initiative.slug, do="Give the file of the other site.")
    put_marker(move)
    handover = handover_of(move, ReleaseLog.open(settings.RELEASE_LOG))
    forget(move)
    return handover


def _accepted(confirmation: bytes) -> Accepted:
    try:
        return said_in(Accepted, read_file(Signed, confirmation))
    except Unreadable:
        what = "This is no confirmation of a site, or it was changed."
        raise refusal("move-file-damaged", what, do="Ask for the file once more.") from None


def _check_accepted(move: Move, accepted: Accepted, trusted: Sequence[VerifierKey]) -> None:
    """Raises Refusal: "move-not-ours", "move-site-unknown"."""
    offered = said_in(Offered, read_file(Signed, move.offered.encode()))
    if (accepted.archive, accepted.digest) != (offered.archive, offered.digest):
        raise _not_ours()
    known = {move.other} if move.other else {key.line for key in trusted}
    if accepted.by not in known:
        what = "The site that confirmed is not the one that it was sealed for, or you gave no key of it."
        do = "Ask whoever runs the other site for its trust.pub, by another way than the file, and give it as --key."
        raise refusal("move-site-unknown", what, where=accepted.by, do=do)


def _not_ours() -> Refusal:
    what = "This confirmation is not about a file that is under way from here."
    return refusal("move-not-ours", what, do="If the move was called off or made anew, send the new file.")


def _sign(initiative: Initiative, accepted: Accepted) -> None:
    """The decision. One commit, on the disk before anything follows from it."""
    log = ReleaseLog.open(settings.RELEASE_LOG)
    with brought_to_disk(), transaction.atomic():
        move = _held(initiative, MoveStep.DECIDE)
        move.state, move.decided_at, move.other = MoveState.DECIDED, timezone.now(), accepted.by
        move.since, digest = sealed_since(move)
        left = Left(
            archive=str(move.archive),
            at=move.decided_at.isoformat(),
            by=log.verifier_key,
            digest=move.digest,
            initiative=str(initiative.uuid),
            kind="workspace-left",
            releases=archive_out.release_names(initiative),
            since=digest,
            slug=initiative.slug,
            to=accepted.by,
        )
        move.left = write_model(signed(left, log.sign)).decode()
        move.save()
        record("workspace-left", by=None, kind="initiative", on=initiative.uuid, scope=initiative.uuid)
