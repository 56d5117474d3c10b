"""The people, the questionnaire and the declarations of the promises about who people are."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from engines import Engine
from nyhavn.chain.modules import counted_groups, module_facts
from nyhavn.engine.estimation import check_declared, code_rows, columns
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.modules import AnyModule, Module, module_limits
from nyhavn.framework.statistics import Indicator, Statistic

TODAY = date(2026, 3, 1)
Row = Mapping[str, str | None]

DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
LEVELS = ("none", "some", "a_lot", "cannot")


def select_one(name: str, *codes: str, **more: Any) -> Question:
    silent = {"dont_know": ("dk",), "refused": ("ref",)} | more
    choices = tuple(Choice(code) for code in (*codes, *silent["dont_know"], *silent["refused"]))
    return Question(name, name, AnswerType.SELECT_ONE, choices=choices, **silent)


def select_multiple(name: str, *codes: str) -> Question:
    choices = tuple(Choice(code) for code in (*codes, "dk", "ref"))
    return Question(name, name, AnswerType.SELECT_MULTIPLE, choices=choices, dont_know=("dk",), refused=("ref",))


QUESTIONNAIRE = Instrument(
    id="household",
    version="1",
    title="",
    questions=(
        *(select_one(domain, *LEVELS) for domain in DOMAINS),
        Question("age", "age", AnswerType.INTEGER, dont_know=("999", "-99"), refused=("998",)),
        select_one("who", "self", "helped", "other"),
        Question("gender", "gender", AnswerType.TEXT),
        select_one("gender_one", "woman", "man", "own"),
        select_multiple("gender_several", "woman", "man", "hijra", "own"),
        Question("gender_words", "gender_words", AnswerType.TEXT),
        Question("gender_of_name", "gender_of_name", AnswerType.CALCULATE, calculation="if(${name} = 'A', 'f', 'm')"),
        Question("name", "name", AnswerType.TEXT),
        select_one("born", "KEN", "SOM", "UGA", "UNK"),
        Question("nation", "nation", AnswerType.TEXT),
        select_multiple("nations", "KEN", "SOM", "UGA", "none", "UNK"),
        select_one("moved", "KEN", "SOM", "never"),
        select_one("displaced", "refugee", "idp", "no"),
    ),
)


def module(**said: Any) -> Module:
    """A module as a plan says it."""
    made: Module = TypeAdapter(AnyModule).validate_python(said)
    return made


def functioning(**changes: Any) -> Module:
    return module(
        **{
            "kind": "washington-group",
            "id": "functioning",
            "domains": {domain: domain for domain in DOMAINS},
            "levels": {level: [level] for level in LEVELS},
        }
        | changes
    )


GROUPS = (
    {"code": "woman", "label": "Woman", "words": ["woman", "female", "f"]},
    {"code": "man", "label": "Man", "words": ["man", "male", "m"]},
)


def gender(**changes: Any) -> Module:
    agreed = {"agreed_by": "Assembly of the settlement", "agreed_date": date(2025, 1, 15)}
    said = {"kind": "self-described-gender", "id": "gender", "question": "gender", "groups": GROUPS}
    return module(**said | agreed | changes)


def migration(**changes: Any) -> Module:
    said = {"kind": "migratory-status", "id": "migration", "country": ["KEN", "Kenya"], "country_name": "Kenya"}
    return module(**said | changes)


def answers_of(rows: Sequence[Row], instrument: Instrument = QUESTIONNAIRE) -> pa.Table:
    """The answers of some people; what is not named was answered by nobody."""
    names = [question.name for question in instrument.questions]
    texts = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    return pa.table({**texts, "_row": pa.array(range(1, len(rows) + 1), pa.int64())})


def groups(
    engine: Engine,
    declared: Module,
    rows: Sequence[Row],
    *,
    instrument: Instrument = QUESTIONNAIRE,
    identity: tuple[IdentityQuestion, ...] = (),
    of: str = "",
) -> list[str]:
    """The group of each person, in order. of: the breakdown, by default the module's first."""
    frame = engine.frame(answers_of(rows, instrument))
    found = counted_groups((), [declared], instrument, identity, frame)
    name = of or found.breakdowns[0].id
    people = Indicator(id="people", title="", statistic=Statistic.COUNT, by=((name,),))
    check_declared([people], found.breakdowns, found.instrument)
    coded = code_rows(frame, indicators=[people], breakdowns=found.breakdowns, instrument=found.instrument, today=TODAY)
    kept = coded.select(columns.ROW, columns.category(name)).sort(columns.ROW).collect("pyarrow")
    return [str(code) for code in kept[columns.category(name)].to_list()]


def said(
    engine: Engine, declared: Module, rows: Sequence[Row], *, threshold: int = 1, instrument: Instrument = QUESTIONNAIRE
) -> str:
    """The limits that are printed with the figures."""
    found = module_facts([declared], instrument, engine.frame(answers_of(rows, instrument)), TODAY)
    return "\n".join(module_limits([declared], instrument, found, threshold))
