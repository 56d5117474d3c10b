"""Each fault of a declaration, alone, is refused by its code and at its place; the sound one passes."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from nyhavn.engine.estimation import check_declared
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic

WATER = Question("water", "water", AnswerType.SELECT_ONE, choices=(Choice("yes"), Choice("no")))
SEX = Question("sex", "sex", AnswerType.SELECT_ONE, choices=tuple(map(Choice, ("f", "m", "ref"))), refused=("ref",))
TAGS = Question("tags", "tags", AnswerType.SELECT_MULTIPLE, choices=(Choice("a"), Choice("b")))
OPEN = Question("tribe", "tribe", AnswerType.SELECT_ONE, choices=(Choice("a"),), open_choices=True)
AGE = Question("age", "age", AnswerType.INTEGER)
INSTRUMENT = Instrument("i", "1", "", (WATER, SEX, TAGS, OPEN, AGE))


def indicator(**parts: Any) -> Indicator:
    sound = {"id": "safe_water", "title": "", "statistic": Statistic.PROPORTION, "numerator": "${water} = 'yes'"}
    return Indicator(**{**sound, **parts})


def category(code: str, **parts: Any) -> Category:
    return Category(code=code, label="", **parts)


def breakdown(*categories: Category, **parts: Any) -> Breakdown:
    sound = {"id": "sex", "title": "", "question": "sex", "categories": categories or (category("f"), category("m"))}
    return Breakdown(**{**sound, **parts})


def reasons(*declared: Indicator | Breakdown) -> list[tuple[str, str, str]]:
    """Code, place and sentence of everything refused."""
    indicators = [one for one in declared if isinstance(one, Indicator)]
    breakdowns = [one for one in declared if isinstance(one, Breakdown)]
    with pytest.raises(Refusal) as refused:
        check_declared(indicators, breakdowns, INSTRUMENT)
    return [(reason.code, reason.where, reason.what) for reason in refused.value.reasons]


def test_a_sound_declaration_passes() -> None:
    by_age = breakdown(category("old", when="${age} > 60"), id="age", question="")
    mixed = breakdown(category("f"), category("old_m", when="${sex} = 'm' and ${age} > 60"), id="mixed")
    check_declared(
        [
            indicator(by=(("sex",), ("sex", "age")), universe="${age} >= 5", valid="true()"),
            indicator(id="mean_age", statistic=Statistic.MEAN, numerator="", value="age", by=(("mixed",),)),
            indicator(id="people", statistic=Statistic.COUNT, numerator=""),
        ],
        [breakdown(), by_age, mixed],
        INSTRUMENT,
    )


@pytest.mark.parametrize(
    ("parts", "code", "place"),
    [
        ({"numerator": ""}, "counted-part-missing", "indicator safe_water"),
        ({"value": "age"}, "counted-part-unused", "indicator safe_water: value"),
        ({"statistic": Statistic.COUNT}, "counted-part-unused", "indicator safe_water: numerator"),
        ({"statistic": Statistic.MEAN, "numerator": ""}, "counted-part-missing", "indicator safe_water"),
        ({"numerator": "${wter} = 'yes'"}, "counted-question-unknown", "indicator safe_water: numerator"),
        ({"universe": "${wter} = 'yes'"}, "counted-question-unknown", "indicator safe_water: universe"),
        ({"valid": "${wter} = 'yes'"}, "counted-question-unknown", "indicator safe_water: valid"),
        ({"numerator": "${water} = "}, "expression-unreadable", "indicator safe_water: numerator"),
        (
            {"numerator": "pulldata('a', 'b', 'c', ${water})"},
            "expression-unsupported",
            "indicator safe_water: numerator",
        ),
        ({"numerator": ". = 'yes' and ${water} = 'yes'"}, "expression-no-current", "indicator safe_water: numerator"),
        ({"numerator": "1 = 1"}, "counted-names-nothing", "indicator safe_water: numerator"),
        ({"by": (("gender",),)}, "counted-breakdown-unknown", "indicator safe_water: by"),
        ({"by": ((),)}, "counted-crossing-wrong", "indicator safe_water: by"),
        ({"by": (("sex", "sex"),)}, "counted-crossing-wrong", "indicator safe_water: by"),
        ({"by": (("sex",), ("sex",))}, "counted-twice", "indicator safe_water: by"),
    ],
)
def test_a_fault_of_an_indicator_is_refused_alone(parts: dict[str, Any], code: str, place: str) -> None:
    assert [found[:2] for found in reasons(indicator(**parts), breakdown())] == [(code, place)]


def test_a_mean_of_codes_is_refused() -> None:
    mean = indicator(statistic=Statistic.MEAN, numerator="", value="water")
    assert [found[:2] for found in reasons(mean)] == [("counted-not-a-number", "indicator safe_water: value")]


def test_a_mean_of_a_question_nobody_was_asked_is_refused() -> None:
    mean = indicator(statistic=Statistic.MEAN, numerator="", value="aeg")
    ((code, _, what),) = reasons(mean)
    assert code == "counted-question-unknown"
    assert what == "The instrument has no question aeg. Near to it: age."


def test_a_table_of_three_breakdowns_is_refused() -> None:
    others = [breakdown(id=name) for name in ("a", "b")]
    crossed = indicator(by=(("sex", "a", "b"),))
    assert [found[0] for found in reasons(crossed, breakdown(), *others)] == ["counted-crossing-wrong"]


@pytest.mark.parametrize(
    ("wrong", "code", "place"),
    [
        (breakdown(question="gender"), "counted-question-unknown", "breakdown sex: question"),
        (breakdown(category("f"), category("f", answers=("m",))), "counted-twice", "breakdown sex: category"),
        (breakdown(category("f"), category("w", answers=("f",))), "counted-twice", "breakdown sex: answer"),
        (breakdown(category("_T", answers=("f",))), "counted-code-reserved", "breakdown sex: category _T"),
        (breakdown(category("_U", answers=("f",))), "counted-code-reserved", "breakdown sex: category _U"),
        (breakdown(category("_D", answers=("f",))), "counted-code-reserved", "breakdown sex: category _D"),
        (breakdown(category("ref")), "counted-answer-declined", "breakdown sex: category ref"),
        (breakdown(category("q")), "counted-answer-unknown", "breakdown sex: category q"),
        (
            breakdown(category("f", when="${age} > 1", answers=("f",))),
            "counted-part-unused",
            "breakdown sex: category f",
        ),
        (breakdown(category("f", when="${ages} > 1")), "counted-question-unknown", "breakdown sex: category f: when"),
        (breakdown(category("f", when="true()")), "counted-names-nothing", "breakdown sex: category f: when"),
        (breakdown(category("f"), question=""), "counted-part-missing", "breakdown sex: category f"),
        (breakdown(category("a"), question="tags"), "counted-several-answers", "breakdown sex"),
    ],
)
def test_a_fault_of_a_breakdown_is_refused_alone(wrong: Breakdown, code: str, place: str) -> None:
    assert [found[:2] for found in reasons(wrong)] == [(code, place)]


def test_a_breakdown_without_categories_is_refused() -> None:
    assert [found[0] for found in reasons(Breakdown(id="sex", title="", question="sex", categories=()))] == [
        "counted-part-missing"
    ]


def test_answers_to_an_open_list_may_be_any_code() -> None:
    check_declared([], [breakdown(category("their_own_word"), question="tribe")], INSTRUMENT)


def test_several_answers_may_be_placed_by_expressions() -> None:
    check_declared([], [breakdown(category("a", when="selected(${tags}, 'a')"), question="tags")], INSTRUMENT)


def test_every_reason_is_told_at_once() -> None:
    found = reasons(indicator(numerator="${wter} = 'yes'", by=(("gendr",),)), indicator(), breakdown(id="gender"))
    assert [code for code, _, _ in found] == [
        "counted-twice",
        "counted-question-unknown",
        "counted-breakdown-unknown",
    ]
    assert "Near to it: water." in found[1][2]
    assert "Near to it: gender." in found[2][2]


def test_every_refusal_of_estimation_is_explained(repository: Path) -> None:
    source = repository / "src" / "nyhavn"
    explained = tomllib.loads((source / "framework" / "refusals" / "estimation.toml").read_text(encoding="utf-8"))
    text = "".join(path.read_text(encoding="utf-8") for path in (source / "engine" / "estimation").glob("*.py"))
    used = set(
        re.findall(
            r'"((?:counted|weight|cluster|stratum|population|replicates|calibration|design|compared)-[a-z-]+)"', text
        )
    )
    assert used == set(explained)
    assert all(set(entry) == {"title", "why", "do"} for entry in explained.values())
