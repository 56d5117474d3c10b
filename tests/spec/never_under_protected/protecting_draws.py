"""Drawn tables handed to the engine, and what it may publish of them."""

import numpy as np
from cell_attacker import CellAttacker
from random_tables import draw

from nyhavn.engine.confidentiality.suppression.problem import Need, Problem
from nyhavn.engine.confidentiality.suppression.solving import suppress
from nyhavn.engine.confidentiality.suppression.structure import place, structure
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal

THRESHOLD = 3  # the smallest count that may be shown
PERCENT = 15.0  # nobody may be estimated more closely by the second largest contributor


def needed(drawn, names, codes):
    """The interval that nobody may narrow down, (smallest, largest); None for a cell that needs none."""
    amounts = drawn.inside(names, codes)
    if drawn.is_counts:
        return (0.0, float(THRESHOLD)) if 0 < len(amounts) < THRESHOLD else None
    total, (first, second) = sum(amounts), (*amounts[:2], 0.0, 0.0)[:2]
    lacking = PERCENT / 100 * first - (total - first - second)
    return (total - lacking, total + lacking) if lacking > 0 else None


def problem_of(drawn, tables, also_joint=True):
    """These tables as one problem, with the joint table that nobody publishes."""
    trees = {one.name: Hierarchy(one.name, one.total, one.parents) for one in drawn.breakdowns}
    everything = tuple(trees)
    joint = [everything] if also_joint and everything not in tables else []
    shape = structure([[trees[name] for name in names] for names in (*tables, *joint)])
    names_of = {
        place([trees[name] for name in names], codes): (names, codes)
        for names in (*joint, *tables)
        for codes in drawn.cells(names)
    }
    shown = {place([trees[n] for n in names], codes) for names in tables for codes in drawn.cells(names)}
    inside = [drawn.inside(*names_of[at]) for at in shape.places]
    values = np.array([sum(amounts) for amounts in inside], dtype=float)
    unseen = np.array([at not in shown for at in shape.places])
    needs = []
    for cell, at in enumerate(shape.places):
        interval = needed(drawn, *names_of[at]) if at in shown else None
        if interval:
            needs.append(Need(cell, values[cell] - interval[0], interval[1] - values[cell]))
    size = len(values)
    alone = [not drawn.is_counts and len(amounts) == 1 for amounts in inside]
    return shape.places, Problem(
        matrix=shape.matrix,
        values=values,
        low=np.zeros(size),
        high=np.full(size, 10 * values.sum() + 1000),
        costs=np.where(unseen, 0.0, 1.0 + np.log1p(values)),
        fixed=np.zeros(size, dtype=bool),
        unseen=unseen,
        needs=tuple(needs),
        blocks=shape.blocks,
        own=np.array([amounts[0] if amounts else 0.0 for amounts in inside]),
        alone=np.array(alone),
        whole=drawn.is_counts,
    )


def published(drawn, tables, also_joint=True):
    """By table: code by code the number, None where it is hidden."""
    places, problem = problem_of(drawn, tables, also_joint)
    hidden = suppress(problem).hidden
    at = {cell: number for number, cell in enumerate(places)}
    trees = {one.name: Hierarchy(one.name, one.total, one.parents) for one in drawn.breakdowns}
    return {
        names: {
            codes: None if hidden[number] else float(problem.values[number])
            for codes in drawn.cells(names)
            for number in (at[place([trees[name] for name in names], codes)],)
        }
        for names in tables
    }


def attacker_of(drawn, shown):
    """Somebody who has read all of it."""
    attacker = CellAttacker(drawn.breakdowns, drawn.is_counts)
    for names, cells in shown.items():
        attacker.learn(names, cells)
    return attacker


def attacked(seed, most_cells):
    """What is broken in one drawn set of tables, how many of its numbers are shown, and of how many; None: refused."""
    drawn = draw(seed, most_cells)
    try:
        tables = published(drawn, drawn.tables)
    except Refusal:
        return None
    numbers = [value for table in tables.values() for value in table.values()]
    return broken(drawn, tables), sum(value is not None for value in numbers), len(numbers)


def broken(drawn, shown, attacker=None):
    """Cells that need an interval, each with those who can narrow it down."""
    attacker = attacker or attacker_of(drawn, shown)
    people = tuple(drawn.respondents())
    found = {}
    for names, cells in shown.items():
        for codes in cells:
            interval = needed(drawn, names, codes)
            who = attacker.narrows(names, codes, interval, people) if interval else []
            if who:
                found[names, codes] = who
    return found
