"""What pages and interface show of pieces."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.material import Finding, PieceKind, Subject
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.material.contents import Content, content_of, words_of
from nyhavn.web.material.models import Piece, PieceCheck, PieceState
from nyhavn.web.material.queries import against_showing, kept, machine_noticed, newest_check


class PieceLine(Declared):
    """A piece in the list. is_checked: somebody looked at it as it is now."""

    uuid: UUID
    kind: PieceKind
    title: str
    language: str
    state: PieceState
    is_checked: bool


class PiecesShown(Declared):
    """All of an initiative."""

    pieces: tuple[PieceLine, ...]


class NoticedShown(Declared):
    """What a machine pointed at."""

    subject: Subject
    words: str
    must_go: bool


class FoundShown(Declared):
    """What somebody found of one thing."""

    subject: Subject
    finding: Finding
    words: str


class AgainstShown(Declared):
    """What stands against showing it."""

    code: str
    sentence: str


class PieceShown(Declared):
    """One piece, without its file."""

    uuid: UUID
    kind: PieceKind
    title: str
    words: str
    credit: str
    language: str
    media_type: str
    state: PieceState
    contribution: UUID | None
    asked_by: str
    agreed_how: str
    agreed_on: date | None
    agreed_until: date | None
    agreed_for: str
    noticed: tuple[NoticedShown, ...]
    found: tuple[FoundShown, ...]
    checked_at: datetime | None
    against: tuple[AgainstShown, ...]


def pieces_shown(on: Initiative) -> PiecesShown:
    """The list."""
    return PiecesShown(pieces=tuple(_line(piece) for piece in kept(on)))


def _line(piece: Piece) -> PieceLine:
    return PieceLine(
        uuid=piece.uuid,
        kind=PieceKind(piece.kind),
        title=content_of(piece).title,
        language=piece.language,
        state=PieceState(piece.state),
        is_checked=newest_check(piece) is not None,
    )


def piece_shown(piece: Piece) -> PieceShown:
    """One of them, opened."""
    content, check = content_of(piece), newest_check(piece)
    return PieceShown(
        **_as_stored(piece),
        **_as_sealed(content),
        noticed=tuple(
            NoticedShown(subject=one.subject, words=one.words, must_go=one.must_go)
            for one in machine_noticed(piece, content)
        ),
        found=_found(check) if check else (),
        checked_at=check.checked_at if check else None,
        against=tuple(AgainstShown(code=one.code, sentence=one.sentence()) for one in against_showing(piece, content)),
    )


def _as_stored(piece: Piece) -> Mapping[str, object]:
    names = ("uuid", "kind", "language", "media_type", "state", "contribution")
    return {name: getattr(piece, name) for name in (*names, "agreed_how", "agreed_on", "agreed_until")}


def _as_sealed(content: Content) -> Mapping[str, str]:
    return {name: value for name, value in vars(content).items() if name != "file"}


def _found(check: PieceCheck) -> tuple[FoundShown, ...]:
    words = words_of(check)
    return tuple(
        FoundShown(subject=Subject(subject), finding=Finding(found), words=words.get(subject, ""))
        for subject, found in check.found.items()
    )
