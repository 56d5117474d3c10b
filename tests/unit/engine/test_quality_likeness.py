"""Interviews that are too alike, and interviewers who differ: each fault alone, its clean twin, and plain twins."""

import itertools
import math
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_rows import figures, found

from engines import drawn
from nyhavn.engine.quality import likeness
from nyhavn.engine.quality.enumerator_checks import Interviewer, distances, intraclass_correlation
from nyhavn.framework.instrument import AnswerType, Question

pytestmark = pytest.mark.engines
QUESTIONS = tuple(f"q{place}" for place in range(20))
ASKED = tuple(Question(name, name, AnswerType.TEXT) for name in QUESTIONS)


def interviews(many, seed=1, who="a", day="2024-05-01"):
    chance = random.Random(seed)
    return [{"who": who, "day": day} | {name: chance.choice("abcdef") for name in QUESTIONS} for _ in range(many)]


def changed(row, many):
    """The interview with so many other answers."""
    return row | dict.fromkeys(QUESTIONS[:many], "other")


def alike(rows, **parameters):
    return found(rows, "near-duplicate", (), by=("who", "day"), questions=ASKED, **parameters)


def test_interviews_of_different_people_are_not_alike():
    assert alike(interviews(12)) == {}


@pytest.mark.parametrize(("many", "is_found"), [(0, True), (3, True), (4, False)])
def test_both_sides_of_85_in_100(many, is_found):
    """17 of 20 answers alike are 85 %."""
    rows = interviews(8)
    raised = alike([*rows, changed(rows[4], many)])
    assert {code: each.row_numbers for code, each in raised.items()} == ({"near-duplicate": (5, 9)} if is_found else {})
    if is_found:
        finding = raised["near-duplicate"]
        assert (finding.out_of, finding.is_restricted, finding.columns) == (9, True, ("who", "day"))
        assert figures(finding) == {"largest-block": 9, "pairs": 1, "highest-match": (20 - many) / 20}


@pytest.mark.parametrize("other", [{"who": "b"}, {"day": "2024-05-02"}, {"who": None}])
def test_interviews_of_another_interviewer_or_day_are_not_compared(other):
    rows = interviews(8)
    assert alike([*rows, rows[4] | other]) == {}


def test_what_neither_answered_does_not_make_interviews_alike():
    """Of 20 questions both answered 9 alike and 1 apart: 90 % of 10, and the 10 that nobody answered do not count."""
    first = {"who": "a", "day": "d"} | {name: "x" if place < 10 else None for place, name in enumerate(QUESTIONS)}
    assert alike([first, changed(first, 1)])["near-duplicate"].rows == 2
    assert alike([first, changed(first, 2)]) == {}
    few = {name: answer if name not in QUESTIONS[8:] else None for name, answer in first.items()}
    assert alike([few, few]) == {}


def test_an_answer_beside_a_missing_one_is_a_difference():
    rows = interviews(1)
    lacking = rows[0] | dict.fromkeys(QUESTIONS[:3])
    assert figures(alike([*rows, lacking])["near-duplicate"])["highest-match"] == 0.85
    assert alike([*rows, rows[0] | dict.fromkeys(QUESTIONS[:4])]) == {}


@pytest.mark.parametrize(("largest", "codes"), [(9, {"near-duplicate"}), (8, {"near-duplicate-not-compared"})])
def test_a_block_that_is_too_large_is_said_and_not_passed_over(largest, codes):
    rows = interviews(8)
    raised = alike([*rows, rows[4], *interviews(3, seed=2, who="b")], largest=largest)
    assert set(raised) == codes
    if largest == 8:
        finding = raised["near-duplicate-not-compared"]
        assert (finding.rows, finding.row_numbers, figures(finding)) == (9, tuple(range(1, 10)), {"largest-block": 9})


def test_other_blocks_are_compared_beside_one_that_is_too_large():
    rows, others = interviews(8), interviews(3, seed=2, who="b")
    raised = alike([*rows, *others, others[1]], largest=5)
    assert raised["near-duplicate"].row_numbers == (10, 12)
    assert raised["near-duplicate"].out_of == 4


def test_too_few_questions_are_said():
    raised = found(interviews(4), "near-duplicate", QUESTIONS[:9], by=("who", "day"))
    assert set(raised) == {"not-judged"}


def test_many_candidates_are_all_compared(monkeypatch):
    """The twin of the short way: nothing is lost where too many pairs are worth a second look."""
    rows = interviews(6)
    table = [*rows, *(changed(row, 2) for row in rows)]
    short = alike(table)
    monkeypatch.setattr(likeness, "MOST_CANDIDATES", 2)
    assert alike(table) == short
    assert short["near-duplicate"].rows == 12


def match(one, other):
    either = [name for name in QUESTIONS if one[name] is not None or other[name] is not None]
    same = sum(one[name] is not None and one[name] == other[name] for name in either)
    return same, len(either)


@pytest.mark.slow
@given(st.integers(0, 10_000), st.sampled_from([0.6, 0.75, 0.9]))
@settings(max_examples=drawn(8), deadline=None)
def test_likeness_agrees_with_a_plain_twin(seed, share):
    chance = random.Random(seed)
    patterns = [{name: chance.choice(["a", "b", None]) for name in QUESTIONS} for _ in range(3)]
    rows = [
        {"who": chance.choice("xy"), "day": "d"}
        | {name: chance.choice([answer] * 8 + ["a", None]) for name, answer in chance.choice(patterns).items()}
        for _ in range(14)
    ]
    expected = set()
    for (i, one), (j, other) in itertools.combinations(enumerate(rows, 1), 2):
        same, either = match(one, other)
        if one["who"] == other["who"] and either >= 10 and same >= share * either - 1e-9:
            expected |= {i, j}
    raised = alike(rows, share=share)
    assert set(raised["near-duplicate"].row_numbers if raised else ()) == expected


def answers(means, many=30, seed=3):
    chance = random.Random(seed)
    return [
        {"who": who, "n": f"{chance.gauss(mean, 5):.2f}", "yes": "yes" if chance.random() < mean / 100 else "no"}
        for who, mean in means.items()
        for _ in range(many)
    ]


ALIKE = dict.fromkeys("abcdefgh", 50)


@pytest.mark.parametrize("declared", [{"columns": ("n",)}, {"columns": ("yes",), "answer": "yes"}])
def test_an_interviewer_who_differs_from_all_others_is_found_and_restricted(declared):
    columns = declared.pop("columns")
    finding = found(answers(ALIKE | {"h": 95}, many=100), "enumerator-effect", columns, by=("who",), **declared)[
        "enumerator-effect"
    ]
    assert finding.row_numbers == tuple(range(701, 801))
    assert (finding.rows, finding.out_of, finding.is_restricted) == (100, 800, True)
    assert figures(finding)["interviewers-found"] == 1
    assert "h" not in finding.wording.split()


def test_interviewers_who_differ_by_chance_are_left_alone():
    assert found(answers(ALIKE), "enumerator-effect", ("n",), by=("who",)) == {}
    assert found(answers(ALIKE), "enumerator-effect", ("yes",), by=("who",), answer="yes") == {}


def test_an_interviewer_with_few_answers_is_not_judged():
    few = answers({"z": 95}, many=19)
    assert found([*answers(ALIKE), *few], "enumerator-effect", ("n",), by=("who",)) == {}
    assert set(found(few, "enumerator-effect", ("n",), by=("who",))) == {"not-judged"}


def told(groups):
    return [
        Interviewer(name, len(values), sum(values), sum(value * value for value in values))
        for name, values in groups.items()
    ]


GROUPS = {"a": [3.0, 4.0, 8.0], "b": [5.0, 5.5], "c": [9.0, 7.0, 8.0, 9.5]}


def test_the_distance_is_from_the_middle_by_chance_and_by_how_interviewers_differ():
    means = {name: statistics.mean(values) for name, values in GROUPS.items()}
    middle = statistics.median(means.values())
    within = sum(len(g) * statistics.pvariance(g) for g in GROUPS.values()) / (9 - 3)
    apart = (1.4826 * statistics.median(abs(mean - middle) for mean in means.values())) ** 2
    between = max(0, apart - statistics.median(within / len(g) for g in GROUPS.values()))
    expected = [(means[name] - middle) / math.sqrt(between + within / len(g)) for name, g in GROUPS.items()]
    assert distances(told(GROUPS)) == pytest.approx(expected)


def test_where_nothing_varies_a_difference_is_beyond_all_bounds():
    assert distances(told({"a": [1.0, 1.0], "b": [1.0, 1.0], "c": [2.0, 2.0]})) == [0, 0, math.inf]


def test_interviewers_who_all_work_in_places_of_their_own_are_not_all_found():
    means = dict(zip("abcdefgh", range(20, 100, 10), strict=True))
    assert found(answers(means), "enumerator-effect", ("n",), by=("who",)) == {}


def test_the_share_between_interviewers_is_that_of_an_analysis_of_variance():
    values = [value for group in GROUPS.values() for value in group]
    mean = statistics.mean(values)
    between = sum(len(g) * (statistics.mean(g) - mean) ** 2 for g in GROUPS.values()) / 2
    within = sum(sum((v - statistics.mean(g)) ** 2 for v in g) for g in GROUPS.values()) / 6
    usual = (9 - sum(len(g) ** 2 for g in GROUPS.values()) / 9) / 2
    expected = (between - within) / (between + (usual - 1) * within)
    assert intraclass_correlation(told(GROUPS)) == pytest.approx(expected)
    assert intraclass_correlation(told({"a": [1.0, 2.0], "b": [1.0, 2.0]})) == 0
    assert math.isnan(intraclass_correlation(told({"a": [1.0], "b": [2.0]})))
