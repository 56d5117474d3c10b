"""A classification is a tree below one total; everything else is refused with the code that is wrong."""

import pytest

from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal

PLACES = Hierarchy("place", "all", {"north": "all", "south": "all", "n1": "north", "n2": "north", "s1": "south"})


def test_parents_come_before_their_children() -> None:
    assert PLACES.codes == ("all", "north", "south", "n1", "n2", "s1")
    assert PLACES.leaves == ("n1", "n2", "s1")
    assert PLACES.inner == ("all", "north", "south")


def test_the_way_up_ends_at_the_total() -> None:
    assert PLACES.ancestors("n2") == ("n2", "north", "all")
    assert [PLACES.level(code) for code in ("all", "south", "s1")] == [0, 1, 2]


def test_below_a_code_is_everything_whose_way_up_passes_it() -> None:
    for code in PLACES.codes:
        assert PLACES.below(code) == tuple(one for one in PLACES.codes if code in PLACES.ancestors(one))
    assert [PLACES.codes[PLACES.place[code]] for code in PLACES.codes] == list(PLACES.codes)


def test_a_flat_list_is_a_hierarchy_of_one_step() -> None:
    assert Hierarchy.flat("sex", ("f", "m"), "t").codes == ("t", "f", "m")


@pytest.mark.parametrize(
    ("parents", "code", "named"),
    [
        ({}, "hierarchy-empty", "no codes"),
        ({"all": "a", "a": "all"}, "hierarchy-total", "'a'"),
        ({"a": "all", "b": "c"}, "hierarchy-orphan", "'b'"),
        ({"a": "all", "b": "c", "c": "b"}, "hierarchy-cycle", "'b'"),
        ({"a": "all", "d": "b", "b": "c", "c": "b"}, "hierarchy-cycle", "'b'"),
        ({"a": "all", "b": "b"}, "hierarchy-cycle", "'b'"),
    ],
)
def test_what_is_no_tree_is_refused(parents: dict[str, str], code: str, named: str) -> None:
    with pytest.raises(Refusal) as refused:
        Hierarchy("place", "all", parents)
    reason = refused.value.reasons[0]
    assert reason.code == code
    assert named in reason.what
