"""Differences, changes and trends: the covariance of what is compared, by hand and in repeated samples."""

import random
from math import sqrt
from statistics import mean as average

import pandas as pd
import pytest

from nyhavn.engine.estimation import (
    Calibration,
    MadeReplicates,
    ReplicateColumns,
    SurveyDesign,
    change,
    count,
    difference,
    estimated,
    mean,
    median,
    proportion,
    total,
    trend,
)
from nyhavn.framework.precision import Replication
from nyhavn.framework.refusal import Refusal

INCOME = mean("income")
CLUSTERS = SurveyDesign("w", clusters=("village",))
PEOPLE = SurveyDesign("w", clusters=("person",))


def villages(seed: int = 1, rows: int = 200) -> pd.DataFrame:
    draw = random.Random(seed)
    found = []
    for person in range(rows):
        village = draw.randrange(10)
        sex = draw.choice(["f", "m"])
        income = draw.gauss(50 + 5 * village + (4 if sex == "m" else 0), 10)
        found.append({"person": person, "village": village, "sex": sex, "income": income, "w": draw.choice([1.0, 3.0])})
    return pd.DataFrame(found)


def linearised(table: pd.DataFrame, sex: str) -> dict[int, float]:
    """What each village adds to the mean of one sex, row by row."""
    rows = [row for row in table.to_dict("records") if row["sex"] == sex]
    size = sum(row["w"] for row in rows)
    centre = sum(row["w"] * row["income"] for row in rows) / size
    z: dict[int, float] = dict.fromkeys(sorted(set(table["village"])), 0.0)
    for row in rows:
        z[row["village"]] += row["w"] * (row["income"] - centre) / size
    return z


def between(z: list[float]) -> float:
    m, centre = len(z), average(z)
    return m / (m - 1) * sum((one - centre) ** 2 for one in z)


def test_groups_of_one_sample_are_compared_village_by_village() -> None:
    """Rich villages are rich for both, so the difference is more certain than two separate errors would say."""
    table = villages()
    found = estimated(table, CLUSTERS, INCOME, ["sex"])
    compared = difference(found, INCOME, ("m",), ("f",))
    women, men = linearised(table, "f"), linearised(table, "m")
    assert compared.standard_error == pytest.approx(sqrt(between([men[v] - women[v] for v in men])), rel=1e-9)
    assert compared.standard_error < 0.8 * sqrt(between(list(men.values())) + between(list(women.values())))
    values = {line.group[0]: line.value for line in found.lines}
    assert compared.value == pytest.approx(values["m"] - values["f"])
    assert compared.differs is (compared.low > 0)


def test_a_group_compared_with_everybody_knows_that_it_is_among_them() -> None:
    """The mean of women less the mean of all: women are on both sides, and add to the error once."""
    table = villages()
    compared = difference(estimated(table, CLUSTERS, INCOME, ["sex"]), INCOME, ("f",), ("_T",))
    women, everybody = linearised(table, "f"), linearised(table.assign(sex="all"), "all")
    assert compared.standard_error == pytest.approx(sqrt(between([women[v] - everybody[v] for v in women])), rel=1e-9)


def test_groups_of_rows_drawn_one_by_one_have_no_covariance() -> None:
    found = estimated(villages(), SurveyDesign("w"), INCOME, ["sex"])
    errors = {line.group[0]: line.standard_error for line in found.lines}
    compared = difference(found, INCOME, ("m",), ("f",))
    assert compared.standard_error == pytest.approx(sqrt(errors["m"] ** 2 + errors["f"] ** 2))


def test_a_group_less_itself_is_nothing_and_certain() -> None:
    found = estimated(villages(), CLUSTERS, (INCOME, total("income"), count()), ["sex"])
    for asked in found.asked:
        compared = difference(found, asked, ("f",), ("f",))
        assert (compared.value, compared.standard_error) == (0.0, 0.0)
        assert not compared.differs


def test_replicate_weights_give_the_difference_replicate_by_replicate() -> None:
    table = villages()
    names = []
    for out in range(10):
        table[f"r{out}"] = [0.0 if v == out else w * 10 / 9 for v, w in zip(table["village"], table["w"], strict=True)]
        names.append(f"r{out}")
    columns = SurveyDesign("w", replicates=ReplicateColumns(tuple(names), Replication.JK1))
    made = SurveyDesign("w", clusters=("village",), replicates=MadeReplicates(Replication.JK1))
    given_ones, made_ones = (estimated(table, design, INCOME, ["sex"]) for design in (columns, made))
    assert difference(given_ones, INCOME, ("m",), ("f",)).standard_error == pytest.approx(
        difference(made_ones, INCOME, ("m",), ("f",)).standard_error, rel=1e-9
    )


def test_a_calibration_explains_the_difference_of_what_it_fixed() -> None:
    """Shares of women within known numbers of both sexes are certain; what was not fixed is not."""
    table = villages()
    known = {"f": 300.0, "m": 500.0}
    sums = table.groupby("sex")["w"].sum()
    table["final"] = table["w"] * table["sex"].map({sex: known[sex] / sums[sex] for sex in known})
    design = SurveyDesign("final", clusters=("village",), calibration=Calibration((("sex",),), "w"))
    found = estimated(table, design, (INCOME, proportion("sex", "f")), ["sex"])
    plain = estimated(table, SurveyDesign("final", clusters=("village",)), INCOME, ["sex"])
    assert difference(found, INCOME, ("m",), ("f",)).standard_error == pytest.approx(
        difference(plain, INCOME, ("m",), ("f",)).standard_error, rel=1e-9
    )
    everybody = next(line for line in found.lines if line.statistic != INCOME.name and line.group == ("_T",))
    assert everybody.value == pytest.approx(300 / 800)
    assert everybody.standard_error is None


def panel(seed: int, people: int, overlap: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two samples of one large population, some people in both, each with nearly the income of the year before."""
    draw = random.Random(seed)
    own = [draw.gauss(100, 20) for _ in range(2 * people - overlap)]
    first, second = range(people), [*range(overlap), *range(people, 2 * people - overlap)]
    early = pd.DataFrame({"person": first, "income": [own[p] + draw.gauss(0, 3) for p in first], "w": 1.0})
    late = pd.DataFrame({"person": second, "income": [own[p] + 2 + draw.gauss(0, 3) for p in second], "w": 1.0})
    return early, late


def changed(seed: int, overlap: int, **kwargs: bool):
    early, late = (estimated(table, PEOPLE, INCOME) for table in panel(seed, 120, overlap))
    return change(early, late, INCOME, **kwargs)


def test_the_change_of_a_panel_has_the_error_of_its_differences() -> None:
    """Everybody in both: the mean of 120 personal changes, as in the textbook."""
    early, late = panel(4, 120, 120)
    compared = changed(4, 120)
    own = [b - a for a, b in zip(early["income"], late["income"], strict=True)]
    spread = sum((one - average(own)) ** 2 for one in own) / 119
    assert compared.value == pytest.approx(average(own))
    assert compared.standard_error == pytest.approx(sqrt(spread / 120), rel=1e-9)


def test_samples_drawn_apart_have_the_sum_of_their_variances() -> None:
    early, late = (estimated(table, PEOPLE, INCOME) for table in panel(4, 120, 0))
    errors = [found.lines[0].standard_error for found in (early, late)]
    wanted = sqrt(errors[0] ** 2 + errors[1] ** 2)
    assert change(early, late, INCOME).standard_error == pytest.approx(wanted)
    assert change(early, late, INCOME, apart=True).standard_error == pytest.approx(wanted)


def test_the_more_people_are_in_both_the_more_certain_the_change() -> None:
    found = [changed(9, overlap).standard_error for overlap in (0, 40, 80, 120)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.4 * found[0]


@pytest.mark.slow
def test_over_repeated_panels_the_error_is_that_of_the_changes_found() -> None:
    """300 pairs of samples with half of the people in both: the mean variance is the variance of the changes."""
    found = [changed(seed, 60) for seed in range(300)]
    centre = average(one.value for one in found)
    actual = sum((one.value - centre) ** 2 for one in found) / 299
    assert average(one.standard_error**2 for one in found) == pytest.approx(actual, rel=0.2)
    covered = average(one.low <= 2 <= one.high for one in found)
    assert 0.91 <= covered <= 0.98


def test_a_trend_through_three_samples_drawn_apart_is_the_textbook_slope() -> None:
    series = [(2020.0, villages(1)), (2021.0, villages(2)), (2023.0, villages(3))]
    estimates = [(year, estimated(table, CLUSTERS, INCOME)) for year, table in series]
    slope = trend(estimates, INCOME, apart=True)
    years, values = [year for year, _ in estimates], [found.lines[0].value for _, found in estimates]
    errors = [found.lines[0].standard_error for _, found in estimates]
    spread = sum((year - average(years)) ** 2 for year in years)
    factors = [(year - average(years)) / spread for year in years]
    assert slope.value == pytest.approx(sum(f * v for f, v in zip(factors, values, strict=True)))
    wanted = sqrt(sum((f * e) ** 2 for f, e in zip(factors, errors, strict=True)))
    assert slope.standard_error == pytest.approx(wanted)


def test_a_trend_of_two_times_is_the_change_per_unit_of_time() -> None:
    early, late = (estimated(table, PEOPLE, INCOME) for table in panel(4, 120, 60))
    slope = trend([(2020.0, early), (2022.0, late)], INCOME)
    compared = change(early, late, INCOME)
    assert slope.value == pytest.approx(compared.value / 2)
    assert slope.standard_error == pytest.approx(compared.standard_error / 2)


def test_the_same_full_sample_twice_did_not_change() -> None:
    """With a finite population too: covariance and variances are the same sums."""
    table = villages()
    design = SurveyDesign("w", clusters=("village",), population=(40,))
    once, twice = (estimated(table, design, INCOME) for _ in range(2))
    compared = change(once, twice, INCOME)
    assert compared.value == 0.0
    assert compared.standard_error == pytest.approx(0.0, abs=1e-6)


def refused(work) -> tuple[str, ...]:
    with pytest.raises(Refusal) as found:
        work()
    return found.value.codes


def test_what_cannot_be_compared_is_refused() -> None:
    table = villages()
    found = estimated(table, CLUSTERS, (INCOME, median("income")), ["sex"])
    rows = estimated(table, SurveyDesign("w"), INCOME)
    participants = estimated(table, SurveyDesign(about_participants=True), INCOME, ["sex"])
    assert refused(lambda: difference(found, INCOME, ("f",), ("x",))) == ("compared-unknown",)
    assert refused(lambda: difference(found, total("income"), ("f",), ("m",))) == ("compared-unknown",)
    assert refused(lambda: difference(found, median("income"), ("f",), ("m",))) == ("compared-unknown",)
    assert refused(lambda: difference(participants, INCOME, ("f",), ("m",))) == ("compared-unknown",)
    assert refused(lambda: change(rows, rows, INCOME)) == ("compared-without-units",)
    assert refused(lambda: trend([(1.0, rows)], INCOME, apart=True)) == ("compared-unknown",)
    assert refused(lambda: trend([(1.0, rows), (1.0, rows)], INCOME, apart=True)) == ("compared-unknown",)


def test_rows_drawn_apart_can_be_compared() -> None:
    """The twin of the refusal: whoever says that nobody is in both gets the change."""
    early, late = (estimated(villages(seed), SurveyDesign("w"), INCOME) for seed in (1, 2))
    assert change(early, late, INCOME, apart=True).standard_error > 0


def test_strata_that_only_one_sample_has_share_nobody() -> None:
    table, other = villages(), villages(2)
    table["region"], other["region"] = "old", "new"
    design = SurveyDesign("w", "region", ("village",))
    early, late = (estimated(each, design, INCOME) for each in (table, other))
    apart = change(early, late, INCOME, apart=True)
    assert change(early, late, INCOME).standard_error == pytest.approx(apart.standard_error)
