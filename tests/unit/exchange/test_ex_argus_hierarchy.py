"""Hierarchies in the form of tau-ARGUS."""

import pytest

from nyhavn.exchange.incoming.argus_hierarchy import read_argus_hierarchy
from nyhavn.framework.refusal import Refusal

SOUND = "north\n@n1\n@n2\n@@n2a\n\nsouth\n@s1\n"


def written(folder, text):
    path = folder / "places.hrc"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("text", [SOUND, SOUND.replace("\n", "\r\n"), "\ufeff" + SOUND, SOUND.replace("\n@", "\n @")])
def test_every_code_stands_below_the_one_that_its_line_says(tmp_path, text) -> None:
    expected = {"north": "", "n1": "north", "n2": "north", "n2a": "n2", "south": "", "s1": "south"}
    assert read_argus_hierarchy(written(tmp_path, text)) == expected


WRONG = [("@n1\n", "line 1"), ("a\n@@b\n", "line 2"), ("a\n@\n", "line 2"), ("a\nb\n@a\n", "line 3")]


@pytest.mark.parametrize(("text", "line"), [*WRONG, (b"a\n\xff\n", "UTF-8")])
def test_a_line_out_of_place_is_refused(tmp_path, text, line) -> None:
    with pytest.raises(Refusal) as refusal:
        read_argus_hierarchy(written(tmp_path, text))
    assert refusal.value.codes == ("hierarchy-file-wrong",) and line in str(refusal.value)
