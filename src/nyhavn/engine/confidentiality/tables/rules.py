"""Primary rules: which cells are sensitive by themselves, and how uncertain an attacker must stay about each.

Sensitivity and upper protection levels as in the Handbook on Statistical Disclosure Control (Hundepool et al. 2012),
tables "Sensitivity rules" and "Upper protection levels" of section 4.2; lower levels are the same, down to zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.suppression.problem import Floats, Truths
from nyhavn.engine.confidentiality.suppression.structure import Place
from nyhavn.engine.confidentiality.tables.facts import CellFacts, Contributions
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.framework.table_policy import Contributors, Dominance, Frequency, PPercent, RuleKind, TableRules
from nyhavn.framework.threshold import LOWEST_FOR_PERSONS


@dataclass(frozen=True)
class Levels:
    """By cell: whether it is sensitive, and the levels, in units of its value (0 where it is not)."""

    sensitive: Truths
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Primaries:
    """What all rules ask for together. rules: which cells each kind of rule found."""

    levels: Levels
    rules: Mapping[RuleKind, Truths]


def primaries(
    linked: Linked, facts: CellFacts, rules: TableRules, responses: Mapping[str, tuple[str, str]]
) -> Primaries:
    """The cells of linked tables that are sensitive by themselves; cells that no table shows never are.

    responses: yes and no of the breakdowns that ask something, by breakdown.
    """
    found = _of_sums(facts, rules) if linked.is_sum else _of_counts(linked, facts, rules, responses)
    shown = {kind: _only(~linked.unseen, levels) for kind, levels in found}
    lower = np.max([np.zeros(len(linked.places)), *(each.lower for each in shown.values())], axis=0)
    upper = np.max([np.zeros(len(linked.places)), *(each.upper for each in shown.values())], axis=0)
    sensitive = np.any([np.zeros(len(lower), dtype=np.bool_), *(each.sensitive for each in shown.values())], axis=0)
    return Primaries(Levels(sensitive, lower, upper), {kind: each.sensitive for kind, each in shown.items()})


def _of_sums(facts: CellFacts, rules: TableRules) -> list[tuple[RuleKind, Levels]]:
    found = []
    if rules.contributors:
        found.append((RuleKind.CONTRIBUTORS, few_contributors(facts, rules.contributors)))
    if rules.dominance:
        each = [dominance(facts.value, view, rule) for rule in rules.dominance for view in facts.views]
        found.append((RuleKind.DOMINANCE, strictest(each)))
    if rules.p_percent:
        each = [p_percent(facts.value, view, rules.p_percent) for view in facts.views]
        found.append((RuleKind.P_PERCENT, strictest(each)))
    return found


def _of_counts(
    linked: Linked, facts: CellFacts, rules: TableRules, responses: Mapping[str, tuple[str, str]]
) -> list[tuple[RuleKind, Levels]]:
    found = []
    if rules.frequency:
        found.append((RuleKind.FREQUENCY, frequency(facts, rules.frequency, whole=linked.is_whole)))
    if rules.group_disclosure:
        fewest = rules.frequency.fewest if rules.frequency else LOWEST_FOR_PERSONS
        found.append((RuleKind.GROUP, group_disclosure(linked, facts, fewest, responses)))
    return found


def frequency(facts: CellFacts, rule: Frequency, *, whole: bool) -> Levels:
    """Fewer than `fewest` contributors: the cell may be empty, or as large as if `fewest` such contributors were in it.

    Own choice where a contributor counts more than once (weights, several rows): the cell's average contributor is
    taken as often as `fewest` asks. whole: unweighted counts, for which `fewest_weighted` says nothing.
    """
    value, number = facts.value, np.maximum(facts.fewest, 1)
    few = (value > 0) & (facts.fewest < rule.fewest)
    target = value * rule.fewest / number
    if whole:
        target = np.ceil(target)
    levels = [_levels(few, value, target - value)]
    if rule.fewest_weighted is not None and not whole:
        light = (value > 0) & (value < rule.fewest_weighted)
        levels.append(_levels(light, value, rule.fewest_weighted - value))
    return strictest(levels)


def few_contributors(facts: CellFacts, rule: Contributors) -> Levels:
    """A sum of fewer than `fewest` contributors stays uncertain by `range` % of it. A sum of zero counts as well."""
    few = (facts.fewest >= 1) & (facts.fewest < rule.fewest)
    level = facts.value * rule.range / 100
    return _levels(few, level, level)


def dominance(value: Floats, view: Contributions, rule: Dominance) -> Levels:
    """(n,k): the n largest are more than k % of the cell."""
    largest = np.sum(view.largest[: rule.n], axis=0)
    upper = 100 * largest / rule.k - value
    return _levels(100 * largest > rule.k * value, np.minimum(upper, value), upper)


def p_percent(value: Floats, view: Contributions, rule: PPercent) -> Levels:
    """p %, or (p,q): what the two largest leave is less than p/q of the largest."""
    first, second = view.largest[0], view.largest[1]
    rest = value - first - second
    upper = rule.p * first / rule.q - rest
    return _levels(rule.q * rest < rule.p * first, np.minimum(upper, value), upper)


def group_disclosure(linked: Linked, facts: CellFacts, fewest: int, responses: Mapping[str, tuple[str, str]]) -> Levels:
    """Nobody in a group gave one of two answers: a minority of `fewest` (or as many as there are) must stay possible.

    Not for everybody together; and where everybody gave the same answer, groups tell nothing that this does not tell.
    """
    size = len(linked.places)
    found, upper = np.zeros(size, dtype=np.bool_), np.zeros(size)
    index = {place: number for number, place in enumerate(linked.places)}
    trees = {tree.name: tree for cross in linked.crosses for tree in cross}
    for breakdown in sorted(set(responses) & set(trees)):
        parent = trees[breakdown].parents[responses[breakdown][0]]
        for code in responses[breakdown]:
            everybody = index.get(((breakdown, code),))
            if everybody is None or facts.value[everybody] == 0:
                continue
            for place, number in index.items():
                if (breakdown, code) in place and len(place) > 1 and facts.value[number] == 0:
                    answered = index[_beside(place, breakdown, "" if parent == trees[breakdown].total else parent)]
                    if facts.value[answered] > 0:
                        found[number] = True
                        share = min(1.0, fewest / max(facts.fewest[answered], 1))
                        upper[number] = facts.value[answered] * share
    whole = np.ceil(upper) if linked.is_whole else upper
    return _levels(found, np.zeros(size), whole)


def _beside(place: Place, breakdown: str, code: str) -> Place:
    """The place with another code in one breakdown; "" for its total."""
    others = tuple(pair for pair in place if pair[0] != breakdown)
    return tuple(sorted((*others, (breakdown, code)))) if code else others


def strictest(each: list[Levels]) -> Levels:
    """What asks for most."""
    return Levels(
        np.any([levels.sensitive for levels in each], axis=0),
        np.max([levels.lower for levels in each], axis=0),
        np.max([levels.upper for levels in each], axis=0),
    )


def _levels(sensitive: Truths, lower: Floats, upper: Floats) -> Levels:
    return Levels(sensitive, np.where(sensitive, lower, 0.0), np.where(sensitive, upper, 0.0))


def _only(cells: Truths, levels: Levels) -> Levels:
    return _levels(levels.sensitive & cells, levels.lower, levels.upper)
