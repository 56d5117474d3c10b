"""From an order to tables under differential privacy. What is spent stands in the ledger before its noise is drawn.

All that can be refused is refused before the ledger is opened, and nothing for what stands in a row.
"""

import secrets

from nyhavn.chain.kept_secrets import Kept, ledger_of
from nyhavn.chain.noise_secret import SECRET_BYTES
from nyhavn.chain.noised import Noised, NoisyOrder, cross_of, keyed, noisy, summed
from nyhavn.chain.order_data import rows_of, sources
from nyhavn.chain.table_order_file import ReadOrder
from nyhavn.engine.backends.session import Session
from nyhavn.engine.confidentiality import noise
from nyhavn.engine.confidentiality.noise.accounting import LedgerState, paid
from nyhavn.engine.confidentiality.noise.bounding import check_data
from nyhavn.engine.confidentiality.noise.question import check_question
from nyhavn.engine.confidentiality.tables.linked import Linked
from nyhavn.engine.confidentiality.tables.rows import ROW
from nyhavn.framework.noise_policy import Measure, check_privacy_budget
from nyhavn.framework.table_method import DifferentialPrivacy, PrivateTerms
from nyhavn.framework.table_order import OrderedTable


def private_order(
    ordered: ReadOrder, linked: tuple[Linked, ...], method: DifferentialPrivacy, kept: Kept, session: Session
) -> NoisyOrder:
    """The tables with noise, paid for. The same release gets the same tables, and pays nothing. Raises Refusal."""
    if kept.ledger is None or ordered.order.rows is None:
        raise ValueError("check_kept and check_method refuse what lacks a ledger or rows")
    question = question_of(ordered, method)
    check_privacy_budget(method.budget)
    check_question(question)
    paid(LedgerState(dataset=method.dataset, budget=method.budget), method.release, question)
    frame = noise.whole_amounts(rows_of(ordered.order.rows, ordered, linked, session), summed(ordered))
    # Which contributions of a person count is drawn anew whenever an answer is: it needs no ids, which could be wrong.
    rows = keyed(frame, ordered, ROW, secrets.token_bytes(SECRET_BYTES), session)
    check_data(rows, question)
    ledger = ledger_of(kept.ledger, method, begin=kept.begin)
    noised = Noised(*noise.private_tables(rows, question, ledger=ledger, release=method.release))
    spent = f"{float(ledger.state().spent):.6g} of {method.budget.measure} {method.budget.amount}"
    return noisy(ordered, [noised], {}, spent=spent)


def question_of(ordered: ReadOrder, method: DifferentialPrivacy) -> noise.Question:
    """What is asked of the data, as it was declared."""
    measure, price = method.price
    return noise.Question(
        tables=tuple(_private_table(ordered, table, method) for table in ordered.order.table),
        contributions=method.contributions,
        mechanism=noise.Mechanism.LAPLACE if measure is Measure.EPSILON else noise.Mechanism.GAUSSIAN,
        price=price,
        person=ordered.order.rows.contributor if ordered.order.rows else "",
        columns=sources(ordered),
    )


def _private_table(ordered: ReadOrder, table: OrderedTable, method: DifferentialPrivacy) -> noise.PrivateTable:
    terms = method.terms.get(table.id, PrivateTerms(id=table.id))
    bounds = None
    if terms.low is not None and terms.high is not None:
        bounds = noise.Clipped(table.sum, terms.low, terms.high)
    return noise.PrivateTable(table.id, cross_of(ordered, table.id), bounds, terms.contributions, terms.share)
