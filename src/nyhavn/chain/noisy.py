"""From an order to tables with noise by cell keys or by rounding: count, check, perturb. Nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.chain.kept_secrets import Kept
from nyhavn.chain.noise_parameters import Drawn, Parameters, Perturbations, of_counts, of_sums
from nyhavn.chain.noise_secret import secret_of
from nyhavn.chain.noised import Noised, NoisyOrder, cross_of, keyed, noisy, summed
from nyhavn.chain.order_data import facts_of, rows_of, sources
from nyhavn.chain.private_order import private_order
from nyhavn.chain.table_order_file import ReadOrder
from nyhavn.engine.backends.session import Session
from nyhavn.engine.confidentiality import noise
from nyhavn.engine.confidentiality.noise.cells import Integers, check_columns
from nyhavn.engine.confidentiality.noise.rounding import check_cells
from nyhavn.engine.confidentiality.tables.facts import CellFacts
from nyhavn.engine.confidentiality.tables.linked import Linked, linked_tables
from nyhavn.framework.noise_policy import cell_key_policy, sum_key_policy
from nyhavn.framework.refusal import refusal
from nyhavn.framework.table_method import CellKey, ControlledRounding, DifferentialPrivacy, Keyed, Noisy, RandomRounding
from nyhavn.framework.table_policy import TableRules


def noisy_order(ordered: ReadOrder, method: Noisy, kept: Kept, session: Session) -> NoisyOrder:
    """The tables of an order with the noise of its method. Raises Refusal."""
    linked = linked_tables(ordered.order.table, ordered.trees)
    if isinstance(method, DifferentialPrivacy):
        return private_order(ordered, linked, method, kept, session)
    if isinstance(method, ControlledRounding):
        check_cells(sum(int(np.count_nonzero(~each.unseen)) for each in linked))
        true = _true(ordered, linked, session)
        tables = [noise.Tabulated(id_, cross_of(ordered, id_), cells, 0 * cells) for id_, cells in true.items()]
        return noisy(ordered, [Noised(*noise.round_controlled(tables, method))], true)
    return _by_keys(ordered, linked, method, kept, session)


def _by_keys(ordered: ReadOrder, linked: tuple[Linked, ...], method: Keyed, kept: Kept, session: Session) -> NoisyOrder:
    """Cell keys, and the rounding that they draw."""
    if kept.secret is None or ordered.order.rows is None:
        raise ValueError("check_kept and check_method refuse what lacks a secret or rows")
    perturbations = _perturbations(method, ordered)
    secret = secret_of(kept.secret, _parameters(ordered, method, perturbations), begin=kept.begin)
    frame, sums = rows_of(ordered.order.rows, ordered, linked, session), summed(ordered)
    check_columns(frame, [method.id])
    noise.check_amounts(frame, sums)
    true = _true(ordered, linked, session)
    rows = keyed(frame, ordered, method.id, secret.value, session)
    parts = [*_counts(ordered, perturbations, rows)]
    if isinstance(method, CellKey):
        parts += _sums(ordered, method, noise.whole_amounts(rows, sums))
    return noisy(ordered, parts, true, secret=secret)


def _parameters(ordered: ReadOrder, method: Keyed, perturbations: Perturbations) -> Parameters:
    """Of what this order has tables of."""
    found = {}
    if any(not table.sum for table in ordered.order.table):
        found[Drawn.COUNTS] = of_counts(perturbations)
    if isinstance(method, CellKey) and summed(ordered):
        found[Drawn.SUMS] = of_sums(method.sums or sum_key_policy())
    return found


def _true(ordered: ReadOrder, linked: Sequence[Linked], session: Session) -> Mapping[str, Integers]:
    """The cells without noise, by table. Raises Refusal as `facts_of`, and "noise-value-not-whole"."""
    facts = facts_of(ordered, tuple(linked), session, TableRules())
    pairs = zip(linked, facts, strict=True)
    return {table.id: _whole(table.id, fact, at) for each, fact in pairs for table, at in _shown(each)}


def _shown(linked: Linked) -> Iterator[tuple[Any, Integers]]:
    return zip(linked.tables, linked.at, strict=False)  # behind those of tables stand places that no table shows


def _whole(table: str, facts: CellFacts, at: Integers) -> Integers:
    cells = np.rint(facts.value[at])
    if (cells != facts.value[at]).any():
        what, do = "A cell is no whole number.", "Hand in the numbers of contributions, without weights."
        raise refusal("noise-value-not-whole", what, where=f'[[table]] "{table}"', do=do)
    return cells.astype(np.int64)


def _counts(ordered: ReadOrder, perturbations: Perturbations, rows: nw.LazyFrame[Any]) -> Iterator[Noised]:
    counted = [table.id for table in ordered.order.table if not table.sum]
    tables = [noise.tabulate(rows, id_, cross_of(ordered, id_), sources(ordered)) for id_ in counted]
    if tables and isinstance(perturbations, RandomRounding):
        yield Noised(*noise.round_at_random(tables, perturbations))
    elif tables and not isinstance(perturbations, RandomRounding):
        yield Noised(*noise.perturb_counts(tables, perturbations))


def _perturbations(method: Keyed, ordered: ReadOrder) -> Perturbations:
    if isinstance(method, RandomRounding):
        return method
    if not method.p_table:
        return method.counts or cell_key_policy()
    path = ordered.places.find(method.p_table, named_in="[method], p_table")
    return noise.read_ptable(path.read_text(encoding="utf-8", errors="replace"))


def _sums(ordered: ReadOrder, method: CellKey, rows: nw.LazyFrame[Any]) -> Iterator[Noised]:
    policy, columns = method.sums or sum_key_policy(), sources(ordered)
    tables = [
        noise.tabulate_sums(rows, table.id, cross_of(ordered, table.id), columns, table.sum, len(policy.shares))
        for table in ordered.order.table
        if table.sum
    ]
    if tables:
        yield Noised(*noise.perturb_sums(tables, policy))
