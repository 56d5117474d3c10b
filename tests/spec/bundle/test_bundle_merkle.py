"""The tree of the log is the tree of RFC 9162."""

import json
from pathlib import Path

import pytest

from nyhavn.exchange.bundle.merkle import leaf_hash, node_hash, root_hash

VECTORS = json.loads((Path(__file__).parent / "rfc9162-merkle-vectors.json").read_text("utf-8"))
TREES = VECTORS["trees"]


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word by word: split at the largest power of two smaller than n."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(slow_root(leaves[:k]), slow_root(leaves[k:]))


def climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2: the root that an inclusion proof leads to."""
    node, last, here = leaf, size - 1, index
    for step in path:
        if here % 2 or here == last:
            node = node_hash(step, node)
            while not here % 2 and here:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, step)
        here, last = here >> 1, last >> 1
    return node


@pytest.mark.parametrize("tree", TREES, ids=[f"size {tree['size']}" for tree in TREES])
def test_the_root_is_that_of_the_published_vectors(tree: dict[str, object]) -> None:
    leaves = [leaf_hash(text.encode()) for text in tree["leaves_utf8"]]
    assert root_hash(leaves).hex() == tree["root"]


@pytest.mark.parametrize("tree", TREES, ids=[f"size {tree['size']}" for tree in TREES])
def test_every_older_root_can_be_computed_again_from_the_leaves(tree: dict[str, object]) -> None:
    """This is why a bundle carries all leaves and no consistency proof."""
    leaves = [leaf_hash(text.encode()) for text in tree["leaves_utf8"]]
    for older in tree.get("consistency", ()):
        assert root_hash(leaves[: older["from"]]).hex() == older["from_root"]


@pytest.mark.parametrize("tree", TREES, ids=[f"size {tree['size']}" for tree in TREES])
def test_published_inclusion_proofs_lead_to_our_root(tree: dict[str, object]) -> None:
    leaves = [leaf_hash(text.encode()) for text in tree["leaves_utf8"]]
    for proof in tree.get("inclusion", ()):
        path = [bytes.fromhex(step) for step in proof["path"]]
        assert climb(leaves[proof["index"]], proof["index"], len(leaves), path) == root_hash(leaves)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 15, 16, 17, 100, 255, 257])
def test_joining_level_by_level_is_the_recursion_of_the_rfc(size: int) -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    assert root_hash(leaves) == slow_root(leaves)


def test_order_and_repetition_of_entries_change_the_root() -> None:
    a, b = leaf_hash(b"a"), leaf_hash(b"b")
    assert len({root_hash([a, b]), root_hash([b, a]), root_hash([a, b, b]), root_hash([a])}) == 4


def test_a_leaf_can_not_pass_for_a_node() -> None:
    a, b = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(a + b) != node_hash(a, b)
