"""The fewest values to blank where a blank agrees with every value, as sdcMicro counts: by integer programming.

Only rows that are at risk lose values. Then no other row comes to be at risk (sdcMicro, tests/testthat/test_theory.R,
"violator-only suppression never decreases a safe record's count"): a row at risk agrees with no whole row that is
hidden, for whatever agrees with that row would agree with it too.

Per row at risk and key a choice: blank it or not. Per row at risk and set of keys a choice: is it just this set? With
it comes how many rows agree that are hidden already, and keep all they have. Per pair of rows at risk a choice that may
be made where every key in which they differ is blanked in one of the two. A row of which nothing is left hides no whole
row. Enough rows must agree with each. Rows that are alike are put in an order, or every solution would be found many
times over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.frequencies import agreeing, frequencies
from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Codes, Floats, Integers, Truths
from nyhavn.engine.confidentiality.programs import Choice, Choices


@dataclass(frozen=True)
class AtRisk:
    """Rows with which fewer than k agree, one by one. cell: of each row; codes: rows x keys."""

    cell: Integers
    codes: Codes

    @property
    def stated(self) -> Truths:
        """Where there is a value that could be blanked."""
        return np.asarray(self.codes != MISSING, dtype=np.bool_)


@dataclass
class _Rows:
    """Rows of the program while it is written: entries (row, column, value), and what each row must reach."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)

    def add(self, terms: Sequence[tuple[int, float]], least: float) -> None:
        self.entries += [(len(self.least), column, value) for column, value in terms]
        self.least.append(least)

    def matrix(self, columns: int) -> csr_array:
        row, column, value = zip(*self.entries, strict=True)
        return csr_array((np.array(value), (row, column)), shape=(len(self.least), columns))


@dataclass(frozen=True)
class BlankProgram:
    """The program. Its columns: rows at risk x keys; then rows at risk x sets of keys; then one per pair."""

    choices: Choices
    at_risk: AtRisk
    pairs: tuple[tuple[int, int], ...]

    def solve(self, most_nodes: int, start: Truths | None = None) -> Choice | None:
        """The best found. start: rows at risk x keys, what is blanked in a solution that is known."""
        return self.choices.whole(most_nodes, None if start is None else self._start(start))

    def blanked(self, choice: Choice) -> Truths:
        """Which values a choice blanks: rows at risk x keys."""
        size = self.at_risk.codes.size
        return np.asarray(choice.point[:size].reshape(self.at_risk.codes.shape) > 0.5, dtype=np.bool_)

    def _start(self, blanked: Truths) -> Floats:
        """The choices that go with what is blanked."""
        rows, keys = blanked.shape
        held = blanked @ (1 << np.arange(keys))
        sets = np.zeros((rows, 2**keys))
        sets[np.arange(rows), held] = 1.0
        codes = np.where(blanked, MISSING, self.at_risk.codes)
        agree = [_agree(codes[row], codes[other]) for row, other in self.pairs]
        return np.concatenate([blanked.ravel(), sets.ravel(), agree]).astype(np.float64)


def rows_at_risk(cells: KeyCells, k: int) -> AtRisk:
    """All rows with which fewer than k agree."""
    cell = np.flatnonzero(frequencies(cells).sample < k)
    each = np.repeat(cell, cells.rows[cell])
    return AtRisk(each, cells.codes[each])


def program_size(at_risk: AtRisk) -> int:
    """How many choices a program would have: what it is judged by before it is written."""
    rows, keys = at_risk.codes.shape
    return int(rows * (keys + 2**keys + rows))


def blank_program(cells: KeyCells, k: int, at_risk: AtRisk, costs: Sequence[float]) -> BlankProgram:
    """The program of a file. costs: of blanking a value of each key."""
    rows, keys = at_risk.codes.shape
    program, first_set, first_pair = _Rows(), rows * keys, rows * (keys + 2**keys)
    credits, now = _from_hidden(cells, at_risk), frequencies(cells).sample[at_risk.cell]
    pairs: list[tuple[int, int]] = []
    for row in range(rows):
        lacking, terms = float(k - 1), []
        for other in range(rows):
            if other != row and _pair(program, at_risk, row, other, first_pair + len(pairs)):
                lacking -= 1.0
            elif other != row:
                terms.append((first_pair + len(pairs), 1.0))
                pairs.append((row, other))
        sets = [first_set + row * 2**keys + held for held in range(2**keys)]
        terms += [(column, min(float(credits[row, held]), lacking)) for held, column in enumerate(sets)]
        program.add(terms, lacking)
        program.add(_reached(at_risk, row, float(k - now[row]), first_set), 1.0)
        program.add([(column, -1.0) for column in sets], -1.0)
        program.add([(column, 1.0) for column in sets], 1.0)
        for key in range(keys):
            inside = [(column, -1.0) for held, column in enumerate(sets) if held >> key & 1]
            program.add([(row * keys + key, 1.0), *inside], 0.0)
            program.add([(row * keys + key, -1.0), *((column, 1.0) for column, _ in inside)], 0.0)
        if row and at_risk.cell[row] == at_risk.cell[row - 1]:
            bits = [(row * keys + key, float(1 << key)) for key in range(keys)]
            program.add([*bits, *((column - keys, -value) for column, value in bits)], 0.0)
    columns = first_pair + len(pairs)
    high, prices = np.ones(columns), np.zeros(columns)
    high[:first_set], prices[:first_set] = at_risk.stated.ravel(), np.tile(costs, rows)
    choices = Choices(prices, np.zeros(columns), high)
    choices.require(program.matrix(columns), np.array(program.least))
    return BlankProgram(choices, at_risk, tuple(pairs))


def _reached(at_risk: AtRisk, row: int, lacking: float, first_set: int) -> list[tuple[int, float]]:
    """Something is blanked in the row, or as many others as it lacks give up all in which they differ from it.

    Redundant for whole numbers, and tight for divided ones.
    """
    rows, keys = at_risk.codes.shape
    terms = [(first_set + row * 2**keys + held, 1.0) for held in range(1, 2**keys)]
    for other in range(rows):
        bits = sum(1 << int(key) for key in _differing(at_risk.codes[row], at_risk.codes[other]))
        if other != row and bits:
            sets = range(2**keys)
            terms += [(first_set + other * 2**keys + held, 1.0 / lacking) for held in sets if held & bits == bits]
    return terms


def _from_hidden(cells: KeyCells, at_risk: AtRisk) -> Integers:
    """Rows that are not at risk and agree with each row at risk without each set of keys: rows x sets."""
    rows, keys = at_risk.codes.shape
    amounts = cells.rows.copy()
    amounts[at_risk.cell] = 0
    found = np.zeros((rows, 2**keys), dtype=np.int64)
    for held in range(2**keys):
        codes = at_risk.codes.copy()
        codes[:, [key for key in range(keys) if held >> key & 1]] = MISSING
        (sums,) = agreeing(codes, cells, amounts)
        found[:, held] = np.rint(sums)
    return found


def _pair(program: _Rows, at_risk: AtRisk, row: int, other: int, column: int) -> bool:
    """The conditions of a pair of rows at risk. True where they agree whatever is blanked: then it needs no column."""
    keys = at_risk.codes.shape[1]
    differ = _differing(at_risk.codes[row], at_risk.codes[other])
    could_say_nothing = keys > 1 and bool(at_risk.stated[row].all())
    if not len(differ) and not could_say_nothing:
        return True
    for key in map(int, differ):
        program.add([(row * keys + key, 1.0), (other * keys + key, 1.0), (column, -1.0)], 0.0)
    # Redundant for whole numbers, and what makes the divided ones tight: if the row itself gives up none of the keys in
    # which they differ, the other must give up all of them, and the other way round.
    bits = sum(1 << key for key in map(int, differ))
    for giver, taker in ((row, other), (other, row)):
        first, second = (at_risk.codes.size + place * 2**keys for place in (giver, taker))
        all_of = [(first + held, 1.0) for held in range(2**keys) if held & bits == bits]
        some_of = [(second + held, 1.0) for held in range(2**keys) if held & bits]
        if bits:
            program.add([*all_of, *some_of, (column, -1.0)], 0.0)
    if could_say_nothing:  # something is left of the other row, or the row itself is not whole any more
        stated = np.flatnonzero(at_risk.stated[other])
        left = [(other * keys + int(key), -1.0) for key in stated]
        own = [(row * keys + key, 1.0) for key in range(keys)]
        program.add([*left, *own, (column, -1.0)], -float(len(stated)))
    return False


def _differing(codes: Codes, others: Codes) -> Integers:
    return np.flatnonzero((codes != others) & (codes != MISSING) & (others != MISSING))


def _agree(codes: Codes, others: Codes) -> bool:
    says_nothing = len(codes) > 1 and bool((others == MISSING).all()) and not bool((codes == MISSING).any())
    return not says_nothing and not len(_differing(codes, others))
