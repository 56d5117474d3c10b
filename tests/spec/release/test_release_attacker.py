"""Somebody who has nothing but the files of a release tries to work out what they hide."""

import csv
from pathlib import Path

import pytest

from nyhavn.chain.production import Produced, produce_release
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import CellStatus, Figure, Statistic, StatisticalTable
from spec.confidentiality.sdc_attacker import PublicAttacker

pytestmark = pytest.mark.data
NUMBERS = {"n": int, "numerator": int, "value": float}


def nothing(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def produced(plan: Path, data: Path, folder: Path) -> Produced:
    """A run of a plan."""
    return produce_release(plan, out=folder / "out", data=data, log=folder / "log", step=nothing)


def figure(row: dict[str, str], breakdowns: tuple[str, ...]) -> Figure:
    """One published row. Where nobody answered, nobody is in the numerator either: that is plain to everybody."""
    numbers = {name: kind(row[name]) if row[name] else None for name, kind in NUMBERS.items()}
    if row["n"] == "0":
        numbers["numerator"] = 0
    return Figure(tuple(row[name] for name in breakdowns), CellStatus(row["status"]), **numbers)


def read(release: Path, table: StatisticalTable) -> StatisticalTable:
    """A table as it stands in its published file: nothing else is taken from the run but which columns are groups."""
    with (release / "tables" / f"{table.id}.csv").open(encoding="utf-8") as stream:
        figures = tuple(figure(row, table.breakdowns) for row in csv.DictReader(stream))
    return StatisticalTable(table.id, table.indicator, table.breakdowns, figures)


@pytest.mark.slow
def test_the_published_files_of_a_real_survey_do_not_give_a_hidden_count_away(
    repository: Path, reference_data: Path, tmp_path: Path
) -> None:
    plan = repository / "examples" / "published-data" / "osmi" / "plan.toml"
    run = produced(plan, reference_data, tmp_path)
    tables = [read(run.folder / "release", table) for table in run.release.tables]
    shares = [i for i in run.release.indicators if i.statistic is Statistic.PROPORTION]
    attacker = PublicAttacker(tables, shares)
    assert len(attacker.hidden) >= 30, "there is something to find"
    assert attacker.recovered() == []


def test_a_plan_that_hides_only_the_small_groups_themselves_is_refused(
    repository: Path, reference_data: Path, tmp_path: Path
) -> None:
    """Then the rest gives them away, the audit says so, and nothing is written."""
    folder = repository / "examples" / "published-data" / "osmi"
    naive = (
        (folder / "plan.toml")
        .read_text(encoding="utf-8")
        .replace("threshold = 5", "threshold = 5\ncomplementary = false")
    )
    (tmp_path / "plan.toml").write_text(naive, encoding="utf-8")
    (tmp_path / "dictionary.toml").write_bytes((folder / "dictionary.toml").read_bytes())
    with pytest.raises(Refusal) as caught:
        produced(tmp_path / "plan.toml", reference_data, tmp_path)
    assert caught.value.codes == ("protection-failed",)
    assert not (tmp_path / "out").exists()
