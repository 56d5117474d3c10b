"""From an order to protected tables: read, collapse, hide or add noise, attack, write. Nothing is written if anything
is refused. The tables are public; the evidence beside them is for the steward alone.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nyhavn.chain.kept_secrets import Kept, check_kept
from nyhavn.chain.noise_secret import keep_secret
from nyhavn.chain.noised import NoisyOrder
from nyhavn.chain.noisy import noisy_order
from nyhavn.chain.noisy_files import write_noise, write_noisy_tables
from nyhavn.chain.order_data import facts_of, parquet_files
from nyhavn.chain.protected_files import write_evidence, write_tables
from nyhavn.chain.table_order_file import ReadOrder, read_order
from nyhavn.chain.workspace import check_free, outside_faults, workspace
from nyhavn.engine.backends.opening import HERE, open_engine
from nyhavn.engine.confidentiality.tables.evidence import Evidence
from nyhavn.engine.confidentiality.tables.linked import linked_tables
from nyhavn.engine.confidentiality.tables.protecting import choices_of, protect_tables
from nyhavn.exchange.bundle.durable import publish
from nyhavn.framework.loss import Loss, loss_by_group
from nyhavn.framework.statistics import StatisticalTable
from nyhavn.framework.table_method import Suppression

SEED_BITS = 32
Step = Callable[[str, int, int], None]
WORDS = {"hide": "Choosing what is hidden", "attack": "Attacking the result"}


@dataclass(frozen=True)
class ProtectedOrder:
    """What came of an order. tables: public, in their order. evidence: restricted. loss: what is left of each group."""

    ordered: ReadOrder
    tables: tuple[StatisticalTable, ...]
    evidence: tuple[Evidence, ...]
    loss: Loss


def protect_order(
    path: Path, *, out: Path, data: Path | None = None, engine: str = HERE, kept: Kept | None = None, step: Step
) -> ProtectedOrder | NoisyOrder:
    """Carries out an order: writes out/tables (public) and out/restricted, or nothing at all.

    data: folder of the files that the order names. engine: where rows are counted. kept: what is kept from one run to
    the next. step: told how far the run is. Raises Refusal for what the person can mend.

    What a privacy budget pays is spent before anything is written; whoever asks for the same release again gets it.
    """
    kept = kept or Kept()
    with outside_faults():
        check_free(out)
        ordered = read_order(path, data)
        check_kept(ordered.order.method, kept, out)
        protected = _protected(ordered, kept, engine, step)
        step("Writing", 0, 1)
        with workspace(out) as folder:
            _write(protected, folder)
            publish(folder, out)
        step("Writing", 1, 1)
        return protected


def _protected(ordered: ReadOrder, kept: Kept, engine: str, step: Step) -> ProtectedOrder | NoisyOrder:
    method = ordered.order.method
    if isinstance(method, Suppression):
        seed = secrets.randbits(SEED_BITS) if kept.seed is None else kept.seed
        return protected_order(ordered, engine=engine, seed=seed, step=step)
    with open_engine(engine, parquet_files(ordered)) as session:
        step("Adding noise", 0, 1)
        found = noisy_order(ordered, method, kept, session)
        step("Adding noise", 1, 1)
    return found


def _write(protected: ProtectedOrder | NoisyOrder, folder: Path) -> None:
    restricted, public = folder / "restricted", folder / "tables"
    if isinstance(protected, ProtectedOrder):
        write_evidence(protected.ordered, protected.evidence, protected.loss, restricted)
        write_tables(protected.ordered, protected.tables, public)
        return
    write_noise(protected, restricted)
    write_noisy_tables(protected, public)
    if protected.secret is not None:
        keep_secret(protected.secret)


def protected_order(ordered: ReadOrder, *, engine: str = HERE, seed: int = 0, step: Step) -> ProtectedOrder:
    """The tables of an order, protected by hiding; writes nothing. seed: restricted. Raises Refusal."""
    linked = linked_tables(ordered.order.table, ordered.trees)
    choices = choices_of(ordered.order, seed)
    with open_engine(engine, parquet_files(ordered)) as session:
        step("Counting", 0, 1)
        facts = tuple(facts_of(ordered, linked, session, ordered.order.policy.rules))
        step("Counting", 1, 1)
    each = tuple(zip(linked, facts, strict=True))
    parts = protect_tables(each, choices, lambda what, done, of: step(WORDS[what], done, of))
    found = {table.id: table for part in parts for table in part.tables}
    tables = tuple(found[table.id] for table in ordered.order.table)
    return ProtectedOrder(ordered, tables, tuple(part.evidence for part in parts), loss_by_group(tables, ()))
