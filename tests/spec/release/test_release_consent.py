"""Consent reaches the release: whoever did not agree is not in it, and nothing about them is said in small numbers."""

import csv
import json
from pathlib import Path

import pytest

from nyhavn.chain.production import Produced, produce_release
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from spec.bad_input.village import DICTIONARY, PLAN

CONSENT = """
[consent]
notice_version = "notice"
language = "spoken"
at = "asked"
[consent.purposes.collection]
column = "agree_all"
given = ["yes"]
[consent.purposes.published-aggregates]
column = "agree"
given = ["yes"]
refused = ["no"]
withdrawn = ["withdrawn"]
[[consent.notice]]
version = "2"
languages = ["en", "ar"]
valid_from = 2026-01-01
purposes = ["collection", "published-aggregates"]
[release]
"""
QUESTIONS = ("notice", "spoken", "asked", "agree_all", "agree", "met")
AGREED = {"notice": "2", "spoken": "ar", "asked": "2026-05-01", "agree_all": "yes", "agree": "yes", "met": "2026-05-01"}


def nothing(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def released(folder: Path, others: list[dict[str, str]], agreed: int = 60) -> Produced:
    """A release of so many people who agreed, all with water, and of others, all without."""
    plan = PLAN.replace('kind = "producer-attestation"', 'kind = "consent-record-per-person"')
    plan = plan.replace('document = "Minutes of 3 May"\ndate = 2026-05-03\n', "").replace("[release]", CONSENT)
    plan = plan.replace('file = "answers.csv"', 'file = "answers.csv"\ncollected_on = "met"')
    (folder / "plan.toml").write_text(plan.replace("threshold = 5", "threshold = 5\ngroup_disclosure = false"))
    extra = "".join(f'[[question]]\nname = "{name}"\ntype = "text"\n' for name in QUESTIONS)
    (folder / "dictionary.toml").write_text(DICTIONARY + extra)
    with (folder / "answers.csv").open("w", newline="") as stream:
        rows = csv.DictWriter(stream, ["place", "water", "words", *QUESTIONS])
        rows.writeheader()
        for number in range(agreed):
            rows.writerow({"place": ("north", "south")[number % 2], "water": "yes"} | AGREED)
        for other in others:
            rows.writerow({"place": "north", "water": "no"} | AGREED | other)
    return produce_release(folder / "plan.toml", out=folder / "out", log=folder / "log", step=nothing)


def share(produced: Produced) -> tuple[int | None, float | None]:
    """Number of answers, and share with water."""
    figure = next(table for table in produced.release.tables if table.id == "water").figure()
    return figure.n, figure.value


NOT_COVERED = [
    pytest.param({"agree": "no"}, id="refused"),
    pytest.param({"agree": "withdrawn"}, id="withdrawn"),
    pytest.param({"agree": ""}, id="not answered"),
    pytest.param({"agree": "maybe"}, id="an answer that the plan does not explain"),
    pytest.param({"agree_all": ""}, id="collection not agreed"),
    pytest.param({"notice": "1"}, id="a notice that does not exist"),
    pytest.param({"spoken": "fr"}, id="a language in which the notice was not given"),
    pytest.param({"asked": "2026-05-02"}, id="asked after the answers were given"),
    pytest.param({"asked": ""}, id="no date"),
    pytest.param({"asked": "2025-12-31", "met": "2026-05-01"}, id="before the notice was in use"),
]


@pytest.mark.parametrize("other", NOT_COVERED)
def test_whoever_did_not_agree_in_time_and_knowing_is_not_in_the_figures(tmp_path: Path, other: dict[str, str]) -> None:
    produced = released(tmp_path, [other] * 12)
    assert share(produced) == (60, 1.0)
    assert produced.release.excluded == "12"


def test_whoever_agreed_is_counted(tmp_path: Path) -> None:
    """The twin: the same twelve people, agreeing, change the share."""
    assert share(released(tmp_path, [{}] * 12)) == (72, pytest.approx(60 / 72))


def test_a_few_who_refused_are_not_counted_out_in_public(tmp_path: Path) -> None:
    """In a village of forty the two who refused must not become a number that somebody goes looking for."""
    produced = released(tmp_path, [{"agree": "no"}] * 2)
    assert produced.release.excluded == "a few"
    public = (produced.folder / "release" / "report.html").read_text() + json.dumps(
        [evidence.detail for p in produced.release.principles for evidence in p.safeguards]
    )
    assert "refused: 2" not in public
    restricted = json.loads((produced.folder / "restricted" / "protection.json").read_text())
    assert {entry["purpose"]: entry["refused"] for entry in restricted["consent"]}["published-aggregates"] == 2


def test_a_column_that_is_always_yes_proves_nothing(tmp_path: Path) -> None:
    third = released(tmp_path, []).release.principles[2]
    consent = next(safeguard for safeguard in third.safeguards if safeguard.code == "consent-per-person")
    assert consent.state is not EvidenceState.FOUND


def test_nobody_covered_means_no_release(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        released(tmp_path, [{"agree": "no"}] * 30, agreed=0)
    assert caught.value.codes == ("no-contributions",)
    assert not (tmp_path / "out").exists()
