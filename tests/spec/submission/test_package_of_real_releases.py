"""Packages of releases over data that others published: Dhaka, with people and hidden figures, and Malawi."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from nyhavn.chain.production import Produced, produce_release
from nyhavn.chain.submitting import Submission, Submitted, write_submission
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.described.sdmx_ml import MlVersion
from nyhavn.framework.agreement import Handing
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.sdg_table import OfficialPlace
from spec.sdmx.strict_schema import strict_schema
from spec.submission.handing import AGREEMENT, HANDING
from spec.submission.looking_for_numbers import new_numbers, numbers

pytestmark = pytest.mark.data

# Malawi's data do not say when they were collected, so no official figure can be made of them as they were published.
AS_PUBLISHED = "malawi-waterpoints"
PERIOD = "collected_from = 2020-01-01\ncollected_to = 2020-12-31  # said by this test alone"


def nothing(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches the progress."""


@pytest.fixture(scope="module")
def produced(repository: Path, reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Produced]:
    folder = tmp_path_factory.mktemp("releases")
    plans = repository / "examples" / "published-data"
    plan = shutil.copytree(plans / "malawi-waterpoints", folder / "with-a-period") / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("[method]\n", f"[method]\n{PERIOD}\n"), encoding="utf-8")
    named = {"dhaka": plans / "dhaka" / "plan.toml", "malawi": plan, AS_PUBLISHED: plans / AS_PUBLISHED / "plan.toml"}
    return {
        name: produce_release(path, out=folder / name, data=reference_data, log=folder / "log", step=nothing)
        for name, path in named.items()
    }


def handed(made: Produced, to: Path, place: OfficialPlace | None, indicator: str, *breakdowns: str) -> Submitted:
    """One indicator and some breakdowns, which no official list has codes for, handed over under an agreement."""
    variables = (indicator, *breakdowns)
    day = made.release.issued_at.date()
    days = {"starts": day, "ends": day + timedelta(days=365), "cut_off": day + timedelta(days=90)}
    signed = tuple(one.model_copy(update={"on": day}) for one in AGREEMENT.signatures)
    agreement = AGREEMENT.model_copy(update={"variables": variables, "signatures": signed, **days})
    handing: Handing = replace(HANDING, variables=frozenset(variables), on=day)
    # The series is about another definition of safe water; whether it may be used so is for an assessment to say.
    series = {indicator: "SH_H2O_SAFE"} if place else {}
    bundle = made.folder / "release"
    given = Submission(made.release, bundle, agreement, handing, series, place, frozenset(breakdowns))
    return write_submission(to, given, ReleaseLog.open(made.folder.parent / "log"))


CASES = [
    ("dhaka", OfficialPlace(area="50", about="ঢাকার নিম্ন আয়ের বসতি"), "enough_water", ("land", "thana")),
    ("malawi", OfficialPlace(area="454", about="Water points in the south"), "works", ("provider",)),
]


@pytest.mark.parametrize(("name", "place", "indicator", "breakdowns"), CASES)
def test_a_real_release_is_read_by_two_clients_that_agree_with_the_published_table(
    produced: dict[str, Produced],
    tmp_path: Path,
    read_alone: Callable[[Path], dict[str, Any]],
    name: str,
    place: OfficialPlace,
    indicator: str,
    breakdowns: tuple[str, ...],
) -> None:
    made = handed(produced[name], tmp_path / "package", place, indicator, *breakdowns)
    found = read_alone(made.zip_file)
    assert found["sound"]
    with (produced[name].folder / "release" / "tables" / f"{indicator}.csv").open(encoding="utf-8") as file:
        (total,) = csv.DictReader(file)
    for client in ("pysdmx", "sdmx1"):
        for observed in (rows for read in found[client].values() for rows in read):
            assert float(observed["OBS_VALUE"]) == pytest.approx(100 * float(total["value"]), abs=1e-6)
            assert observed["CUST_BREAKDOWN_LB"] == place.about
            assert observed["SOURCE_DETAIL"].startswith(produced[name].release.title)
    assert len(made.left_out) == len(breakdowns)


@pytest.mark.parametrize(("name", "place", "indicator", "breakdowns"), CASES)
def test_a_real_package_is_valid_and_names_nothing_that_was_not_agreed(
    produced: dict[str, Produced],
    tmp_path: Path,
    structure: Path,
    name: str,
    place: OfficialPlace,
    indicator: str,
    breakdowns: tuple[str, ...],
) -> None:
    made = handed(produced[name], tmp_path / "package", place, indicator, *breakdowns)
    for version in MlVersion:
        document = etree.parse(made.folder / "sdmx" / f"sdg-{version}.xml")
        rules = strict_schema(structure, version, tmp_path)
        assert rules.validate(document), rules.error_log
    files = [path for path in made.folder.rglob("*") if path.suffix in {".csv", ".json", ".html", ".txt", ".xml"}]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    release = produced[name].release
    outside = [one for one in (*release.indicators, *release.breakdowns) if one.id not in {indicator, *breakdowns}]
    assert outside
    for one in outside:
        assert one.title not in text, one.title
    tables = {path.stem for path in (made.folder / "data").glob("*.csv")}
    assert tables == {one.id for one in release.tables if {one.indicator, *one.breakdowns} <= {indicator, *breakdowns}}
    assert tables
    terms = numbers((made.folder / "agreement" / "agreement.json").read_text(encoding="utf-8"))
    assert new_numbers(made.folder, produced[name].folder / "release", terms) == set()


def test_without_a_day_there_is_no_official_figure_and_the_tables_still_go(
    produced: dict[str, Produced], tmp_path: Path, read_alone: Callable[[Path], dict[str, Any]]
) -> None:
    made = produced[AS_PUBLISHED]
    with pytest.raises(Refusal) as found:
        handed(made, tmp_path / "package", *CASES[1][1:3], "provider")
    assert found.value.codes == ("sdg-no-period",)
    assert not (tmp_path / "package").exists()
    package = handed(made, tmp_path / "package", None, "works", "provider")
    read = read_alone(package.zip_file)
    assert read["sound"]
    assert {*read["tables"]} >= {"data/works.csv", "data/works.by.provider.csv"}
    assert not read["pysdmx"]


def test_hidden_figures_of_dhaka_stay_hidden(produced: dict[str, Produced], tmp_path: Path) -> None:
    made = handed(produced["dhaka"], tmp_path / "package", *CASES[0][1:3], *CASES[0][3])
    with (made.folder / "data" / "enough_water.by.thana.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    hidden = [row for row in rows if row["status"] == "suppressed"]
    assert hidden, "there is something to hide"
    assert all(not (row["value"] or row["low_95"] or row["numerator"]) for row in hidden)
