"""Risk against loss: what every combination of coarser keys and blanks would leave of both, and which are worth a look.

After Duncan, Keller-McNulty and Stokes (2001), "Disclosure risk vs. data utility: the R-U confidentiality map". An
option is worth a look if no other one has less of both (Pareto): which of these to take is for people to decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from nyhavn.engine.confidentiality.microdata.assessment import assess, check_k, rows_below
from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.local_suppression import HiddenBy, suppress_locally
from nyhavn.engine.confidentiality.microdata.recoding import (
    Recode,
    check_covers,
    height,
    information_loss,
    recoded,
    upwards,
)
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import refusal
from nyhavn.framework.trade_off import is_beaten

MOST_OPTIONS = 400  # each is assessed anew; more of them nobody reads


@dataclass(frozen=True)
class Option:
    """Coarser keys (steps up their hierarchies), then blanks until k rows agree; k = 0 for no blanks."""

    recodes: tuple[Recode, ...]
    k: int = 0

    @property
    def words(self) -> str:
        """Such as "age 2 up, place 1 up; blanks to k = 3"."""
        coarser = ", ".join(f"{recode.column} {recode.steps} up" for recode in self.recodes if recode.steps)
        return f"{coarser or 'as it is'}{f'; blanks to k = {self.k}' if self.k else ''}"


@dataclass(frozen=True)
class Outcome:
    """What an option leaves. Restricted.

    risk: share of rows that are expected to be found. highest: individual risk of any row. below: rows that miss the
    asked k. values: blanked. loss: share of what the keys told that is gone. is_best: no option has less of both.
    """

    option: Option
    risk: float
    highest: float
    below: int
    values: int
    loss: float
    is_best: bool = False


def options_of(hierarchies: Sequence[Hierarchy], ks: Sequence[int] = ()) -> tuple[Option, ...]:
    """Every combination of steps, without blanks and with blanks to each k. Raises Refusal "options-too-many"."""
    heights = [height(hierarchy) for hierarchy in hierarchies]
    count = prod(steps + 1 for steps in heights) * (len(ks) + 1)
    if count > MOST_OPTIONS:
        what = f"There would be {count} options; at most {MOST_OPTIONS} are compared."
        raise refusal("options-too-many", what, where="hierarchies", do="Name fewer hierarchies, or leave levels out.")
    lines = [
        [upwards(hierarchy, steps) for steps in range(h + 1)] for hierarchy, h in zip(hierarchies, heights, strict=True)
    ]
    return tuple(Option(tuple(recodes), k) for recodes in product(*lines) for k in (0, *ks))


def frontier(
    cells: KeyCells, options: Sequence[Option], *, k: int, hierarchies: Sequence[Hierarchy] = ()
) -> tuple[Outcome, ...]:
    """What every option leaves, in the order of the options.

    k: rows that miss it are counted. hierarchies: those of the recodes, to make sure that they cover the file.
    Raises Refusal "recode-code-unknown", "k-too-large", "k-too-small".
    """
    check_k(k, cells.n)
    for hierarchy in hierarchies:
        check_covers(cells, hierarchy)
    return tuple(best(list(_outcomes(cells, options, k))))


def best(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The same, with those marked that no other one beats. One that is equal in both beats nothing."""
    harms = [(one.risk, one.loss) for one in outcomes]
    for one, own in zip(outcomes, harms, strict=True):
        yield replace(one, is_best=not is_beaten(own, harms))


def _outcomes(cells: KeyCells, options: Sequence[Option], k: int) -> Iterator[Outcome]:
    for option in options:
        coarser, values = recoded(cells, option.recodes), 0
        after = coarser
        if option.k:
            suppressed = suppress_locally(coarser, option.k, hidden_by=HiddenBy.OWN_BLANKS)
            after, values = suppressed.after, suppressed.values
        found = assess(after)
        yield Outcome(
            option,
            found.assessment.rate,
            found.assessment.highest,
            rows_below(after, found.frequencies, k),
            values,
            information_loss(cells, coarser, after),
        )
