"""The Merkle tree of RFC 9162, section 2.1: one hash that stands for a whole log, in its order."""

import hashlib
from collections.abc import Sequence

LEAF_PREFIX, NODE_PREFIX = b"\x00", b"\x01"  # RFC 9162, 2.1.1: a leaf can never pass for a node


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry of the log, 32 bytes."""
    return hashlib.sha256(LEAF_PREFIX + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees, 32 bytes."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes in log order, 32 bytes. The root of no leaves is SHA-256 of nothing.

    Pairs are joined level by level and an odd last one is carried up. That is the tree of RFC 9162, which splits at
    the largest power of two, without its recursion.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        joined = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = joined + level[len(level) - len(level) % 2 :]
    return level[0]
