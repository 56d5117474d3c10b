"""Writes small old workbooks (.xls): a compound file (MS-CFB) around a BIFF8 stream (MS-XLS), for tests only."""

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ERROR_REF = 0x17
"""The code of #REF! in a BOOLERR record (MS-XLS 2.5.10)."""


class Date(float):
    """A day number, in a cell with a date format."""


class Error:
    """A cell that holds #REF!."""


def write_xls(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    merged: tuple[int, int, int, int] | None = None,
    hidden: bool = False,
) -> Path:
    """One sheet named Answers. merged: first row, last row, first column, last column, counted from 0."""
    sheet = _bof(0x0010) + b"".join(
        _cell(row, column, value)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if value is not None
    )
    if merged is not None:
        sheet += _record(0x00E5, struct.pack("<5H", 1, *merged))
    sheet += _record(0x000A)
    name = b"Answers"

    def globals_stream(offset: int) -> bytes:
        bound = struct.pack("<IBBBB", offset, 1 if hidden else 0, 0, len(name), 0) + name
        return _bof(0x0005) + _formats() + _record(0x0085, bound) + _record(0x000A)

    stream = globals_stream(len(globals_stream(0))) + sheet
    path.write_bytes(_compound(stream.ljust(max(4096, -len(stream) % SECTOR + len(stream)), b"\0")))
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 0x06))


def _formats() -> bytes:
    """Five fonts, and two cell formats: plain (0) and a date (1, number format 14)."""
    fonts = _record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial") * 5
    return fonts + b"".join(_record(0x00E0, struct.pack("<HHH", 0, kind, 0) + bytes(14)) for kind in (0, 14))


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 1 if isinstance(value, Date) else 0)
    if isinstance(value, Error):
        return _record(0x0205, place + struct.pack("<BB", ERROR_REF, 1))
    if isinstance(value, bool):
        return _record(0x0205, place + struct.pack("<BB", value, 0))
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def _compound(stream: bytes) -> bytes:
    """Sector 0 is the allocation table, sector 1 the directory, the rest the stream."""
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, 2 + count), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    return header.ljust(SECTOR, b"\xff") + table + directory.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
