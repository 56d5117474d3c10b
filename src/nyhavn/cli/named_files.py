"""Files that somebody names on the command line, to be read whole."""

from pathlib import Path

from nyhavn.exchange.bundle.keys import VerifierKey, read_trusted_keys
from nyhavn.framework.refusal import refusal


def check_there(path: Path) -> None:
    """Raises Refusal "file-not-found"."""
    if not path.is_file():
        raise refusal("file-not-found", "There is no such file.", where=str(path), do="Check the path.")


def content_of(path: Path) -> bytes:
    """The bytes of a small file. Raises Refusal "file-not-found"."""
    check_there(path)
    return path.read_bytes()


def lines_of(path: Path) -> tuple[str, ...]:
    """The lines of a trust file. A file without a key in it is refused by the check itself, not taken for no file."""
    return tuple(content_of(path).decode("utf-8", errors="replace").split("\n"))


def trusted_in(path: Path) -> tuple[VerifierKey, ...]:
    """The keys in a trust file. Raises Refusal: file-not-found, trusted-key-unreadable."""
    return read_trusted_keys(lines_of(path))
