"""Stories, photographs and sound as the people of a cast add them, look at them, and show them."""

import base64
import struct
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.material import Agreed, Finding, PieceKind, Subject
from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.roles import Role
from nyhavn.web.material import actions
from nyhavn.web.material.asks import LookSaid, PieceChanged, PieceSaid, ShowSaid
from nyhavn.web.material.models import Piece
from nyhavn.web.openness.models import Choice
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.releases.models import PublicRelease
from web import opening_up
from web.cast import Cast

# One grey point.
PLAIN_JPEG = (
    base64.b64decode(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////"
        "////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
    )
    + b"\xff\xd9"
)
OGG = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(40)
WORDS = "The well was dry for three weeks, and we walked."


def tiff(*entries: tuple[int, int, int], gps: bool = False) -> bytes:
    """A TIFF block with one directory of (tag, type, value), and one of a place."""
    count = len(entries) + gps
    at = 8 + 2 + 12 * count + 4
    rows = [(tag, type_, value) for tag, type_, value in entries] + ([(0x8825, 4, at)] if gps else [])
    body = b"".join(struct.pack("<HHI", tag, type_, 1) + struct.pack("<I", value) for tag, type_, value in rows)
    place = struct.pack("<HHHI4sI", 1, 1, 2, 2, b"N\0\0\0", 0) if gps else b""
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", count) + body + struct.pack("<I", 0) + place


def with_exif(block: bytes, *, behind: bytes = b"") -> bytes:
    """The photograph as a telephone writes it: Exif after the first marker, and perhaps something behind the end."""
    exif = b"Exif\0\0" + block
    return PLAIN_JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + PLAIN_JPEG[2:] + behind


def taken_at_a_checkpoint() -> bytes:
    """Turned on its side, with a place."""
    return with_exif(tiff((0x0112, 3, 6), gps=True))


def upload(content: bytes) -> Upload:
    return Upload(name="file", content=content)


def said(kind: PieceKind = PieceKind.STORY, file: bytes = b"", **changes: object) -> PieceSaid:
    """A piece that a meeting agreed to, unless it came with a contribution."""
    values: dict[str, object] = {
        "kind": kind,
        "title": "Three weeks",
        "words": WORDS,
        "language": "en",
        "file": upload(file) if file else None,
    }
    if "contribution" not in changes:
        agreed = {"agreed_how": Agreed.MEETING, "agreed_on": timezone.localdate(), "asked_by": "Carmen"}
        values |= agreed | {"agreed_for": "To be read beside the figures."}
    return PieceSaid.model_validate(values | changes)


def added(village: Cast, kind: PieceKind = PieceKind.STORY, file: bytes = b"", **changes: object) -> Piece:
    """The coordinator adds it."""
    return actions.add(by=village[Role.COORDINATOR], on=village.initiative, said=said(kind, file, **changes))


def photograph(village: Cast, file: bytes = PLAIN_JPEG, **changes: object) -> Piece:
    return added(village, PieceKind.PHOTOGRAPH, file, **changes)


def seen(**changes: object) -> LookSaid:
    """Nothing is there, unless said otherwise."""
    return LookSaid.model_validate({one.value: Finding.NONE for one in Subject} | changes)


def looked(village: Cast, piece: Piece, by: Role = Role.BOARD_MEMBER, **changes: object) -> None:
    """A board member looks at it."""
    actions.look(by=village[by], on=piece, said=seen(**changes))


def open_to_all(village: Cast, level: AccessLevel = AccessLevel.OPEN) -> None:
    """Somebody chose how open stories are."""
    opening_up.chosen(village, level, material=Material.STORIES)


def shown(village: Cast, piece: Piece, release: PublicRelease) -> Piece:
    """Looked at and shown, where somebody chose how open stories are."""
    if not Choice.objects.filter(initiative=village.initiative, material=Material.STORIES).exists():
        open_to_all(village)
    if not piece.checks.exists():
        looked(village, piece)
    actions.show(by=village[Role.COORDINATOR], on=piece, said=ShowSaid(release=str(release.uuid)))
    return again(piece)


def changed(**changes: object) -> PieceChanged:
    return PieceChanged.model_validate({"title": "Three weeks", "words": WORDS} | changes)


def again(piece: Piece) -> Piece:
    return Piece.objects.select_related("initiative", "epoch", "release").get(uuid=piece.uuid)


def address(release: PublicRelease, piece: UUID | None = None) -> str:
    """The page beside a release, or the file of a piece on it."""
    home = f"/data/{release.name}/{release.version}/stories/"
    return f"{home}{piece}/file/" if piece else home
