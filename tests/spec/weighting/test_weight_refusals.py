"""What makes weights impossible or untrue is refused alone, with its sentence; its sound twin is weighted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf, nan
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from nyhavn.engine import weighting
from nyhavn.engine.weighting import (
    LINEAR,
    CellWeights,
    Margin,
    SampleCells,
    calibrate,
    check_margins,
    collapse,
    logit,
    one_way,
    rake,
    reference_margins,
    trim,
    weigh,
)
from nyhavn.framework import weighting as declared
from nyhavn.framework.explanations import explanations
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.weighting import Bounds, CountsOf, Method, Weighting, check_counts, check_weighting

ROWS = {
    "sex": ["f", "m", "f", "m", "f", "m"],
    "place": ["north", "north", "south", "south", "south", "north"],
    "weight": [1.0, 2.0, 1.5, 1.0, 0.5, 3.0],
}
SEX = {"f": 520.0, "m": 480.0}
PLACE = {"north": 300.0, "south": 700.0}
CROSSED = {("f", "north"): 120.0, ("f", "south"): 400.0, ("m", "north"): 180.0, ("m", "south"): 300.0}


def frame(**columns: list[object]) -> nw.LazyFrame:
    return nw.from_native(pl.DataFrame({**ROWS, **columns}, strict=False)).lazy()


def sample(weighted_by: str = "", **columns: list[object]) -> SampleCells:
    return collapse(frame(**columns), ["sex", "place"], weighted_by)


def sexes(**changed: float) -> Margin:
    return one_way("sex", {**SEX, **changed})


def places(**changed: float) -> Margin:
    return one_way("place", {**PLACE, **changed})


def without(margin: Margin, *categories: str) -> Margin:
    return replace(margin, totals={key: total for key, total in margin.totals.items() if key != categories})


@dataclass(frozen=True)
class Case:
    """Something refused with a code and words, and its twin that differs in the fault alone."""

    refused: Callable[[], object]
    sound: Callable[[], object]
    code: str
    says: tuple[str, ...]


def to_both(cells: SampleCells, *margins: Margin) -> CellWeights:
    return rake(cells, margins or (sexes(), places()))


def weighted() -> CellWeights:
    return to_both(sample())


CASES: dict[str, Case] = {
    "a category of the sample under another spelling": Case(
        lambda: to_both(sample(), sexes(), one_way("place", {"noth": 300, "south": 700})),
        lambda: to_both(sample(), sexes(), places()),
        "weighting-categories-differ",
        ("margin place", "Only in the sample: north.", "Only in the margin: noth.", "Near to it: noth"),
    ),
    "a category of the sample without a total": Case(
        lambda: to_both(sample(), without(sexes(), "m"), one_way("place", {"north": 220, "south": 300})),
        lambda: to_both(sample(), sexes(), places()),
        "weighting-categories-differ",
        ("margin sex", "Only in the sample: m."),
    ),
    "a crossed category of the sample without a total": Case(
        lambda: to_both(sample(), without(Margin(("sex", "place"), CROSSED), "m", "south")),
        lambda: to_both(sample(), Margin(("sex", "place"), CROSSED)),
        "weighting-categories-differ",
        ("margin sex by place", "Only in the sample: m and south."),
    ),
    "a category of the population that nobody in the sample has": Case(
        lambda: to_both(sample(), sexes(x=10), places(south=710)),
        lambda: to_both(sample(sex=["f", "m", "f", "m", "x", "x"]), sexes(x=10), places(south=710)),
        "weighting-category-without-rows",
        ("margin sex", "Nobody in the sample stands for a part of the population: x."),
    ),
    "margins of populations of different size": Case(
        lambda: to_both(sample(), sexes(), places(south=701)),
        lambda: to_both(sample(), sexes(f=521), places(south=701)),
        "weighting-totals-disagree",
        ("1000 here and 1001 in the margin place",),
    ),
    "crossed margins that disagree about a category that both know": Case(
        lambda: to_both(sample(), Margin(("sex", "place"), CROSSED), sexes(f=530, m=470)),
        lambda: to_both(sample(), Margin(("sex", "place"), CROSSED), sexes()),
        "weighting-totals-disagree",
        ("The totals of f are 520 here and 530 in the margin sex",),
    ),
    "a negative total": Case(
        lambda: to_both(sample(), sexes(f=-520), places()),
        weighted,
        "weighting-total-unusable",
        ("margin sex", "not a number above zero: f."),
    ),
    "a total of zero": Case(
        lambda: to_both(sample(), sexes(m=0), places()), weighted, "weighting-total-unusable", ("above zero: m.",)
    ),
    "a total that is no number": Case(
        lambda: to_both(sample(), sexes(m=nan), places()),
        weighted,
        "weighting-total-unusable",
        ("above zero: m.",),
    ),
    "a total without end": Case(
        lambda: to_both(sample(), sexes(m=inf), places()),
        weighted,
        "weighting-total-unusable",
        ("above zero: m.",),
    ),
    "rows without a weight": Case(
        lambda: sample("weight", weight=[1.0, None, 1.5, 1.0, 0.5, 3.0]),
        lambda: sample("weight"),
        "weight-unusable",
        ("column weight", "1 rows have no weight above zero."),
    ),
    "rows whose weight is zero": Case(
        lambda: sample("weight", weight=[1.0, 0.0, 1.5, 0.0, 0.5, 3.0]),
        lambda: sample("weight", weight=[1.0, 1e-9, 1.5, 1e-9, 0.5, 3.0]),
        "weight-unusable",
        ("2 rows have no weight above zero.",),
    ),
    "rows whose weight is no number": Case(
        lambda: sample("weight", weight=[1.0, nan, 1.5, inf, 0.5, 3.0]),
        lambda: sample("weight", weight=[1.0, 2.0, 1.5, 1e15, 0.5, 3.0]),
        "weight-unusable",
        ("2 rows have no weight above zero.",),
    ),
    "weights in words": Case(
        lambda: sample("weight", weight=["1.0", "two", "1.5", "1", "0.5", "3"]),
        lambda: sample("weight", weight=["1.0", "2", "1.5", "1", "0.5", "3e0"]),
        "weight-unusable",
        ("1 rows have no weight above zero.",),
    ),
    "weights that are truths": Case(
        lambda: sample("weight", weight=[True] * 6),
        lambda: sample("weight", weight=[1] * 6),
        "weight-unusable",
        ("holds no numbers",),
    ),
    "rows without a category": Case(
        lambda: sample(sex=["f", "m", None, "m", "f", "m"]),
        lambda: sample(sex=["f", "m", "not stated", "m", "f", "m"]),
        "weighting-category-missing",
        ("column sex", "1 rows have no category"),
    ),
    "no rows at all": Case(
        lambda: collapse(frame().filter(nw.col("sex") == "x"), ["sex"]),
        lambda: collapse(frame().filter(nw.col("sex") == "f"), ["sex"]),
        "weighting-no-rows",
        ("no rows to weight",),
    ),
    "a variable that is not there": Case(
        lambda: collapse(frame(), ["sexe"]),
        lambda: collapse(frame(), ["sex"]),
        "weighting-variable-unknown",
        ("no column sexe", "Near to it: sex"),
    ),
    "a margin of a variable that the sample lacks": Case(
        lambda: check_margins(sample(), [one_way("plaice", PLACE)]),
        lambda: check_margins(sample(), [places()]),
        "weighting-variable-unknown",
        ("no variable plaice", "Near to it: place"),
    ),
    "a column of dates": Case(
        lambda: collapse(frame().with_columns(day=nw.lit("2026-01-01").str.to_date(format="%Y-%m-%d")), ["day"]),
        lambda: collapse(frame().with_columns(day=nw.lit("2026-01-01")), ["day"]),
        "weighting-variable-unfit",
        ("column day", "no category codes"),
    ),
    "no margins": Case(
        lambda: check_margins(sample(), []),
        lambda: check_margins(sample(), [sexes()]),
        "weighting-no-margins",
        ("no totals to weight to",),
    ),
    "the same margin twice": Case(
        lambda: check_margins(sample(), [sexes(), sexes()]),
        lambda: check_margins(sample(), [sexes(), places()]),
        "weighting-margin-wrong",
        ("given twice",),
    ),
    "a total that names too few categories": Case(
        lambda: check_margins(sample(), [Margin(("sex", "place"), {("f",): 520.0, ("m",): 480.0})]),
        lambda: check_margins(sample(), [Margin(("sex", "place"), CROSSED)]),
        "weighting-margin-wrong",
        ("do not name 2 categories",),
    ),
    "a variable named twice in a margin": Case(
        lambda: check_margins(sample(), [Margin(("sex", "sex"), {("f", "f"): 520.0, ("m", "m"): 480.0})]),
        lambda: check_margins(sample(), [Margin(("sex", "place"), CROSSED)]),
        "weighting-margin-wrong",
        ("named twice",),
    ),
    "a margin without totals": Case(
        lambda: check_margins(sample(), [Margin(("sex",), {})]),
        lambda: check_margins(sample(), [sexes()]),
        "weighting-margin-wrong",
        ("no totals",),
    ),
    "a frame whose counts are targets": Case(
        lambda: reference_margins(frame(), [["sex"]], counts=CountsOf.TARGETS),
        lambda: reference_margins(frame(), [["sex"]], counts=CountsOf.POPULATION),
        "weighting-counts-not-population",
        ("how many interviews were planned",),
    ),
    "a frame whose counts are a sample": Case(
        lambda: check_counts(CountsOf.SAMPLE),
        lambda: check_counts(CountsOf.POPULATION),
        "weighting-counts-not-population",
        ("how many people were interviewed",),
    ),
    "a frame whose counts are not stated": Case(
        lambda: check_counts(CountsOf.UNSTATED),
        lambda: check_counts(CountsOf.POPULATION),
        "weighting-counts-not-population",
        ("not stated",),
    ),
    "raking that is given too few rounds": Case(
        lambda: rake(sample(), (sexes(), places()), most_rounds=1),
        lambda: rake(sample(), (sexes(), places()), most_rounds=100),
        "weighting-not-converged",
        ("After 1 rounds", "margin sex, category", "1e-08 was asked"),
    ),
    "bounds that leave no room": Case(
        lambda: calibrate(sample("weight"), (sexes(), places()), logit(Bounds(low=0.9, high=1.1))),
        lambda: calibrate(sample("weight"), (sexes(), places()), logit(Bounds(low=0.1, high=900))),
        "weighting-not-converged",
        ("Set the bounds wider",),
    ),
    "trimming of weights below zero": Case(
        lambda: trim(calibrate(sample(), (sexes(f=997, m=3), places(north=3, south=997)), LINEAR), 3),
        lambda: trim(calibrate(sample(), (sexes(), places()), LINEAR), 3),
        "weighting-trim-unfit",
        ("not above zero",),
    ),
    "rows that came after the weights were made": Case(
        lambda: to_both(sample()).check_covers(frame(place=["north", "west", "south", "south", "south", "north"])),
        lambda: to_both(sample()).check_covers(frame(place=["north"] * 6)),
        "weighting-rows-not-covered",
        ("1 rows have no weight",),
    ),
    "post-stratification to several margins": Case(
        lambda: weigh(sample(), [sexes(), places()], Weighting(method=Method.POST_STRATIFICATION)),
        lambda: weigh(sample(), [sexes()], Weighting(method=Method.POST_STRATIFICATION)),
        "weighting-one-margin",
        ("the reference has several",),
    ),
    "a declared margin that the reference lacks": Case(
        lambda: weigh(sample(), [sexes()], Weighting(margins=(("place",),))),
        lambda: weigh(sample(), [sexes(), places()], Weighting(margins=(("place",),))),
        "weighting-margin-unknown",
        ("no totals by place",),
    ),
    "logit without bounds": Case(
        lambda: check_weighting(Weighting(method=Method.LOGIT)),
        lambda: check_weighting(Weighting(method=Method.LOGIT, bounds=Bounds(low=0.5, high=2))),
        "weighting-bounds-wrong",
        ("there are none",),
    ),
    "bounds that raking would ignore": Case(
        lambda: check_weighting(Weighting(bounds=Bounds(low=0.5, high=2))),
        lambda: check_weighting(Weighting(method=Method.LINEAR, bounds=Bounds(low=0.5, high=2))),
        "weighting-bounds-wrong",
        ("would be ignored",),
    ),
    "a lower bound of one": Case(
        lambda: check_weighting(Weighting(method=Method.LINEAR, bounds=Bounds(low=1, high=2))),
        lambda: check_weighting(Weighting(method=Method.LINEAR, bounds=Bounds(low=0.999, high=2))),
        "weighting-bounds-wrong",
        ("both sides of 1",),
    ),
    "an upper bound of one": Case(
        lambda: check_weighting(Weighting(method=Method.LINEAR, bounds=Bounds(low=0.5, high=1))),
        lambda: check_weighting(Weighting(method=Method.LINEAR, bounds=Bounds(low=0.5, high=1.001))),
        "weighting-bounds-wrong",
        ("both sides of 1",),
    ),
    "trimming where bounds belong": Case(
        lambda: check_weighting(Weighting(method=Method.LINEAR, trim=3)),
        lambda: check_weighting(Weighting(method=Method.RAKING, trim=3)),
        "weighting-trim-unfit",
        ("by bounds, not by trimming",),
    ),
    "several margins declared for post-stratification": Case(
        lambda: check_weighting(Weighting(method=Method.POST_STRATIFICATION, margins=(("sex",), ("place",)))),
        lambda: check_weighting(Weighting(method=Method.POST_STRATIFICATION, margins=(("sex", "place"),))),
        "weighting-one-margin",
        ("several are named",),
    ),
    "an empty declared margin": Case(
        lambda: check_weighting(Weighting(margins=((),))),
        lambda: check_weighting(Weighting(margins=(("sex",),))),
        "weighting-margin-wrong",
        ("one or more different breakdowns",),
    ),
    "the same declared margin in another order": Case(
        lambda: check_weighting(Weighting(margins=(("sex", "place"), ("place", "sex")))),
        lambda: check_weighting(Weighting(margins=(("sex", "place"), ("place",)))),
        "weighting-margin-wrong",
        ("named twice",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_alone_and_says_why(name: str) -> None:
    case = CASES[name]
    with pytest.raises(Refusal) as refused:
        case.refused()
    assert refused.value.codes == (case.code,)
    for words in case.says:
        assert words in str(refused.value)


@pytest.mark.parametrize("name", CASES)
def test_its_sound_twin_is_weighted(name: str) -> None:
    CASES[name].sound()


def test_every_refusal_of_weighting_is_tried_here() -> None:
    here = (*Path(weighting.__file__).parent.glob("*.py"), Path(declared.__file__))
    spoken = "".join(path.read_text(encoding="utf-8") for path in here)
    known = {code for code in explanations() if code.startswith("weighting-") and f'"{code}"' in spoken}
    assert known == {case.code for case in CASES.values()} - {"weight-unusable"}


def test_every_reason_is_given_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        check_margins(sample(), [sexes(f=-1), one_way("place", {"noth": 300, "south": 700}), one_way("age", {"a": 1})])
    expected = ("weighting-total-unusable", "weighting-categories-differ", "weighting-variable-unknown")
    assert refused.value.codes == expected


def test_totals_that_differ_by_the_rounding_of_doubles_are_one_population() -> None:
    check_margins(sample(), [sexes(), places(south=700 * (1 + 1e-10))])
    with pytest.raises(Refusal):
        check_margins(sample(), [sexes(), places(south=700 * (1 + 1e-8))])
