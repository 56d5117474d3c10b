"""What stands sealed in a piece, and the words of those who looked at it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from nyhavn.web.collection import vault
from nyhavn.web.collection.epochs import current_epoch
from nyhavn.web.collection.vault import Answers, Place, Sealed
from nyhavn.web.material.models import Piece, PieceCheck


@dataclass(frozen=True)
class Content:
    """What a piece holds. words: the story, or in words what a file shows or says. credit: as the person wishes.

    asked_by, agreed_for: who asked, and what for, where an agreement of its own is on record.
    """

    title: str = field(repr=False)
    words: str = field(repr=False)
    credit: str = field(default="", repr=False)
    file: bytes = field(default=b"", repr=False)
    asked_by: str = field(default="", repr=False)
    agreed_for: str = field(default="", repr=False)


def put(piece: Piece, content: Content) -> None:
    """Seal it under a new key, so that what stood there before opens with nothing once the keys have turned.

    Call it in the transaction that saves the piece.
    """
    piece.epoch = current_epoch(piece.initiative)
    made = vault.seal(place_of(piece), _written(content))
    piece.sealed, piece.wrapped_key = made.blob, made.wrapped_key
    piece.digest = _digest(piece, content)


def content_of(piece: Piece) -> Content:
    """What it holds. Raises the refusals of the vault."""
    found = vault.open_one(place_of(piece), sealed_of(piece))
    texts = {name: str(value) for name, value in found.items() if name != "file"}
    return Content(**texts, file=base64.b64decode(found["file"]))


def place_of(piece: Piece) -> Place:
    """Whose blob it is."""
    return Place(piece.initiative.uuid, piece.epoch.number, piece.uuid, piece.version)


def sealed_of(piece: Piece) -> Sealed:
    """Its blob with its key."""
    return Sealed(bytes(piece.sealed), bytes(piece.wrapped_key))


def words_sealed(piece: Piece, check: UUID, words: Mapping[str, str]) -> bytes:
    """What somebody said who looked at it: opens with the piece, and is gone with it."""
    return vault.seal_beside(place_of(piece), sealed_of(piece), check, words)


def words_of(check: PieceCheck) -> Answers:
    """The same, opened."""
    piece = check.piece
    return vault.open_beside(place_of(piece), sealed_of(piece), check.uuid, bytes(check.sealed))


def _written(content: Content) -> Answers:
    return {**vars(content), "file": base64.b64encode(content.file).decode("ascii")}


def _digest(piece: Piece, content: Content) -> str:
    """Of what people see and hear. Not of the credit: it can be taken back alone, and nothing begins anew then."""
    told = f"{len(content.title)}:{len(content.words)}:{content.title}{content.words}".encode()
    return vault.initiative_hash(piece.initiative.uuid, "material", told + content.file)
