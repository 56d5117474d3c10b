"""Contributions that were coded once are not read a second time as if they came from the field."""

from pathlib import Path

import pytest

from nyhavn.chain.production import produce_release
from nyhavn.framework.refusal import Refusal
from spec.bad_input.village import Village

PLAIN = 'choices = [{ code = "yes", label = "Yes" }, { code = "no", label = "No" }]'
READ_IN_WORDS = 'refused_column = "declined"\nchoices = [{ code = "yes", text = "Oui" }, { code = "no", text = "Non" }]'


@pytest.fixture
def coded(tmp_path: Path) -> Village:
    """A village whose dictionary says how the field writes yes and no, and whose file holds codes."""
    village = Village(tmp_path)
    village.change("dictionary.toml", PLAIN, READ_IN_WORDS)
    return village


def test_codes_are_taken_as_they_are_where_the_plan_says_so(coded: Village) -> None:
    coded.change("plan.toml", 'file = "answers.csv"', 'file = "answers.csv"\ncoded = true')
    where = coded.folder
    produced = produce_release(where / "plan.toml", out=where / "out", log=where / "log", step=lambda *_: None)
    water = next(table for table in produced.release.tables if table.id == "water")
    assert water.figure().n == 200


def test_without_that_word_the_dictionary_asks_for_its_columns(coded: Village) -> None:
    where = coded.folder
    with pytest.raises(Refusal) as refused:
        produce_release(where / "plan.toml", out=where / "out", log=where / "log", step=lambda *_: None)
    assert refused.value.codes == ("column-missing",)
