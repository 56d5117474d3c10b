"""Hierarchies from text files."""

from pathlib import Path

import pytest

from nyhavn.exchange.incoming.hierarchy_file import read_hierarchy
from nyhavn.framework.refusal import Refusal


def written(folder: Path, text: str | bytes, name: str = "place.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_each_line_is_a_code_and_what_it_belongs_to_up_to_one_total(tmp_path: Path, mark: str) -> None:
    lines = ["a;north;*", "b;north;*", "", "c; south ;*", "sea;*"]
    found = read_hierarchy(written(tmp_path, "\n".join(lines).replace(";", mark)), "place")
    assert (found.name, found.total, found.leaves) == ("place", "*", ("sea", "a", "b", "c"))
    assert found.ancestors("c") == ("c", "south", "*")


def test_a_code_above_itself_is_the_same_code_and_quotes_keep_marks(tmp_path: Path) -> None:
    found = read_hierarchy(written(tmp_path, '"a;b";x;*\ny;y;*\n'), "place")
    assert found.ancestors("a;b") == ("a;b", "x", "*")
    assert found.ancestors("y") == ("y", "*")


def test_a_mark_of_byte_order_is_no_part_of_a_code(tmp_path: Path) -> None:
    assert read_hierarchy(written(tmp_path, "a;*\nb;*\n".encode("utf-8-sig")), "place").leaves == ("a", "b")


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        (b"\xe9;*\n", "place.csv", "hierarchy-file-wrong"),
        ("a;*\nb;all\n", "place.csv", "hierarchy-file-wrong"),
        ("a\n", "place.csv", "hierarchy-file-wrong"),
        (";*\n", "place.csv", "hierarchy-file-wrong"),
        ("a;x;*\na;y;*\n", "place.csv", "hierarchy-file-wrong"),
        ("a;x;*\nx;a;*\n", "place.csv", "hierarchy-file-wrong"),
        ("*;a;*\n", "place.csv", "hierarchy-total"),
        ("", "place.csv", "file-empty"),
        (b"\x1f\x8b0000000", "place.gz", "hierarchy-file-wrong"),
        ("a;*\n", "place.doc", "file-type-unknown"),
    ],
)
def test_what_is_no_hierarchy_is_refused_by_name(tmp_path: Path, text, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_hierarchy(written(tmp_path, text, name), "place")
    assert code in refused.value.codes


@pytest.mark.data
def test_published_hierarchies_are_read(reference_data: Path) -> None:
    """ARX's own for the Adult file: how many codes, and how many steps up."""
    for name, codes, steps in (("age", 100, 4), ("education", 16, 3), ("native-country", 41, 2), ("sex", 2, 1)):
        found = read_hierarchy(reference_data / "sdc_arx_adult" / f"adult_hierarchy_{name}.csv", name)
        assert (len(found.leaves), max(map(found.level, found.leaves)), found.total) == (codes, steps, "*")
