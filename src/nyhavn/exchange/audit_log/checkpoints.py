"""Checkpoints of the record: how many records there were and the head of the chain, small enough for paper.

Two spellings: the signed note that releases use too (C2SP), under the name of the release log with "-audit" behind it;
and one line, "nyhavn-audit SIZE HEAD", to be written down by hand.
"""

import re
from dataclasses import dataclass

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.checkpoint import SignedCheckpoint, read_checkpoint
from nyhavn.exchange.bundle.keys import VerifierKey

SUFFIX = "-audit"
LINE = re.compile(r"nyhavn-audit (?P<size>0|[1-9][0-9]{0,17}) (?P<head>[0-9a-f]{64})\n?")


@dataclass(frozen=True)
class Kept:
    """An older state that somebody kept. signed: the note it came in, None for a line or an export without one."""

    size: int
    head: str
    signed: SignedCheckpoint | None = None


def audit_key(key: VerifierKey) -> VerifierKey:
    """The same key under the name that checkpoints of the record carry: no note of one log passes for the other's."""
    return VerifierKey(key.name + SUFFIX, key.public)


def checkpoint_line(size: int, head: str) -> str:
    """The one line for paper."""
    return f"nyhavn-audit {size} {head}"


def read_note(data: bytes) -> Kept:
    """A signed note; its signature is not checked here. Raises Unreadable."""
    signed = read_checkpoint(data)
    if not signed.checkpoint.origin.endswith(SUFFIX):
        raise Unreadable("It is a checkpoint of another kind of log.")
    return Kept(signed.checkpoint.size, signed.checkpoint.root.hex(), signed)


def read_kept(data: bytes) -> Kept:
    """A checkpoint in either spelling. Raises Unreadable."""
    try:
        found = LINE.fullmatch(data.decode("ascii"))
    except UnicodeDecodeError:
        found = None
    return Kept(int(found["size"]), found["head"]) if found else read_note(data)
