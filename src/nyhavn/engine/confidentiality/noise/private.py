"""Tables under differential privacy: bounded, counted, paid for, with noise, and added up.

Dwork and Roth 2014; Bun and Steinke 2016. Noise is added to the lowest cells alone; totals are the sums of the noisy
cells, so that they cost nothing more and always add up. Numbers below zero stay: cut off, sums would be too large.
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.confidentiality.noise.accounting import cost_of
from nyhavn.engine.confidentiality.noise.bounding import check_data, exact_cells
from nyhavn.engine.confidentiality.noise.cells import NoisyTable, leaves_below
from nyhavn.engine.confidentiality.noise.ledger import Answer, Ledger
from nyhavn.engine.confidentiality.noise.mechanisms import Noise, noise
from nyhavn.engine.confidentiality.noise.question import Mechanism, PrivateTable, Question, check_question
from nyhavn.engine.confidentiality.tables.facts import added_up
from nyhavn.framework.noise import NoiseKind, NoiseStatement
from nyhavn.framework.noise_policy import NOISE, Measure, PrivacyBudget, epsilon_of

_NOT_HIDDEN = (
    "It protects whether a person is in the data and what they said, not what is true of a whole group and follows for "
    "all its members.",
    "It protects what these tables give away. What other publications from the same data give away adds to it.",
    "Contributions beyond the bound, rows of nobody and codes that were not declared are not counted; values beyond "
    "their bounds are moved to them. How many that were is not told.",
)


def private_tables(
    frame: nw.LazyFrame[Any], question: Question, *, ledger: Ledger, release: str
) -> tuple[tuple[NoisyTable, ...], NoiseStatement]:
    """The tables with noise, and what was done. A release that asks the same again gets the same, and pays nothing.

    frame: rows with ORDER_KEY. Nothing is spent unless the question and the columns are in order. Raises Refusal:
    private-question-wrong, noise-column-unknown, noise-value-not-whole, and as `Ledger.answer`.
    """
    check_question(question)
    check_data(frame, question)
    noises = _noises(question)
    answer = ledger.stored(release, question)
    if answer is None:
        cost_of(question, ledger.state().budget.measure)
        exact = exact_cells(frame, question)
        answer = ledger.answer(release, question, lambda: _drawn(exact, noises))
    tables = tuple(_table(table, answer, noises[table.id]) for table in question.tables)
    return tables, _statement(question, noises, ledger.state().budget)


def _noises(question: Question) -> dict[str, Noise]:
    return {
        table.id: noise(question.mechanism, question.sensitivity(table), question.price_of(table))
        for table in question.tables
    }


def _drawn(exact: Mapping[str, Any], noises: Mapping[str, Noise]) -> Answer:
    return {id_: noises[id_].added(cells.ravel().tolist()) for id_, cells in exact.items()}


def _table(table: PrivateTable, answer: Answer, added: Noise) -> NoisyTable:
    shape = [len(tree.leaves) for tree in table.cross]
    leaves = np.array(answer[table.id], dtype=np.int64).reshape(shape)
    error = added.standard_error * np.sqrt(leaves_below(table.cross).astype(np.float64))
    return NoisyTable(table.id, table.cross, added_up(leaves, table.cross), error)


def _statement(question: Question, noises: Mapping[str, Noise], budget: PrivacyBudget) -> NoiseStatement:
    measure, price, delta = question.mechanism.measure, question.price, NOISE.privacy.delta
    read = ""
    if measure is Measure.RHO:
        read = f" (for delta {delta:g} that is an epsilon of {epsilon_of(float(price), delta):.3g})"
    largest = max(added.standard_error for added in noises.values())
    each = "; ".join(f"{id_}: {added.standard_error:.2f}" for id_, added in noises.items())
    return NoiseStatement(
        kind=NoiseKind.DIFFERENTIAL_PRIVACY,
        done=f"Noise was added to every lowest cell ({question.mechanism}), with {measure} {price}{read} for all these "
        f"tables, of {budget.measure} {budget.amount} for everything that is ever published from these data.",
        error=f"The standard error of a lowest cell from this is, by table, {each}; a total of k lowest cells has the "
        "square root of k times that. There is no largest error. On average the noise adds up to nothing.",
        margins="All totals of a table are the sums of their parts. The same total may differ between tables.",
        not_hidden=_NOT_HIDDEN,
        most=None,
        standard_error=largest,
        adds_up=True,
        public=(
            ("mechanism", question.mechanism.value),
            (measure.value, str(price)),
            ("budget of the data set", f"{budget.measure} {budget.amount}"),
            ("neighbours", "data sets with and without one person"),
            ("contributions of one person", str(question.contributions)),
            *_bounds(question, noises),
        ),
        restricted=(("privacy loss by OpenDP", "; ".join(f"{id_}: {added.loss!r}" for id_, added in noises.items())),),
    )


def _bounds(question: Question, noises: Mapping[str, Noise]) -> tuple[tuple[str, str], ...]:
    own = [
        (f'contributions of one person in "{table.id}"', str(question.kept(table)))
        for table in question.tables
        if table.contributions is not None
    ]
    sums = [
        (f'bounds of a value in "{table.id}"', f"{table.sum.low} to {table.sum.high}")
        for table in question.tables
        if table.sum
    ]
    scale = "sigma" if question.mechanism is Mechanism.GAUSSIAN else "scale"
    return (
        *own,
        *sums,
        *((f'{scale} in "{table.id}"', f"{noises[table.id].scale:.6g}") for table in question.tables),
    )
