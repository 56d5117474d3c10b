"""Criteria that offices published decide as they did there, edition by edition, and nobody types in a score."""

from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules

import pytest

from nyhavn.framework import safeguards
from nyhavn.framework.fitness.answering import check_answers, check_nothing_derived
from nyhavn.framework.fitness.judging import describe, judge
from nyhavn.framework.fitness.rule_pack import SHIPPED, rule_pack
from nyhavn.framework.quality_dimensions import QUALITY
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.safeguards.wording import Safeguard
from spec.fitness.fitness_answers import answer, with_points

ONS_2021, ONS_2022 = SHIPPED["ons-2021"], SHIPPED["ons-2022"]
STATCAN_8, STATCAN_10 = SHIPPED["statcan-pass-8"], SHIPPED["statcan-pass-10"]

# What was judged by an edition can be judged again in years: a shipped one is never changed, another stands beside it.
NEVER_CHANGED = {
    "ons-2021": "60a402d9e07866f2",
    "ons-2022": "bd67e59a1b8883d0",
    "psa-five-criteria": "c8e93192e0c710e5",
    "statcan-pass-10": "2eabcd31ccbb20fa",
    "statcan-pass-8": "46eb287f6aae958b",
}


def test_an_edition_is_never_changed() -> None:
    assert {name: pack.fingerprint[:16] for name, pack in SHIPPED.items()} == NEVER_CHANGED


def test_what_gates_and_dimensions_point_at_exists() -> None:
    modules = [import_module(f"{safeguards.__name__}.{one.name}") for one in iter_modules(safeguards.__path__)]
    known = {one.code for module in modules for one in vars(module).values() if isinstance(one, Safeguard)}
    for pack in SHIPPED.values():
        assert {code for gate in pack.gates for code in gate.safeguards} <= known
        assert {code for one in pack.dimensions for code in one.figures} <= {*QUALITY.offices}


@pytest.mark.parametrize(
    ("pack", "points", "passes", "mean"),
    [
        (ONS_2022, (2, 2, 2, 1, 1), True, Fraction(8, 5)),
        (ONS_2022, (2, 2, 1, 1, 1), False, Fraction(7, 5)),
        (ONS_2022, (3, 3, 3, 3, 0), False, Fraction(12, 5)),
        (ONS_2021, (2, 2, 2, 1, 1, 1), False, Fraction(3, 2)),
        (ONS_2021, (2, 2, 2, 2, 1, 1), True, Fraction(5, 3)),
        (ONS_2021, (3, 3, 3, 3, 3, 0), False, Fraction(5, 2)),
    ],
)
def test_the_uk_protocols_pass_over_one_and_a_half_without_a_zero(pack, points, passes, mean) -> None:
    found = judge(pack, with_points(pack, *points))
    assert (found.passes, found.mean) == (passes, mean)
    assert (found.pack, found.fingerprint) == (pack.id, pack.fingerprint)


def test_a_zero_is_named_and_so_is_a_mean_that_is_not_over_the_threshold() -> None:
    zero = judge(ONS_2022, with_points(ONS_2022, 3, 3, 3, 3, 0))
    assert zero.against == ("data-quality",)
    assert "Data quality: 0 points, which decides against it." in zero.why
    at_the_threshold = judge(ONS_2021, with_points(ONS_2021, 2, 2, 2, 1, 1, 1))
    assert at_the_threshold.why == ("The mean is 1.5, not over 1.5.",)


def test_eight_points_pass_one_edition_of_the_canadian_tool_and_fail_the_other() -> None:
    points = (2, 2, 1, 2, 1)
    one, other = (judge(pack, with_points(pack, *points)) for pack in (STATCAN_8, STATCAN_10))
    assert (one.total, one.passes, one.band) == (8, True, "medium")
    assert (other.total, other.passes, other.band) == (8, False, "")
    assert judge(STATCAN_8, with_points(STATCAN_8, 3, 3, 3, 3, 0)).passes is False
    assert judge(STATCAN_8, with_points(STATCAN_8, 3, 2, 3, 2, 1)).band == "high"


def test_both_criteria_of_accessibility_give_three_points() -> None:
    found = judge(STATCAN_8, with_points(STATCAN_8, 1, 1, 3, 1, 1))
    accessibility = next(one for one in found.dimensions if one.code == "accessibility")
    assert (accessibility.points, accessibility.met) == (3, ("easily-accessible", "easy-format"))


@pytest.mark.parametrize("pack", [ONS_2021, ONS_2022, STATCAN_8, STATCAN_10], ids=lambda pack: pack.id)
def test_any_gateway_question_answered_with_no_refuses_and_scores_nothing(pack) -> None:
    most = [one.most for one in pack.dimensions]
    assert judge(pack, with_points(pack, *most)).passes is True
    for gate in pack.gates:
        found = judge(pack, with_points(pack, *most, gates={gate.code: "no"}))
        assert (found.passes, found.mean, found.total, found.against) == (False, None, None, (gate.code,))
        assert all(one.points is None for one in found.dimensions)


def test_what_is_not_answered_decides_nothing_and_is_named() -> None:
    for missing in ONS_2022.asked:
        answers = [one for one in with_points(ONS_2022, 3, 3, 3, 3, 3) if one.asked != missing]
        found = judge(ONS_2022, answers)
        assert (found.passes, found.open) == (None, (missing,))
        assert missing in found.why[0]


def test_criteria_without_a_published_rule_decide_nothing() -> None:
    psa = SHIPPED["psa-five-criteria"]
    found = judge(psa, [answer(code, "yes") for code in psa.asked])
    assert (found.passes, found.total, found.open) == (None, None, ())
    assert found.why == ("the Philippine Statistics Authority published criteria and no rule that decides.",)
    assert [one.met for one in found.dimensions] == [(code,) for code in psa.asked]


def test_the_report_follows_from_the_answers_alone() -> None:
    lines = tuple(describe(judge(ONS_2022, with_points(ONS_2022, 2, 2, 2, 1, 1))))
    assert "Need: yes." in lines
    assert "Timeliness and ongoing availability: 1 of 3 points." in lines
    assert lines[-1] == "The mean is 1.6, over 1.5."


@pytest.mark.parametrize("typed", ["score", "mean", "dimensions.relevance.points", "Verdict", "total"])
def test_a_score_cannot_be_typed_in(typed) -> None:
    with pytest.raises(Refusal) as refused:
        check_nothing_derived(["answers", typed])
    assert refused.value.codes == ("score-typed-in",)
    check_nothing_derived(["answers", "because"])


def test_whoever_published_the_criteria_has_not_decided() -> None:
    assert ONS_2022.applied("the council of the valley") == (
        "Criteria published by the UK Office for National Statistics (Protocol for the use of non-official sources in "
        "SDG reporting, March 2022), applied by the council of the valley. This is not a decision of the UK Office for "
        "National Statistics."
    )


def test_an_office_writes_its_own_pack_without_code(repository) -> None:
    text = (repository / "examples" / "rule_pack" / "national.toml").read_text(encoding="utf-8")
    pack = rule_pack(text, where="national.toml")
    passing = judge(pack, with_points(pack, *(one.most for one in pack.dimensions)))
    assert passing.passes is True
    lowest = [min(one.points_by_met or [level.points for level in one.levels]) for one in pack.dimensions]
    assert judge(pack, with_points(pack, *lowest)).passes is False
    check_answers(pack, with_points(pack, *lowest), ())
