"""What estimating from a frame of one's own promises: the same figures however the file lies, and no figure made up."""

import random

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.engine.estimation import (
    Calibration,
    MadeReplicates,
    ReplicateColumns,
    SurveyDesign,
    count,
    estimate,
    mean,
    median,
    proportion,
    quantile,
    ratio,
    total,
)
from nyhavn.framework.precision import LonelyStratum, Replication, ShareInterval
from nyhavn.framework.refusal import Refusal

PARTICIPANTS = SurveyDesign(about_participants=True)
ASKED = (
    mean("income"),
    total("income"),
    count(),
    proportion("water", "yes"),
    ratio("income", "size"),
    median("income"),
)


def households(number: int, seed: int = 1) -> pa.Table:
    """Households in villages in regions, with weights, as a drawn sample would be."""
    draw = random.Random(seed)
    rows = []
    for _ in range(number):
        village = draw.randrange(12)
        rows.append(
            {
                "region": "north" if village < 6 else "south",
                "village": village,
                "weight": draw.choice([1.0, 2.0, 5.0]),
                "income": None if draw.random() < 0.1 else draw.gauss(100 + village, 30),
                "size": draw.randrange(1, 8),
                "water": draw.choice(["yes", "no", "no", None]),
            }
        )
    return pa.Table.from_pylist(rows)


DESIGN = SurveyDesign("weight", "region", ("village",))


def figures(table: pa.Table, design: SurveyDesign = DESIGN) -> list[tuple]:
    lines = estimate(pl.from_arrow(table), design, ASKED, ["region"], policies=None).to_pylist()
    return [(line["statistic"], line["region"], line["value"]) for line in lines]


def errors(table: pa.Table, design: SurveyDesign) -> dict[str, float]:
    lines = estimate(table, design, [mean("income"), total("income"), proportion("water", "yes")]).to_pylist()
    return {line["statistic"]: line["standard_error"] for line in lines}


def close(left: list[tuple], right: list[tuple]) -> bool:
    return len(left) == len(right) and all(
        one[:2] == other[:2] and (one[2] == other[2] or one[2] == pytest.approx(other[2], rel=1e-9))
        for one, other in zip(left, right, strict=True)
    )


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), number=st.integers(1, 80))
def test_the_order_of_the_rows_does_not_matter(seed: int, number: int) -> None:
    table = households(number, seed)
    order = random.Random(seed).sample(range(number), number)
    assert close(figures(table), figures(table.take(order)))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), parts=st.integers(1, 5))
def test_a_file_in_parts_gives_the_figures_of_the_whole(seed: int, parts: int) -> None:
    table = households(60, seed)
    pieces = [table.take(list(range(part, 60, parts))) for part in range(parts)]
    assert close(figures(table), figures(pa.concat_tables(pieces)))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_row_twice_with_half_its_weight_gives_the_same_figures(seed: int) -> None:
    table = households(60, seed)
    half = pa.array([weight / 2 for weight in table["weight"].to_pylist()])
    halved = table.set_column(table.column_names.index("weight"), "weight", half)
    assert close(figures(table), figures(pa.concat_tables([halved, halved])))


REPLICATES = {
    "JKn": (MadeReplicates(Replication.JKN), 0.02),
    "bootstrap": (MadeReplicates(Replication.BOOTSTRAP, number=2000, seed=3), 0.06),
}


@pytest.mark.parametrize("method", REPLICATES)
def test_replicates_agree_with_linearisation(method: str) -> None:
    """Of totals a jackknife is the linearised error itself; of means and shares within 2 %, a bootstrap within 6 %."""
    replicates, tolerance = REPLICATES[method]
    table = households(2000)
    linearised = errors(table, DESIGN)
    replicated = errors(table, SurveyDesign("weight", "region", ("village",), replicates=replicates))
    for name, error in replicated.items():
        assert error == pytest.approx(linearised[name], rel=tolerance)
    if method == "JKn":
        assert replicated["total of income"] == pytest.approx(linearised["total of income"], rel=1e-9)


@pytest.mark.parametrize("fay", [0.0, 0.3])
def test_balanced_halves_agree_with_linearisation_where_strata_have_two_units(fay: float) -> None:
    table = households(2000)
    pairs = pa.array([f"pair {village // 2}" for village in table["village"].to_pylist()])
    table = table.append_column("pair", pairs)
    linearised = errors(table, SurveyDesign("weight", "pair", ("village",)))
    made = MadeReplicates(Replication.BRR, fay=fay)
    balanced = errors(table, SurveyDesign("weight", "pair", ("village",), replicates=made))
    assert balanced["total of income"] == pytest.approx(linearised["total of income"], rel=1e-9)
    assert balanced["mean of income"] == pytest.approx(linearised["mean of income"], rel=0.02)


def test_replicate_weights_that_came_with_the_data_give_the_error_of_those_made_here() -> None:
    """JK1 columns written out by hand: each village left out once."""
    table = households(300)
    villages, weights = table["village"].to_pylist(), table["weight"].to_pylist()
    names = []
    for out in range(12):
        column = [0.0 if village == out else w * 12 / 11 for village, w in zip(villages, weights, strict=True)]
        table = table.append_column(f"repwt_{out}", pa.array(column))
        names.append(f"repwt_{out}")
    given_ones = SurveyDesign("weight", replicates=ReplicateColumns(tuple(names), Replication.JK1))
    made = SurveyDesign("weight", clusters=("village",), replicates=MadeReplicates(Replication.JK1))
    for name, error in errors(table, given_ones).items():
        assert error == pytest.approx(errors(table, made)[name], rel=1e-9)


def test_replicates_of_calibrated_weights_know_of_the_calibration() -> None:
    """Households of a known size: the error of the total of sizes is (nearly) gone, with replicates as without."""
    table = households(2000)
    sizes, weights = table["size"].to_pylist(), table["weight"].to_pylist()
    known = {size: 1000.0 + size for size in range(1, 8)}
    sums = {size: sum(w for s, w in zip(sizes, weights, strict=True) if s == size) for size in known}
    final = pa.array([w * known[s] / sums[s] for s, w in zip(sizes, weights, strict=True)])
    table = table.append_column("final", final)
    calibration = Calibration((("size",),), "weight")
    plain = SurveyDesign("final", "region", ("village",))
    knowing = SurveyDesign("final", "region", ("village",), calibration=calibration)
    jackknifed = SurveyDesign(
        "final", "region", ("village",), calibration=calibration, replicates=MadeReplicates(Replication.JKN)
    )
    found = {
        name: estimate(table, design, [total("size"), mean("income")]).to_pylist()
        for name, design in {"plain": plain, "knowing": knowing, "jackknifed": jackknifed}.items()
    }
    assert found["knowing"][0]["value"] == pytest.approx(sum(size * number for size, number in known.items()))
    assert found["plain"][0]["standard_error"] > 100
    assert found["knowing"][0]["standard_error"] is None or found["knowing"][0]["standard_error"] < 1e-6
    assert found["jackknifed"][0]["standard_error"] is None or found["jackknifed"][0]["standard_error"] < 1e-6
    assert found["jackknifed"][1]["standard_error"] == pytest.approx(found["knowing"][1]["standard_error"], rel=0.02)


def refused(*args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refusal) as found:
        estimate(*args, **kwargs)
    return found.value.codes


def test_an_estimate_for_a_population_without_weights_is_refused() -> None:
    assert refused(households(30), SurveyDesign(), total("income")) == ("population-weights-missing",)


def test_without_weights_figures_about_those_who_took_part_come_through() -> None:
    """The twin: and a simple random sample of a known population needs no weight column either."""
    table = households(30)
    line = estimate(table, PARTICIPANTS, mean("income")).to_pylist()[0]
    assert line["value"] is not None and line["standard_error"] is None
    drawn = estimate(table, SurveyDesign(population=(600,)), count()).to_pylist()[0]
    assert drawn["value"] == 600


def test_a_question_that_nobody_was_asked_is_refused_and_never_zero_percent() -> None:
    with pytest.raises(Refusal, match="not collected, which is not zero. Near to it: water") as found:
        estimate(households(30), DESIGN, proportion("watter", "yes"))
    assert found.value.codes == ("counted-not-collected",)


@pytest.mark.parametrize("kind", [pa.string(), pa.null(), pa.float64()])
def test_a_question_without_any_answer_is_not_collected_and_never_zero_percent(kind: pa.DataType) -> None:
    table = households(30).append_column("toilet", pa.nulls(30, kind))
    for frame in (table, pl.from_arrow(table), table.to_pandas()):
        line = estimate(frame, DESIGN, proportion("toilet", "yes")).to_pylist()[0]
        assert (line["status"], line["value"], line["n"]) == ("not collected", None, 0)
        assert "not collected" in line["remarks"]


def test_an_answer_that_nobody_gave_is_zero_percent() -> None:
    """The twin: people were asked, and none said so."""
    line = estimate(households(60), DESIGN, proportion("water", "always")).to_pylist()[0]
    assert (line["status"], line["value"]) == ("estimated", 0.0)
    assert line["high"] > 0


def small_south(south: int) -> pd.DataFrame:
    table = households(60).to_pandas().assign(income=1.0 * pd.Series(range(60)))
    table["region"] = ["south"] * south + ["north"] * (60 - south)
    return table


def test_a_group_with_too_few_answers_gets_no_figure_and_the_reason() -> None:
    found = estimate(small_south(9), SurveyDesign("weight"), mean("income"), ["region"]).to_pylist()
    lines = {line["region"]: line for line in found}
    assert (lines["south"]["status"], lines["south"]["value"]) == ("too few answers", None)
    assert "Fewer than 10 answers" in lines["south"]["remarks"]
    assert lines["north"]["value"] is not None


def test_a_group_with_just_enough_answers_gets_its_figure() -> None:
    found = estimate(small_south(10), SurveyDesign("weight"), mean("income"), ["region"]).to_pylist()
    assert {line["status"] for line in found} == {"estimated"}


def test_a_group_in_which_nobody_answered_says_so() -> None:
    table = small_south(12)
    table.loc[table["region"] == "south", "income"] = None
    found = estimate(table, SurveyDesign("weight"), mean("income"), ["region"]).to_pylist()
    lines = {line["region"]: line for line in found}
    assert (lines["south"]["status"], lines["south"]["value"]) == ("no answers", None)


@pytest.mark.parametrize(
    ("design", "statistics", "domains", "code"),
    [
        (SurveyDesign("wieght"), mean("income"), (), "counted-column-missing"),
        (SurveyDesign("income"), mean("size"), (), "weight-unusable"),
        (SurveyDesign("water"), mean("size"), (), "weight-unusable"),
        (DESIGN, mean("water"), (), "counted-not-a-number"),
        (DESIGN, proportion("water"), (), "counted-part-missing"),
        (DESIGN, mean("income"), ("nowhere",), "counted-not-collected"),
        (DESIGN, mean("income"), ("region", "region"), "counted-crossing-wrong"),
        (DESIGN, (), (), "counted-nothing-wanted"),
        (DESIGN, (count(), count()), (), "counted-nothing-wanted"),
        (SurveyDesign("weight", clusters=("water",)), count(), (), "cluster-missing"),
        (SurveyDesign("weight", "water"), count(), (), "stratum-missing"),
        (SurveyDesign("weight", population=(5,)), count(), (), "population-too-small"),
        (SurveyDesign("weight", population=("size",)), count(), (), "population-sizes-differ"),
        (SurveyDesign("weight", replicates=MadeReplicates(Replication.JK1)), count(), (), "replicates-need-units"),
        (
            SurveyDesign("weight", "region", ("village",), replicates=MadeReplicates(Replication.JK1)),
            count(),
            (),
            "replicates-wrong",
        ),
        (
            SurveyDesign("weight", "region", ("village",), replicates=MadeReplicates(Replication.BRR)),
            count(),
            (),
            "replicates-wrong",
        ),
        (SurveyDesign("weight", calibration=Calibration((("region",),), "size")), count(), (), "calibration-uneven"),
        (
            SurveyDesign("weight", calibration=Calibration((("region",),), factors={("north",): 1.0})),
            count(),
            (),
            "calibration-cell-unknown",
        ),
    ],
)
def test_each_fault_alone_is_refused(design, statistics, domains, code: str) -> None:
    assert refused(households(60), design, statistics, domains) == (code,)


@pytest.mark.parametrize(
    "build",
    [
        lambda: SurveyDesign("w", clusters=("a", "b", "c")),
        lambda: SurveyDesign("w", population=(1, 2)),
        lambda: SurveyDesign("w", clusters=("a",), population=("n", 2)),
        lambda: SurveyDesign("w", "h", replicates=ReplicateColumns(("a", "b"), Replication.JK1)),
        lambda: SurveyDesign(calibration=Calibration((("a",),), "d")),
        lambda: SurveyDesign("w", confidence=1.0),
        lambda: Calibration((), "d"),
        lambda: Calibration((("a",),)),
        lambda: ReplicateColumns(("a",), Replication.JK1),
        lambda: ReplicateColumns(("a", "b"), Replication.JKN),
        lambda: ReplicateColumns(("a", "b"), Replication.JK1, scales=(1.0,)),
        lambda: ReplicateColumns(("a", "b"), Replication.JK1, fay=0.5),
        lambda: MadeReplicates(Replication.BRR, fay=1.0),
        lambda: MadeReplicates(Replication.BOOTSTRAP, number=1),
        lambda: quantile("y", 1.0),
    ],
)
def test_a_design_that_contradicts_itself_cannot_be_stated(build) -> None:
    with pytest.raises(Refusal):
        build()


def lonely(policy: LonelyStratum) -> dict:
    table = households(60).to_pandas()
    table.loc[table["village"] == 11, "region"] = "island"
    return estimate(table, SurveyDesign("weight", "region", ("village",), lonely=policy), mean("income")).to_pylist()[0]


def test_a_stratum_of_one_unit_has_no_error_unless_a_policy_says_what_to_assume() -> None:
    assert lonely(LonelyStratum.NO_ERROR)["standard_error"] is None
    assert "only one unit was drawn" in lonely(LonelyStratum.NO_ERROR)["remarks"]


def test_each_policy_for_a_lonely_stratum_gives_an_error_and_says_what_it_assumed() -> None:
    found = {policy: lonely(policy) for policy in LonelyStratum if policy is not LonelyStratum.NO_ERROR}
    certain = found[LonelyStratum.CERTAINTY]["standard_error"]
    assert found[LonelyStratum.ADJUST]["standard_error"] > certain
    assert found[LonelyStratum.AVERAGE]["standard_error"] == pytest.approx(certain * (3 / 2) ** 0.5)
    assert len({line["remarks"] for line in found.values()}) == 3


@pytest.mark.parametrize("interval", ShareInterval)
def test_intervals_of_a_small_share_stay_between_nobody_and_everybody(interval: ShareInterval) -> None:
    table = households(80).to_pandas()
    table["rare"] = ["yes"] + ["no"] * 79
    design = SurveyDesign("weight", share_interval=interval)
    line = estimate(table, design, proportion("rare", "yes")).to_pylist()[0]
    assert 0 < line["low"] < line["value"] < line["high"] < 0.2


def test_wilson_is_the_textbook_interval_for_rows_drawn_one_by_one() -> None:
    """20 of 80 with equal weights: the effective number is 80 less one (the variance is divided by n - 1)."""
    table = pd.DataFrame({"weight": [1.0] * 80, "water": ["yes"] * 20 + ["no"] * 60})
    line = estimate(table, SurveyDesign("weight", share_interval=ShareInterval.WILSON), proportion("water", "yes"))
    n, z = 79, 1.959963984540054
    centre = (0.25 + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * (0.25 * 0.75 / n + z * z / (4 * n * n)) ** 0.5
    found = line.to_pylist()[0]
    assert (found["low"], found["high"]) == (pytest.approx(centre - reach), pytest.approx(centre + reach))
    assert found["effective"] == pytest.approx(79)


def test_calibrated_weights_count_also_where_figures_speak_of_participants_only() -> None:
    """Cell weights are not lost on the way: the mean is the weighted one, and nobody is counted twice."""
    table = pd.DataFrame({"weight": [1.0, 1.0, 1.0], "region": ["a", "b", "b"], "income": [10.0, 40.0, 40.0]})
    calibration = Calibration((("region",),), factors={("a",): 4.0, ("b",): 1.0})
    design = SurveyDesign("weight", calibration=calibration, about_participants=True)
    lines = estimate(table, design, [mean("income"), count()]).to_pylist()
    assert [line["value"] for line in lines] == [20.0, 3.0]
