"""Tables with noise as files for everybody, with what was done to them, and the evidence for the steward alone."""

import math
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from nyhavn import __version__
from nyhavn.chain.noised import NoisyOrder
from nyhavn.chain.protected_files import restricted_folder, write_csv, write_json, write_public
from nyhavn.engine.confidentiality.noise import NoisyTable
from nyhavn.engine.confidentiality.tables.linked import named
from nyhavn.framework.noise import NoiseStatement
from nyhavn.framework.noise_policy import NOISE
from nyhavn.framework.table_method import DifferentialPrivacy

STATEMENT = "statement.txt"
README = """Restricted: for the data steward alone. Do not publish, mail or copy this folder beside the tables.

parameters.json  the numbers of the method, and what was measured
cells.csv        every cell without noise and with it; not there under differential privacy
"""


def write_noisy_tables(noisy: NoisyOrder, folder: Path) -> None:
    """One CSV and one JSON per table, as for hiding, and one statement in plain words; nothing restricted."""
    kind = noisy.ordered.order.method.kind
    write_public(noisy.ordered, noisy.tables, folder, lambda asked: _protection(kind, *noisy.table(asked.id)))
    (folder / STATEMENT).write_text("".join(f"{line}\n" for line in statement_lines(noisy)), encoding="utf-8")


def _protection(kind: str, table: NoisyTable, said: NoiseStatement) -> Mapping[str, Any]:
    error = float(table.standard_error.min())  # of a lowest cell
    return {
        "kind": kind,
        "method": said.done,
        "rules": [],
        "rules_version": NOISE.version,
        "statement": said.sentences,
        "largest_error": said.most,
        "standard_error": None if math.isnan(error) else error,
        "adds_up": said.adds_up,
        "parameters": dict(said.public),
    }


def statement_lines(noisy: NoisyOrder) -> Iterator[str]:
    """What was done to the tables and what that means, for everybody."""
    order = noisy.ordered.order
    yield order.title
    for part in noisy.parts:
        yield ""
        yield f"Tables: {', '.join(table.id for table in part.tables)}"
        yield f"Method: {part.statement.kind}"
        yield from part.statement.sentences
        yield from (f"{name}: {value}" for name, value in part.statement.public)
    yield ""
    yield f"Version of the policy: {order.policy.version or 'not said'}. Made with nyhavn {__version__}."


def write_noise(noisy: NoisyOrder, folder: Path) -> None:
    """Parameters, and the cells without noise: restricted. The secret is in neither."""
    with restricted_folder(folder, README):
        write_json(folder / "parameters.json", _parameters(noisy))
        if noisy.true:
            write_csv(folder / "cells.csv", ("table", "cell", "true", "published"), _cells(noisy))


def _cells(noisy: NoisyOrder) -> Iterator[tuple[Any, ...]]:
    for part in noisy.parts:
        for table in part.tables:
            places = product(*(tree.codes for tree in table.cross))
            values = zip(noisy.true[table.id].ravel().tolist(), table.value.ravel().tolist(), strict=True)
            for codes, (true, published) in zip(places, values, strict=True):
                yield table.id, named(codes, table.cross), true, published


def _parameters(noisy: NoisyOrder) -> Mapping[str, Any]:
    order = noisy.ordered.order
    ledger = {"spent": noisy.spent} if isinstance(order.method, DifferentialPrivacy) else {}
    return {
        "method": order.method.model_dump(mode="json"),
        "policy": order.policy.model_dump(mode="json", include={"version", "source", "decided_by", "decided_on"}),
        "noise_version": NOISE.version,
        "tool": f"nyhavn {__version__}",
        **ledger,
        "measures": [
            {
                "tables": [table.id for table in part.tables],
                "public": dict(part.statement.public),
                "restricted": dict(part.statement.restricted),
            }
            for part in noisy.parts
        ],
    }
