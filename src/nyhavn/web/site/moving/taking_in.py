"""What the new site writes when a workspace comes in: keys of its own, files, rows, and invitations."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.db.models import Max

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.bundle.durable import PUBLIC_FILE, sync_directory, sync_file
from nyhavn.exchange.bundle.layout import sha256_of
from nyhavn.exchange.workspace import manifest as parts
from nyhavn.exchange.workspace.recipients import new_content_key, part_of
from nyhavn.exchange.workspace.statements import Left, said_in
from nyhavn.framework.refusal import OutsideFault, Reason, refusal
from nyhavn.web.accounts.invitations import invite
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.audit.actions import record
from nyhavn.web.collection import escrow, keys
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.collection.shredding import schedule_turn
from nyhavn.web.initiatives.models import Initiative, RoleInvitation
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.backups.archive import PIECE, Hashed
from nyhavn.web.site.moving.archive_in import Package, not_the_same
from nyhavn.web.site.moving.belonging import check_own
from nyhavn.web.site.moving.dump import MORE, digest_of
from nyhavn.web.site.moving.reach import Mover, Table, movers
from nyhavn.web.site.moving.remains import Remains, check_comes_back, make_way
from nyhavn.web.site.moving.rows_in import Incoming, Told, stub_of_a_person

RECORDS = "moved-in"


@dataclass(frozen=True)
class KeysHere:
    """The period of keys under which everything is wrapped here."""

    number: int
    key: bytes = field(repr=False)


def check_room(package: Package) -> None:
    """Raises Refusal: "move-here-already", "move-name-taken"."""
    manifest = package.manifest
    if (standing := _standing(package)) is not None:
        check_comes_back(standing, package.history, manifest.by)
    others = Initiative.objects.exclude(uuid=manifest.initiative)
    taken = [manifest.slug] if others.filter(slug=manifest.slug).exists() else []
    named = PublicRelease.objects.filter(name__in=manifest.releases).exclude(initiative=standing)
    taken += named.values_list("name", flat=True)
    if taken:
        what = "Something else has this name here, and a name never changes: addresses and signatures carry it."
        raise refusal("move-name-taken", what, where=taken[0], do="Take it into an installation of its own.")


def _standing(package: Package) -> Initiative | None:
    """What stayed here of a workspace that left."""
    return Initiative.objects.filter(uuid=package.manifest.initiative).first()


def trial_keys(package: Package) -> KeysHere:
    """For a trial: a key that is thrown away."""
    return KeysHere(_next_epoch(package), new_content_key())


def make_keys(package: Package) -> KeysHere:
    """The first period of keys here, and the key of receipts, which came along. On the disk, in both places."""
    uuid, number = UUID(package.manifest.initiative), _next_epoch(package)
    path = keys.epoch_file(uuid, number)
    keys.make_once(path)
    escrow.keep(path)
    own = keys.hash_file(uuid)
    came = _unwrapped(package, package.wrapped_hash_key)
    keys.write_once(own, came)
    escrow.keep(own)
    if keys.read(own) != came:
        what = "Another key of receipts lies here for this initiative."
        raise OutsideFault(Reason("escrow-differs", what, str(own.name), "Ask who put it there."))
    return KeysHere(number, keys.read(path))


def _next_epoch(package: Package) -> int:
    """After every period that it had anywhere: no two keys of one initiative have one number."""
    found = KeyEpoch.objects.filter(initiative__uuid=package.manifest.initiative).aggregate(last=Max("number"))
    return max(found["last"] or 0, package.manifest.epoch) + 1


def put_files(package: Package) -> None:
    """Releases, which never change, and the record of the old site. Repeated, it changes nothing more."""
    for name, stream in package.members():
        path = PurePosixPath(name)
        if path.parts[0] == parts.RELEASES:
            _put(package, name, stream, Path(settings.RELEASES).joinpath(*path.parts[1:]))
        elif name == parts.AUDIT:
            _put(package, name, stream, record_folder(package.manifest.archive) / "records.jsonl")
    trust = record_folder(package.manifest.archive) / "trust.pub"
    with outside_faults():
        trust.write_text("".join(f"{one}\n" for one in _earlier_signers(package)), encoding="ascii")
        sync_file(trust)


def _earlier_signers(package: Package) -> tuple[str, ...]:
    """Keys of every site at which the workspace was, the last one first: they signed releases that came along."""
    before = (said_in(Left, link.left).by for link in reversed(package.history.links))
    return tuple(dict.fromkeys((package.manifest.by, *before)))


def record_folder(archive: str) -> Path:
    """Where the record of what was done at the old site is kept, as it came."""
    return Path(settings.HOME) / RECORDS / archive


def _put(package: Package, name: str, stream: Hashed, place: Path) -> None:
    if place.exists():
        _check_equal(package, name, place)
        return
    with outside_faults():
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f".{place.name}.partial")
        with partial.open("wb") as written:
            while piece := stream.read(PIECE):
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
        package.check(name, stream)
        partial.chmod(PUBLIC_FILE)
        partial.rename(place)
        sync_directory(place.parent)


def _check_equal(package: Package, name: str, place: Path) -> None:
    """What is there was put by an attempt that died, or is of somebody else. Raises Refusal "move-name-taken"."""
    if sha256_of(place) != package.manifest.files[name].sha256:
        what = "A file of this name is here already, with other content."
        raise refusal("move-name-taken", what, where=name, do="Take it into an installation of its own.")


def rows(package: Package, here: KeysHere) -> Initiative:
    """Every row, in a transaction of the caller; refused if what came in is not what went out."""
    by_label = {mover.label: mover for mover in movers()}
    unknown = sorted(package.manifest.rows.keys() ^ by_label.keys())
    if unknown:
        raise not_the_same(f"The two sites do not know the same things: {unknown[0]}.")
    standing = _standing(package)
    remains = make_way(standing) if standing else Remains()
    completing = _Completing(package, here)
    incoming = Incoming(completing, remains)
    counts = dict.fromkeys(by_label, 0)
    for name, stream in package.members():
        path = PurePosixPath(name)
        if path.parts[0] == parts.ROWS:
            mover = by_label[path.parts[1]]
            counts[mover.label] += _take(incoming, mover, package, name, stream)
    completing.own_epoch()  # also where nothing is sealed yet
    made = Initiative.objects.select_related("organisation").get(uuid=package.manifest.initiative)
    check_own(package, made, remains, counts)
    if counts != package.manifest.rows or digest_of(made, remains.of_this_site) != package.manifest.digest:
        raise not_the_same("What came in is not, line by line, what went out.")
    if standing:
        schedule_turn(made)  # its ring opens backups from before the workspace left
    return made


def _take(incoming: Incoming, mover: Mover, package: Package, name: str, stream: Hashed) -> int:
    try:
        return incoming.take(mover, package.lines(name, stream))
    except (LookupError, ValueError) as fault:
        raise not_the_same(f"A row of {mover.label} does not fit this version: {fault}.") from None


class _Completing:
    """Fills in what says something about this site."""

    def __init__(self, package: Package, here: KeysHere) -> None:
        self._package, self._here = package, here
        self._epoch: KeyEpoch | None = None

    def __call__(self, model: Table, told: Told) -> Mapping[str, object]:
        """Values for the fields that did not move, by attribute."""
        if model is User:
            return stub_of_a_person(str(told["uuid"]))
        if f"{MORE}key" in told:
            return self._wrapped(told)
        return {}

    def _wrapped(self, told: Told) -> Mapping[str, object]:
        wrapped = base64.b64decode(told[f"{MORE}key"], validate=True)
        epoch = self.own_epoch().pk if told[f"{MORE}epoch"] else None
        return {"epoch_id": epoch, "wrapped_key": self._anew(wrapped) if wrapped else b""}

    def _anew(self, wrapped: bytes) -> bytes:
        try:
            return aes_key_wrap(self._here.key, _unwrapped(self._package, wrapped))
        except (InvalidUnwrap, ValueError):  # it was tampered with before it left, and stays shut
            return wrapped

    def own_epoch(self) -> KeyEpoch:
        """The period here, begun when it is asked for first."""
        if self._epoch is None:
            self._epoch = KeyEpoch.objects.create(
                initiative=Initiative.objects.get(uuid=self._package.manifest.initiative),
                number=self._here.number,
                key_check=keys.check_of(self._here.key),
            )
        return self._epoch


def _unwrapped(package: Package, wrapped: bytes) -> bytes:
    return aes_key_unwrap(part_of(package.key, "keys"), wrapped)


def invite_people(package: Package, made: Initiative) -> tuple[tuple[str, str], ...]:
    """Ask everybody who had a role to take it up here; address and link of each. Call it in the transaction."""
    return tuple(_invite(made, one) for one in package.people.people)


def _invite(made: Initiative, one: parts.Person) -> tuple[str, str]:
    to_what = f"the initiative “{made.title}”, as {one.role.replace('-', ' ')}, at its new site"
    organisation: Organisation | None = made.organisation if one.member else None
    sent = invite(by=None, email=one.email, organisation=organisation, is_admin=one.admin, to_what=to_what)
    RoleInvitation.objects.create(invitation=sent.invitation, initiative=made, role=one.role)
    facts = {"role": one.role}
    record("role-offered", by=None, kind="invitation", on=sent.invitation.uuid, scope=made.uuid, facts=facts)
    return one.email, sent.link


def digest_of_text(text: str) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()
