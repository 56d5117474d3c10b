"""What a cell counts: two cells of different tables are one cell if they count the same rows of the same group."""

import re
from dataclasses import dataclass
from enum import IntEnum

from nyhavn.framework.statistics import Indicator, Statistic

Group = frozenset[tuple[str, str]]  # (breakdown, category) pairs; the empty group is everybody

_QUESTION = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_ONE_ANSWER = re.compile(r"""^\s*\$\{\s*([^}\s]+)\s*\}\s*=\s*(?:'([^']*)'|"([^"]*)")\s*$""")


class Kind(IntEnum):
    """The kinds of count, in the order in which cells are numbered."""

    ALL = 0  # rows in the universe
    VALID = 1  # of these, rows with a valid answer
    YES = 2  # of these, rows for which the numerator holds
    NO = 3  # valid - yes: nobody prints it, everybody can work it out
    MISSING = 4  # all - valid
    OTHER = 5  # valid rows that gave none of the answers that indicators ask for
    OUTSIDE = 6  # everybody - rows in the universe


@dataclass(frozen=True, order=True)
class Measure:
    """Which rows of a group are counted.

    answers: what makes an answer valid ("" for ALL): an expression, or the questions that must be answered.
    numerator: the expression of YES and NO, the question of OTHER.
    """

    universe: str
    answers: str
    numerator: str
    kind: Kind

    def sibling(self, kind: Kind, numerator: str = "") -> "Measure":
        """Another count of the same valid answers."""
        return Measure(self.universe, self.answers, numerator, kind)


def n_measure(indicator: Indicator) -> Measure:
    """The rows behind n. Indicators over the same questions of the same universe share their valid answers."""
    universe = " ".join(indicator.universe.split())
    if indicator.statistic is Statistic.COUNT and not indicator.valid:
        return Measure(universe, "", "", Kind.ALL)
    if indicator.valid:
        return Measure(universe, f"valid: {' '.join(indicator.valid.split())}", "", Kind.VALID)
    numbers = {name for name in (indicator.value, indicator.denominator) if name}
    questions = numbers or set(_QUESTION.findall(indicator.numerator))
    # An expression that names no question is kept apart: to merge by mistake would be refused as a contradiction.
    answers = ",".join(sorted(questions)) or f"{indicator.statistic}: {indicator.numerator}"
    return Measure(universe, answers, "", Kind.VALID)


def yes_measure(indicator: Indicator) -> Measure | None:
    """The rows of the numerator; None unless the indicator is a proportion."""
    if indicator.statistic is not Statistic.PROPORTION:
        return None
    return n_measure(indicator).sibling(Kind.YES, " ".join(indicator.numerator.split()))


def single_answer(measure: Measure) -> str:
    """The question of a numerator that asks for one answer to one question (${q} = 'a'), else "".

    Such numerators over one question exclude each other, so their counts add up to at most n, and whoever knows the
    questionnaire knows that.
    """
    found = _ONE_ANSWER.match(measure.numerator)
    return found.group(1) if found else ""
