"""A plan with a mistake is answered with the place and the nearest name."""

from pathlib import Path

import pytest

from nyhavn.chain.plan_file import read_plan
from nyhavn.framework.refusal import Refusal
from spec.bad_input.village import PLAN


def refused(folder: Path, text: str) -> Refusal:
    """The refusal of a plan with that text."""
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_plan(path)
    return caught.value


def test_a_sound_plan_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    plan = read_plan(tmp_path / "plan.toml")
    assert plan.initiative.id == "village-water"
    assert plan.indicator[0].numerator == "${water} = 'yes'"
    assert plan.initiative.parties is None, "nothing said about funders is not the same as none"


@pytest.mark.parametrize(
    ("fault", "place", "said"),
    [
        (("threshold = 5", "treshold = 5"), "[protection], treshold", 'Did you mean "threshold"?'),
        (("numerator =", "numeratr ="), '[indicator] 1 ("water"), numeratr', 'Did you mean "numerator"?'),
        (("[design]", "[desing]"), "[desing]", 'Did you mean "design"?'),
        (('kinds = ["open-aggregates"]', 'kinds = ["open-agregates"]'), "kinds", 'Did you mean "open-aggregates"?'),
        (('selection = "volunteer"', 'selection = "volunter"'), "selection", 'Did you mean "volunteer"?'),
        (("version = 1", "version = 2"), "[plan], version", "Allowed: 1"),
        (("threshold = 5", "threshold = 0"), "[protection], threshold", "greater than or equal to 1"),
        (('title = "Water in our village"\n', ""), "[initiative], title", "missing"),
    ],
)
def test_one_mistake_is_named_with_its_place_and_a_remedy(
    tmp_path: Path, fault: tuple[str, str], place: str, said: str
) -> None:
    error = refused(tmp_path, PLAN.replace(*fault))
    assert set(error.codes) == {"plan-mistake"}
    sentences = " ".join(reason.sentence() for reason in error.reasons)
    assert "plan.toml" in sentences
    assert place in sentences
    assert said in sentences


def test_several_mistakes_are_all_named_at_once(tmp_path: Path) -> None:
    text = PLAN.replace("threshold = 5", "treshold = 5").replace("numerator =", "numeratr =")
    places = [reason.where for reason in refused(tmp_path, text).reasons]
    assert len([place for place in places if "tresh" in place or "numeratr" in place]) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"[plan\nversion = 1", "not valid TOML"), (b'title = "caf\xe9"', "not UTF-8"), (b"", "missing")],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "plan.toml").write_bytes(content)
    with pytest.raises(Refusal, match=said):
        read_plan(tmp_path / "plan.toml")


def test_a_plan_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.toml", "no such file"), (tmp_path, "folder")):
        with pytest.raises(Refusal, match=said):
            read_plan(path)
