"""Small files that are given to the commands of a move."""

from pathlib import Path

from nyhavn.exchange.bundle.keys import VerifierKey, read_trusted_keys
from nyhavn.framework.refusal import refusal

LARGEST = 64 << 20  # bytes; a log of a million entries


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises Refusal: "file-not-found", "move-file-damaged"."""
    if not path.is_file():
        raise refusal("file-not-found", "There is no such file.", where=str(path), do="Check the path.")
    if path.stat().st_size > LARGEST:
        do = "Check the path."
        raise refusal("move-file-damaged", "This file is far too large for what it should be.", where=str(path), do=do)
    return path.read_bytes()


def trusted_keys(path: Path) -> tuple[VerifierKey, ...]:
    """The keys in a file. Raises Refusal "trusted-key-unreadable"."""
    return read_trusted_keys(content_of(path).decode("utf-8", errors="replace").split("\n"))
