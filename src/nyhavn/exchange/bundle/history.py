"""Has the log been rewritten? Comparing a bundle's log with an older checkpoint, or with a copy of the whole log.

Every bundle carries all leaf hashes of its log up to its own entry, so any older root can be computed again. That
needs no consistency proof.
"""

from collections.abc import Sequence
from pathlib import Path

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.checkpoint import Checkpoint, read_checkpoint
from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.bundle.layout import CHECKPOINT, LEAVES
from nyhavn.exchange.bundle.log_files import LogState, read_state
from nyhavn.exchange.bundle.merkle import root_hash
from nyhavn.exchange.bundle.verdict import Problem
from nyhavn.framework.refusal import refusal

Leaves = Sequence[bytes]


def check_older(
    data: bytes, origin: str, leaves: Leaves, log_leaves: Leaves | None, keys: Sequence[VerifierKey]
) -> list[Problem]:
    """Whether a checkpoint held by somebody fits the log of a bundle.

    leaves: of the bundle. log_leaves: of a copy of the whole log, None if there is none. keys: any may have signed.
    Raises Refusal older-checkpoint-unreadable.
    """
    try:
        signed = read_checkpoint(data)
    except Unreadable as fault:
        raise refusal(
            "older-checkpoint-unreadable", f"The older checkpoint cannot be read. {fault}", do="Give log/checkpoint."
        ) from fault
    older = signed.checkpoint
    if older.origin != origin or not any(signed.signed_by(key) for key in keys):
        sentence = "The older checkpoint belongs to another log, or neither this key nor one you trust signed it."
        return [Problem("older-checkpoint-foreign", CHECKPOINT, sentence)]
    if older.size <= len(leaves):
        return _same_root(older, leaves)
    if log_leaves is None or older.size > len(log_leaves):
        sentence = (
            f"The checkpoint you hold counts {older.size} entries and this release is entry {len(leaves)}. "
            "To compare them, a copy of the log with at least that many entries is needed."
        )
        return [Problem("log-copy-needed", CHECKPOINT, sentence)]
    return _same_root(older, log_leaves)


def _same_root(older: Checkpoint, leaves: Leaves) -> list[Problem]:
    if root_hash(leaves[: older.size]) == older.root:
        return []
    sentence = f"The log was rewritten: its first {older.size} entries are not those that were signed before."
    return [Problem("log-rewritten", LEAVES, sentence)]


def check_log_copy(folder: Path, leaves: Leaves, keys: Sequence[VerifierKey]) -> tuple[Leaves, list[Problem]]:
    """The leaves of a copy of the log, and whether the bundle's own leaves stand at its beginning.

    Raises Refusal log-copy-unreadable if the copy is damaged.
    """
    state = _read_copy(folder)
    if not any(state.signed.signed_by(key) for key in keys):
        sentence = "Neither the key of this release nor one you trust signed the copy of the log you gave."
        return state.leaves, [Problem("log-copy-foreign", CHECKPOINT, sentence)]
    if state.leaves[: len(leaves)] == tuple(leaves):
        return state.leaves, []
    sentence = "This release is not in the copy of the log: the log was rewritten, or the copy is an older one."
    return state.leaves, [Problem("log-rewritten", LEAVES, sentence)]


def _read_copy(folder: Path) -> LogState:
    try:
        return read_state(folder)
    except Unreadable as fault:
        raise _unreadable(folder, f"{fault}") from fault
    except (FileNotFoundError, NotADirectoryError) as fault:
        raise _unreadable(folder, "A file of it is missing.") from fault


def _unreadable(folder: Path, what: str) -> Exception:
    return refusal(
        "log-copy-unreadable",
        f"The copy of the log cannot be used. {what}",
        where=f"{folder}",
        do="Get leaves.txt and checkpoint from the publisher again.",
    )
