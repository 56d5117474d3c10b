"""Published figures beside a census: what is worked out, what is left out, and what is never said."""

import csv
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from nyhavn.exchange.incoming.margins import read_margins
from nyhavn.framework.comparison import (
    Aspect,
    Comparison,
    Margin,
    MarginKind,
    RowState,
    as_shares,
    compare,
    published_figures,
    published_profile,
)
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import CoverageRow, Release
from nyhavn.framework.statistics import (
    TOTAL,
    Breakdown,
    Category,
    CellStatus,
    Figure,
    Indicator,
    Statistic,
    StatisticalTable,
)
from spec.quality_report.village_of_forty import Village
from web.comparing import aspects


@cache
def village() -> Release:
    return Village().release()


def release_of(counts: dict[str, int], hidden: tuple[str, ...] = (), coverage: tuple[CoverageRow, ...] = ()) -> Release:
    """A release that publishes how many there are in each group; those hidden are suppressed."""
    figures = [
        Figure((code,), CellStatus.SUPPRESSED) if code in hidden else Figure((code,), CellStatus.PUBLISHED, n, None, n)
        for code, n in counts.items()
    ]
    whole = sum(counts.values())
    table = StatisticalTable(
        "people.by.age", "people", ("age",), (Figure((TOTAL,), CellStatus.PUBLISHED, whole, None, whole), *figures)
    )
    return replace(
        village(),
        coverage=coverage,
        tables=(table,),
        indicators=(Indicator(id="people", title="People", statistic=Statistic.COUNT, by=(("age",),)),),
        breakdowns=(
            Breakdown(
                id="age", title="Age", categories=tuple(Category(code=one, label=f"Age {one}") for one in counts)
            ),
        ),
    )


def test_a_profile_is_compared_by_shares_and_a_census_by_its_counts() -> None:
    release = release_of({"young": 30, "old": 10})
    theirs = (Margin(category="young", value=600), Margin(category="old", value=400))
    made = compare(
        published_profile(release, "age"), theirs, MarginKind.COUNTS, about="", aspects=aspects(), is_share=True
    )
    assert [(row.ours, row.theirs) for row in made.rows] == [(0.75, 0.6), (0.25, 0.4)]
    assert [round(row.difference or 0, 12) for row in made.rows] == [0.15, -0.15]
    assert (made.coverage, made.left_out, made.is_by_definition) == (1.0, (), False)


def test_a_suppressed_cell_has_no_figure_and_no_difference() -> None:
    release = release_of({"young": 30, "old": 10, "oldest": 2}, hidden=("oldest", "old"))
    theirs = tuple(Margin(category=code, value=0.3) for code in ("young", "old", "oldest"))
    made = compare(
        published_profile(release, "age"), theirs, MarginKind.SHARES, about="", aspects=aspects(), is_share=True
    )
    hidden = {row.category: row for row in made.left_out}
    assert hidden.keys() == {"old", "oldest"}
    assert all((row.ours, row.difference, row.state) == (None, None, RowState.NOT_SHOWN) for row in hidden.values())
    assert made.coverage == pytest.approx(1 / 3)


def test_the_published_rows_of_coverage_come_first() -> None:
    rows = (CoverageRow("age", "young", "Young", 0.7, 0.6), CoverageRow("age", "old", "Old", None, 0.4))
    found = published_profile(release_of({"young": 30, "old": 10}, coverage=rows), "age")
    assert [(one.value, one.state) for one in found] == [(0.7, RowState.COMPARED), (None, RowState.NOT_SHOWN)]


def test_groups_of_one_side_alone_are_named_and_not_guessed() -> None:
    release = release_of({"young": 30, "old": 10})
    theirs = (Margin(category="young", value=0.6), Margin(category="children", value=0.4))
    made = compare(
        published_profile(release, "age"), theirs, MarginKind.SHARES, about="", aspects=aspects(), is_share=True
    )
    assert {row.category: row.state for row in made.left_out} == {
        "old": RowState.ONLY_OURS,
        "children": RowState.ONLY_THEIRS,
    }
    assert made.coverage == 0.5


def beside_a_census(*other: Aspect) -> Comparison:
    """Fewer old people than the census has, where both sides are not the same in these respects."""
    ours = published_profile(release_of({"young": 30, "old": 10}), "age")
    theirs = (Margin(category="young", value=0.6), Margin(category="old", value=0.4))
    return compare(ours, theirs, MarginKind.SHARES, about="", aspects=aspects(*other), is_share=True)


@pytest.mark.parametrize("aspect", [Aspect.POPULATION, Aspect.DEFINITION])
def test_other_people_or_other_cases_are_a_difference_of_definition(aspect: Aspect) -> None:
    made = beside_a_census(aspect)
    assert (made.is_by_definition, made.means_other, made.collected_otherwise) == (True, (aspect,), ())
    both = beside_a_census(aspect, Aspect.METHOD)
    assert (both.means_other, both.collected_otherwise) == ((aspect,), (Aspect.METHOD,))


@pytest.mark.parametrize("other", [(Aspect.PERIOD,), (Aspect.METHOD,), (Aspect.PERIOD, Aspect.METHOD)])
def test_another_period_or_method_does_not_explain_a_lack_away(other: tuple[Aspect, ...]) -> None:
    """A census has nearly always another day and another method: old people who were missed stay a difference."""
    made = beside_a_census(*other)
    assert (made.is_by_definition, made.means_other) == (False, ())
    assert made.collected_otherwise == made.differs_in == other
    assert next(row.difference for row in made.compared if row.category == "old") == pytest.approx(-0.15)


def test_a_comparison_without_what_both_sides_mean_is_refused() -> None:
    release = release_of({"young": 30, "old": 10})
    with pytest.raises(Refusal) as refused:
        compare(
            published_profile(release, "age"),
            (Margin(category="young", value=0.6),),
            MarginKind.SHARES,
            about="",
            aspects=aspects()[:3],
            is_share=True,
        )
    assert refused.value.codes == ("comparison-definitions-missing",)
    assert "method" in str(refused.value)


def test_per_cents_are_no_shares() -> None:
    with pytest.raises(Refusal, match="between 0 and 1"):
        compare(
            published_profile(release_of({"young": 30, "old": 10}), "age"),
            (Margin(category="young", value=60), Margin(category="old", value=40)),
            MarginKind.SHARES,
            about="",
            aspects=aspects(),
            is_share=True,
        )


@pytest.mark.parametrize(
    "content",
    [b"", b"category,value", b"a,b\nx,1", b"category,value\nx,one", b"category,value\nx,1\nx,2", b"category,value\n,1",
     b"category,value\nx,-1", b"category,value\nx,inf", b"category,value\nx,nan", b"\xff\xfe"],
)  # fmt: skip
def test_a_file_that_is_no_margin_is_refused_with_its_place(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_margins(content)
    assert refused.value.codes == ("margins-wrong",)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.data
def test_a_survey_of_households_in_tanzania_beside_the_census(reference_data: Path) -> None:
    """Real persons of a roster, real counts of the census; the shares are worked out here a second time, plainly."""
    folder = reference_data / "nipn_quality_exemplars"
    census = {row["age"]: float(row["All"]) for row in rows_of(folder / "as.ex02.csv")}
    groups = [(code, *map(int, code.strip("[)").split(","))) for code in census if "Inf" not in code]
    ages = [int(float(row["age"])) for row in rows_of(folder / "as.ex01.csv")]
    counts = Counter(next((code for code, low, high in groups if low <= age < high), "older") for age in ages)
    code_of = {code: f"a{number}" for number, code in enumerate(census)}
    release = release_of({code_of[code]: counts[code] for code in census if counts[code]} | {"older": counts["older"]})
    margin = "category,value\n" + "\n".join(f"{code_of[code]},{value}" for code, value in census.items())
    made = compare(
        published_profile(release, "age"),
        read_margins(margin.encode()),
        MarginKind.COUNTS,
        about="",
        aspects=aspects(),
        is_share=True,
    )
    people, nation = len(ages), sum(census.values())
    assert people == 8736
    for code in census:
        row = next((one for one in made.compared if one.category == code_of[code]), None)
        if counts[code]:
            assert row is not None
            assert row.difference == pytest.approx(counts[code] / people - census[code] / nation)
    assert made.coverage == pytest.approx(sum(1 for code in census if counts[code]) / len(census))


@pytest.mark.data
def test_a_registry_of_activists_beside_a_made_up_official_count_differs_by_definition(reference_data: Path) -> None:
    """The figures of the registry are real; the official ones are invented, since no such series is at hand."""
    found = rows_of(reference_data / "tdor_trans_killings" / "records.csv")
    by_country = Counter(row["Country code"] for row in found)
    counts = {code: by_country[code] for code in ("BRA", "USA", "MEX")}
    release = release_of(counts)
    invented = tuple(Margin(category=code, value=round(n / 10)) for code, n in counts.items())
    made = compare(
        published_figures(release, "people", "age"),
        invented,
        MarginKind.FIGURES,
        about="",
        aspects=aspects(Aspect.DEFINITION, Aspect.METHOD),
        is_share=False,
    )
    assert made.is_by_definition
    assert all((row.ours or 0) > (row.theirs or 0) for row in made.compared)


def test_counts_become_shares_of_all_groups_without_their_total() -> None:
    theirs = (Margin(category="a", value=3), Margin(category="b", value=1), Margin(category=TOTAL, value=4))
    assert as_shares(theirs, MarginKind.COUNTS) == {"a": 0.75, "b": 0.25}
