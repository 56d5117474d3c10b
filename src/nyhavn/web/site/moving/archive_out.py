"""Writing a workspace into one sealed file. Nothing of it touches the disk in plain on the way."""

import base64
import hashlib
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.db.models import Max, Model

from nyhavn import __version__
from nyhavn.exchange.bundle.canonical import write_model
from nyhavn.exchange.bundle.durable import PRIVATE_FILE
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.log_files import write_leaves
from nyhavn.exchange.workspace import manifest as parts
from nyhavn.exchange.workspace.manifest import Listed, Manifest, People, Person
from nyhavn.exchange.workspace.recipients import Box, part_of
from nyhavn.exchange.workspace.sealed_file import SealingFile
from nyhavn.exchange.workspace.statements import Continuity, Offered, Signed, signed
from nyhavn.web.audit.exporting import Reader, log_lines
from nyhavn.web.collection import escrow, keys
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.backups.archive import Archive
from nyhavn.web.site.move_models import Move
from nyhavn.web.site.moving.dump import More, Names, digest_of, lines, plain
from nyhavn.web.site.moving.reach import Mover, movers

PART = 8 << 20  # bytes of rows that are held in memory


@dataclass(frozen=True)
class Sending:
    """A workspace on its way out. key: seals the file; box: the key, sealed for the receiver; to: its key, or ""."""

    move: Move
    log: ReleaseLog
    to: str
    box: Box
    key: bytes = field(repr=False)

    @property
    def initiative(self) -> Initiative:
        """Whose workspace it is."""
        return self.move.initiative


def write(sending: Sending, partial: Path) -> Signed:
    """Write the whole file and bring it to the disk; what was signed about it. Call it in a transaction."""
    with partial.open("xb") as stream:
        partial.chmod(PRIVATE_FILE)
        with (
            SealingFile(stream, sending.key, sending.box) as sealing,
            tarfile.open(fileobj=sealing, mode="w|", bufsize=PART) as tar,
        ):
            offered = _fill(_Listing(tar), sending)
        stream.flush()
        os.fsync(stream.fileno())
    return offered


class _Listing(Archive):
    """An archive that lists also what is in no file."""

    def add_bytes(self, content: bytes, name: str) -> None:
        super().add_bytes(content, name)
        self.files[name] = _listed(content)  # type: ignore[assignment]

    @property
    def listed(self) -> dict[str, Listed]:
        """Every file by now."""
        return {name: Listed(sha256=one.sha256, size=one.size) for name, one in self.files.items()}


def _listed(content: bytes) -> Listed:
    return Listed(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def _fill(to: _Listing, sending: Sending) -> Signed:
    initiative, names, counts = sending.initiative, Names(sending.initiative), {}
    more = _more(sending)
    for mover in movers():
        counts[mover.label] = _put_rows(to, mover, names, more)
    to.add_bytes(write_model(People(people=tuple(_people(initiative)))), parts.PEOPLE)
    to.add_bytes(_hash_key(sending), parts.HASH_KEY)
    to.add_bytes(b"".join(log_lines(Reader(initiative.uuid))), parts.AUDIT)
    to.add_bytes(write_model(history_of(initiative)), parts.CONTINUITY)
    state = sending.log.state()
    to.add_bytes(write_leaves(state.leaves), parts.OLD_LOG)
    for name in release_names(initiative):
        to.add_folder(Path(settings.RELEASES) / name, f"{parts.RELEASES}/{name}")
    manifest = write_model(_manifest(to, sending, counts, state.signed.data.decode()))
    to.add_bytes(manifest, parts.MANIFEST)
    offered = _offered(sending, hashlib.sha256(manifest).hexdigest())
    to.add_bytes(write_model(offered), parts.OFFERED)
    return offered


def _manifest(to: _Listing, sending: Sending, counts: Mapping[str, int], checkpoint: str) -> Manifest:
    initiative = sending.initiative
    last = KeyEpoch.objects.filter(initiative=initiative).aggregate(last=Max("number"))["last"]
    return Manifest(
        archive=str(sending.move.archive),
        at=_moment(sending.move),
        by=sending.log.verifier_key,
        checkpoint=checkpoint,
        digest=sending.move.digest,
        epoch=last or 0,
        files=to.listed,
        format="nyhavn-workspace-1",
        initiative=str(initiative.uuid),
        organisation=initiative.organisation.name,
        releases=release_names(initiative),
        rows=dict(counts),
        slug=initiative.slug,
        software=__version__,
        title=initiative.title,
    )


def _offered(sending: Sending, manifest: str) -> Signed:
    initiative = sending.initiative
    return signed(
        Offered(
            archive=str(sending.move.archive),
            at=_moment(sending.move),
            by=sending.log.verifier_key,
            digest=sending.move.digest,
            initiative=str(initiative.uuid),
            kind="workspace-offered",
            manifest=manifest,
            releases=release_names(initiative),
            slug=initiative.slug,
            to=sending.to,
        ),
        sending.log.sign,
    )


def release_names(initiative: Initiative) -> tuple[str, ...]:
    """Under which names releases of it came out or are planned."""
    return tuple(sorted(set(PublicRelease.objects.filter(initiative=initiative).values_list("name", flat=True))))


def history_of(initiative: Initiative) -> Continuity:
    """Every move by which the workspace came here."""
    arrived = initiative.moves.exclude(history=[]).first()
    found = {"format": "nyhavn-continuity-1", "links": arrived.history if arrived else []}
    return Continuity.model_validate(found, strict=False)


def _moment(move: Move) -> str:
    return str(plain(move.begun_at))


def _put_rows(to: Archive, mover: Mover, names: Names, more: More) -> int:
    count, waiting, size, part = 0, [], 0, 0
    for line in lines(mover, names, more):
        waiting.append(line)
        count, size = count + 1, size + len(line)
        if size >= PART:
            to.add_bytes(b"".join(waiting), _name(mover, part))
            waiting, size, part = [], 0, part + 1
    if waiting:
        to.add_bytes(b"".join(waiting), _name(mover, part))
    return count


def _name(mover: Mover, part: int) -> str:
    return f"{parts.ROWS}/{mover.label}/{part:06}.jsonl"


def _people(initiative: Initiative) -> Iterator[Person]:
    members = {one.user_id: one for one in initiative.organisation.memberships.all()}
    found = RoleAssignment.objects.filter(initiative=initiative).select_related("user").order_by("id")
    for one in found.filter(user__is_active=True):
        member = members.get(one.user.pk)
        admin = member is not None and member.is_admin
        yield Person(admin=admin, email=one.user.email, member=member is not None, role=one.role)


def _hash_key(sending: Sending) -> bytes:
    path = keys.hash_file(sending.initiative.uuid)
    keys.make_once(path)
    escrow.keep(path)
    return aes_key_wrap(part_of(sending.key, "keys"), keys.read(path))


def _more(sending: Sending) -> More:
    """The wrapped key of a row, wrapped anew under the key of the archive. Keys of this site never leave it."""
    epochs = {one.pk: one.number for one in KeyEpoch.objects.filter(initiative=sending.initiative)}
    wrapping, known = part_of(sending.key, "keys"), {}

    def anew(epoch: int, wrapped: bytes) -> bytes:
        if epoch not in known:
            known[epoch] = keys.read(keys.epoch_file(sending.initiative.uuid, epochs[epoch]))
        try:
            return aes_key_wrap(wrapping, aes_key_unwrap(known[epoch], wrapped))
        except (InvalidUnwrap, ValueError):  # a row that was tampered with goes along as it is, and stays shut
            return wrapped

    def more(row: Model) -> Mapping[str, object]:
        if not hasattr(row, "wrapped_key"):
            return {}
        sealed: Any = row
        wrapped = bytes(sealed.wrapped_key)
        key = anew(sealed.epoch_id, wrapped) if wrapped else b""
        return {"epoch": sealed.epoch_id is not None, "key": base64.b64encode(key).decode("ascii")}

    return more


def new_move(initiative: Initiative, archive: UUID, address: str) -> Move:
    """The row that stands for it, in the state of the workspace as it leaves. Call it in the transaction."""
    return Move(initiative=initiative, archive=archive, address=address, digest=digest_of(initiative))
