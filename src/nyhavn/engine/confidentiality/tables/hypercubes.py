"""Large tables: each sensitive cell is protected by cubes of cells that rise and fall together.

Take, beside the codes of a sensitive cell, one other code in each breakdown. If the corners of that cube rise and fall
in turn by the same amount, every margin stays as it is: so the cube proves that the sensitive cell may lie that much
higher or lower. Giessing and Repsilber, Tools and Strategies to Protect Multiples Tables with the GHQUAR Cell
Suppression Engine (2002). There cubes are chosen by size; here by what hiding them costs, and only such whose cells can
take the amount, also in the eyes of every respondent of another cell. Sufficient, seldom cheapest, and quick.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nyhavn.engine.confidentiality.programs import TOLERANCE
from nyhavn.engine.confidentiality.suppression.problem import Floats, Integers, Need, Problem, Truths
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.framework.hierarchy import Hierarchy

MOST_OPTIONS = 48  # codes beside the sensitive one that are tried in each breakdown; own choice
MOST_HALVES = 8  # an amount that no cube can take is shared by up to 2 ** 8 of them; own choice
PASSES = 3  # over all needs; each but the first looks for cheaper cubes beside those of the others
DOUBT = 1e-6  # of the average cell: what a sensitive cell without an amount must be able to move


@dataclass(frozen=True)
class Side:
    """One breakdown of a cube: options x codes; plus: codes that move with the sensitive cell, minus: against it."""

    plus: Truths
    minus: Truths


@dataclass(frozen=True)
class Cube:
    """cells: places that move, each once. moved: by how much, in units of value."""

    cells: Integers
    moved: Floats


@dataclass(frozen=True)
class Cubes:
    """What is hidden, and the deviations from the truth that prove it, in units of value: of each need, both ways."""

    hidden: Truths
    proofs: tuple[tuple[Need, Floats], ...]


def cubes(linked: Linked, problem: Problem, seed: int) -> Cubes | None:
    """A sufficient choice with its proofs, or None where some sensitive cell has no such cube.

    For tables whose cells all stand in one cross (`Linked.finest`). seed: of choices that cost the same.
    """
    search = _Search(linked, problem, np.random.default_rng(seed))
    return search.result() if all(search.improve(need) for _ in range(PASSES) for need in problem.needs) else None


class _Search:
    """Cubes chosen so far, and how many of them need each cell."""

    def __init__(self, linked: Linked, problem: Problem, random: np.random.Generator) -> None:
        position = linked.finest[0]
        self._cross, self._at, self._problem = linked.crosses[position], linked.at[position], problem
        self._random, self._dearest = random, float(problem.costs.max())
        self._used = np.zeros(problem.size, dtype=np.int64)
        self._own = {need.cell: True for need in problem.needs}
        self._chosen: dict[int, tuple[tuple[Cube, ...], ...]] = {}
        self._free = problem.unseen.copy()
        self._free[list(self._own)] = True

    @cached_property
    def _leaf(self) -> Truths:
        found = np.ones(self._at.shape, dtype=np.bool_)
        for axis, tree in enumerate(self._cross):
            is_leaf = np.array([not tree.children(code) for code in tree.codes])
            found &= is_leaf.reshape([-1 if other == axis else 1 for other in range(len(self._cross))])
        return found

    def improve(self, need: Need) -> bool:
        """Choose the cheapest cubes for a need, given those of the others; False where there are none."""
        for cube in (cube for way in self._chosen.pop(need.cell, ()) for cube in way):
            self._used[cube.cells] -= 1
        codes = tuple(int(place[0]) for place in np.nonzero(self._at == need.cell))
        up, down = _up(need, self._problem), -need.lower
        ways = self._alike(codes, up, down) or [
            self._way(codes, amount, dear=False) or self._way(codes, amount, dear=True) for amount in (up, down)
        ]
        if any(way is None for way in ways):
            return False
        found = tuple(way for way in ways if way is not None)
        self._chosen[need.cell] = found
        for cube in (cube for way in found for cube in way):
            self._used[cube.cells] += 1
        return True

    def result(self) -> Cubes:
        """What is hidden by all cubes together."""
        hidden = (self._used > 0) & ~self._problem.unseen
        hidden[list(self._own)] = True
        return Cubes(hidden, tuple(self._proofs()))

    def _proofs(self) -> Iterator[tuple[Need, Floats]]:
        for need in self._problem.needs:
            for way in self._chosen[need.cell]:
                moved = np.zeros(self._problem.size)
                for cube in way:
                    moved[cube.cells] += cube.moved
                yield need, moved

    def _alike(self, codes: tuple[int, ...], up: float, down: float) -> list[tuple[Cube, ...] | None]:
        """One cube that serves both ways, if there is one."""
        sides = self._sides(codes)
        inside, moved = _inside(self._cross, codes), np.zeros(self._problem.size)
        bad = self._bad(sides, inside, up, moved) + self._bad(sides, inside, down, moved)
        prices = self._price(sides)
        prices = np.where((bad > 0) | (prices >= self._dearest), np.inf, prices)
        if not prices.size or not np.isfinite(prices).any():
            return []
        return [(self._cube(sides, prices, amount),) for amount in (up, down)]

    def _way(self, codes: tuple[int, ...], amount: float, *, dear: bool) -> tuple[Cube, ...] | None:
        """Cubes that move a cell by an amount: one, or several that share it where none can take it alone.

        dear: whether cells may be hidden that cost as much as the grand total.
        """
        cubes: list[Cube] = []
        moved, inside = np.zeros(self._problem.size), _inside(self._cross, codes)
        steps = [(self._sides(codes), amount)] if amount >= 0 else self._steps(codes, amount)
        parts = [(sides, part, MOST_HALVES) for sides, part in steps]
        while parts:
            sides, part, halves = parts.pop(0)
            bad, prices = self._bad(sides, inside, part, moved), self._price(sides)
            prices = np.where((bad > 0) | (not dear and prices >= self._dearest), np.inf, prices)
            if prices.size and np.isfinite(prices).any():
                cubes.append(self._cube(sides, prices, part))
                moved[cubes[-1].cells] += cubes[-1].moved
                continue
            less = float(np.fix(part / 2)) if self._problem.whole else part / 2
            if not (halves and less):
                return None
            parts = [(sides, less, halves - 1), (sides, part - less, halves - 1), *parts]
        return tuple(cubes)

    def _steps(self, codes: tuple[int, ...], amount: float) -> list[tuple[list[Side], float]]:
        """The leaves below a cell that fall together by an amount, the largest first."""
        leaves = [_leaves(tree, code) for tree, code in zip(self._cross, codes, strict=True)]
        values = self._problem.values[self._at[np.ix_(*leaves)]]
        steps, left = [], -amount
        for flat in np.argsort(-values, axis=None, kind="stable"):
            at = np.unravel_index(int(flat), values.shape)
            part = min(left, float(values[at]))
            if part > 0:
                own = tuple(each[int(one)] for each, one in zip(leaves, at, strict=True))
                steps.append((self._sides(codes, own), -part))
                left -= part
        return steps

    def _sides(self, codes: tuple[int, ...], own: tuple[int, ...] = ()) -> list[Side]:
        """Options in each breakdown. own: the leaf below the cell that moves; empty: any."""
        chosen = own or (None,) * len(codes)
        each = zip(self._cross, codes, chosen, strict=True)
        return [_side(tree, code, leaf, self._random) for tree, code, leaf in each]

    def _price(self, sides: list[Side]) -> Floats:
        """What each cube would hide beyond what is hidden anyway; a little chance decides between equals."""
        costs = np.where(self._free | (self._used > 0), 0.0, self._problem.costs)[self._at]
        price = _summed(costs, [side.plus + side.minus for side in sides])
        return price + 1e-9 * self._random.random(price.shape)

    def _bad(self, sides: list[Side], inside: Truths, amount: float, moved: Floats) -> Floats:
        """How many cells of each cube cannot move so far. inside: cells of the sensitive cell's own people alone."""
        problem, at = self._problem, self._at
        values, size = problem.values[at] + moved[at], abs(amount)
        knows = self._leaf & ~inside
        stuck = problem.fixed[at] | (knows & problem.alone[at])
        falls = stuck | (values - size < np.where(knows, problem.own[at], 0.0) - TOLERANCE)
        rises = stuck | (values + size > problem.high[at])
        along, against = (rises, falls) if amount > 0 else (falls, rises)
        even, odd = _by_sign(along.astype(np.float64), sides)[0], _by_sign(against.astype(np.float64), sides)[1]
        return np.round(even + odd) if amount else np.zeros(even.shape)

    def _cube(self, sides: list[Side], prices: Floats, amount: float) -> Cube:
        option = np.unravel_index(int(np.argmin(prices)), prices.shape)
        axes = [side.plus[one].astype(np.float64) - side.minus[one] for side, one in zip(sides, option, strict=True)]
        signs = axes[0]
        for axis in axes[1:]:
            signs = np.multiply.outer(signs, axis)
        moving = np.nonzero(signs)
        return Cube(self._at[moving], signs[moving] * amount)


def _up(need: Need, problem: Problem) -> float:
    """How far the cell must be able to rise; a strict one at least somewhere."""
    if need.upper > 0 or need.lower > 0:
        return need.upper
    return 1.0 if problem.whole else DOUBT * float(problem.values.mean())


def _leaves(tree: Hierarchy, code: int) -> list[int]:
    """Positions of the leaves at or below a code."""
    return [tree.place[one] for one in tree.below(tree.codes[code]) if not tree.children(one)]


def _side(tree: Hierarchy, code: int, leaf: int | None, random: np.random.Generator) -> Side:
    """Ways to move a leaf at or below a code: with one beside it, or alone, so that the total moves too."""
    name = tree.codes[code]
    inner = [tree.codes[at] for at in _leaves(tree, code)]
    moving = inner if leaf is None else [tree.codes[leaf]]
    pairs = [(one, "") for one in moving]
    if name != tree.total:
        line = tree.ancestors(name)
        above = next(one for one in line[1:] if one == tree.total or len(tree.children(one)) > 1)
        own = set(inner)
        beside = [one for one in tree.below(above) if not tree.children(one) and one not in own]
        pairs += [(one, other) for one in moving for other in beside]
    pairs = _some(pairs, len(moving), random)
    place = tree.place
    plus, minus = (np.zeros((len(pairs), len(place)), dtype=np.bool_) for _ in range(2))
    for number, (one, other) in enumerate(pairs):
        shared = set(tree.ancestors(other)) if other else set()
        plus[number, [place[each] for each in tree.ancestors(one) if each not in shared]] = True
        if other:
            upward = set(tree.ancestors(one))
            minus[number, [place[each] for each in tree.ancestors(other) if each not in upward]] = True
    return Side(plus, minus)


def _some(pairs: list[tuple[str, str]], alone: int, random: np.random.Generator) -> list[tuple[str, str]]:
    """At most MOST_OPTIONS of these, a quarter of them such that move alone, which stand first."""
    others = len(pairs) - alone
    if len(pairs) <= MOST_OPTIONS:
        return pairs
    first = random.permutation(alone)[: MOST_OPTIONS // 4 if others else MOST_OPTIONS].tolist()
    rest = random.permutation(np.arange(alone, len(pairs)))[: MOST_OPTIONS - len(first)].tolist()
    return [pairs[number] for number in (*sorted(first), *sorted(rest))]


def _inside(cross: tuple[Hierarchy, ...], codes: tuple[int, ...]) -> Truths:
    """The cells that only the sensitive cell's own people are in."""
    found = np.ones([len(tree.codes) for tree in cross], dtype=np.bool_)
    for axis, (tree, code) in enumerate(zip(cross, codes, strict=True)):
        below = np.zeros(len(tree.codes), dtype=np.bool_)
        below[[tree.place[one] for one in tree.below(tree.codes[code])]] = True
        found &= below.reshape([-1 if other == axis else 1 for other in range(len(cross))])
    return found


def _summed(values: Floats, sides: list[Truths]) -> Floats:
    """Sums over the cells of every cube: options of every breakdown."""
    for axis, side in enumerate(sides):
        values = np.moveaxis(np.tensordot(side.astype(np.float64), values, axes=(1, axis)), 0, axis)
    return values


def _by_sign(values: Floats, sides: list[Side]) -> tuple[Floats, Floats]:
    """The same over cells that move with the sensitive cell, and over those that move against it."""
    together, apart = values, values
    for axis, side in enumerate(sides):
        plus, minus = side.plus.astype(np.float64), side.minus.astype(np.float64)
        together = np.moveaxis(np.tensordot(plus + minus, together, axes=(1, axis)), 0, axis)
        apart = np.moveaxis(np.tensordot(plus - minus, apart, axes=(1, axis)), 0, axis)
    return (together + apart) / 2, (together - apart) / 2
