"""Stories, photographs, sound and maps: what goes out beside a release, and who looked at it first.

A machine points at things and decides nothing: that it noticed nothing is no answer to any question. One person adds a
piece, another one looks at it, question by question; what they looked at is bound to exactly these bytes and words.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice_media import MEGABYTE, media_type_of
from nyhavn.framework.refusal import Reason
from nyhavn.framework.safeguards.wording import says_something


class PieceKind(StrEnum):
    """What a piece is."""

    STORY = "story"
    PHOTOGRAPH = "photograph"
    SOUND = "sound"
    MAP = "map"


class Subject(StrEnum):
    """What somebody looks for, each for itself."""

    FACES = "faces"
    VOICES = "voices"
    PLACES = "places"
    NAMES = "names"


class Finding(StrEnum):
    """What the person who looked found."""

    NONE = "none-there"
    AGREED = "there-and-agreed"
    TAKEN_OUT = "taken-out"
    MUST_NOT = "must-not-go-out"


def purposes_of(kind: PieceKind) -> frozenset[Purpose]:
    """What a contributor has to have said yes to before what came with their contribution is shown."""
    media = frozenset() if kind is PieceKind.STORY else frozenset({Purpose.MEDIA})
    return frozenset({Purpose.COLLECTION, Purpose.OPEN_MICRODATA}) | media


class Agreed(StrEnum):
    """How the agreement of whoever a piece is from is on record, where it came with no contribution."""

    PAPER = "on-paper"
    WITNESSED = "spoken-before-a-witness"
    RECORDED = "spoken-and-recorded"
    MEETING = "in-a-meeting"


_PICTURES = ("image/jpeg", "image/png", "image/webp")
TYPES: Mapping[PieceKind, tuple[str, ...]] = {
    PieceKind.STORY: (),
    PieceKind.PHOTOGRAPH: _PICTURES,
    PieceKind.SOUND: ("audio/mpeg", "audio/ogg", "audio/mp4"),
    PieceKind.MAP: _PICTURES,
}
# This project's own numbers. A picture is loaded with its page, by people who pay for each megabyte.
MOST_BYTES: Mapping[PieceKind, int] = {
    PieceKind.PHOTOGRAPH: MEGABYTE,
    PieceKind.SOUND: 8 * MEGABYTE,
    PieceKind.MAP: 2 * MEGABYTE,
}


@dataclass(frozen=True)
class Noticed:
    """What a machine noticed. must_go: nobody can look at it on a screen, so it goes before anybody decides."""

    subject: Subject
    code: str
    words: str
    must_go: bool = False


@dataclass(frozen=True)
class Looked:
    """One answer of the person who looked. words: how it is on record, what was done, or why the machine is wrong."""

    subject: Subject
    finding: Finding
    words: str = ""


@dataclass(frozen=True)
class Check:
    """What one person found. is_other: neither added nor changed the piece. is_current: of it as it is now."""

    looked: tuple[Looked, ...]
    is_other: bool
    is_current: bool


@dataclass(frozen=True)
class Basis:
    """What a piece rests on. covers: its contribution's consent covers it today; None where it came with none.

    agreed_on, agreed_until: days of the agreement that is on record otherwise; None: never, and without an end.
    """

    covers: bool | None = None
    agreed_on: date | None = None
    agreed_until: date | None = None


def file_reasons(kind: PieceKind, content: bytes) -> tuple[Reason, ...]:
    """Why a file is none for this kind; empty if it is. A story has no file."""
    if kind is PieceKind.STORY:
        what, do = "A story is text. It has no file.", "Send the file as a photograph, sound or a map."
        return (Reason("material-file-not-wanted", what, "file", do),) if content else ()
    if media_type_of(content) not in TYPES[kind]:
        known = ", ".join(name.partition("/")[2].upper().replace("MPEG", "MP3") for name in TYPES[kind])
        do = f"Send one of: {known}. What counts is what is in it, not its name."
        return (Reason("material-file-type", "This file is none that can be shown.", "file", do),)
    if len(content) > MOST_BYTES[kind]:
        what = f"The file has {len(content) / MEGABYTE:.1f} MB. The limit is {MOST_BYTES[kind] // MEGABYTE} MB."
        return (Reason("material-file-too-large", what, "file", "Send a smaller one. People pay for each megabyte."),)
    return ()


def look_reasons(looked: Sequence[Looked], noticed: Collection[Noticed], *, is_other: bool) -> tuple[Reason, ...]:
    """Why somebody's answers do not stand as a check; empty if they do."""
    return tuple(_against_looking(looked, noticed, is_other=is_other))


def _against_looking(looked: Sequence[Looked], noticed: Collection[Noticed], *, is_other: bool) -> Iterator[Reason]:
    if not is_other:
        what = "You added or changed this piece, so somebody else looks at it."
        yield Reason("material-same-person", what, "you", "Ask another person of the team or the board.")
    found = {one.subject: one for one in looked}
    for subject in Subject:
        answer = found.get(subject)
        if answer is None:
            what = "A question has no answer. That a machine noticed nothing is none."
            yield Reason("material-not-looked", what, subject.value, "Look or listen yourself, and answer it.")
        elif not says_something(answer.words) and _needs_words(answer, noticed):
            what = "This answer says nothing of how, or of what the machine pointed at."
            do = "Say how the agreement is on record, what was taken out and how, or why the machine is wrong."
            yield Reason("material-look-says-nothing", what, subject.value, do)


def _needs_words(answer: Looked, noticed: Collection[Noticed]) -> bool:
    if answer.finding is Finding.NONE:
        return any(one.subject is answer.subject for one in noticed)
    return answer.finding is not Finding.MUST_NOT


def must_go_reasons(noticed: Collection[Noticed]) -> tuple[Reason, ...]:
    """What a file has inside that no screen shows and that must go first."""
    do = "Take it out with the button on the page of the piece, or send another file. The check then begins anew."
    return tuple(Reason("material-embedded", one.words, one.subject.value, do) for one in noticed if one.must_go)


def basis_reasons(basis: Basis, day: date) -> tuple[Reason, ...]:
    """Why nobody's agreement carries a piece on that day; empty if it does. Agreement is never assumed."""
    if basis.covers is False:
        what = "The consent of the contribution that this came with does not cover showing it."
        return (Reason("material-consent", what, "contribution", "Ask the person, or take the piece back."),)
    if basis.covers is None and (
        basis.agreed_on is None
        or basis.agreed_on > day
        or (basis.agreed_until is not None and basis.agreed_until < day)
    ):
        what = "No agreement is on record that holds today."
        return (Reason("material-agreement", what, "agreement", "Ask the person again, or take the piece back."),)
    return ()


def showing_reasons(check: Check | None, noticed: Collection[Noticed], basis: Basis, day: date) -> tuple[Reason, ...]:
    """Everything that stands against showing a piece; empty if it may be shown."""
    reasons = [*must_go_reasons(noticed), *basis_reasons(basis, day)]
    if check is None or not check.is_current:
        what = "Nobody has looked at this piece as it is now."
        reasons.append(Reason("material-not-checked", what, "check", "Ask somebody who did not add it to look at it."))
        return tuple(reasons)
    reasons += look_reasons(check.looked, noticed, is_other=check.is_other)
    what, do = (
        "Whoever looked found something that must not go out.",
        "Take it out and send the new file, or let it be.",
    )
    reasons += [
        Reason("material-must-not", what, one.subject.value, do)
        for one in check.looked
        if one.finding is Finding.MUST_NOT
    ]
    return tuple(reasons)


# What often names somebody, or says where: addresses of mail and pages, telephone numbers, coordinates.
_POINTS_AT: Mapping[Subject, tuple[tuple[str, re.Pattern[str]], ...]] = {
    Subject.NAMES: (
        ("an address of mail", re.compile(r"(?<=[^\s@])@[^\s@]+\.\w+")),
        ("an address of a page", re.compile(r"https?://|www\.", re.IGNORECASE)),
        ("a long number, as of a telephone", re.compile(r"\d(?:[\s().-]?\d){6,}")),
    ),
    Subject.PLACES: (("two numbers, as of a place on a map", re.compile(r"\d{1,3}\.\d{3,}\D{1,4}-?\d{1,3}\.\d{3,}")),),
}


def noticed_in_words(text: str, known: Collection[str]) -> tuple[Noticed, ...]:
    """What stands out in a text. known: entries of the long lists of the form, often of places and groups."""
    found = [
        Noticed(subject, "words-pattern", f"The words hold something that looks like {what}.")
        for subject, patterns in _POINTS_AT.items()
        for what, pattern in patterns
        if pattern.search(text)
    ]
    folded = text.casefold()
    listed = sorted({one for one in known if one.strip() and re.search(rf"\b{re.escape(one.casefold())}\b", folded)})
    if listed:
        words = f"The words hold what a list of the form has: {', '.join(listed)}."
        found.append(Noticed(Subject.PLACES, "words-listed", words))
    return tuple(found)
