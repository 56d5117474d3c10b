"""Eight plans over data that others published: what is released, with which limits, and what is refused."""

import csv
import json
from pathlib import Path

import pytest

from nyhavn.chain.production import Produced, produce_release
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.definition import Outcome
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import TOTAL, CellStatus, StatisticalTable

pytestmark = pytest.mark.data

FIVE_IDENTIFIERS = (
    ("Enumerator",),
    ("Response Code",),
    ("IP Address",),
    ("PSU ID (Location Answered) (latitude)", "PSU ID (Location Answered) (longitude)"),
    ("Additional house identifiers",),
)


def nothing(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches the progress."""


class Chain:
    """The chain with one log, run on the plans of the repository; each plan runs once."""

    def __init__(self, repository: Path, data: Path, folder: Path) -> None:
        self.plans, self.data, self.folder = repository / "examples" / "published-data", data, folder
        self.done: dict[str, Produced] = {}

    def run(self, plan: str) -> Produced:
        if plan not in self.done:
            out = self.folder / plan
            path = self.plans / plan / "plan.toml"
            self.done[plan] = produce_release(path, out=out, data=self.data, log=self.folder / "log", step=nothing)
        return self.done[plan]


@pytest.fixture(scope="module")
def chain(repository: Path, reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return Chain(repository, reference_data, tmp_path_factory.mktemp("published"))


def table(produced: Produced, name: str) -> StatisticalTable:
    """One table of a release."""
    return next(table for table in produced.release.tables if table.id == name)


def findings(produced: Produced) -> dict[tuple[str, tuple[str, ...]], str]:
    """What a release says about quality: the count shown by check and columns."""
    return {(finding.check, finding.columns): finding.count for finding in produced.release.findings}


def hidden(produced: Produced) -> int:
    """How many figures of a release are not shown."""
    figures = [figure for table in produced.release.tables for figure in table.figures]
    return sum(figure.status is CellStatus.SUPPRESSED for figure in figures)


RELEASED = ("dhaka", "osmi", "missing-migrants", "malawi-waterpoints", "msna-dummy", "mortality-roster")


@pytest.mark.parametrize("plan", RELEASED)
def test_every_release_verifies_with_the_key_of_its_log(chain: Chain, plan: str) -> None:
    produced = chain.run(plan)
    key = (chain.folder / "log" / "trust.pub").read_text(encoding="utf-8").strip()
    found = verify(produced.folder / "release", trusted=(key,))
    assert found.problems == ()
    assert found.signer_trusted is True


def test_dhaka_with_identifiers_is_refused_and_the_five_identifiers_are_named(chain: Chain) -> None:
    with pytest.raises(Refusal) as caught:
        chain.run("dhaka-with-identifiers")
    assert caught.value.codes == ("direct-identifiers",)
    sentence = caught.value.reasons[0].what.split("identify people: ")[1].split(". This blocks")[0]
    assert {tuple(named.split(" + ")) for named in sentence.split("; ")} == set(FIVE_IDENTIFIERS)
    assert not (chain.folder / "dhaka-with-identifiers").exists()


def test_dhaka_without_them_gives_estimates_with_cluster_standard_errors(chain: Chain) -> None:
    produced = chain.run("dhaka")
    total = table(produced, "quality_satisfied").figure()
    assert total.n == 1282
    assert total.standard_error is not None and 0.005 < total.standard_error < 0.05
    assert total.low is not None and total.high is not None and total.value is not None
    assert total.low < total.value < total.high
    assert "95 % interval" in produced.release.headline


def test_dhaka_weights_are_the_population_of_the_unit_over_its_households(chain: Chain, reference_data: Path) -> None:
    """The same share worked out row by row from the published files."""
    folder = reference_data / "dhaka_slum_wash_2017"
    with (folder / "psu_population.csv").open(encoding="utf-8") as stream:
        people = {row["psu"]: float(row["pop"]) for row in csv.DictReader(stream)}
    with (folder / "household_survey.csv").open(encoding="utf-8") as stream:
        answers = [
            (people[row["PSU ID"]] / 2, row["Are you satisfied with the quality of your main water source?"] == "Yes")
            for row in csv.DictReader(stream)
        ]
    share = sum(weight for weight, yes in answers if yes) / sum(weight for weight, _ in answers)
    value = table(chain.run("dhaka"), "quality_satisfied").figure().value
    assert value == pytest.approx(share, rel=1e-9)


def test_osmi_as_a_population_is_refused_and_the_way_out_is_named(chain: Chain) -> None:
    with pytest.raises(Refusal) as caught:
        chain.run("osmi-as-population")
    assert caught.value.codes == ("population-estimate-without-probability-sample",)
    assert "participants" in caught.value.reasons[0].do


def test_osmi_about_its_participants_is_released_and_says_so(chain: Chain) -> None:
    produced = chain.run("osmi")
    release = produced.release
    assert "does not speak for anybody else" in release.headline
    assert any("nobody else" in limit for limit in release.limits)
    assert all(figure.low is None for t in release.tables for figure in t.figures), "no margin of error for volunteers"
    page = (produced.folder / "release" / "report.html").read_text(encoding="utf-8")
    assert "does not speak for anybody else" in page


def test_missing_migrants_are_documented_minimum_counts_and_no_rates(chain: Chain) -> None:
    produced = chain.run("missing-migrants")
    assert table(produced, "dead_or_missing").figure().value == 75068
    assert "documented minimum" in produced.release.headline
    assert any("minimum counts" in limit for limit in produced.release.limits)
    assert {indicator.statistic for indicator in produced.release.indicators} == {"total", "count"}


def test_duplicate_reports_of_missing_migrants_are_found_and_not_dropped(chain: Chain) -> None:
    produced = chain.run("missing-migrants")
    assert table(produced, "reports").figure(*()).n == 19669
    duplicates = [f for f in produced.release.findings if f.check == "key-duplicate" and len(f.columns) == 6]
    assert [finding.count for finding in duplicates] == ["1285"]


def test_water_points_are_untouched_by_suppression_and_92_conflicts_are_found(chain: Chain) -> None:
    produced = chain.run("malawi-waterpoints")
    assert hidden(produced) == 0
    assert not produced.release.protection.applies
    conflicts = [f for f in produced.release.findings if "universal" in f.wording]
    assert [finding.count for finding in conflicts] == ["92"]
    with (produced.folder / "release" / "microdata" / "records.csv").open(encoding="utf-8") as stream:
        records = list(csv.DictReader(stream))
    assert len(records) == 1425
    assert not {"latitude", "longitude", "waterpoint_id"} & records[0].keys()


def test_an_initiative_nobody_documented_gets_cannot_tell_with_the_open_questions(chain: Chain) -> None:
    verdict = chain.run("msna-dummy").release.verdict
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.open_questions
    assert verdict.strict_outcome is Outcome.CANNOT_TELL


def test_invented_answers_are_called_invented(chain: Chain) -> None:
    produced = chain.run("msna-dummy")
    assert produced.release.synthetic
    assert "synthetic" in (produced.folder / "release" / "report.html").read_text(encoding="utf-8").lower()


def test_people_of_a_repeat_are_counted_with_the_setting_of_their_household(chain: Chain) -> None:
    by_setting = table(chain.run("msna-dummy"), "seeing.by.setting")
    shown = [figure.n for figure in by_setting.figures if figure.categories != (TOTAL,) and figure.n]
    assert sum(shown) == by_setting.figure(TOTAL).n


@pytest.mark.parametrize("plan", ["mortality-roster", "dhaka", "osmi"])
def test_without_a_record_per_person_consent_is_called_not_evidenced(chain: Chain, plan: str) -> None:
    release = chain.run(plan).release
    assert any("consent not evidenced per person" in words.lower() for words in release.basis_words)
    third = release.principles[2]
    consent = [safeguard for safeguard in third.safeguards if "consent" in safeguard.code]
    assert [safeguard.state for safeguard in consent] == [EvidenceState.NONE]


@pytest.mark.parametrize("plan", ["dhaka", "osmi", "mortality-roster"])
def test_people_are_protected_and_the_useful_figures_still_come_through(chain: Chain, plan: str) -> None:
    produced = chain.run(plan)
    figures = sum(len(table.figures) for table in produced.release.tables)
    assert 0 < hidden(produced) < figures / 2
    assert all(
        table.figures[-1].status is CellStatus.PUBLISHED
        for table in produced.release.tables
        if not table.breakdowns and table.id != "joined"
    )


@pytest.mark.parametrize("plan", RELEASED)
def test_the_parameters_of_protection_stay_out_of_the_public_part(chain: Chain, plan: str) -> None:
    produced = chain.run(plan)
    public = json.loads((produced.folder / "release" / "report.json").read_bytes())
    assert "threshold" not in json.dumps(public["protection"])
    restricted = json.loads((produced.folder / "restricted" / "protection.json").read_bytes())
    assert restricted["policy"]["threshold"] >= 1
    assert oct((produced.folder / "restricted").stat().st_mode & 0o777) == "0o700"
