"""The files of a log folder, and what may be read from them.

leaves.txt holds one leaf hash a line, 65 bytes each; checkpoint says how many of them count. The checkpoint is the
point of no return: leaves beyond its size belong to a run that died, and are ignored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.checkpoint import HASH_BYTES, SignedCheckpoint, read_checkpoint
from nyhavn.exchange.bundle.merkle import root_hash

LEAVES_FILE, CHECKPOINT_FILE, TRUST_FILE, LOCK_FILE = "leaves.txt", "checkpoint", "trust.pub", "lock"
PRIVATE_FOLDER, CHECKPOINTS_FOLDER, KEY_FILE = "private", "checkpoints", "key.pem"
LINE_BYTES = 2 * HASH_BYTES + 1


@dataclass(frozen=True)
class LogState:
    """A log at one size: its leaf hashes in order and the checkpoint over them."""

    leaves: tuple[bytes, ...]
    signed: SignedCheckpoint


def write_leaves(leaves: Sequence[bytes]) -> bytes:
    """Leaf hashes as text: lower-case hex, one a line."""
    return "".join(f"{leaf.hex()}\n" for leaf in leaves).encode("ascii")


def read_leaves(data: bytes) -> tuple[bytes, ...]:
    """The leaf hashes in this text. Raises Unreadable for any spelling but the canonical one."""
    try:
        leaves = tuple(bytes.fromhex(line) for line in data.decode("ascii").split("\n")[:-1])
    except ValueError as fault:
        raise Unreadable("A line of it is not a hash.") from fault
    if any(len(leaf) != HASH_BYTES for leaf in leaves) or write_leaves(leaves) != data:
        raise Unreadable("Its lines are not whole hashes in lower-case hex.")
    return leaves


def read_state(folder: Path) -> LogState:
    """The log in a folder as its checkpoint tells it. The signature is not checked here.

    Raises Unreadable if leaves are missing or do not give the checkpoint's root; OSError if a file is missing.
    """
    # The checkpoint first: a writer that comes between only adds leaves beyond its size.
    signed = read_checkpoint((folder / CHECKPOINT_FILE).read_bytes())
    size = signed.checkpoint.size
    with (folder / LEAVES_FILE).open("rb") as stream:
        leaves = read_leaves(stream.read(size * LINE_BYTES))
    if len(leaves) != size:
        raise Unreadable("Leaves are missing from the log.")
    if root_hash(leaves) != signed.checkpoint.root:
        raise Unreadable("The leaves do not give the root of the checkpoint.")
    return LogState(leaves, signed)
