"""A release cut down to some variables: whole tables stay, and what is about others goes."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from nyhavn.framework.minimised import minimised
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import PublicFinding, WeightFactor, WeightingStatement
from spec.submission.handing import release

WATER = frozenset({"water", "functioning"})


def test_whole_tables_stay_and_others_go() -> None:
    part, whole = minimised(release(), WATER), release()
    assert [one.id for one in part.tables] == ["water.total", "water.by.functioning"]
    assert all(one in whole.tables for one in part.tables), "figures are never touched"
    assert [one.id for one in part.indicators] == ["water"]
    assert [one.id for one in part.breakdowns] == ["functioning"]


def test_questions_stay_that_figures_and_groups_are_made_from() -> None:
    part = minimised(release(), WATER)
    assert [one.name for one in part.instrument.questions] == ["water", "can_walk"]
    assert [one.question for one in part.instrument.official] == ["can_walk"]
    assert [row.question for row in part.response] == ["water"]
    with_records = minimised(release(), WATER | {"zone"}, ["zone"])
    assert [one.name for one in with_records.instrument.questions] == ["water", "zone", "can_walk"]


def test_the_first_result_stays_only_with_its_indicator() -> None:
    assert minimised(release(), WATER).headline == release().headline
    assert minimised(release(), frozenset({"income"})).headline == ""


def test_notes_findings_groups_and_weights_of_others_go() -> None:
    factors = tuple(WeightFactor(name, "x", "X", 1.5) for name in ("functioning", "place"))
    weighting = WeightingStatement("raking", True, "Census", None, (), 1, 0.0, None, None, "", False, "", factors)
    whole_set = PublicFinding("rows", "note", (), "none", "About all of it.")
    given = replace(release(), weighting=weighting, findings=(*release().findings, whole_set))
    part = minimised(given, WATER)
    assert part.weighting is not None
    assert [one.breakdown for one in part.weighting.factors] == ["functioning"]
    assert part.findings == (whole_set,), "the finding about ages is about no agreed variable"
    assert (part.coverage, part.coverage_source) == ((), "")
    assert len(part.limits) == len(given.limits) - 1
    everything = minimised(given, WATER | {"place", "income"})
    assert everything.weighting == weighting
    assert (everything.coverage, everything.limits) == (given.coverage, given.limits)
    assert everything.findings == given.findings


def test_evidence_about_the_whole_stays() -> None:
    part, whole = minimised(release(), WATER), release()
    assert (part.principles, part.verdict, part.parties) == (whole.principles, whole.verdict, whole.parties)
    assert (part.protection, part.participants) == (whole.protection, whole.participants)


@pytest.mark.parametrize(
    ("variables", "code"),
    [({"water", "wealth"}, "submission-variable-unknown"), ({"functioning"}, "submission-of-nothing")],
)
def test_what_is_not_there_is_refused(variables: set[str], code: str) -> None:
    with pytest.raises(Refusal) as found:
        minimised(release(), frozenset(variables))
    assert found.value.codes == (code,)


def test_every_code_of_packages_is_explained(repository: Path) -> None:
    folder = repository / "src" / "nyhavn"
    files = (folder / "framework" / "minimised.py", folder / "chain" / "submitting.py")
    more = (folder / "exchange" / "submission" / "published.py",)
    text = "".join(path.read_text(encoding="utf-8") for path in (*files, *more))
    codes = {*re.findall(r"(?:Reason|refusal)\(\s*\"([a-z-]+)\"", text)}
    explained = (folder / "framework" / "refusals" / "submission.toml").read_text(encoding="utf-8")
    assert codes == {*tomllib.loads(explained)}
