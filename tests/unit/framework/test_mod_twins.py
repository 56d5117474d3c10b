"""Modules have a slow twin in plain Python, and every engine agrees with it on drawn answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from engines import Engine, drawn
from nyhavn.chain.modules import counted_groups, module_facts
from nyhavn.engine.estimation import code_rows, columns
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.modules import AnyModule, Module
from nyhavn.framework.statistics import Indicator, Statistic

TODAY = date(2026, 3, 1)
DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
LEVELS = ("1", "2", "3", "4")
CUT_OFFS = ("some-in-one", "some-in-two-or-a-lot-in-one", "a-lot-in-one", "cannot-in-one")
Row = Mapping[str, str | None]


def listed(name: str, *codes: str) -> Question:
    choices = tuple(map(Choice, (*codes, "dk", "ref")))
    return Question(name, name, AnswerType.SELECT_ONE, choices=choices, dont_know=("dk",), refused=("ref",))


FORM = Instrument(
    id="twin",
    version="1",
    title="",
    questions=(
        *(listed(domain, *LEVELS) for domain in DOMAINS),
        Question("age", "age", AnswerType.INTEGER, dont_know=("999",)),
        listed("who", "self", "other"),
        Question("gender", "gender", AnswerType.TEXT, refused=("REF",)),
        Question("nation", "nation", AnswerType.TEXT, dont_know=("dk",), refused=("REF",)),
        Question(
            "nations",
            "nations",
            AnswerType.SELECT_MULTIPLE,
            choices=tuple(map(Choice, ("KEN", "SOM", "UGA", "none", "dk", "ref"))),
            dont_know=("dk",),
            refused=("ref",),
        ),
    ),
)
ANSWER = st.sampled_from([None, "1", "1", "2", "2", "3", "4", "dk", "ref", "5"])
AGE = st.sampled_from([None, "0", "4", "4.5", "5", "17", "18", "40", "999", "-3", "x"])
WORDS = st.sampled_from([None, "", "f", " F", "Female", "woman", "M", "male ", "enby", "Malr", "no", "NO ", "REF"])
NATION = st.sampled_from(["Kenya", "KEN", "Somalia", "stateless", "UNK", "Uganda"])
CELL = st.none() | st.lists(NATION, min_size=1, max_size=3).map(", ".join) | st.sampled_from(["dk", "REF", ", "])
CHOSEN = st.none() | st.lists(
    st.sampled_from(["KEN", "SOM", "UGA", "none", "dk", "ref", "XXX"]), min_size=1, max_size=3, unique=True
).map(" ".join)
PERSON = st.fixed_dictionaries(
    dict.fromkeys(DOMAINS, ANSWER)
    | {
        "age": AGE,
        "who": st.sampled_from([None, "self", "other", "dk", "ref"]),
        "gender": WORDS,
        "nation": CELL,
        "nations": CHOSEN,
    }
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=20)


def module(**said: Any) -> Module:
    made: Module = TypeAdapter(AnyModule).validate_python(said)
    return made


def functioning(cut_off: str, unanswered: str) -> Module:
    return module(
        kind="washington-group",
        id="functioning",
        domains={domain: domain for domain in DOMAINS},
        levels={"none": ["1"], "some": ["2"], "a_lot": ["3"], "cannot": ["4"]},
        age="age",
        cut_off=cut_off,
        unanswered=unanswered,
        answered_by={"question": "who", "somebody_else": ["other"]},
    )


GENDER = module(
    kind="self-described-gender",
    id="gender",
    question="gender",
    groups=[
        {"code": "woman", "label": "", "words": ["woman", "female", "f"]},
        {"code": "man", "label": "", "words": ["man", "male", "m"]},
    ],
    decline=["no"],
    agreed_by="Assembly",
    agreed_date=date(2025, 1, 15),
)
NATIONS = {
    question: module(
        kind="migratory-status",
        id="m",
        country=["KEN", "Kenya"],
        country_name="Kenya",
        nationality=question,
        stateless=["stateless"] if question == "nation" else ["none"],
        unknown=["UNK"] if question == "nation" else [],
    )
    for question in ("nation", "nations")
}


# --- The twins: what the pages say, written down without any expression ---------------------------


def age_of(row: Row) -> float | None:
    try:
        age = float(row["age"] or "")
    except ValueError:
        return None
    return age if age >= 0 and age != 999 else None


def functioning_twin(row: Row, cut_off: str, unanswered: str) -> str:
    age = age_of(row)
    if age is not None and age < 5:
        return "under_5"
    levels = [int(str(row[domain])) for domain in DOMAINS if row[domain] in LEVELS]
    some, a_lot, cannot = (sum(level >= least for level in levels) for least in (2, 3, 4))
    is_met = {
        "some-in-one": some >= 1,
        "some-in-two-or-a-lot-in-one": some >= 2 or a_lot >= 1,
        "a-lot-in-one": a_lot >= 1,
        "cannot-in-one": cannot >= 1,
    }
    if is_met[cut_off]:
        return "difficulty"
    if len(levels) >= (6 if unanswered == "all-six" else 1):
        return "no_difficulty"
    return "_D" if "ref" in [row[domain] for domain in DOMAINS] else "_U"


def gender_twin(row: Row) -> str:
    word = (row["gender"] or "").strip().lower()
    if not row["gender"]:
        return "_U"
    if word == "no" or row["gender"] == "REF":
        return "_D"
    return {"f": "woman", "female": "woman", "woman": "woman", "m": "man", "male": "man", "man": "man"}.get(
        word, "not_grouped"
    )


def nation_twin(row: Row, question: str) -> str:
    answer = row[question]
    if question == "nation":
        if answer in (None, "dk", "REF"):
            return "_D" if answer == "REF" else "_U"
        said = {part.strip().lower() for part in str(answer).split(",")} - {""}
        home, nowhere, silent = {"ken", "kenya"}, {"stateless"}, {"unk"}
        elsewhere = {"somalia", "uganda"}
    else:
        said = set((answer or "").split())
        home, nowhere, silent, elsewhere = {"KEN"}, {"none"}, {"dk", "ref"}, {"SOM", "UGA"}
    if said & home:
        return "national"
    if said and said <= nowhere:
        return "stateless"
    if said & elsewhere and not said & silent:
        return "foreigner"
    return "_D" if question == "nations" and "ref" in said else "_U"


# --- Agreement ------------------------------------------------------------------------------------


def table(rows: Sequence[Row]) -> pa.Table:
    texts = {q.name: pa.array([row[q.name] for row in rows], pa.string()) for q in FORM.questions}
    return pa.table({**texts, "_row": pa.array(range(1, len(rows) + 1), pa.int64())})


def found(engine: Engine, declared: Module, rows: Sequence[Row]) -> list[str]:
    frame = engine.frame(table(rows))
    read = counted_groups((), [declared], FORM, (), frame)
    name = read.breakdowns[0].id
    people = Indicator(id="people", title="", statistic=Statistic.COUNT, by=((name,),))
    coded = code_rows(frame, indicators=[people], breakdowns=read.breakdowns, instrument=read.instrument, today=TODAY)
    kept = coded.select(columns.ROW, columns.category(name)).sort(columns.ROW).collect("pyarrow")
    return [str(code) for code in kept[columns.category(name)].to_list()]


@settings(max_examples=drawn(12))
@given(rows=PEOPLE, cut_off=st.sampled_from(CUT_OFFS), unanswered=st.sampled_from(["all-six", "as-published"]))
def test_functioning_is_what_its_twin_says(engine: Engine, rows: list[Row], cut_off: str, unanswered: str) -> None:
    wanted = [functioning_twin(row, cut_off, unanswered) for row in rows]

    assert found(engine, functioning(cut_off, unanswered), rows) == wanted


@settings(max_examples=drawn(10))
@given(rows=PEOPLE)
def test_the_facts_of_functioning_are_what_their_twins_count(engine: Engine, rows: list[Row]) -> None:
    asked = [row for row in rows if not 0 <= (5 if (age := age_of(row)) is None else age) < 5]
    asked = [row for row in asked if any(row[domain] for domain in DOMAINS)]
    ages = [age_of(row) for row in asked]
    wanted = {
        "asked": len(asked),
        "by-others": sum(row["who"] == "other" for row in asked),
        "not-said-by-whom": sum(row["who"] not in ("self", "other") for row in asked),
        "minors": sum(age is not None and age < 18 for age in ages),
        "age-unknown": sum(age is None for age in ages),
    }

    facts = module_facts([functioning("a-lot-in-one", "all-six")], FORM, engine.frame(table(rows)), TODAY)

    assert facts == {"functioning": wanted}


@settings(max_examples=drawn(25))
@given(rows=PEOPLE)
def test_gender_is_what_its_twin_says(engine: Engine, rows: list[Row]) -> None:
    assert found(engine, GENDER, rows) == [gender_twin(row) for row in rows]


@settings(max_examples=drawn(25))
@given(rows=PEOPLE, question=st.sampled_from(["nation", "nations"]))
def test_nationality_is_what_its_twin_says(engine: Engine, rows: list[Row], question: str) -> None:
    assert found(engine, NATIONS[question], rows) == [nation_twin(row, question) for row in rows]
