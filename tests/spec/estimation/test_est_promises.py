"""What counting promises to the people who answered."""

import pytest
from counting_cast import CLINIC, DOMAINS, PEOPLE, VISITS, by, cells, counted

from nyhavn.engine.estimation import SamplingError
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import CellStatus, Figure, Indicator, Statistic


def test_a_dont_know_is_not_a_no() -> None:
    """Amina says yes, Binta does not know: the share is of those who know, one of one."""
    total = counted({"clinic": ["yes", "dk"]}, CLINIC).tables[0].figure()
    assert (total.n, total.numerator, total.value) == (1, 1, 1.0)


def test_a_no_is_a_no() -> None:
    """The twin: a plain no lowers the share."""
    assert counted({"clinic": ["yes", "no"]}, CLINIC).tables[0].figure().value == 0.5


@pytest.mark.parametrize("unusable", ["ref", "maybe", "", None])
def test_declining_silence_and_unknown_codes_are_not_a_no(unusable: str | None) -> None:
    """Who declines, says nothing, or whose code nobody knows is not in the denominator."""
    assert counted({"clinic": ["yes", unusable]}, CLINIC).tables[0].figure().n == 1


def test_a_dont_know_code_is_never_a_number() -> None:
    """99 means don't know; as 99.0 in a spreadsheet it still does, and the mean stays that of real visits."""
    total = counted({"visits": ["2", "4", "99", "99.0"]}, VISITS).tables[0].figure()
    assert (total.n, total.value) == (2, 3.0)


def test_a_question_not_asked_is_not_in_the_denominator() -> None:
    """Visits are asked of those with a clinic only; the others are outside, not missing and not zero."""
    asked = VISITS.model_copy(update={"universe": "${clinic} = 'yes'"})
    people = {"clinic": ["yes", "yes", "no", "no"], "visits": ["2", None, None, None]}
    total = counted(people, asked).tables[0].figure()
    assert (total.n, total.value) == (1, 2.0)
    assert cells(people, asked)[0].cells == {(): (1, 0, 1)}


def test_a_group_without_answers_is_not_zero_percent() -> None:
    """Nobody in the south answered: the table says so and gives no number."""
    table = counted({"clinic": ["yes", "dk"], "district": ["north", "south"]}, by(CLINIC, "district")).tables[1]
    assert table.figure("south") == Figure(("south",), CellStatus.NO_ANSWERS, n=0)
    assert table.figure("north").value == 1.0


def test_a_group_in_which_nobody_says_yes_is_zero_percent() -> None:
    """The twin: real answers, all of them no, are a published zero."""
    table = counted({"clinic": ["yes", "no"], "district": ["north", "south"]}, by(CLINIC, "district")).tables[1]
    assert table.figure("south").status is CellStatus.PUBLISHED
    assert (table.figure("south").n, table.figure("south").value) == (1, 0.0)


def test_volunteers_get_no_standard_error() -> None:
    """Nobody was drawn by chance, so no interval is made up; the reason is said."""
    found = counted({"clinic": ["yes", "no", "no"]}, CLINIC, error=SamplingError.NONE, inference=False)
    figure = found.tables[0].figure()
    assert (figure.standard_error, figure.low, figure.high) == (None, None, None)
    assert found.remarks == (
        "No standard errors: nobody was drawn by chance, so there is no sampling error to measure.",
    )


def test_figures_about_participants_get_no_standard_error_even_from_a_random_sample() -> None:
    """Without a wider population there is nothing to be uncertain about."""
    found = counted({"clinic": ["yes", "no", "no"]}, CLINIC, error=SamplingError.SIMPLE_RANDOM, inference=False)
    assert found.tables[0].figure().standard_error is None
    assert "nobody else" in found.remarks[0]


def test_a_random_sample_gets_a_standard_error() -> None:
    """The twin: with chance at work and a population to speak of, the error is there and nothing is remarked."""
    found = counted({"clinic": ["yes", "no", "no"]}, CLINIC, error=SamplingError.SIMPLE_RANDOM, inference=True)
    assert found.tables[0].figure().standard_error == pytest.approx(1 / 3)  # sqrt((1/3)(2/3)(3/2) / 3)
    assert found.remarks == ()


def test_margins_add_up() -> None:
    """All categories together, not stated and declined among them, are the total: nobody is silently dropped."""
    people = {
        "clinic": ["yes", "no", "yes", "no", "yes", "dk"],
        "gender": ["woman", "man", "ref", None, "own_word", "woman"],
        "district": ["north", None, "south", "south", "north", "north"],
    }
    _, table = counted(people, by(CLINIC, "gender", "district")).tables
    genders = ("woman", "man", "own_word", "_D", "_U")
    districts = ("north", "south", "_U")
    assert sum(table.figure(gender, "_T").n or 0 for gender in genders) == table.figure("_T", "_T").n == 5
    for gender in (*genders, "_T"):
        assert sum(table.figure(gender, place).n or 0 for place in districts) == table.figure(gender, "_T").n
    for place in (*districts, "_T"):
        assert (
            sum(table.figure(gender, place).numerator or 0 for gender in genders) == table.figure("_T", place).numerator
            or 0
        )


def test_a_person_who_declines_stays_in_a_row_of_their_own() -> None:
    """Choosing not to say is neither an identity nor a gap in the data."""
    table = counted({"clinic": ["yes", "no"], "gender": ["ref", None]}, by(CLINIC, "gender")).tables[1]
    assert table.figure("_D").numerator == 1
    assert table.figure("_U").numerator == 0


def test_rows_for_declined_and_not_stated_appear_only_where_somebody_is_there() -> None:
    """A table where everybody said their gender has no empty row to wonder about."""
    table = counted({"clinic": ["yes"], "gender": ["woman"]}, by(CLINIC, "gender")).tables[1]
    assert [figure.categories for figure in table.figures] == [("woman",), ("man",), ("own_word",), ("_T",)]


def test_weights_change_the_value_but_never_the_number_of_people() -> None:
    """Amina's answer stands for three, Binta's for one; still two people answered and one of them said yes."""
    people = {"clinic": ["yes", "no"], "w": ["3", "1"]}
    weighted = counted(people, CLINIC, weight="w").tables[0].figure()
    plain = counted(people, CLINIC).tables[0].figure()
    assert (weighted.n, weighted.numerator, weighted.value) == (2, 1, 0.75)
    assert (plain.n, plain.numerator, plain.value) == (2, 1, 0.5)


def test_a_count_is_weighted_only_if_it_speaks_about_a_population() -> None:
    """Participants are people who came, not what their weights add up to."""
    people = {"clinic": ["yes", "no"], "w": ["3", "1"]}
    assert counted(people, PEOPLE, weight="w", inference=False).tables[0].figure().value == 2
    population = counted(people, PEOPLE, weight="w", inference=True, error=SamplingError.SIMPLE_RANDOM)
    assert (population.tables[0].figure().n, population.tables[0].figure().value) == (2, 4)


@pytest.mark.parametrize(
    ("weight", "fault"), [(None, "missing"), ("-1", "negative"), ("0", "zero"), ("2,5", "unreadable")]
)
def test_a_row_without_a_usable_weight_is_refused_by_its_number(weight: str | None, fault: str) -> None:
    """A weight that is missing, negative, zero or unreadable would distort every figure; its row is named."""
    with pytest.raises(Refusal) as refused:
        counted({"clinic": ["yes", "no", "no"], "w": ["1", weight, "1.5"]}, CLINIC, weight="w")
    assert refused.value.codes == ("weight-unusable",)
    assert "1 rows have no weight above zero: rows 3." in str(refused.value)


def functioning(**answers: str | None) -> dict[str, list[str | None]]:
    """One person's answers to the six questions: no difficulty unless said otherwise."""
    return {domain: [answers.get(domain, "no_difficulty")] for domain in DOMAINS}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("level", ["a_lot", "cannot"])
def test_a_lot_of_difficulty_in_any_domain_counts_as_disability(domain: str, level: str) -> None:
    """One domain is enough, also where the other five are not answered (Washington Group cut-off)."""
    alone = {**dict.fromkeys(DOMAINS), domain: level}
    for answers in (functioning(**{domain: level}), functioning(**alone)):
        table = counted(answers, by(PEOPLE, "functioning")).tables[1]
        assert table.figure("PD").n == 1
        assert table.figure("_T").n == 1


def test_some_difficulty_everywhere_does_not_count_as_disability() -> None:
    """All six answered, none of them "a lot": persons without disability."""
    table = counted(functioning(**dict.fromkeys(DOMAINS, "some")), by(PEOPLE, "functioning")).tables[1]
    assert table.figure("PWD").n == 1


@pytest.mark.parametrize(("answer", "code"), [(None, "_U"), ("dk", "_U"), ("ref", "_D")])
def test_an_unanswered_domain_makes_nobody_a_person_without_disability(answer: str | None, code: str) -> None:
    """Five answers without difficulty and one gap say nothing; declining one is kept as declining."""
    table = counted(functioning(hearing=answer), by(PEOPLE, "functioning")).tables[1]
    assert table.figure(code).n == 1
    assert table.figure("PWD").n == 0


def test_counts_before_protection_hold_the_full_cross_with_its_empty_cells() -> None:
    """Disclosure control sees every group that the table will show, also those nobody is in."""
    people = {"clinic": ["yes", "no", "dk"], "gender": ["woman", "woman", "man"], "district": ["north", None, "south"]}
    total, crossed = cells(people, by(CLINIC, "gender", "district"))
    assert total.cells == {(): (2, 1, 1)}
    assert len(crossed.cells) == 3 * 3
    assert crossed.cells["woman", "north"] == (1, 1, 0)
    assert crossed.cells["woman", "_U"] == (1, 0, 0)
    assert crossed.cells["man", "south"] == (0, 0, 1)
    assert crossed.cells["own_word", "north"] == (0, 0, 0)


def test_an_indicator_that_nobody_answered_is_remarked_as_not_collected() -> None:
    """A column in which every cell is empty is no 0 %: there is no figure, and the release says why."""
    found = counted({"clinic": [None, "", None]}, CLINIC)
    assert found.tables[0].figure() == Figure((), CellStatus.NO_ANSWERS, n=0)
    assert "clinic: Nobody answered: not collected, which is not zero." in found.remarks


def test_an_indicator_that_somebody_answered_is_not_remarked() -> None:
    """The twin: a single no is an answer."""
    found = counted({"clinic": [None, "no", None]}, CLINIC)
    assert found.tables[0].figure().value == 0.0
    assert not any("not collected" in remark for remark in found.remarks)


RATE = Indicator(id="rate", title="", statistic=Statistic.RATIO, value="visits", denominator="people")
MIDDLE = Indicator(id="middle", title="", statistic=Statistic.QUANTILE, value="visits", quantile=0.5)


def test_a_plan_can_divide_one_sum_by_another() -> None:
    """Visits per person: 12 visits of 4 people; who lacks either number is in neither sum."""
    people = {"visits": ["2", "10", "7", None], "people": ["1", "3", None, "5"]}
    total = counted(people, RATE).tables[0].figure()
    assert (total.n, total.value) == (2, 3.0)


def test_a_plan_can_ask_for_the_median() -> None:
    """The middle one of five, however much the largest answer is; don't know is none of them."""
    people = {"visits": ["1", "2", "3", "50", "4", "99"], "w": ["1", "1", "1", "1", "1", "1"]}
    total = counted(people, MIDDLE, weight="w", inference=True, error=SamplingError.SIMPLE_RANDOM).tables[0].figure()
    assert (total.n, total.value) == (5, 3.0)
    assert total.low is not None and total.high is not None and total.low <= 3.0 <= total.high


def test_a_weight_moves_the_median() -> None:
    """One person who stands for nine has the middle."""
    people = {"visits": ["1", "2", "8"], "w": ["1", "1", "9"]}
    assert counted(people, MIDDLE, weight="w").tables[0].figure().value == 8.0


def test_figures_of_a_sample_say_how_reliable_they_are_and_why() -> None:
    """Three answers are no basis for a share of the population; figures about participants carry no flag."""
    found = counted({"clinic": ["yes", "no", "no"]}, CLINIC, error=SamplingError.SIMPLE_RANDOM, inference=True)
    assert (found.tables[0].figure().reliability, found.tables[0].figure().why) == (
        "unreliable",
        "Fewer than 30 answers.",
    )
    assert counted({"clinic": ["yes", "no", "no"]}, CLINIC).tables[0].figure().reliability == ""
