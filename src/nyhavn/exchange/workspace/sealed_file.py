"""A sealed file: nothing of its content can be read, left out, put in another order or cut off without the key.

    one line of JSON (the head) | pieces of 64 KiB, each with its tag of AES-256-GCM

The nonce of a piece is its number and whether it is the last; the head is bound to every piece.
"""

import hashlib
import io
from collections.abc import Callable
from typing import IO, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nyhavn.exchange.bundle.canonical import Strict, Unreadable, read_model, write_model
from nyhavn.exchange.workspace.recipients import Box, part_of
from nyhavn.framework.refusal import Refusal, refusal

FORMAT: Final = "nyhavn-workspace-1"
PIECE, TAG, NUMBER = 1 << 16, 16, 11  # bytes
LONGEST_HEAD = 4_096


class Head(Strict):
    """What stands in plain: how the file is made, and for whom."""

    box: Box
    format: Literal["nyhavn-workspace-1"]


class SealingFile(io.RawIOBase):
    """Writes into a sealed file. It is whole after `close`, and not before."""

    def __init__(self, stream: IO[bytes], key: bytes, box: Box) -> None:
        super().__init__()
        head = write_model(Head(box=box, format=FORMAT))
        stream.write(head)
        self._stream, self._bound = stream, hashlib.sha256(head).digest()
        self._cipher, self._number, self._waiting = AESGCM(part_of(key, "content")), 0, bytearray()

    def writable(self) -> bool:
        """It is written only."""
        return True

    def write(self, content: object) -> int:
        """Seal what fills a piece; the rest waits."""
        given = bytes(content)  # type: ignore[call-overload]  # whatever holds bytes
        self._waiting += given
        while len(self._waiting) > PIECE:  # the last one is never sealed here, even if it is full
            self._put(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(given)

    def close(self) -> None:
        """Seal the last piece."""
        if not self.closed:
            self._put(bytes(self._waiting), is_last=True)
        super().close()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._stream.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, self._bound))
        self._number += 1


class OpeningFile(io.RawIOBase):
    """Reads a sealed file. What it gives was checked. Raises Refusal: "move-file-damaged", and those of the key."""

    def __init__(self, stream: IO[bytes], open_box: Callable[[Box], bytes]) -> None:
        super().__init__()
        line = stream.readline(LONGEST_HEAD)
        try:
            head = read_model(Head, line)
        except Unreadable:
            raise damaged("It is no file with a workspace, or its beginning was changed.") from None
        self.key = open_box(head.box)
        self._stream, self._bound = stream, hashlib.sha256(line).digest()
        self._cipher, self._number = AESGCM(part_of(self.key, "content")), 0
        self._ahead, self._open, self._is_over = stream.read(PIECE + TAG), b"", False

    def readable(self) -> bool:
        """It is read only."""
        return True

    def read(self, count: int = -1) -> bytes:
        """The next bytes, fewer than asked for only at the end."""
        found = bytearray()
        while (count < 0 or len(found) < count) and (self._open or not self._is_over):
            if not self._open:
                self._open = self._next()
                continue
            wanted = len(self._open) if count < 0 else count - len(found)
            found += self._open[:wanted]
            self._open = self._open[wanted:]
        return bytes(found)

    def _next(self) -> bytes:
        piece, self._ahead = self._ahead, self._stream.read(PIECE + TAG)
        self._is_over = not self._ahead
        try:
            opened = self._cipher.decrypt(_nonce(self._number, is_last=self._is_over), piece, self._bound)
        except InvalidTag:
            raise damaged("It was changed, or cut off.") from None
        self._number += 1
        return opened


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(NUMBER, "big") + bytes([is_last])


def damaged(what: str) -> Refusal:
    """For a file that is not what was written."""
    return refusal("move-file-damaged", what, do="Nothing was changed. Ask for the file once more.")
