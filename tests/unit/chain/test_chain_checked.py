"""Answers and the file as received are looked through together: what is found is what two looks find."""

from datetime import date
from pathlib import Path

import pytest

from nyhavn.chain.counting import checked
from nyhavn.chain.inputs import read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan_file import read_plan
from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import findings, identifiers, profile, profile_findings
from spec.bad_input.village import Village

TODAY = date(2026, 5, 3)
GROUPED = ('name = "words"', 'name = "words"\ncolumn = "home/words"')


@pytest.mark.parametrize(
    "place, water, words, header",
    [
        ("north", "yes", "plain", "words"),  # every answer stands as received
        (" north", "yes ", "me@example.org", "words"),  # answers were trimmed
        ("nroth", "no", " me@example.org", "home/words"),
        ("", "", "caf\ufffd", "home/words"),
    ],
)
def test_one_look_at_answers_and_file_finds_what_two_find(
    tmp_path: Path, place: str, water: str, words: str, header: str
) -> None:
    village = Village(tmp_path)
    if header != "words":
        village.change("dictionary.toml", *GROUPED)
    rows = [f"{place},{water},{words}", "south,no,a word", *["north,yes,"] * 30]
    village.write("answers.csv", "\n".join([f"place,water,{header}", *rows]) + "\n")
    plan = read_plan(tmp_path / "plan.toml")
    inputs = read_inputs(plan, places_of(tmp_path / "plan.toml", None))
    with open_session() as session:
        found = checked(plan, inputs, inputs.answers, inputs.received.table, session, TODAY)
        material = session.frame(inputs.received.table.select(inputs.material))
        shape = profile(material)
        of_answers = findings(session.frame(inputs.answers), inputs.instrument, today=TODAY)
        assert found.findings == (*profile_findings(shape), *of_answers)
        assert found.identifiers == identifiers(material, inputs.instrument, shape)
    assert {each.check for each in found.findings} >= {"missing-answer", "exact-duplicate"}
