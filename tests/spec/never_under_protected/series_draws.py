"""Drawn groups of people who come, go and change their answers, and what is published of them, vintage by vintage."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import narwhals as nw
import numpy as np
import polars as pl

from nyhavn.engine.estimation import SamplingError
from nyhavn.engine.over_time import OverTimeOrder, produce_over_time
from nyhavn.engine.production import TableOrder, produce_tables
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.over_time import Never, OverTimePolicy
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic

ILL, SILENT = "ill", "-"
ANSWER = {"yes": "yes", "no": "no", SILENT: "none"}


@dataclass(frozen=True)
class Series:
    """codes: by breakdown its categories. vintages: by person their leaf and answer, one mapping for each vintage.

    people_by, ill_by: the tables of each indicator.
    """

    codes: dict
    people_by: tuple
    ill_by: tuple
    vintages: tuple
    threshold: int
    rule: OverTimePolicy
    is_sensitive: bool

    @property
    def indicators(self):
        return (
            Indicator(id="people", title="", statistic=Statistic.COUNT, by=self.people_by),
            Indicator(
                id=ILL,
                title="",
                statistic=Statistic.PROPORTION,
                numerator="${ill} = 'yes'",
                by=self.ill_by,
                sensitive=self.is_sensitive,
            ),
        )

    @property
    def order(self):
        questions = [
            Question(name, name, AnswerType.SELECT_ONE, choices=tuple(map(Choice, codes)))
            for name, codes in self.codes.items()
        ]
        questions.append(
            Question(ILL, ILL, AnswerType.SELECT_ONE, choices=tuple(map(Choice, ANSWER)), refused=(SILENT,))
        )
        return TableOrder(
            instrument=Instrument("i", "1", "", tuple(questions)),
            indicators=self.indicators,
            breakdowns=tuple(
                Breakdown(id=name, title="", question=name, categories=tuple(Category(code=c, label="") for c in codes))
                for name, codes in self.codes.items()
            ),
            error=SamplingError.NONE,
            inference=False,
            policy=ProtectionPolicy(threshold=self.threshold),
            today=date(2026, 3, 1),
        )


# Tables of the counts and of the share who are ill: crossed, linked by a shared breakdown, or both.
LINKED = ((("a", "b"), ("a", "c")), (("a", "b"), ("a", "c")))
SHAPES = (
    LINKED,
    LINKED,
    ((("a", "b"), ("a", "c")), (("a", "b"), ("c",))),
    ((("a", "b"), ("a", "c"), ("b", "c")), (("a",), ("b",))),
    ((("a", "b"),), (("a", "b"),)),
    ((("a", "b"),), (("a",), ("b",))),
)


def draw(seed):
    """A group of 20 to 120 people by two or three breakdowns, for three to six vintages."""
    rng = np.random.default_rng(seed)
    people_by, ill_by = SHAPES[int(rng.integers(len(SHAPES)))]
    names = sorted({name for by in people_by for name in by})
    codes = {name: tuple(f"{name}{at}" for at in range(int(rng.integers(2, 5 - (name == "c"))))) for name in names}
    chances = {name: rng.dirichlet(np.full(len(of), 1.5)) for name, of in codes.items()}
    ill, silent = rng.uniform(0.1, 0.6), float(rng.choice([0.0, 0.08]))
    least = int(rng.choice([8, 12, 20, 30]))
    rule = OverTimePolicy(
        changes=int(rng.choice([3, 4, 6])),
        people=least,
        never=Never.MERGE if rng.random() < 0.7 else Never.HOLD,
        patience=int(rng.integers(2, 5)),
    )

    def somebody():
        leaf = tuple(of[int(rng.choice(len(of), p=chances[name]))] for name, of in codes.items())
        return leaf, SILENT if rng.random() < silent else "yes" if rng.random() < ill else "no"

    vintages = tuple(_told(rng, somebody, int(rng.integers(20, 121)), int(rng.integers(3, 7))))
    threshold = int(rng.choice([3, 3, 5]))
    return Series(codes, people_by, ill_by, vintages, threshold, rule, bool(rng.random() < 0.5))


def _told(rng, somebody, size, vintages):
    """Who stands where, vintage by vintage: in some of them nearly nothing happens, in others a fifth changes."""
    now = {person: somebody() for person in range(size)}
    newest = size
    yield now
    for _ in range(1, vintages):
        now, pace = dict(now), float(rng.choice([0.02, 0.08, 0.2]))
        for person in list(now):
            if rng.random() < pace:
                if rng.random() < 0.5 and len(now) > 1:
                    del now[person]
                else:
                    now[person] = somebody()
        for _ in range(int(rng.poisson(pace * size / 2))):
            now[newest] = somebody()
            newest += 1
        yield now


@dataclass(frozen=True)
class Out:
    """What was published. tables: of each vintage. block_of: by leaf. states: by vintage and block, the state shown.

    A state is the number of the vintage in which the block was refreshed. held_back: vintages in which everything was
    repeated, because all of them together would have given something away.
    """

    tables: tuple
    block_of: dict
    states: tuple
    held_back: int = 0


def _nobody_watches(_stage, _done, _of):
    pass


def _frame(table):
    return nw.from_native(pl.from_arrow(table)).lazy()


def _answers(series, people):
    leaves = [leaf for leaf, _ in people.values()]
    columns = {name: [leaf[at] for leaf in leaves] for at, name in enumerate(series.codes)}
    rows = {"_row": list(range(2, len(people) + 2)), **columns, ILL: [answer for _, answer in people.values()]}
    return nw.from_native(pl.DataFrame(rows, schema_overrides={"_row": pl.Int64})).lazy()


def _leaves(series):
    found = [()]
    for codes in series.codes.values():
        found = [(*leaf, code) for leaf in found for code in codes]
    return found


def over_time(series):
    """Published by blocks, each vintage with the register of the one before. Raises Refusal."""
    tables, states, known, held_back = [], [], None, 0
    for people in series.vintages:
        held = produce_over_time(
            _answers(series, people),
            series.order,
            OverTimeOrder(series.rule, known),
            frame=_frame,
            coded_frame=lambda lazy: lazy,
            step=_nobody_watches,
        )
        known = held.moved.family
        tables.append(held.produced.tables)
        states.append(known.tables.refreshed)
        held_back += held.is_held_back
    division = known.division
    at = [list(series.codes).index(name) for name in division.breakdowns]
    block_of = {leaf: division.block(tuple(leaf[place] for place in at)) for leaf in _leaves(series)}
    return Out(tuple(tables), block_of, tuple(states), held_back)


def naively(series):
    """Each vintage protected as if there were no other. Of a leaf in which nobody changed, everybody knows it."""
    order = series.order
    tables = tuple(
        produce_tables(_answers(series, people), order, coded_frame=lambda lazy: lazy, step=_nobody_watches).tables
        for people in series.vintages
    )
    leaves = _leaves(series)
    states = [[0] * len(leaves)]
    for number, (before, now) in enumerate(zip(series.vintages, series.vintages[1:], strict=False), 1):
        changed = {
            place[0]
            for person in before.keys() | now.keys()
            if before.get(person) != now.get(person)
            for place in (before.get(person), now.get(person))
            if place
        }
        states.append([number if leaf in changed else states[-1][at] for at, leaf in enumerate(leaves)])
    return Out(tables, {leaf: at for at, leaf in enumerate(leaves)}, tuple(map(tuple, states)))


def counted(series, out):
    """How many people stood in each of the attacker's unknowns, and of each person the unknowns that count them."""
    truth, own = Counter(), {}
    for leaf, block in out.block_of.items():
        for state in sorted({states[block] for states in out.states}):
            for person, (place, answer) in series.vintages[state].items():
                if place == leaf:
                    unknown = leaf, ANSWER[answer], state
                    truth[unknown] += 1
                    own.setdefault(person, set()).add(unknown)
    return truth, own


def groups(series, by):
    """All groups of a table, margins too."""
    for size in range(len(by) + 1):
        for kept in combinations(by, size):
            found = [()]
            for name in kept:
                found = [(*group, (name, code)) for group in found for code in series.codes[name]]
            yield from found
