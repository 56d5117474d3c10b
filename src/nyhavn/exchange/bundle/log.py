"""The log of releases: one folder per signing key, to which entries are only ever added.

Layout: private/key.pem (mode 0600), trust.pub (to hand to others), leaves.txt, checkpoint, checkpoints/<size>, lock.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.checkpoint import Checkpoint, SignedCheckpoint, sign_checkpoint
from nyhavn.exchange.bundle.durable import PUBLIC_FILE, replace_file, sync_directory
from nyhavn.exchange.bundle.keys import KEY_NAME, VerifierKey
from nyhavn.exchange.bundle.log_files import (
    CHECKPOINT_FILE,
    CHECKPOINTS_FOLDER,
    KEY_FILE,
    LEAVES_FILE,
    LINE_BYTES,
    LOCK_FILE,
    PRIVATE_FOLDER,
    TRUST_FILE,
    LogState,
    read_state,
    write_leaves,
)
from nyhavn.exchange.bundle.merkle import leaf_hash, root_hash
from nyhavn.exchange.bundle.private_key import create_private_key, load_private_key
from nyhavn.framework.refusal import Refusal, refusal

_ORIGIN_DIGITS = 16  # of the fingerprint: enough that no two logs share a name by chance
_OWN_NAMES = frozenset({LOCK_FILE, PRIVATE_FOLDER})


@dataclass(frozen=True)
class ReleaseLog:
    """An open log. key: the public half with the log's name (origin)."""

    folder: Path
    key: VerifierKey
    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def open(cls, folder: Path, *, origin: str = "") -> "ReleaseLog":
        """Open the log in a folder; the first time, make its key and an empty log.

        origin: the log's name, fixed for ever the first time; "" means: the name it has, or one made from its key.
        Raises Refusal if the folder holds something else, the log is damaged or rolled back, its key is missing or
        readable by others, or the log has another name.
        """
        if origin and not KEY_NAME.fullmatch(origin):
            raise refusal("log-origin-invalid", "The name of a log has no spaces and no plus sign.", where=origin)
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(folder)
        with _locked(folder):
            private = _own_key(folder)
            log = cls(folder, VerifierKey(origin or _known_origin(folder, private), _public(private)), private)
            if not (folder / CHECKPOINT_FILE).exists():
                log._begin()
            log._checked_state()
            log._check_trust_file()
        return log

    @property
    def verifier_key(self) -> str:
        """The public key as the line of text that is handed to others."""
        return self.key.line

    @property
    def key_fingerprint(self) -> str:
        """SHA-256 of the raw public key, lower-case hex."""
        return self.key.fingerprint

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over a message, 64 bytes."""
        return self._private.sign(message)

    def state(self) -> LogState:
        """The log as it is now. Raises Refusal if it is damaged."""
        with _locked(self.folder):
            return self._checked_state()

    def append(self, entry: bytes) -> LogState:
        """Add an entry and return the log as it was when the entry was its last. An entry is added once.

        So a run that died after this can be repeated: it gets the same place and the same checkpoint, byte for byte,
        whatever was entered since. Raises Refusal if the log is damaged; then nothing is signed.
        Order matters: the leaf first, then the checkpoint in one step. A run that dies between leaves a leaf that no
        checkpoint counts, and the next entry takes its place. Nothing is handed out before both are on the disk.
        """
        with _locked(self.folder):
            before = self._checked_state()
            if (known := self._state_with(before, entry)) is not None:
                return known
            leaves = (*before.leaves, leaf_hash(entry))
            self._write_last_leaf(leaves)
            signed = self._commit(leaves)
            return LogState(leaves, signed)

    def state_with(self, entry: bytes) -> LogState | None:
        """The log as it was when this entry was its last, None if it holds no such entry."""
        return self._state_with(self.state(), entry)

    def _state_with(self, now: LogState, entry: bytes) -> LogState | None:
        leaf = leaf_hash(entry)
        if leaf not in now.leaves:
            return None
        leaves = now.leaves[: now.leaves.index(leaf) + 1]
        # Ed25519 gives the same signature for the same words: this is the checkpoint of that day, not a second one.
        signed = self._signed(leaves)
        self._check_kept(signed)
        return LogState(leaves, signed)

    def _write_last_leaf(self, leaves: tuple[bytes, ...]) -> None:
        with (self.folder / LEAVES_FILE).open("r+b") as stream:
            stream.truncate((len(leaves) - 1) * LINE_BYTES)
            stream.seek(0, os.SEEK_END)
            stream.write(write_leaves(leaves[-1:]))
            stream.flush()
            os.fsync(stream.fileno())

    def _commit(self, leaves: tuple[bytes, ...]) -> SignedCheckpoint:
        signed = self._signed(leaves)
        replace_file(self.folder / CHECKPOINT_FILE, signed.data)
        self._keep(signed)
        return signed

    def _signed(self, leaves: tuple[bytes, ...]) -> SignedCheckpoint:
        return sign_checkpoint(Checkpoint(self.key.name, len(leaves), root_hash(leaves)), self.key, self.sign)

    def _keep(self, signed: SignedCheckpoint) -> None:
        replace_file(self.folder / CHECKPOINTS_FOLDER / f"{signed.checkpoint.size}", signed.data)

    def _begin(self) -> None:
        leaves = self.folder / LEAVES_FILE
        if leaves.exists() and leaves.stat().st_size or any(_kept_sizes(self.folder)):
            raise _damaged(self.folder, "It has entries but no checkpoint.")
        (self.folder / CHECKPOINTS_FOLDER).mkdir(exist_ok=True)
        replace_file(leaves, b"")
        replace_file(self.folder / TRUST_FILE, f"{self.key.line}\n".encode())
        self._commit(())

    def _checked_state(self) -> LogState:
        try:
            state = read_state(self.folder)
        except (Unreadable, FileNotFoundError) as fault:
            sentence = f"{fault}" if isinstance(fault, Unreadable) else "A file of it is missing."
            raise _damaged(self.folder, sentence) from fault
        if state.signed.checkpoint.origin != self.key.name:
            raise refusal(
                "log-other-origin",
                f"This log has the name {state.signed.checkpoint.origin}, and a log keeps its name.",
                where=f"{self.folder}",
                do="Leave out the name, or choose another folder for another log.",
            )
        if not state.signed.signed_by(self.key):
            raise _damaged(self.folder, "Its checkpoint was not signed with its key.")
        self._check_history(state.signed)
        return state

    def _check_history(self, signed: SignedCheckpoint) -> None:
        size = signed.checkpoint.size
        if any(kept > size for kept in _kept_sizes(self.folder)):
            raise _damaged(self.folder, "A later checkpoint was signed already: the log was set back.")
        self._check_kept(signed)

    def _check_kept(self, signed: SignedCheckpoint) -> None:
        kept = self.folder / CHECKPOINTS_FOLDER / f"{signed.checkpoint.size}"
        if not kept.exists():  # the run that signed it died before keeping a copy
            self._keep(signed)
        elif kept.read_bytes() != signed.data:
            raise _damaged(self.folder, "Two checkpoints of one size were signed.")

    def _check_trust_file(self) -> None:
        path, line = self.folder / TRUST_FILE, f"{self.key.line}\n".encode()
        if not path.exists():
            replace_file(path, line)
        elif path.read_bytes() != line:
            raise _damaged(self.folder, "Its trust.pub is not its own key.")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the log alone among all processes; the lock ends with the process that holds it."""
    handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, PUBLIC_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _refuse_foreign(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}  # before the key: a neighbour may be making this log right now
    if names - _OWN_NAMES and not (folder / PRIVATE_FOLDER / KEY_FILE).exists():
        raise refusal(
            "log-without-key",
            "The folder is not empty, and there is no signing key in it.",
            where=f"{folder}",
            do="Choose an empty folder for a new log, or put the key of this log back into private/key.pem.",
        )


def _own_key(folder: Path) -> Ed25519PrivateKey:
    path = folder / PRIVATE_FOLDER / KEY_FILE
    if path.exists():
        return load_private_key(path)
    key = create_private_key(path)
    sync_directory(folder)
    return key


def _public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _known_origin(folder: Path, private: Ed25519PrivateKey) -> str:
    try:
        return read_state(folder).signed.checkpoint.origin
    except (Unreadable, FileNotFoundError):
        # No readable checkpoint: a new log takes this name, and a damaged one is refused right after.
        return f"nyhavn-log-{VerifierKey('', _public(private)).fingerprint[:_ORIGIN_DIGITS]}"


def _kept_sizes(folder: Path) -> list[int]:
    names = [path.name for path in (folder / CHECKPOINTS_FOLDER).glob("*")]
    return [int(name) for name in names if name.isascii() and name.isdigit()]


def _damaged(folder: Path, what: str) -> Refusal:
    return refusal(
        "log-damaged",
        f"The log cannot be continued. {what}",
        where=f"{folder}",
        do="Do not delete anything. Put back the newest copy of the whole log folder, or begin a new log and say so.",
    )
