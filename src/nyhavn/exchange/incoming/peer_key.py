"""The file by which the old key of a peer says which one comes next."""

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.keys import read_verifier_key
from nyhavn.exchange.described.alignment_feed import TURN_FORMAT
from nyhavn.exchange.incoming.signed_file import read_signed
from nyhavn.framework.refusal import Refusal, refusal

MOST_BYTES = 4_000  # two keys, a signature and their names


def read_key_turn(data: bytes) -> tuple[str, str]:
    """The lines of the old key, which signed, and of the new one. Raises Refusal "peer-key-unreadable"."""
    try:
        file = read_signed(data, most_bytes=MOST_BYTES)
        new = file.said.get("new")
        if file.format != TURN_FORMAT or set(file.said) != {"new"} or not isinstance(new, str):
            raise Unreadable("It is signed, and it says nothing about a new key.")
        return file.by, read_verifier_key(new).line
    except Unreadable as fault:
        raise _unreadable(f"{fault}") from None


def checked_key(line: str) -> str:
    """The line of a key that somebody handed in, if it is one. Raises Refusal "peer-key-unreadable"."""
    try:
        return read_verifier_key(line.strip()).line
    except Unreadable as fault:
        raise _unreadable(f"{fault}") from None


def _unreadable(what: str) -> Refusal:
    do = "Ask whoever runs the site for the file once more, and pass it on unchanged."
    return refusal("peer-key-unreadable", what, where="key of the peer", do=do)
