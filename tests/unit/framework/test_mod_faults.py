"""Modules are held against the questionnaire: each fault alone, named by its module, beside the sound one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.modules import AnyModule, Module, check_modules, module_reasons
from nyhavn.framework.refusal import Refusal

DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")


def listed(name: str, kind: AnswerType, *codes: str) -> Question:
    return Question(name, name, kind, choices=tuple(map(Choice, (*codes, "dk"))), dont_know=("dk",))


ONE, SEVERAL = AnswerType.SELECT_ONE, AnswerType.SELECT_MULTIPLE
FORM = Instrument(
    id="form",
    version="1",
    title="",
    questions=(
        *(listed(domain, ONE, "1", "2", "3", "4") for domain in DOMAINS),
        Question("age", "age", AnswerType.INTEGER),
        listed("who", ONE, "self", "other"),
        Question("gender", "gender", AnswerType.TEXT),
        listed("gender_one", ONE, "woman", "man", "own"),
        Question("day", "day", AnswerType.DATE),
        Question("worked_out", "worked_out", AnswerType.CALCULATE, calculation="1"),
        listed("born", ONE, "KEN", "SOM"),
        listed("nations", SEVERAL, "KEN", "SOM", "none"),
        listed("displaced", ONE, "refugee", "no"),
    ),
)
FUNCTIONING: Mapping[str, Any] = {
    "kind": "washington-group",
    "id": "functioning",
    "domains": {domain: domain for domain in DOMAINS},
    "levels": {"none": ["1"], "some": ["2"], "a_lot": ["3"], "cannot": ["4"]},
    "age": "age",
    "answered_by": {"question": "who", "somebody_else": ["other"]},
}
GROUPS = [{"code": "woman", "label": "Woman", "words": ["woman"]}, {"code": "man", "label": "Man", "words": ["man"]}]
GENDER: Mapping[str, Any] = {
    "kind": "self-described-gender",
    "id": "gender",
    "question": "gender",
    "groups": GROUPS,
    "agreed_by": "Assembly",
    "agreed_date": date(2025, 1, 15),
}
LISTED = {**GENDER, "question": "gender_one"}
BESIDE = {**LISTED, "own_words_question": "gender", "own_words_answer": "own"}
MIGRATION: Mapping[str, Any] = {
    "kind": "migratory-status",
    "id": "migration",
    "country": ["KEN"],
    "country_name": "Kenya",
    "born_in": "born",
    "nationality": "nations",
    "stateless": ["none"],
    "displacement": {"question": "displaced", "answers": {"refugee": ["refugee"], "not_displaced": ["no"]}},
}
SOUND = {"functioning": FUNCTIONING, "gender": GENDER, "listed": LISTED, "beside": BESIDE, "migration": MIGRATION}


def module(said: Mapping[str, Any]) -> Module:
    made: Module = TypeAdapter(AnyModule).validate_python(said)
    return made


def found(said: Mapping[str, Any], form: Instrument = FORM) -> list[tuple[str, str]]:
    return [(reason.code, reason.where) for reason in module_reasons([module(said)], form, ())]


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_module_has_nothing_against_it(name: str) -> None:
    assert found(SOUND[name]) == []
    check_modules([module(SOUND[name])], FORM, ())


def levels(**changes: list[str]) -> dict[str, Any]:
    return {**FUNCTIONING, "levels": FUNCTIONING["levels"] | changes}


def domains(**changes: str) -> dict[str, Any]:
    return {**FUNCTIONING, "domains": FUNCTIONING["domains"] | changes}


def answered_by(**changes: Any) -> dict[str, Any]:
    return {**FUNCTIONING, "answered_by": FUNCTIONING["answered_by"] | changes}


def displaced(**changes: Any) -> dict[str, Any]:
    return {**MIGRATION, "displacement": MIGRATION["displacement"] | changes}


FAULTS: list[tuple[Mapping[str, Any], str, str]] = [
    (domains(walking="walk"), "module-not-collected", "module functioning"),
    ({**FUNCTIONING, "age": "years"}, "module-not-collected", "module functioning"),
    (
        {**FUNCTIONING, "answered_by": {"question": "whom", "somebody_else": ["x"]}},
        "module-not-collected",
        "functioning",
    ),
    ({**GENDER, "question": "sex"}, "module-not-collected", "module gender"),
    ({**BESIDE, "own_words_question": "words"}, "module-not-collected", "module gender"),
    ({**MIGRATION, "born_in": "birthplace"}, "module-not-collected", "module migration"),
    ({**MIGRATION, "nationality": "passport"}, "module-not-collected", "module migration"),
    (displaced(question="fled"), "module-not-collected", "module migration"),
    (domains(walking="worked_out"), "module-computed", "module functioning"),
    ({**GENDER, "question": "worked_out"}, "module-computed", "module gender"),
    ({**BESIDE, "own_words_question": "worked_out"}, "module-computed", "module gender"),
    ({**MIGRATION, "born_in": "worked_out"}, "module-computed", "module migration"),
    (displaced(question="worked_out"), "module-computed", "module migration"),
    ({**FUNCTIONING, "age": "who"}, "module-question-kind", "age"),
    ({**GENDER, "question": "age"}, "module-question-kind", "module gender"),
    ({**BESIDE, "own_words_question": "born"}, "module-question-kind", "own_words_question"),
    ({**MIGRATION, "born_in": "nations"}, "module-question-kind", "born_in"),
    ({**MIGRATION, "nationality": "day"}, "module-question-kind", "nationality"),
    (displaced(question="nations"), "module-question-kind", "displacement"),
    (
        {**FUNCTIONING, "answered_by": {"question": "who", "somebody_else": ["proxy"]}},
        "module-answer-unknown",
        "answered_by",
    ),
    (
        {**LISTED, "groups": [*GROUPS, {"code": "x", "label": "X", "words": ["hijra"]}]},
        "module-answer-unknown",
        "group x",
    ),
    ({**BESIDE, "own_words_answer": "words"}, "module-answer-unknown", "own_words_answer"),
    ({**MIGRATION, "stateless": ["stateless"]}, "module-answer-unknown", "nationality"),
    (displaced(answers={"refugee": ["yes"]}), "module-answer-unknown", "displacement"),
    (levels(some=["2", "3"]), "module-answer-twice", "levels"),
    (domains(walking="seeing"), "module-answer-twice", "domains"),
    ({**GENDER, "groups": [GROUPS[0], {**GROUPS[1], "words": ["man", " WOMAN"]}]}, "module-answer-twice", "groups"),
    ({**GENDER, "decline": ["Man"]}, "module-answer-twice", "groups"),
    ({**GENDER, "several": "both"}, "module-group-unknown", "several"),
    ({name: MIGRATION[name] for name in ("kind", "id", "country", "country_name")}, "module-asks-nothing", "migration"),
]


@pytest.mark.parametrize(("said", "code", "place"), FAULTS, ids=[f"{code} {place}" for _, code, place in FAULTS])
def test_each_fault_alone_is_refused_with_its_module(said: Mapping[str, Any], code: str, place: str) -> None:
    reasons = found(said)

    assert [reason for reason, _ in reasons] == [code]
    assert all(where.startswith(f"module {said['id']}") and place in where for _, where in reasons)
    with pytest.raises(Refusal):
        check_modules([module(said)], FORM, ())


def test_a_question_that_was_not_asked_is_named_and_never_zero() -> None:
    (reason,) = module_reasons([module(domains(walking="walk"))], FORM, ())

    assert "Nobody was asked walk" in reason.what
    assert "Not collected is not 0 %." in reason.what


@pytest.mark.parametrize("country", ["SOM", "KEN", "Kenya"])
def test_the_country_must_be_among_the_answers_or_nobody_would_be_native(country: str) -> None:
    reasons = found({**MIGRATION, "country": [country]})

    assert [code for code, _ in reasons] == (["module-answer-unknown"] * 2 if country == "Kenya" else [])


@pytest.mark.parametrize("level", ["none", "some", "a_lot", "cannot"])
def test_a_level_without_an_answer_is_refused_at_every_domain(level: str) -> None:
    reasons = found(levels(**{level: ["9"]}))

    assert reasons == [("module-answer-unknown", f"module functioning: levels, {level}")] * 6


def test_dont_know_is_no_level() -> None:
    assert found(levels(none=["1", "dk"])) == [("module-answer-silent", "module functioning: levels")] * 6


@pytest.mark.parametrize("kind", [SEVERAL, AnswerType.DATE])
def test_a_domain_takes_one_answer(kind: AnswerType) -> None:
    first, *others = FORM.questions
    form = replace(FORM, questions=(replace(first, type=kind), *others))

    assert found(FUNCTIONING, form) == [("module-question-kind", "module functioning")]


def test_a_question_on_a_difficulty_is_no_identity() -> None:
    identity = IdentityQuestion(question="seeing", topic=IdentityTopic.DISABILITY)
    other = IdentityQuestion(question="gender", topic=IdentityTopic.GENDER)

    against = module_reasons([module(FUNCTIONING)], FORM, (identity, other))

    assert [(reason.code, reason.where) for reason in against] == [("module-identity", "module functioning")]
    assert module_reasons([module(FUNCTIONING)], FORM, (other,)) == ()


def test_two_modules_of_one_name_cannot_be_told_apart() -> None:
    both = [module(FUNCTIONING), module({**MIGRATION, "id": "functioning"})]

    assert [reason.code for reason in module_reasons(both, FORM, ())] == ["module-twice"]
    assert module_reasons([module(FUNCTIONING), module(MIGRATION)], FORM, ()) == ()


@pytest.mark.parametrize(
    ("sound", "changes"),
    [
        (FUNCTIONING, {"domains": {domain: domain for domain in DOMAINS[:5]}}),
        (FUNCTIONING, {"levels": {"none": ["1"], "some": [], "a_lot": ["3"], "cannot": ["4"]}}),
        (FUNCTIONING, {"cut_off": "a-lot"}),
        (FUNCTIONING, {"unanswered": "ignore"}),
        (FUNCTIONING, {"youngest": -1}),
        (FUNCTIONING, {"answered_by": {"question": "who", "somebody_else": []}}),
        (GENDER, {"groups": []}),
        (GENDER, {"agreed_by": " "}),
        (GENDER, {"groups": [{"code": "woman", "label": "Woman", "words": []}]}),
        (MIGRATION, {"country": []}),
        (MIGRATION, {"country_name": ""}),
        (MIGRATION, {"displacement": {"question": "displaced", "answers": {"exile": ["no"]}}}),
        (MIGRATION, {"displacement": {"question": "displaced", "answers": {}}}),
    ],
)
def test_what_cannot_be_said_is_refused_before_anything_is_asked(
    sound: Mapping[str, Any], changes: Mapping[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        module({**sound, **changes})


def test_every_code_of_modules_is_explained_and_every_explanation_is_used(repository) -> None:
    framework = repository / "src" / "nyhavn" / "framework"
    chain = repository / "src" / "nyhavn" / "chain" / "modules.py"
    texts = [path.read_text(encoding="utf-8") for path in (*(framework / "modules").glob("*.py"), chain)]
    raised = {code for text in texts for code in re.findall(r'"(module-[a-z-]+)"', text)}
    explained = tomllib.loads((framework / "refusals" / "modules.toml").read_text(encoding="utf-8"))

    assert raised == set(explained)
    assert all(entry[part].strip() for entry in explained.values() for part in ("title", "why", "do"))
