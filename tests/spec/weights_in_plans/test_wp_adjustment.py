"""People whom chance did not choose: an estimate only where a plan earns the word, a description everywhere else."""

import json
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from nyhavn.engine.estimation import columns
from nyhavn.engine.inference import PopulationMargins, collapse_participants, inverse_propensity, pair
from nyhavn.framework.adjustment import INTERVAL_LABEL, PropensityMethod
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from spec.weights_in_plans.town import ADJUSTMENT, WEIGHTING, counted, released, share, town, write


@pytest.fixture(scope="module")
def adjusted(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return released(write(tmp_path_factory.mktemp("adjusted"), town(), ADJUSTMENT, selection="volunteer"))


def total(release: Release) -> tuple[float, float, float, float]:
    figure = next(table for table in release.tables if table.id == "water").figure()
    assert figure.value is not None and figure.standard_error is not None
    assert figure.low is not None and figure.high is not None
    return figure.value, figure.standard_error, figure.low, figure.high


def test_volunteers_are_adjusted_to_the_truth_that_they_miss_by_themselves(adjusted: Release) -> None:
    value, _, low, high = total(adjusted)
    assert share(town().asked) < town().truth - 0.1
    assert abs(value - town().truth) < 0.03 and low < town().truth < high


def test_the_table_shows_what_the_estimator_itself_finds(adjusted: Release, tmp_path: Path) -> None:
    plan, found = counted(write(tmp_path, town(), ADJUSTMENT, selection="volunteer"))
    assert found.produced.adjusted is not None
    people = found.used_answers.select(["quarter", "age", "water"])
    frame = people.append_column("y", [[float(answer == "yes") for answer in people.column("water").to_pylist()]])
    participants = collapse_participants(nw.from_native(pl.from_arrow(frame)).lazy(), ("quarter", "age"), "y")
    margins = PopulationMargins({"quarter": town().totals(1), "age": town().totals(0)})
    estimate = inverse_propensity(pair(participants, margins), propensity=PropensityMethod.CALIBRATED)
    value, error, *_ = total(adjusted)
    assert value == pytest.approx(estimate.value, abs=1e-7)
    # The table has n / (n - 1) and no factor 1 - chance, which is the cautious side: here 3 to 18 % of all took part.
    assert estimate.standard_error <= error < 1.12 * estimate.standard_error
    assert columns.WEIGHT not in people.column_names


def test_everything_that_is_said_names_the_model_and_never_a_margin_of_error(adjusted: Release) -> None:
    said = adjusted.weighting
    assert said is not None and said.adjusts and said.interval == INTERVAL_LABEL
    assert "by a model" in adjusted.headline and "did not choose" in adjusted.headline
    assert any(INTERVAL_LABEL in limit for limit in adjusted.limits)
    assert [one.title for one in said.explained] == ["Quarter", "Age"]
    assert "margin of error" not in json.dumps(adjusted.limits).lower() + adjusted.headline.lower()


def test_the_range_that_unmeasured_things_could_make_stands_beside_the_estimate(adjusted: Release) -> None:
    said = adjusted.weighting
    assert said is not None
    (moved,) = said.moved
    assert moved.indicator == "water" and moved.participants == pytest.approx(share(town().asked), abs=1e-5)
    assert moved.low < moved.estimate < moved.high and moved.low_by_defect < moved.estimate < moved.high_by_defect
    assert moved.strongest in ("quarter", "age") and len(moved.words) == 2


HEAD, REST = "[adjustment]\n", ADJUSTMENT.replace("[adjustment]\n", "")


@pytest.mark.parametrize(
    ("section", "code"),
    [
        (ADJUSTMENT.replace('selection = "The posters hung in the north."\n', ""), "adjustment-covariate-unexplained"),
        (ADJUSTMENT.replace('outcome = "Pipes are older in the north."\n', ""), "adjustment-covariate-unexplained"),
        (ADJUSTMENT.replace('measured = "The quarter of the register."\n', ""), "adjustment-covariate-unexplained"),
        (ADJUSTMENT.replace('propensity = "calibrated"\n', ""), "adjustment-method-not-for-tables"),
        (f'{HEAD}method = "mass-imputation"\n{REST}', "adjustment-method-not-for-tables"),
        (f"{HEAD}replicates = 100\n{REST}", "adjustment-part-unused"),
        (ADJUSTMENT.replace('breakdown = "age"', 'breakdown = "income"'), "adjustment-covariate-without-totals"),
        (ADJUSTMENT + WEIGHTING, "weighting-twice"),
        (WEIGHTING, "population-estimate-without-probability-sample"),
        ("", "population-estimate-without-probability-sample"),
    ],
)
def test_an_estimate_that_is_not_earned_is_refused(tmp_path: Path, section: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        released(write(tmp_path, town(), section, selection="volunteer"))
    assert code in {reason.code for reason in refused.value.reasons}


def test_the_same_people_may_always_be_described(tmp_path: Path) -> None:
    plan = write(tmp_path, town(), ADJUSTMENT, selection="volunteer")
    plan.write_text(plan.read_text(encoding="utf-8").replace('"population"\nselection', '"participants"\nselection'))
    release = released(plan)
    figure = next(table for table in release.tables if table.id == "water").figure()
    assert figure.value == pytest.approx(share(town().asked), abs=1e-9) and figure.low is None
    assert release.weighting is None and "does not speak for anybody else" in release.headline


def test_too_few_participants_in_effect_are_refused_and_the_reason_counts_nobody(tmp_path: Path) -> None:
    few = type(town())(town().people, town().asked[:40])
    with pytest.raises(Refusal) as refused:
        released(write(tmp_path, few, ADJUSTMENT, selection="volunteer"))
    codes = {reason.code for reason in refused.value.reasons}
    assert codes & {"adjustment-effective-n-too-small", "adjustment-category-too-small", "adjustment-no-overlap"}


def test_the_evidence_names_the_model_behind_the_claim(adjusted: Release) -> None:
    safeguards = [one for principle in adjusted.principles for one in principle.safeguards]
    (claim,) = [one for one in safeguards if one.code == "claim-within-selection"]
    assert claim.state is EvidenceState.FOUND
    assert "A model adjusts them to: Register of the town" in " ".join(claim.detail)
