"""The restricted part of a run: for the steward alone. Published together with the release it would undo protection."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from nyhavn.chain.cleaning import Applied
from nyhavn.chain.counting import Counted
from nyhavn.chain.microdata import Records
from nyhavn.chain.over_time import KEPT, Behind, RegisterBook, behind_of, book_bytes
from nyhavn.chain.plan import Plan
from nyhavn.engine.weighting import CellWeights
from nyhavn.exchange.incoming.cleaning_log import cleaning_log_bytes
from nyhavn.framework.consent import Coverage
from nyhavn.framework.findings import Finding
from nyhavn.framework.microdata_policy import MicrodataFacts
from nyhavn.framework.protection import Audit, ProtectionPolicy

README = """Restricted: for the data steward alone. Do not publish, mail or copy this folder beside the release.

findings.csv     every finding with the numbers of the rows it points to; each is a question, never a proof
protection.json  the parameters of protection and what an attacker could work out about every hidden figure
register.json    what the next release needs to move no number on too few changes; only where a register is kept
remarks.txt      what was read but could not be matched, and why single groups have no standard error
weights.csv      how many contributions each cell of the weighting has, and their weight; only where it was weighted
cleaning-log.csv what reviewers decided about single answers, with these answers; only where a log was applied
"""
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
LIST_ENDS = 200  # row numbers written per finding; more rows than that need another look at the file itself


@dataclass(frozen=True)
class WeightOfCell:
    """The weight of contributions that are alike in all that was weighted by. weight: the mean of final weights."""

    categories: tuple[str, ...]
    rows: int
    g: float
    weight: float


@dataclass(frozen=True)
class Restricted:
    """What a run found out and nobody but the steward may see.

    remarks: what could not be matched, and why single groups have no standard error. policy: with its parameters.
    cells, hidden, primary: numbers of figures, of hidden ones, and of those disclosive by themselves.
    consent: of all contributions received. received, used: numbers of contributions.
    last_contribution: day of the last one that was used, None if the records hold none. applied: the cleaning log and
    what it changed; None without one. weighted_by: breakdowns, and weights: of their cells; empty without.
    behind, book: how far the tables are behind, and the register; None where none is kept.
    records: what was measured of records that go out, None without; blanked: answers in them that were left blank.
    """

    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]
    policy: ProtectionPolicy
    audit: Audit
    cells: int
    hidden: int
    primary: int
    consent: tuple[Coverage, ...]
    received: int
    used: int
    last_contribution: date | None
    applied: Applied | None = None
    weighted_by: tuple[str, ...] = ()
    weights: tuple[WeightOfCell, ...] = ()
    behind: Behind | None = None
    records: MicrodataFacts | None = None
    blanked: int = 0
    book: RegisterBook | None = None


def restricted_of(
    plan: Plan, counted: Counted, book: RegisterBook | None = None, records: Records | None = None
) -> Restricted:
    """The restricted part of what was counted. book: the register to be kept, if there is one. records: that go out."""
    produced = counted.produced
    protection, applied = produced.protection, counted.inputs.applied
    return Restricted(
        findings=counted.findings,
        remarks=(*counted.inputs.remarks, *produced.about_groups),
        policy=plan.protection,
        audit=protection.audit,
        cells=protection.cells,
        hidden=protection.hidden,
        primary=protection.primary,
        consent=counted.consent.coverage if counted.consent else (),
        received=counted.rows + (applied.counts.removed if applied else 0),
        used=counted.used,
        last_contribution=counted.last_day,
        applied=applied,
        weighted_by=produced.weights.cells.variables if produced.weights else (),
        weights=tuple(_weights(produced.weights)) if produced.weights else (),
        behind=behind_of(counted.held) if counted.held else None,
        records=records.facts if records else None,
        blanked=records.blanked if records else 0,
        book=book,
    )


def write_restricted(restricted: Restricted, folder: Path) -> None:
    """Writes the restricted folder, readable for its owner only."""
    folder.mkdir(mode=PRIVATE_FOLDER)
    (folder / "README.txt").write_text(README, encoding="utf-8")
    (folder / "remarks.txt").write_text("".join(f"{line}\n" for line in restricted.remarks), encoding="utf-8")
    write_findings(restricted.findings, folder / "findings.csv")
    _write_protection(restricted, folder / "protection.json")
    if restricted.applied is not None:
        (folder / "cleaning-log.csv").write_bytes(cleaning_log_bytes(restricted.applied.log))
    if restricted.book is not None:
        (folder / KEPT).write_bytes(book_bytes(restricted.book))
    if restricted.weights:
        _write_weights(restricted, folder / "weights.csv")
    for file in folder.iterdir():
        file.chmod(PRIVATE_FILE)


def _weights(weights: CellWeights) -> Iterator[WeightOfCell]:
    """One entry per cell."""
    for row in weights.table().to_pylist():
        yield WeightOfCell(tuple(row[name] for name in weights.cells.variables), row["rows"], row["g"], row["weight"])


def _write_weights(restricted: Restricted, path: Path) -> None:
    """One line per cell of the weighting."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow((*restricted.weighted_by, "rows", "g", "weight"))
        lines.writerows((*cell.categories, cell.rows, cell.g, cell.weight) for cell in restricted.weights)


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """One line per finding, with row numbers."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(("check", "severity", "columns", "rows", "out_of", "wording", "row_numbers", "evidence"))
        for f in findings:
            numbers = " ".join(map(str, f.row_numbers[:LIST_ENDS]))
            figures = " ".join(f"{figure.name}={figure.value:.6g}" for figure in f.evidence)
            lines.writerow((f.check, f.severity, " | ".join(f.columns), f.rows, f.out_of, f.wording, numbers, figures))


def _write_protection(restricted: Restricted, path: Path) -> None:
    """The policy with its parameters, and the attacker's interval of every hidden count."""
    audit = restricted.audit
    content = {
        "policy": restricted.policy.model_dump(),
        "cells": restricted.cells,
        "hidden": restricted.hidden,
        "primary": restricted.primary,
        "audit_met": audit.met,
        "joint_bounds": audit.joint_bounds,
        "notes": audit.notes,
        "consent": [asdict(purpose) for purpose in restricted.consent],
        "received": restricted.received,
        "used": restricted.used,
        "cleaning": asdict(restricted.applied.counts) if restricted.applied else None,
        "over_time": asdict(restricted.behind) if restricted.behind else None,
        "records": asdict(restricted.records) if restricted.records else None,
        "answers_left_blank": restricted.blanked,
        "attacker_intervals": [asdict(cell) for cell in audit.cells],
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
