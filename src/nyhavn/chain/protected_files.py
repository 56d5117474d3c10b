"""Protected tables as files for everybody, and the evidence behind them for the steward alone."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nyhavn import __version__
from nyhavn.chain.restricted import PRIVATE_FILE, PRIVATE_FOLDER
from nyhavn.chain.table_order_file import ReadOrder
from nyhavn.engine.confidentiality.tables.evidence import Evidence
from nyhavn.engine.confidentiality.tables.linked import in_words
from nyhavn.framework.loss import Loss
from nyhavn.framework.statistics import TOTAL, CellStatus, StatisticalTable
from nyhavn.framework.table_order import OrderedTable, TableOrder
from nyhavn.framework.table_policy import POLICIES

PUBLIC_FOLDER = 0o755
METHOD = "Cell suppression: all tables of a measure protected together, and attacked before they were written."
README = """Restricted: for the data steward alone. Do not publish, mail or copy this folder beside the tables.

hidden.csv       every hidden cell with its value, why it is hidden, and what an attacker could work out
parameters.json  the numbers of the policy, the seed, and how the hidden cells were chosen
groups.csv       of each group: how many cells everybody sees, and how many are hidden
"""


def write_tables(ordered: ReadOrder, tables: Sequence[StatisticalTable], folder: Path) -> None:
    """One CSV and one JSON per table. No number of the policy is in them, and no column that may not be named."""
    write_public(ordered, tables, folder, lambda asked: _hiding(ordered.order, asked))


def write_public(
    ordered: ReadOrder,
    tables: Sequence[StatisticalTable],
    folder: Path,
    protection: Callable[[OrderedTable], Mapping[str, Any]],
) -> None:
    """One CSV and one JSON per table, the same for hiding and for noise. protection: how a table was protected."""
    folder.mkdir(mode=PUBLIC_FOLDER)
    for table, asked in zip(tables, ordered.order.table, strict=True):
        rows = _rows(ordered, table)
        write_csv(folder / f"{table.id}.csv", (*table.breakdowns, "value", "status"), rows)
        write_json(folder / f"{table.id}.json", _described(ordered, asked, rows, protection(asked)))


def _rows(ordered: ReadOrder, table: StatisticalTable) -> list[tuple[Any, ...]]:
    """Codes, value (None where hidden) and status of each cell, totals under the names of the order."""
    totals = [ordered.trees[name].total for name in table.breakdowns]
    return [(*_codes(figure.categories, totals), _plain(figure.value), str(figure.status)) for figure in table.figures]


def _codes(categories: Sequence[str], totals: Sequence[str]) -> list[str]:
    return [total if code == TOTAL else code for code, total in zip(categories, totals, strict=True)]


def _plain(value: float | None) -> float | int | None:
    """Whole numbers without a point."""
    return int(value) if value is not None and value.is_integer() else value


def _described(
    ordered: ReadOrder, asked: OrderedTable, rows: Sequence[tuple[Any, ...]], protection: Mapping[str, Any]
) -> Mapping[str, Any]:
    """A table in one document: what it counts, by what, how it was protected, and its cells."""
    order, names = ordered.order, (*asked.by, "value", "status")
    public = set(order.rows.public_columns if order.rows else ())
    return {
        "id": asked.id,
        "title": asked.title,
        "from": order.title,
        "statistic": "sum" if asked.sum else "count",
        "column": asked.sum if asked.sum in public else None,
        "weighted": asked.weighted,
        "breakdowns": [_breakdown(ordered, name, public) for name in asked.by],
        "protection": {
            **protection,
            "policy_version": order.policy.version,
            "tool": f"nyhavn {__version__}",
            "hidden": sum(row[-1] == CellStatus.SUPPRESSED for row in rows),
        },
        "cells": [dict(zip(names, row, strict=True)) for row in rows],
    }


def _hiding(order: TableOrder, asked: OrderedTable) -> Mapping[str, Any]:
    rules = [str(kind) for kind in order.policy.rules.kinds(sums=bool(asked.sum))]
    return {"kind": order.method.kind, "method": METHOD, "rules": rules, "rules_version": POLICIES.version}


def _breakdown(ordered: ReadOrder, name: str, public: set[str]) -> Mapping[str, Any]:
    declared, tree = ordered.order.breakdown_of(name), ordered.trees[name]
    return {
        "id": name,
        "title": declared.title,
        "column": declared.source if declared.source in public else None,
        "total": tree.total,
        "codes": [{"code": code, "below": tree.parents[code]} for code in tree.codes if code != tree.total],
    }


@contextmanager
def restricted_folder(folder: Path, readme: str) -> Iterator[None]:
    """The restricted folder; what is written into it becomes readable for its owner only."""
    folder.mkdir(mode=PRIVATE_FOLDER)
    (folder / "README.txt").write_text(readme, encoding="utf-8")
    yield
    for file in folder.iterdir():
        file.chmod(PRIVATE_FILE)


def write_evidence(ordered: ReadOrder, evidence: Sequence[Evidence], loss: Loss, folder: Path) -> None:
    """What was hidden and why: restricted."""
    header = ("tables", "cell", "value", "contributors", "hidden_for", "need_low", "need_high", "low", "high", "met")
    groups = [(one.breakdown, one.category, one.shown, one.hidden, one.disappears) for one in loss.groups]
    with restricted_folder(folder, README):
        write_csv(folder / "hidden.csv", header, (row for each in evidence for row in _hidden(each)))
        write_csv(folder / "groups.csv", ("breakdown", "code", "shown", "hidden", "disappears"), groups)
        write_json(folder / "parameters.json", _parameters(ordered, evidence))


def _hidden(evidence: Evidence) -> Iterable[tuple[Any, ...]]:
    tables = " ".join(evidence.tables)
    for figure in evidence.figures:
        why = ", ".join(figure.rules) or "the sake of others"
        needs = (figure.need_low, figure.need_high, figure.low, figure.high, figure.met)
        yield tables, in_words(figure.place), figure.value, figure.contributors, why, *needs


def _parameters(ordered: ReadOrder, evidence: Sequence[Evidence]) -> Mapping[str, Any]:
    order = ordered.order
    return {
        "policy": order.policy.model_dump(mode="json"),
        "rules": order.policy.rules.model_dump(mode="json"),
        "cost": order.cost,
        "keep": [kept.model_dump(mode="json") for kept in order.keep],
        "known": [known.model_dump(mode="json") for known in order.known],
        "tool": f"nyhavn {__version__}",
        "measures": [
            {
                "tables": each.tables,
                "cells": each.cells,
                "hidden": len(each.figures),
                "sensitive": len(each.primaries),
                "method": each.method,
                "cost": each.cost,
                "bound": each.bound,
                "is_optimal": each.is_optimal,
                "seed": each.seed,
                "notes": each.notes,
            }
            for each in evidence
        ],
    }


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table as delimited text."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(header)
        lines.writerows(rows)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """A document, indented for people."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
