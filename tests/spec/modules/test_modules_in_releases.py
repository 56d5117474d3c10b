"""Modules in whole releases: the invented example, a real questionnaire, own words, and what never leaves."""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from modules_cast import gender, groups, migration

from engines import Engine
from nyhavn.chain.counting import protected_tables, used_answers
from nyhavn.chain.inputs import Inputs, read_inputs
from nyhavn.chain.modules import counted_groups
from nyhavn.chain.places import places_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.plan_text import plan_text
from nyhavn.chain.production import Prepared, prepare_release
from nyhavn.chain.tables_check import tables_reasons
from nyhavn.chain.tables_plan import TablesPlan
from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.estimation import code_rows, columns, group_counts
from nyhavn.exchange.bundle.content import release_json
from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import NOT_STATED, TOTAL, Breakdown, Category, Indicator, Statistic, StatisticalTable

TODAY = date(2026, 3, 1)


def nothing(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def prepared(plan: Plan, inputs: Inputs) -> Prepared:
    return prepare_release(plan, inputs, before=None, step=nothing)


def table(of: Prepared, name: str) -> StatisticalTable:
    return next(table for table in of.release.tables if table.id == name)


def numbers(of: StatisticalTable) -> dict[str, int | None]:
    """Answers by group."""
    return {figure.categories[0]: figure.n for figure in of.figures}


# --- The example ----------------------------------------------------------------------------------

EXAMPLE_DOMAINS = ("wg_seeing", "wg_hearing", "wg_walking", "wg_remembering", "wg_selfcare", "wg_communicating")
BY_HAND = Breakdown(
    id="functioning",
    title="Functioning (Washington Group Short Set)",
    note="At least a lot of difficulty in one of six domains. A way of counting, not what people call themselves.",
    categories=(
        Category(
            code="difficulty",
            label="At least a lot of difficulty in one domain",
            when=" or ".join(f"${{{d}}} = 'a_lot' or ${{{d}}} = 'cannot_do'" for d in EXAMPLE_DOMAINS),
            official={"IAEG-SDGs:CL_DISABILITY": "PD"},
        ),
        Category(
            code="no_difficulty",
            label="No or some difficulty in all domains",
            when=" and ".join(f"(${{{d}}} = 'none' or ${{{d}}} = 'some')" for d in EXAMPLE_DOMAINS),
            official={"IAEG-SDGs:CL_DISABILITY": "PWD"},
        ),
    ),
)


@pytest.fixture(scope="module")
def example(repository: Path) -> tuple[Plan, Inputs]:
    path = repository / "examples" / "services-for-all" / "plan.toml"
    plan = read_plan(path)
    return plan, read_inputs(plan, places_of(path, None))


def by_hand(plan: Plan) -> Plan:
    """The example with its expressions written out, as it was before there were modules."""
    return plan.model_copy(update={"module": (), "breakdown": (BY_HAND, *plan.breakdown)})


def test_the_example_places_everybody_as_its_hand_written_expressions_did(example: tuple[Plan, Inputs]) -> None:
    plan, inputs = example
    people = Indicator(id="people", title="", statistic=Statistic.COUNT, by=(("functioning",),))
    placed = []
    with open_session() as session:
        frame = session.frame(inputs.answers)
        for declared in (plan, by_hand(plan)):
            made = counted_groups(declared.breakdown, declared.module, inputs.instrument, plan.identity, frame)
            only = [breakdown for breakdown in made.breakdowns if breakdown.id == "functioning"]
            coded = code_rows(frame, indicators=[people], breakdowns=only, instrument=made.instrument, today=TODAY)
            kept = coded.select(columns.ROW, columns.category("functioning")).sort(columns.ROW).collect("pyarrow")
            placed.append(kept[columns.category("functioning")].to_list())

    assert placed[0] == placed[1]
    assert set(placed[0]) == {"difficulty", "no_difficulty", "_U", "_D"}
    declared_groups = next(b for b in plan.breakdowns if b.id == "functioning").categories
    assert [(c.code, c.label, c.official) for c in declared_groups] == [
        (c.code, c.label, c.official) for c in BY_HAND.categories
    ]


def test_every_count_of_the_example_is_as_before(example: tuple[Plan, Inputs]) -> None:
    """What is protected and published follows from these counts and from who stands where."""
    plan, inputs = example
    counts = []
    with open_session() as session:
        frame = session.frame(inputs.answers)
        for declared in (plan, by_hand(plan)):
            made = counted_groups(declared.breakdown, declared.module, inputs.instrument, plan.identity, frame)
            coded = code_rows(
                frame,
                indicators=plan.indicator,
                breakdowns=made.breakdowns,
                instrument=made.instrument,
                today=TODAY,
            )
            kept = session.frame(coded.collect("pyarrow").to_native())
            counts.append(group_counts(kept, plan.indicator, made.breakdowns))

    assert len(counts[0]) == len(counts[1]) > 30
    assert counts[0] == counts[1]


def test_a_plan_with_modules_says_the_same_when_it_is_written_and_read_again(
    example: tuple[Plan, Inputs], tmp_path: Path
) -> None:
    plan, _ = example
    several = plan.model_copy(update={"module": (*plan.module, gender(id="own_words"), migration(born_in="born"))})
    path = tmp_path / "plan.toml"
    path.write_text(plan_text(several), encoding="utf-8")

    assert read_plan(path) == several


def test_a_module_without_its_question_is_refused_by_name_and_nothing_is_counted(example: tuple[Plan, Inputs]) -> None:
    plan, inputs = example
    (functioning,) = plan.module
    domains = functioning.domains.model_copy(update={"seeing": "wg_sight"})  # type: ignore[attr-defined]
    wrong = plan.model_copy(update={"module": (functioning.model_copy(update={"domains": domains}),)})

    with pytest.raises(Refusal) as refused, open_session() as session:
        protected_tables(wrong, inputs, used_answers(wrong, inputs, None), session, nothing)

    (reason,) = refused.value.reasons
    assert (reason.code, reason.where) == ("module-not-collected", "module functioning")
    assert "wg_sight" in reason.what


def test_a_question_without_a_column_is_not_collected_either(engine: Engine) -> None:
    form = Instrument("f", "1", "", (Question("gender", "gender", AnswerType.TEXT),))
    frame = engine.frame(pa.table({"other": pa.array(["x"], pa.string())}))

    with pytest.raises(Refusal) as refused:
        counted_groups((), [gender()], form, (), frame)

    assert [(reason.code, reason.where) for reason in refused.value.reasons] == [
        ("module-not-collected", "module gender")
    ]


# --- A real questionnaire: the Short Set in a roster, with proxies ---------------------------------

MSNA_DOMAINS = ("vision", "hearing", "mobility", "cognition", "self_care", "communication")


@pytest.fixture(scope="module")
def msna(repository: Path, reference_data: Path) -> Prepared:
    path = repository / "examples" / "published-data" / "msna-dummy" / "plan.toml"
    plan = read_plan(path)
    return prepared(plan, read_inputs(plan, places_of(path, reference_data)))


@pytest.fixture(scope="module")
def roster(reference_data: Path) -> list[dict[str, str]]:
    with (reference_data / "msna2024_dummy" / "roster.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def msna_group(row: Mapping[str, str]) -> str:
    if row["ind_age"] and float(row["ind_age"]) < 5:
        return "under_5"
    answers = [row[f"wgq_{domain}"] for domain in MSNA_DOMAINS]
    if any(answer in ("lot_of_difficulty", "cannot_do") for answer in answers):
        return "difficulty"
    if all(answer in ("no_difficulty", "some_difficulty") for answer in answers):
        return "no_difficulty"
    return "_D" if "pnta" in answers else "_U"


@pytest.mark.data
def test_the_roster_of_a_real_questionnaire_is_counted_as_its_twin_counts_it(
    msna: Prepared, roster: list[dict[str, str]]
) -> None:
    counted = Counter(map(msna_group, roster))
    shown = numbers(table(msna, "people.by.functioning"))

    assert sum(counted.values()) == len(roster) == 965
    assert set(shown) == {*counted, TOTAL}
    assert counted["difficulty"] > 800 > counted["no_difficulty"] > 0
    visible = {group: number for group, number in shown.items() if number is not None and group != TOTAL}
    assert visible
    assert all(counted[group] == number for group, number in visible.items())


@pytest.mark.data
def test_the_share_of_proxies_among_those_asked_is_printed_as_a_limit(
    msna: Prepared, roster: list[dict[str, str]]
) -> None:
    asked = [row for row in roster if msna_group(row) != "under_5" and any(row[f"wgq_{d}"] for d in MSNA_DOMAINS)]
    share = round(100 * sum(row["direct_proxy"] == "no" for row in asked) / len(asked))
    printed = "\n".join(msna.release.limits)

    assert 30 <= share <= 40
    assert f"Somebody else answered for the person: {share} % of those who were asked." in printed
    assert "Children are among those counted." in printed
    assert "Child Functioning Module" in printed
    assert "DISABILITY3" in printed


@pytest.mark.data
def test_the_functioning_of_a_person_stands_in_no_record_of_a_run(msna: Prepared) -> None:
    """What points at rows says nothing of groups, and what speaks of groups points at no row."""
    assert msna.microdata is None
    pointing = repr((msna.restricted.findings, msna.restricted.remarks, msna.used_rows))
    assert msna.restricted.findings
    assert "no_difficulty" not in pointing
    assert "under_5" not in pointing
    names = {question.name for question in msna.release.instrument.questions}
    assert "functioning" not in names
    functioning = next(b for b in msna.release.breakdowns if b.id == "functioning")
    assert "not what people call themselves" in functioning.note


def test_nobodys_functioning_can_be_asked_for_as_a_record_or_an_identity(example: tuple[Plan, Inputs]) -> None:
    plan, inputs = example
    released = plan.release.model_copy(update={"microdata_columns": ("functioning",)})
    identity = IdentityQuestion(question="functioning", topic=IdentityTopic.DISABILITY)
    sections = {name: getattr(plan, name) for name in ("breakdown", "module", "indicator", "reference", "release")}

    assert tables_reasons(TablesPlan(**sections), inputs.instrument) == ()
    for wrong in ({"release": released}, {"identity": (identity,)}):
        reasons = tables_reasons(TablesPlan(**{**sections, **wrong}), inputs.instrument)
        assert [reason.code for reason in reasons] == ["counted-question-unknown"]


# --- Own words: the published survey of 2016 -------------------------------------------------------

SPELLINGS = (
    {"code": "man", "label": "Man", "words": ["male", "man", "m"]},
    {"code": "woman", "label": "Woman", "words": ["female", "woman", "f"]},
)


@pytest.fixture(scope="module")
def osmi(repository: Path, reference_data: Path) -> tuple[Plan, Inputs]:
    path = repository / "examples" / "published-data" / "osmi" / "plan.toml"
    plan = read_plan(path)
    own = tuple(breakdown for breakdown in plan.breakdown if breakdown.id != "gender")
    people = Indicator(id="people", title="People", statistic=Statistic.COUNT, by=(("gender",),), sensitive=False)
    changes: dict[str, Any] = {"breakdown": own, "module": (gender(groups=SPELLINGS),), "indicator": (people,)}
    return plan.model_copy(update=changes), read_inputs(plan, places_of(path, reference_data))


@pytest.mark.data
def test_own_words_of_a_real_survey_are_grouped_as_agreed_and_nobody_is_dropped(osmi: tuple[Plan, Inputs]) -> None:
    plan, inputs = osmi
    with open_session() as session:
        answers = used_answers(plan, inputs, None)
        open_threshold = plan.model_copy(update={"protection": plan.protection.model_copy(update={"threshold": 3})})
        made = protected_tables(open_threshold, inputs, answers, session, nothing).tables

    found = numbers(next(table for table in made if table.id == "people.by.gender"))
    assert found["man"] is not None
    assert found["woman"] is not None
    assert found["man"] + found["woman"] == 1372
    assert found == {"man": 1043, "woman": 329, "not_grouped": 58, NOT_STATED: 3, TOTAL: 1433}


@pytest.mark.data
def test_no_ones_own_words_leave_with_a_release_and_the_agreement_does(osmi: tuple[Plan, Inputs]) -> None:
    plan, inputs = osmi
    found = prepared(plan, inputs)
    words = {text.strip().casefold() for text in inputs.answers.column("gender").to_pylist() if text}
    long = {word for word in words if len(word) > 5 and word not in ("female",)}

    published = release_json(found.release).decode().casefold()
    assert len(long) > 30
    assert [word for word in sorted(long) if f'"{word}"' in published] == []
    assert '"female"' not in published
    assert "agreed by assembly of the settlement on 2025-01-15" in published
    assert "in own words, not grouped" in published
    assert "transitioned" not in repr(found.restricted).casefold()


@pytest.mark.data
def test_own_words_stay_in_the_answers_as_they_were_written(osmi: tuple[Plan, Inputs]) -> None:
    plan, inputs = osmi
    before = inputs.answers.column("gender").to_pylist()
    prepared(plan, inputs)

    assert inputs.answers.column("gender").to_pylist() == before
    assert len(set(filter(None, before))) == 65  # of 70: blanks at the ends are cut off when a file is read


# --- Several nationalities in a cell ----------------------------------------------------------------


@pytest.mark.data
def test_several_nationalities_in_a_cell_of_a_real_register_are_read(engine: Engine, reference_data: Path) -> None:
    path = reference_data / "iom_missing_migrants" / "incidents.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        cells = [row["nat"] for row in csv.DictReader(stream)]
    form = Instrument("iom", "1", "", (Question("nat", "nat", AnswerType.TEXT),))
    declared = migration(nationality="nat", country=["MEX"], country_name="Mexico", unknown=["UNK"])

    found = groups(engine, declared, [{"nat": cell} for cell in cells], instrument=form)

    assert sum("," in cell for cell in cells) == 478
    assert found == [_of_mexico({part.strip() for part in cell.split(",")}) for cell in cells]
    several = {group for cell, group in zip(cells, found, strict=True) if "," in cell}
    assert several == {"national", "foreigner", NOT_STATED}


def _of_mexico(nations: set[str]) -> str:
    if "MEX" in nations:
        return "national"
    return NOT_STATED if "UNK" in nations else "foreigner"
