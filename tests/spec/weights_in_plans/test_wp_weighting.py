"""People drawn by chance are weighted to their population in a plan, and what is said of it gives nobody away."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from nyhavn.chain.restricted import restricted_of, write_restricted
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import TOTAL, StatisticalTable
from spec.weights_in_plans.town import (
    WEIGHTING,
    counted,
    reference_of,
    released,
    share,
    town,
    with_small_islands,
    write,
)


def table(release: Release, name: str) -> StatisticalTable:
    return next(table for table in release.tables if table.id == name)


@pytest.fixture(scope="module")
def raked(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return released(write(tmp_path_factory.mktemp("raked"), town(), WEIGHTING))


def test_weights_bring_the_figure_to_the_truth_that_the_sample_misses(raked: Release) -> None:
    figure = table(raked, "water").figure()
    assert share(town().asked) < town().truth - 0.1, "without weights the figure is far off"
    assert figure.value is not None and figure.low is not None and figure.high is not None
    assert abs(figure.value - town().truth) < 0.03
    assert figure.low < town().truth < figure.high


def test_a_count_of_people_is_weighted_and_a_count_of_contributions_never_is(raked: Release) -> None:
    for name, place in (("quarter", 1), ("age", 0)):
        people, contributions = table(raked, f"people.by.{name}"), table(raked, f"contributions.by.{name}")
        for code, total in town().totals(place).items():
            assert people.figure(code).value == pytest.approx(total, rel=1e-7)
            assert contributions.figure(code).value == sum(person[place] == code for person in town().asked)


def test_the_release_says_how_it_was_weighted_and_what_that_costs(raked: Release) -> None:
    said = raked.weighting
    assert said is not None and not said.adjusts and said.interval == ""
    assert (said.method, said.by, said.source) == ("raking", ("Quarter", "Age"), "Register of the town")
    assert said.largest_error <= 1e-8 and said.rounds >= 1
    asked = town().asked
    factors = {(factor.breakdown, factor.category): factor.factor for factor in said.factors}
    for name, place in (("quarter", 1), ("age", 0)):
        for code, total in town().totals(place).items():
            rows = sum(person[place] == code for person in asked)
            assert factors[name, code] == pytest.approx(total / rows, rel=1e-5)
    assert said.design_effect is not None and said.design_effect > 1
    assert said.effective_n == pytest.approx(len(asked) / said.design_effect, rel=0.01)


def test_a_factor_that_would_count_a_few_is_kept_back_with_everything_it_could_be_worked_out_from(
    tmp_path: Path,
) -> None:
    release = released(write(tmp_path, with_small_islands(town()), WEIGHTING))
    said = release.weighting
    assert said is not None
    factors = {factor.category: factor.factor for factor in said.factors if factor.breakdown == "quarter"}
    assert factors["island"] is None and factors["islet"] is None
    assert factors["north"] is not None and factors["south"] is not None, "the useful ones come through"
    # All factors but two, their totals and the design effect would give the hidden ones: n sum(w^2) / sum(w)^2.
    assert said.design_effect is None and said.effective_n is None


def test_the_steward_finds_every_cell_in_the_restricted_part(tmp_path: Path) -> None:
    plan, found = counted(write(tmp_path, with_small_islands(town()), WEIGHTING))
    write_restricted(restricted_of(plan, found), tmp_path / "restricted")
    with (tmp_path / "restricted" / "weights.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(int(row["rows"]) for row in rows) == len(with_small_islands(town()).asked)
    total = sum(int(row["rows"]) * float(row["weight"]) for row in rows)
    assert total == pytest.approx(len(with_small_islands(town()).people), rel=1e-7)


def test_who_declined_keeps_the_share_of_the_sample_if_the_plan_says_so(tmp_path: Path) -> None:
    asked = [
        (age, "declined" if at % 50 == 0 else quarter, water) for at, (age, quarter, water) in enumerate(town().asked)
    ]
    some = replace(town(), asked=tuple(asked))
    with pytest.raises(Refusal, match="Only in the sample: _D") as refused:
        released(write(tmp_path, some, WEIGHTING))
    assert refused.value.reasons[0].code == "weighting-categories-differ"
    release = released(write(tmp_path, some, f'{WEIGHTING}unplaced = "as-sampled"'))
    declined = sum(person[1] == "declined" for person in asked)
    shown = table(release, "people.by.quarter")
    assert shown.figure("_D").value == pytest.approx(len(some.people) * declined / len(asked), rel=1e-6)
    assert shown.figure(TOTAL).value == pytest.approx(len(some.people), rel=1e-7)
    assert release.weighting is not None and release.weighting.keeps_unplaced


REFERENCE = reference_of(town())
COUNTS, NOT_POPULATION = 'counts = "population"\n', "weighting-counts-not-population"
SHARES = REFERENCE.replace("young = ", "young = 0.").replace("old = ", "old = 0.")


@pytest.mark.parametrize(
    ("reference", "section", "code"),
    [
        (REFERENCE.replace(COUNTS, 'counts = "targets"\n'), WEIGHTING, NOT_POPULATION),
        (REFERENCE.replace(COUNTS, 'counts = "sample"\n'), WEIGHTING, NOT_POPULATION),
        (REFERENCE.replace(COUNTS, ""), WEIGHTING, NOT_POPULATION),
        (SHARES, WEIGHTING, "weighting-population-too-small"),
        (REFERENCE.replace("young = ", "young = 1"), WEIGHTING, "weighting-totals-disagree"),
        (REFERENCE, f"{WEIGHTING}most_rounds = 1\ntolerance = 1e-12", "weighting-not-converged"),
        (REFERENCE, f'{WEIGHTING}margins = [["income"]]', "weighting-margin-unknown"),
        ("# no reference", WEIGHTING, "weighting-no-margins"),
    ],
    ids=["targets", "sample", "unstated", "shares", "disagree", "not converged", "unknown margin", "no reference"],
)
def test_weights_that_nothing_stands_behind_are_refused_with_a_sentence(
    tmp_path: Path, reference: str, section: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        released(write(tmp_path, town(), section, reference=reference))
    assert code in {reason.code for reason in refused.value.reasons}
    assert all(reason.what and reason.do for reason in refused.value.reasons)


def test_large_weights_are_cut_only_as_far_as_the_population_is_still_met(tmp_path: Path) -> None:
    release = released(write(tmp_path, town(), f"{WEIGHTING}trim = 2.5"))
    assert release.weighting is not None and release.weighting.largest_error <= 1e-8
    assert release.weighting.trimmed not in ("", "none")
    with pytest.raises(Refusal) as refused:
        released(write(tmp_path, town(), f"{WEIGHTING}trim = 1.05"))
    assert {reason.code for reason in refused.value.reasons} == {"weighting-not-converged"}


def test_figures_about_participants_are_not_weighted_to_a_population(tmp_path: Path) -> None:
    plan = write(tmp_path, town(), WEIGHTING)
    plan.write_text(plan.read_text(encoding="utf-8").replace('"population"\nselection', '"participants"\nselection'))
    with pytest.raises(Refusal) as refused:
        released(plan)
    assert refused.value.reasons[0].code == "weighting-without-population"
