"""What stands embedded in pictures and sound, beside what a screen shows, and the same file without it.

Exif 2.32 (JEITA CP-3451), XMP (ISO 16684-1), IPTC-IIM 4.2, PNG 3rd edition, WebP container, ID3v2.4. It reads
structures, never pixels: it sees no face and no house number, and says nothing about them. What it cannot read, it
takes for the worst.
"""

import struct
from collections.abc import Iterator

from nyhavn.exchange.embedded_pictures import JPEG, PNG, WEBP, Part, parts_of, written
from nyhavn.framework.material import Noticed, Subject
from nyhavn.framework.refusal import refusal

_MP3, _OGG, _MP4 = "audio/mpeg", "audio/ogg", "audio/mp4"
_GPS, _MAKER, _THUMBNAIL = 0x8825, 0x927C, 0x0201
_ORIENTATION, _EXIF_IFD = 0x0112, 0x8769
# Names under which programs write places: XMP and Photoshop, Ogg and ID3 comments, QuickTime and 3GPP boxes.
_PLACE_MARKS = (b"gps", b"location", b"geo", b"photoshop:city", b"countryname", b"\xa9xyz", b"loci", b"latitude")
_IPTC_PLACES = (b"\x1c\x02\x1a", b"\x1c\x02\x1b", b"\x1c\x02\x5a", b"\x1c\x02\x5c", b"\x1c\x02\x5f", b"\x1c\x02\x65")
_PLACE = Noticed(
    Subject.PLACES, "embedded-place", "The file has the place where it was made inside, or may have it.", must_go=True
)
_BEHIND = Noticed(
    Subject.FACES, "embedded-behind", "The file has something behind its end, which no screen shows.", must_go=True
)
_SMALL = Noticed(
    Subject.FACES, "embedded-small", "The file has a small copy of the picture inside, which can show what was cut off."
)
_WORDS = Noticed(
    Subject.NAMES, "embedded-words", "The file has words or numbers inside: of a camera, a program, an owner or a text."
)


def noticed_in(content: bytes, media_type: str) -> tuple[Noticed, ...]:
    """What is embedded. Raises Refusal "material-file-damaged" for a picture that cannot be read to its end."""
    found = _in_picture(content, media_type) if media_type in (JPEG, PNG, WEBP) else _in_sound(content, media_type)
    return tuple(dict.fromkeys(found))


def without_embedded(content: bytes, media_type: str) -> bytes:
    """The same picture or sound with nothing embedded; how a picture is turned stays.

    Raises Refusal "material-cannot-be-cleaned", "material-file-damaged".
    """
    if media_type == _MP3:
        return _without_id3(content)
    if media_type not in (JPEG, PNG, WEBP):
        what = "Nothing can be taken out of this kind of file here."
        raise refusal("material-cannot-be-cleaned", what, where="file", do="Save it as MP3 without its data.")
    parts = parts_of(content, media_type)
    turned = next((_turned(part.data) for part in parts if part.kind == "exif"), 1)
    return written([part for part in parts if part.kind == "shown"], media_type, turned)


def _in_picture(content: bytes, media_type: str) -> Iterator[Noticed]:
    for part in parts_of(content, media_type):
        yield from _of_part(part)


def _of_part(part: Part) -> Iterator[Noticed]:
    if part.kind == "shown":
        return
    if part.kind == "behind":
        yield _BEHIND
    elif part.kind == "exif":
        yield from _of_exif(part.data)
    elif part.kind == "packed" or any(mark in part.data.lower() for mark in _PLACE_MARKS):
        yield _PLACE
        yield _WORDS
    else:
        if any(mark in part.data for mark in _IPTC_PLACES):
            yield _PLACE
        yield _WORDS


def _of_exif(data: bytes) -> Iterator[Noticed]:
    """A directory that cannot be read may hold a place; so may what only the maker of the camera can read."""
    tags = _tags(data)
    if tags is None or tags & {_GPS, _MAKER}:
        yield _PLACE
    if tags is None or _THUMBNAIL in tags:
        yield _SMALL
    if tags is None or tags - {_ORIENTATION, _GPS, _THUMBNAIL, _EXIF_IFD}:
        yield _WORDS


def _entries(data: bytes) -> Iterator[tuple[int, int]]:
    """Tag and value of all directories, by their chain; struct.error and ValueError where it is broken."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        raise ValueError("no TIFF")
    waiting, seen = [struct.unpack_from(order + "I", data, 4)[0]], set[int]()
    while waiting:
        at = waiting.pop()
        if at == 0 or at in seen:
            continue
        seen.add(at)
        (count,) = struct.unpack_from(order + "H", data, at)
        for number in range(count):
            tag, type_, _ = struct.unpack_from(order + "HHI", data, at + 2 + 12 * number)
            value = struct.unpack_from(order + ("H" if type_ == 3 else "I"), data, at + 10 + 12 * number)[0]
            yield tag, value
            if tag == _EXIF_IFD:
                waiting.append(value)
        waiting.append(struct.unpack_from(order + "I", data, at + 2 + 12 * count)[0])


def _tags(data: bytes) -> frozenset[int] | None:
    try:
        return frozenset(tag for tag, _ in _entries(data))
    except (struct.error, ValueError):
        return None


def _turned(data: bytes) -> int:
    """How the picture is turned (1 to 8, 1 for not at all)."""
    try:
        found = next((value for tag, value in _entries(data) if tag == _ORIENTATION), 1)
    except (struct.error, ValueError):
        return 1
    return found if 1 <= found <= 8 else 1


def _in_sound(content: bytes, media_type: str) -> Iterator[Noticed]:
    """By names alone, anywhere in the file: sound that happens to hold one is pointed at too."""
    told = content if media_type == _MP4 else content[:65536] + content[-65536:]
    if media_type == _MP3:
        told = content[: _id3_bytes(content)] + content[-128:]
    if any(mark in told.lower() for mark in _PLACE_MARKS):
        yield _PLACE
    has_words = {
        _MP3: _without_id3(content) != content,
        _OGG: any(mark in told for mark in (b"TITLE=", b"ARTIST=", b"DATE=", b"COMMENT=", b"METADATA_BLOCK_PICTURE")),
        _MP4: any(mark in told for mark in (b"udta", b"meta")),
    }
    if has_words.get(media_type, True):
        yield _WORDS


def _id3_bytes(content: bytes) -> int:
    """How long the ID3v2 tag at the beginning is; its size has seven bits a byte, and a footer may follow."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if content[5] & 0x10 else 0)


def _without_id3(content: bytes) -> bytes:
    rest = content[_id3_bytes(content) :]
    return rest[:-128] if rest[-128:-125] == b"TAG" else rest
