"""JPEG, PNG and WebP files as parts: what a screen shows, and what only programs read."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from nyhavn.framework.refusal import Refusal, refusal

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
Kind = Literal["shown", "exif", "text", "packed", "behind"]
"""shown: needed for the picture. exif: a TIFF block. packed: text that is not read here. behind: after the end."""
_EXIF = b"Exif\0\0"
_PNG_SHOWN = (
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"pHYs",
)  # fmt: skip
_WEBP_SHOWN = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_PNG_MARK, _SOI, _EOI = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd9"
_WEBP_EXIF_FLAG, _WEBP_XMP_FLAG = 0x08, 0x04
_ENTROPY = (0x00, *range(0xD0, 0xD8))  # after 0xFF inside picture data: a stuffed zero, or a restart


@dataclass(frozen=True)
class Part:
    """One part. whole: its bytes in the file, its own head included. data: what it says, for what is not shown."""

    kind: Kind
    whole: bytes
    data: bytes = b""


def parts_of(content: bytes, media_type: str) -> tuple[Part, ...]:
    """All parts in order. Raises Refusal "material-file-damaged"."""
    split = {JPEG: _jpeg, PNG: _png, WEBP: _webp}[media_type]
    try:
        return tuple(split(content))
    except (struct.error, IndexError, ValueError):
        raise damaged() from None


def damaged() -> Refusal:
    """The refusal of a file that cannot be read to its end."""
    what = "The file cannot be read to its end, so nobody knows what is in it."
    return refusal("material-file-damaged", what, where="file", do="Save it again with another program, and send that.")


def written(parts: Sequence[Part], media_type: str, turned: int) -> bytes:
    """A file of these parts. turned: how viewers turn the picture, by the number of Exif."""
    body = [part.whole for part in parts]
    if media_type == JPEG:
        exif = _EXIF + _exif_of(turned)
        head = [b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif] if turned != 1 else []
        return b"".join([_SOI, *head, *body])
    if media_type == PNG:
        head = [_chunk(b"eXIf", _exif_of(turned))] if turned != 1 else []
        return b"".join([_PNG_MARK, body[0], *head, *body[1:]])
    whole = b"".join(_unflagged(one) for one in body)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _exif_of(turned: int) -> bytes:
    """A TIFF block that says how the picture is turned, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _unflagged(chunk: bytes) -> bytes:
    """The head of an extended WebP without the flags for what was taken out."""
    if chunk[:4] != b"VP8X":
        return chunk
    return chunk[:8] + bytes([chunk[8] & ~(_WEBP_EXIF_FLAG | _WEBP_XMP_FLAG)]) + chunk[9:]


def _jpeg(content: bytes) -> Iterator[Part]:
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _EOI[1]:
            yield Part("shown", _EOI)
            if content[at + 2 :].strip(b"\0"):
                yield Part("behind", content[at + 2 :])
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if end > len(content):
            raise ValueError("cut off")
        body_end = _after_scan(content, end) if marker == 0xDA else end
        yield _jpeg_part(marker, content[at:body_end], content[at + 4 : end])
        at = body_end


def _jpeg_part(marker: int, whole: bytes, data: bytes) -> Part:
    is_app, is_comment = 0xE0 <= marker <= 0xEF, marker == 0xFE
    needed = (0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")
    if not (is_app or is_comment) or any(marker == one and data.startswith(name) for one, name in needed):
        # A JFIF head can carry a small picture behind its 14 bytes.
        return Part("shown", whole) if marker != 0xE0 or len(data) <= 14 else Part("behind", whole, data)
    if marker == 0xE1 and data.startswith(_EXIF):
        return Part("exif", whole, data[len(_EXIF) :])
    return Part("text", whole, data)


def _after_scan(content: bytes, at: int) -> int:
    """Where the next real marker is after a scan's data."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] not in _ENTROPY:
            return at
        at += 2


def _png(content: bytes) -> Iterator[Part]:
    at = len(_PNG_MARK)
    while True:
        (size,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + size
        if end > len(content):
            raise ValueError("cut off")
        data = content[at + 8 : end - 4]
        yield Part(_png_kind(name, data), content[at:end], data)
        at = end
        if name == b"IEND":
            if content[at:].strip(b"\0"):
                yield Part("behind", content[at:])
            return


def _png_kind(name: bytes, data: bytes) -> Kind:
    if name in _PNG_SHOWN:
        return "shown"
    if name == b"eXIf":
        return "exif"
    # Text that is compressed, and what programs write as "Raw profile": any place may be in it.
    is_packed = name in (b"zTXt", b"iTXt") or data.startswith(b"Raw profile")
    return "packed" if is_packed else "text"


def _webp(content: bytes) -> Iterator[Part]:
    (size,) = struct.unpack_from("<I", content, 4)
    end_of_all = 8 + size
    if end_of_all > len(content):
        raise ValueError("cut off")
    at = 12
    while at < end_of_all:
        name, (size,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        end = at + 8 + size + size % 2
        if end > end_of_all:
            raise ValueError("cut off")
        data = content[at + 8 : at + 8 + size]
        if name in _WEBP_SHOWN:
            yield Part("shown", content[at:end])
        elif name == b"EXIF":
            yield Part("exif", content[at:end], data.removeprefix(_EXIF))
        else:
            yield Part("text", content[at:end], data)
        at = end
    if content[end_of_all:].strip(b"\0"):
        yield Part("behind", content[end_of_all:])
