"""The restricted part of a run: for the steward alone. Published together with the release it would undo protection."""

import csv
import json
from dataclasses import asdict
from pathlib import Path

from nyhavn.chain.counting import Counted
from nyhavn.chain.plan import Plan

README = """Restricted: for the data steward alone. Do not publish, mail or copy this folder beside the release.

findings.csv     every finding with the numbers of the rows it points to; each is a question, never a proof
protection.json  the parameters of protection and what an attacker could work out about every hidden figure
remarks.txt      what was read but could not be matched, and why single groups have no standard error
"""
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
LIST_ENDS = 200  # row numbers written per finding; more rows than that need another look at the file itself


def write_restricted(plan: Plan, counted: Counted, folder: Path) -> None:
    """Writes the restricted folder, readable for its owner only."""
    folder.mkdir(mode=PRIVATE_FOLDER)
    (folder / "README.txt").write_text(README, encoding="utf-8")
    remarks = (*counted.inputs.remarks, *counted.produced.about_groups)
    (folder / "remarks.txt").write_text("".join(f"{line}\n" for line in remarks), encoding="utf-8")
    _write_findings(counted, folder / "findings.csv")
    _write_protection(plan, counted, folder / "protection.json")
    for file in folder.iterdir():
        file.chmod(PRIVATE_FILE)


def _write_findings(counted: Counted, path: Path) -> None:
    """One line per finding, with row numbers."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(("check", "severity", "columns", "rows", "out_of", "wording", "row_numbers"))
        for f in counted.findings:
            numbers = " ".join(map(str, f.row_numbers[:LIST_ENDS]))
            lines.writerow((f.check, f.severity, " | ".join(f.columns), f.rows, f.out_of, f.wording, numbers))


def _write_protection(plan: Plan, counted: Counted, path: Path) -> None:
    """The policy with its parameters, and the attacker's interval of every hidden count."""
    protection = counted.produced.protection
    content = {
        "policy": plan.protection.model_dump(),
        "cells": protection.cells,
        "hidden": protection.hidden,
        "primary": protection.primary,
        "audit_met": protection.audit.met,
        "joint_bounds": protection.audit.joint_bounds,
        "notes": protection.audit.notes,
        "consent": [asdict(purpose) for purpose in counted.consent.coverage] if counted.consent else [],
        "received": counted.rows,
        "used": counted.used,
        "attacker_intervals": [asdict(cell) for cell in protection.audit.cells],
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
