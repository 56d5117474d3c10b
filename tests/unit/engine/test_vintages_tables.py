"""Tables that move by blocks, on every engine: fresh ones equal plain ones, and mixed ones equal a slow twin."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from engines import Engine
from nyhavn.engine.confidentiality.vintages import Family
from nyhavn.engine.estimation import SamplingError, code_rows
from nyhavn.engine.over_time import HeldTables, OverTimeOrder, produce_over_time
from nyhavn.engine.production import ProtectedTables, TableOrder, produce_tables
from nyhavn.engine.profiles import profiles
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.over_time import Never, OverTimePolicy
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import (
    DECLINED,
    NOT_STATED,
    TOTAL,
    Breakdown,
    Category,
    Indicator,
    Statistic,
)

Row = tuple[str | None, str | None, str | None]  # sex, age, ill; a dash declines
NAMES = ("sex", "age", "ill")
CODES = {"sex": ("f", "m"), "age": ("o", "y"), "ill": ("no", "yes")}
QUESTIONS = tuple(
    Question(name, name, AnswerType.SELECT_ONE, choices=tuple(map(Choice, (*CODES[name], "-"))), refused=("-",))
    for name in NAMES
)
INSTRUMENT = Instrument("i", "1", "", QUESTIONS)
BREAKDOWNS = tuple(
    Breakdown(id=n, title="", question=n, categories=tuple(Category(code=code, label="") for code in CODES[n]))
    for n in ("sex", "age")
)
INDICATORS = (
    Indicator(id="people", title="", statistic=Statistic.COUNT, by=(("sex",), ("age",))),
    Indicator(
        id="ill", title="", statistic=Statistic.PROPORTION, numerator="${ill} = 'yes'", by=(("sex", "age"), ("age",))
    ),
    Indicator(
        id="ill_women",
        title="",
        statistic=Statistic.PROPORTION,
        numerator="${ill} = 'yes'",
        universe="${sex} = 'f'",
        sensitive=False,
    ),
)
ORDER = TableOrder(
    instrument=INSTRUMENT,
    indicators=INDICATORS,
    breakdowns=BREAKDOWNS,
    error=SamplingError.NONE,
    inference=False,
    policy=ProtectionPolicy(threshold=1),
    today=date(2026, 3, 1),
)
RULE = OverTimePolicy(changes=6, people=20, never=Never.HOLD)


def step(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def frame(engine: Engine, rows: Sequence[Row]) -> pa.Table:
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(NAMES)}
    return engine.frame(pa.table({"_row": pa.array(range(2, len(rows) + 2), pa.int64()), **columns}))


def people(seed: int, size: int) -> list[Row]:
    chance = random.Random(seed)
    return [
        (chance.choice(("f", "f", "m", "-", None)), chance.choice(("o", "y", None)), chance.choice(("yes", "no", "-")))
        for _ in range(size)
    ]


def plain(engine: Engine, rows: Sequence[Row], order: TableOrder = ORDER) -> ProtectedTables:
    return produce_tables(frame(engine, rows), order, coded_frame=lambda lazy: lazy, step=step)


def moved(
    engine: Engine,
    rows: Sequence[Row],
    known: Family | None = None,
    *,
    order: TableOrder = ORDER,
) -> HeldTables:
    return produce_over_time(
        frame(engine, rows),
        order,
        OverTimeOrder(RULE, known, seed=5),
        frame=engine.frame,
        coded_frame=lambda lazy: lazy,
        step=step,
    )


def test_profiles_count_everybody_once(engine: Engine) -> None:
    rows = people(1, 150)
    coded = code_rows(
        frame(engine, rows), indicators=INDICATORS, breakdowns=BREAKDOWNS, instrument=INSTRUMENT, today=ORDER.today
    )
    found = profiles(coded, INDICATORS, ("sex", "age"))
    code = {None: NOT_STATED, "-": DECLINED}
    twin = Counter((code.get(sex, sex), code.get(age, age)) for sex, age, _ in rows)
    assert dict(zip(found.codes, found.people.tolist(), strict=True)) == dict(twin)
    ill = {
        profile: [
            sum(row[2] == answer for row in rows if (code.get(row[0], row[0]), code.get(row[1], row[1])) == profile)
            for answer in ("yes", "no", "-")
        ]
        for profile in twin
    }
    assert {profile: states.tolist() for profile, states in zip(found.codes, found.states["ill"], strict=True)} == ill
    assert found.states["ill_women"].sum() == sum(sex == "f" for sex, _, _ in rows)


@pytest.mark.parametrize("error", [SamplingError.NONE, SamplingError.SIMPLE_RANDOM])
def test_the_first_tables_are_the_plain_ones(engine: Engine, error: SamplingError) -> None:
    order = replace(ORDER, error=error, inference=error is not SamplingError.NONE, policy=ProtectionPolicy(threshold=5))
    rows = people(2, 200)
    found, twin = moved(engine, rows, order=order), plain(engine, rows, order)
    assert found.produced.tables == twin.tables
    assert found.produced.protection == twin.protection
    assert set(found.produced.remarks) == set(twin.remarks)
    assert found.people == 200


def test_tables_of_which_some_parts_wait_equal_their_twin_and_add_up(engine: Engine) -> None:
    """Twelve women who are ill come; one man leaves and waits."""
    rows = [row for row in people(3, 200) if row[0] in ("f", "m")]
    begun = moved(engine, rows)
    gone = next(row for row in rows if row[0] == "m" and row[1] is None)  # of another block than the women
    came: list[Row] = [("f", "o", "yes")] * 12
    after = list(rows)
    after.remove(gone)
    found = moved(engine, [*after, *came], begun.moved.family)
    assert found.moved.staleness.people == 1
    assert found.produced.tables == plain(engine, [*rows, *came]).tables  # the man still stands in all of them
    for table in found.produced.tables:
        for figure in table.figures:
            parts = [
                other
                for other in table.figures
                if TOTAL not in other.categories
                and all(a in (TOTAL, b) for a, b in zip(figure.categories, other.categories, strict=True))
            ]
            assert figure.n == sum(other.n or 0 for other in parts) or not table.breakdowns


def test_a_category_that_nobody_chose_before_comes_in_with_its_block(engine: Engine) -> None:
    rows: list[Row] = [("f", "o", "yes"), ("m", "o", "no")] * 40
    begun = moved(engine, rows)
    one = moved(engine, [*rows, ("f", None, "yes")], begun.moved.family)
    assert one.produced.tables == begun.produced.tables
    many: list[Row] = [*rows, *[("f", None, "yes")] * 9, *[("m", None, "no")] * 9]
    found = moved(engine, many, one.moved.family)
    assert found.produced.tables == plain(engine, many).tables


def test_with_laxer_rules_what_was_hidden_is_not_shown_while_it_has_not_moved(engine: Engine) -> None:
    """Three old men are hidden; by the new threshold they would stand open, and with them what the last release hid."""
    order = replace(ORDER, indicators=INDICATORS[:2], policy=ProtectionPolicy(threshold=5))
    sizes = {("f", "o"): 30, ("f", "y"): 32, ("m", "o"): 3, ("m", "y"): 40}
    rows: list[Row] = [(sex, age, ("yes", "no")[at % 2]) for (sex, age), size in sizes.items() for at in range(size)]
    begun = moved(engine, rows, order=order)
    assert moved(engine, rows, begun.moved.family, order=order).produced.tables == begun.produced.tables
    with pytest.raises(Refusal) as refused:
        moved(engine, rows, begun.moved.family, order=replace(order, policy=ProtectionPolicy(threshold=2)))
    assert [reason.code for reason in refused.value.reasons] == ["over-time-other-rules"]
    stricter = replace(order, policy=ProtectionPolicy(threshold=8))
    assert moved(engine, rows, begun.moved.family, order=stricter).people == len(rows)
