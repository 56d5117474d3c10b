"""Reading the sealed file of a workspace: looked through once, whole, before anything of it is used."""

import json
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.bundle.canonical import Unreadable, read_model
from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.workspace import manifest as parts
from nyhavn.exchange.workspace.manifest import Listed, Manifest, People
from nyhavn.exchange.workspace.recipients import Opener, opened
from nyhavn.exchange.workspace.sealed_file import OpeningFile, damaged
from nyhavn.exchange.workspace.statements import Continuity, Offered, Signed, leaves_in, read_file, said_in
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.site.backups.archive import PIECE, Hashed, hashed_members

BUFFER = 1 << 20
SMALL = (parts.PEOPLE, parts.HASH_KEY, parts.CONTINUITY, parts.OLD_LOG, parts.MANIFEST, parts.OFFERED)


@dataclass(frozen=True)
class Package:
    """A file that was looked through. key: it was sealed with."""

    file: Path
    opener: Opener = field(repr=False)
    key: bytes = field(repr=False)
    manifest: Manifest
    offered: Offered
    people: People = field(repr=False)
    history: Continuity
    old_leaves: Sequence[bytes] = field(repr=False)
    wrapped_hash_key: bytes = field(repr=False)

    def members(self) -> Iterator[tuple[str, Hashed]]:
        """Everything in it once more, in the order of the file."""
        with _opened(self.file, self.opener) as (tar, _):
            yield from hashed_members(tar)

    def lines(self, name: str, stream: Hashed) -> Iterator[bytes]:
        """The rows of one part, after it was compared with the list. Raises Refusal "move-file-damaged"."""
        content = stream.read()
        self.check(name, stream)
        yield from content.splitlines(keepends=True)

    def check(self, name: str, stream: Hashed) -> None:
        """What was read to its end is what is listed."""
        listed = self.manifest.files.get(name)
        if listed is None or (listed.sha256, listed.size) != (stream.listed.sha256, stream.listed.size):
            raise damaged(f"A part of it is not as it was written: {name}.")


def look_through(file: Path, opener: Opener, trusted: Sequence[VerifierKey]) -> Package:
    """Read all of it, compare it with its list, and the list with its signature. Raises Refusal.

    trusted: keys of sites from which a workspace may come.
    """
    if not file.is_file():
        raise refusal("file-not-found", "There is no such file.", where=str(file), do="Check the path.")
    found: dict[str, Listed] = {}
    small: dict[str, bytes] = {}
    with outside_faults(), _opened(file, opener) as (tar, key):
        for name, stream in hashed_members(tar):
            _check_name(name)
            content = _read(stream, keep=name in SMALL)
            if name in SMALL:
                small[name] = content
            found[name] = Listed(sha256=stream.listed.sha256, size=stream.listed.size)
    try:
        return _package(file, opener, key, small, found, trusted)
    except (ValueError, KeyError):  # Unreadable is one of them
        raise damaged("A part of it is missing, or is not what it must be.") from None


def _package(
    file: Path,
    opener: Opener,
    key: bytes,
    small: Mapping[str, bytes],
    found: Mapping[str, Listed],
    trusted: Sequence[VerifierKey],
) -> Package:
    manifest = _manifest(small[parts.MANIFEST])
    offered = said_in(Offered, read_file(Signed, small[parts.OFFERED]))
    if offered.manifest != found[parts.MANIFEST].sha256 or offered.by != manifest.by:
        raise damaged("Its list is not the one that was signed.")
    if offered.by not in {one.line for one in trusted}:
        what = "This file was made by a site whose key you did not give."
        do = "Ask whoever runs that site for its trust.pub, by another way than the file came, and give it as --key."
        raise refusal("move-site-unknown", what, where=offered.by, do=do)
    listed = {name: one for name, one in found.items() if name not in (parts.MANIFEST, parts.OFFERED)}
    if listed != manifest.files:
        raise damaged("Its parts are not those of its list.")
    if not {PurePosixPath(name).parts[1] for name in listed if name.startswith(f"{parts.RELEASES}/")} <= set(
        manifest.releases
    ):
        raise damaged("It holds files of a release that is not of this workspace.")
    return Package(
        file=file,
        opener=opener,
        key=key,
        manifest=manifest,
        offered=offered,
        people=read_model(People, small[parts.PEOPLE]),
        history=read_model(Continuity, small[parts.CONTINUITY]),
        old_leaves=leaves_in(small[parts.OLD_LOG].decode("ascii")),
        wrapped_hash_key=small[parts.HASH_KEY],
    )


def _manifest(content: bytes) -> Manifest:
    """Raises Refusal "move-newer" for one of a later version."""
    try:
        return read_model(Manifest, content)
    except Unreadable:
        if isinstance(told := json.loads(content), dict) and told.get("format") != "nyhavn-workspace-1":
            what = "This file was made by a newer Nyhavn than this one."
            raise refusal("move-newer", what, do="Install that version, or a later one.") from None
        raise


@contextmanager
def _opened(file: Path, opener: Opener) -> Iterator[tuple[tarfile.TarFile, bytes]]:
    with file.open("rb") as stream:
        sealed = OpeningFile(stream, lambda box: opened(box, opener))
        try:
            with tarfile.open(fileobj=sealed, mode="r|", bufsize=BUFFER) as tar:
                yield tar, sealed.key
            while sealed.read(BUFFER):  # to the end: what comes after the archive was sealed as well
                pass
        except (tarfile.TarError, EOFError):
            raise damaged("It holds no archive.") from None


def _read(stream: Hashed, *, keep: bool) -> bytes:
    if keep:
        return stream.read()
    while stream.read(PIECE):
        pass
    return b""


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    known = (parts.ROWS, parts.RELEASES, "audit", "keys", "log")
    if path.is_absolute() or ".." in path.parts or "\\" in name or (path.parts[0] not in known and name not in SMALL):
        raise damaged("It names a place into which nothing of a workspace belongs.")


def not_the_same(what: str) -> Refusal:
    """For a workspace that came in otherwise than it went out."""
    do = "Nothing was changed. Use the same version of Nyhavn at both sites; if you do, report this."
    return refusal("move-not-the-same", what, do=do)
