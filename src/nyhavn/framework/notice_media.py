"""A notice for people who do not read it: easy-read pages, sound, pictograms, sign language.

What a file is, its content says, and never its name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.consent_circumstances import Modality
from nyhavn.framework.refusal import Reason, Refusal

MEGABYTE = 1024 * 1024


class MediumKind(StrEnum):
    """What people can take the notice in by, beside the text."""

    EASY_READ = "easy-read"  # one page: a picture, and easy words beside it
    AUDIO = "audio"
    PICTOGRAMS = "pictograms"
    SIGN_LANGUAGE = "sign-language"


WAYS: Mapping[MediumKind, Modality] = {
    MediumKind.EASY_READ: Modality.EASY_READ,
    MediumKind.AUDIO: Modality.HEARD,
    MediumKind.PICTOGRAMS: Modality.PICTOGRAMS,
    MediumKind.SIGN_LANGUAGE: Modality.SIGN_LANGUAGE,
}
_PICTURES = ("image/png", "image/jpeg", "image/webp")
TYPES: Mapping[MediumKind, tuple[str, ...]] = {
    MediumKind.EASY_READ: _PICTURES,
    MediumKind.AUDIO: ("audio/mpeg", "audio/ogg", "audio/mp4"),
    MediumKind.PICTOGRAMS: _PICTURES,
    MediumKind.SIGN_LANGUAGE: ("video/mp4", "video/webm"),
}
# This project's own numbers: a picture is loaded with the page and so is paid for by everybody; sound and film only by
# those who press play. Three minutes of speech at 64 kbit/s are 1.4 MB, of film at 800 kbit/s 18 MB.
MOST_BYTES: Mapping[MediumKind, int] = {
    MediumKind.EASY_READ: MEGABYTE // 4,
    MediumKind.AUDIO: 4 * MEGABYTE,
    MediumKind.PICTOGRAMS: MEGABYTE // 2,
    MediumKind.SIGN_LANGUAGE: 20 * MEGABYTE,
}
MOST_CAPTIONS = MEGABYTE // 8
CAPTIONS_TYPE = "text/vtt"
# First bytes: PNG (RFC 2083), JPEG (ISO/IEC 10918-1), RIFF/WebP, ID3 and MPEG audio frames (ISO/IEC 11172-3), Ogg
# (RFC 3533) with Opus or Vorbis, ISO base media files (ISO/IEC 14496-12) by brand, EBML with WebM's name (RFC 8794).
_OGG_AUDIO = (b"OpusHead", b"\x01vorbis")
_SOUND_BRANDS = (b"M4A ", b"M4B ")
_FILM_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash")
_MPEG_FRAME = re.compile(rb"\xff[\xfb\xfa\xf3\xf2\xe3\xe2]")
_CUE = re.compile(r"-->\s*(\d{2,}:)?\d{2}:\d{2}\.\d{3}")


@dataclass(frozen=True)
class Medium:
    """One file that is shown with a notice. language: of the text it stands for. words: transcript or text beside it.

    sha256: of the file. captions: hash of its captions, "" for none. sign_language: code of the sign language.
    """

    kind: MediumKind
    language: str
    title: str
    words: str
    sha256: str
    media_type: str
    captions: str = ""
    sign_language: str = ""

    @property
    def way(self) -> Modality:
        """How somebody who uses it takes the notice in."""
        return WAYS[self.kind]


def media_type_of(content: bytes) -> str | None:
    """The type of a file by its first bytes, whatever it is called; None for a type that we do not show.

    SVG is not among them: it can carry scripts.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"ID3") or _MPEG_FRAME.match(content):
        return "audio/mpeg"
    if content.startswith(b"OggS") and any(name in content[:64] for name in _OGG_AUDIO):
        return "audio/ogg"
    if content[4:8] == b"ftyp":
        return _of_brand(content[8:12])
    is_webm = content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]
    return "video/webm" if is_webm else None


def _of_brand(brand: bytes) -> str | None:
    if brand in _SOUND_BRANDS:
        return "audio/mp4"
    return "video/mp4" if brand in _FILM_BRANDS else None


def are_captions(content: bytes) -> bool:
    """Whether it is a WebVTT file with at least one cue."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(re.match(r"WEBVTT(\s|$)", text) and _CUE.search(text))


def medium_reasons(kind: MediumKind, content: bytes, captions: bytes, sign_language: str) -> tuple[Reason, ...]:
    """Why a file may not be shown with a notice; empty if it may."""
    reasons = []
    if media_type_of(content) not in TYPES[kind]:
        what = f"This file is none that can be shown for “{kind.value}”."
        known = ", ".join(name.partition("/")[2].upper().replace("MPEG", "MP3") for name in TYPES[kind])
        do = f"Send one of: {known}. What counts is what is in it, not its name."
        reasons.append(Reason("notice-medium-type", what, "file", do))
    if len(content) > MOST_BYTES[kind]:
        what = f"The file has {_size(len(content))}. The limit for “{kind.value}” is {_size(MOST_BYTES[kind])}."
        do = "Send a smaller one. People pay for each megabyte."
        reasons.append(Reason("notice-medium-too-large", what, "file", do))
    if captions and (
        kind is not MediumKind.SIGN_LANGUAGE or len(captions) > MOST_CAPTIONS or not are_captions(captions)
    ):
        what = "The captions are no WebVTT file, are too long, or go with no film."
        reasons.append(Reason("notice-medium-captions", what, "captions", "Send a WebVTT file with a film, or none."))
    if bool(sign_language) != (kind is MediumKind.SIGN_LANGUAGE):
        what = "A film in sign language says which one; nothing else does."
        do = "Write its code, such as ase, bfi or jos, for a film; leave it empty for anything else."
        reasons.append(Reason("notice-medium-sign-language", what, "sign_language", do))
    return tuple(reasons)


def check_medium(kind: MediumKind, content: bytes, captions: bytes, sign_language: str) -> None:
    """Raises Refusal for a file that may not be shown."""
    reasons = medium_reasons(kind, content, captions, sign_language)
    if reasons:
        raise Refusal(*reasons)


def _size(count: int) -> str:
    return f"{count / MEGABYTE:.2f} MB"


def ways_of(media: Sequence[Medium]) -> tuple[Modality, ...]:
    """The ways to take a notice in, the text first."""
    found = {medium.way for medium in media}
    return (Modality.READ, *(way for way in Modality if way in found))
