"""A release is prepared, then the community sees it, then it goes out: what it says of that is true on its day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from nyhavn.chain.production import Prepared, prepare_release, produce_release
from nyhavn.chain.returning import with_return
from nyhavn.framework.principles import EvidenceState, SafeguardEvidence
from nyhavn.framework.quality_dimensions import QualityFigure
from nyhavn.framework.release import Release
from spec.bad_input.village import DICTIONARY, PLAN
from spec.release.village_in_memory import exported, from_memory, nothing, village_plan, village_table

LAST = date(2026, 5, 20)
RETURNED, RELEASED = date(2026, 6, 1), date(2026, 6, 15)
SAME = datetime(2026, 1, 1, tzinfo=UTC)


def dated() -> tuple[str, bytes, pa.Table]:
    """Plan, dictionary and answers of the village, with the day of each contribution."""
    table = village_table()
    days = [f"2026-05-{1 + at % LAST.day:02}" for at in range(table.num_rows)]
    dictionary = DICTIONARY + '[[question]]\nname = "met"\ntype = "date"\n'
    plan = PLAN.replace('file = "answers.csv"', 'file = "answers.csv"\ncollected_on = "met"')
    return plan, dictionary.encode(), table.append_column("met", pa.array(days, pa.string()))


def prepared(lines: str = "") -> Prepared:
    """The village prepared, with these lines in [release]."""
    plan, form, table = dated()
    plan = village_plan(plan + lines)
    return prepare_release(plan, from_memory(plan, form, table), before=None, step=nothing)


def evidence(release: Release) -> SafeguardEvidence:
    (found,) = [s for p in release.principles for s in p.safeguards if s.code == "results-returned-first"]
    return found


@pytest.mark.parametrize(
    ("returned", "released", "state"),
    [
        (RETURNED, RELEASED, EvidenceState.FOUND),
        (RELEASED, RELEASED, EvidenceState.FOUND),
        (LAST, RELEASED, EvidenceState.FOUND),
        (date(2026, 5, 19), RELEASED, EvidenceState.NONE),
        (date(2026, 6, 16), RELEASED, EvidenceState.AGAINST),
        (None, RELEASED, EvidenceState.NONE),
        (RETURNED, None, EvidenceState.NONE),
    ],
)
def test_the_days_said_later_give_the_release_that_saying_them_in_the_plan_gives(
    returned: date | None, released: date | None, state: EvidenceState
) -> None:
    candidate = prepared()
    assert candidate.restricted.last_contribution == LAST
    assert evidence(candidate.release).state is EvidenceState.NONE
    later = with_return(
        candidate.release,
        results_returned=returned,
        release_date=released,
        last_contribution=candidate.restricted.last_contribution,
    )
    lines = [f"{key} = {day}\n" for key, day in (("results_returned", returned), ("release_date", released)) if day]
    planned = prepared("".join(lines)).release
    assert evidence(later).state is state
    assert replace(later, issued_at=SAME) == replace(planned, issued_at=SAME)


def days_told(release: Release) -> set[tuple[str, QualityFigure]]:
    """The figures of the quality report, by code."""
    assert release.quality is not None
    return {(figure.code, figure) for figure in release.quality.figures}


def test_nothing_but_that_evidence_and_the_days_of_the_quality_report_change() -> None:
    candidate = prepared()
    days = {"results_returned": RETURNED, "release_date": RELEASED, "last_contribution": LAST}
    later = with_return(candidate.release, **days)
    assert replace(later, principles=(), quality=None) == replace(candidate.release, principles=(), quality=None)
    assert {code for code, _ in days_told(later) ^ days_told(candidate.release)} == {"punctuality", "results-first"}
    assert len(evidence(later).detail) == 1
    assert RETURNED.isoformat() in evidence(later).detail[0]
    assert with_return(later, results_returned=None, release_date=None, last_contribution=LAST) == candidate.release


def test_a_plan_with_both_days_is_produced(tmp_path: Path) -> None:
    plan, form, table = dated()
    lines = f"results_returned = {RETURNED}\nrelease_date = {RELEASED}\n"
    path = exported(village_plan(plan + lines), form, table, tmp_path / "files")
    produced = produce_release(path, out=tmp_path / "out", log=tmp_path / "log", step=nothing)
    assert evidence(produced.release).state is EvidenceState.FOUND
