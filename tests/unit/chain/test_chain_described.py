"""What is said about the data passes the gate for counts."""

import pytest

from nyhavn.chain.described import (
    check_margins,
    coverage_rows,
    headline,
    public_findings,
    response_rows,
    with_contributions,
)
from nyhavn.chain.plan import Margin, ReferenceSection
from nyhavn.framework.design import Design, Selection, Target
from nyhavn.framework.findings import Finding, Severity
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.response import ResponseCounts
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

THRESHOLD = 5
FORM = Instrument("f", "1", "Form", (Question("water", "water", AnswerType.TEXT, {"en": "Is there water?"}),))
PLACE = Breakdown(
    id="place", title="Place", categories=(Category(code="n", label="North"), Category(code="s", label="South"))
)
SHARE = Indicator(id="water", title="Households with water", statistic=Statistic.PROPORTION, unit="of households")


@pytest.mark.parametrize("rows", [5, 92, 95, 100])
def test_a_finding_about_enough_people_is_published_with_its_count_and_without_row_numbers(rows: int) -> None:
    found = Finding("key-duplicate", Severity.WARNING, ("id",), rows, 100, "Two rows share an id.", (3, 8))
    (public,) = public_findings([found], THRESHOLD)
    assert public.count == f"{rows}"
    assert "3" not in repr(public)


@pytest.mark.parametrize("rows", [0, 1, 4, 96, 99])
def test_that_there_is_a_finding_about_a_few_people_is_not_said(rows: int) -> None:
    found = Finding("outlier", Severity.NOTE, ("income",), rows, 100, "The number lies far from the others.", (3,))
    assert public_findings([found], THRESHOLD) == ()
    assert len(public_findings([found], 1)) == 1


def test_that_everybody_gave_the_same_answer_is_not_said() -> None:
    found = Finding("constant-column", Severity.NOTE, ("evicted",), 40, 40, "Every contribution holds the same.")
    assert public_findings([found], THRESHOLD) == ()
    assert len(public_findings([found], 1)) == 1


def test_missing_answers_are_counted_by_the_response_table_alone() -> None:
    """Otherwise the reasons for silence that it keeps together could be told apart by subtraction."""
    found = Finding("missing-answer", Severity.NOTE, ("water",), 36, 100, "An answer is missing.")
    assert public_findings([found], THRESHOLD)[0].count == "see response"
    assert public_findings([found], 1)[0].count == "36"


def replies(
    *, rows: int = 100, asked: int = 100, dont_know: int = 0, refused: int = 0, missing: int = 0
) -> ResponseCounts:
    """Replies to one question."""
    answered = asked - dont_know - refused - missing
    return ResponseCounts("water", rows, asked, answered, dont_know, refused, missing)


def test_response_is_given_in_whole_per_cent_of_those_asked() -> None:
    (row,) = response_rows([replies(dont_know=10, missing=6)], FORM, THRESHOLD, "en")
    assert (row.label, row.answered, row.dont_know, row.refused, row.missing) == (
        "Is there water?",
        0.84,
        0.1,
        0.0,
        0.06,
    )


def test_reasons_are_not_split_where_one_of_them_is_a_small_count() -> None:
    (row,) = response_rows([replies(dont_know=10, refused=2)], FORM, THRESHOLD, "en")
    assert row.answered == 0.88
    assert (row.dont_know, row.refused, row.missing) == (None, None, None)


@pytest.mark.parametrize("small", [{"refused": 3}, {"asked": 100, "missing": 97}])
def test_a_small_number_of_answers_or_of_silences_is_not_shown_at_all(small: dict[str, int]) -> None:
    (row,) = response_rows([replies(**small)], FORM, THRESHOLD, "en")
    assert row.answered is None


@pytest.mark.parametrize("asked", [0, 3, 97])
def test_a_question_put_to_a_few_or_kept_from_a_few_is_left_out(asked: int) -> None:
    assert response_rows([replies(asked=asked)], FORM, THRESHOLD, "en") == ()


def test_without_persons_every_count_is_shown() -> None:
    (row,) = response_rows([replies(refused=3)], FORM, 1, "en")
    assert (row.answered, row.refused) == (0.97, 0.03)


REFERENCE = ReferenceSection(source="Census", margins=(Margin(breakdown="place", totals={"n": 60, "s": 40}),))


def test_a_reference_adds_the_table_of_contributions_that_it_is_compared_with() -> None:
    (_, counted) = with_contributions((SHARE,), REFERENCE)
    assert (counted.statistic, counted.by) == (Statistic.COUNT, (("place",),))
    assert with_contributions((SHARE,), None) == (SHARE,)


def test_coverage_compares_shares_and_leaves_hidden_groups_out() -> None:
    figures = (
        Figure(("n",), CellStatus.PUBLISHED, n=75),
        Figure(("s",), CellStatus.SUPPRESSED),
        Figure((TOTAL,), CellStatus.PUBLISHED, n=100),
    )
    table = StatisticalTable("contributions.by.place", "contributions", ("place",), figures)
    north, south = coverage_rows(REFERENCE, (PLACE,), (table,))
    assert (north.participants, north.reference) == (0.75, 0.6)
    assert (south.participants, south.reference) == (None, 0.4)


def test_a_margin_with_other_categories_is_refused_by_name() -> None:
    other = ReferenceSection(source="Census", margins=(Margin(breakdown="place", totals={"n": 60, "east": 40}),))
    with pytest.raises(Refusal, match="east") as caught:
        check_margins(other, (PLACE,))
    assert caught.value.codes == ("margin-categories",)
    check_margins(REFERENCE, (PLACE,))


def total(**numbers: float) -> StatisticalTable:
    """The total of the share."""
    figure = Figure((), CellStatus.PUBLISHED, n=200, **numbers)
    return StatisticalTable("water", "water", (), (figure,))


@pytest.mark.parametrize(
    ("target", "selection", "said"),
    [
        (
            Target.POPULATION,
            Selection.SIMPLE_RANDOM,
            "estimate for the population from 200 answers; 95 % interval 38 % to 47 %",
        ),
        (
            Target.POPULATION,
            Selection.VOLUNTEER,
            "by a model, from 200 participants whom chance did not choose; "
            "range of the model, without bias from what was not measured, 38 % to 47 %",
        ),
        (Target.PARTICIPANTS, Selection.VOLUNTEER, "does not speak for anybody else"),
        (Target.DOCUMENTED_EVENTS, Selection.REGISTER, "documented minimum"),
        (Target.ENUMERATED_UNITS, Selection.INVENTORY, "the unit is: place"),
    ],
)
def test_the_headline_carries_its_limit_in_the_same_sentence(target: Target, selection: Selection, said: str) -> None:
    bounds = {"low": 0.38, "high": 0.47} if target is Target.POPULATION else {}
    design = Design(target=target, selection=selection)
    sentence = headline((SHARE,), (total(value=0.42, **bounds),), design, "place")
    assert sentence.startswith("Households with water: 42 % of households (")
    assert said in sentence


def test_a_hidden_total_makes_no_headline() -> None:
    hidden = StatisticalTable("water", "water", (), (Figure((), CellStatus.SUPPRESSED),))
    design = Design(target=Target.PARTICIPANTS, selection=Selection.VOLUNTEER)
    assert "No total can be shown" in headline((SHARE,), (hidden,), design, "person")
