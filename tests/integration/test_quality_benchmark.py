"""The benchmark of the quality checks runs: every kind of check, beside one scan of the same file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nyhavn.framework.checks import CHECKS

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
SAID = {"name", "ours", "peer", "ratio", "unit", "runs", "peak_mb", "peer_peak_mb", "found"}


@pytest.mark.slow
def test_each_file_is_measured_on_both_sides() -> None:
    command = [sys.executable, str(FOLDER / "quality.py"), "--quick"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    lines = {line["name"]: line for line in map(json.loads, run.stdout.splitlines())}
    assert set(lines) == {"quality/20000.csv", "quality/20000.parquet"}
    for line in lines.values():
        assert set(line) == SAID
        assert min(line[what] for what in ("ours", "peer", "peak_mb", "peer_peak_mb", "found")) > 0
        assert line["ratio"] == pytest.approx(line["peer"] / line["ours"], abs=0.001)
    assert lines["quality/20000.csv"]["found"] == lines["quality/20000.parquet"]["found"]


def test_the_benchmark_leaves_no_kind_of_check_out() -> None:
    """Declared, or brought by the types of the instrument."""
    source = (FOLDER / "quality_checks.py").read_text(encoding="utf-8")
    by_itself = {"risky-text", "other-repeats-choice"}  # own words after a choice: the file has none to look at
    assert {kind for kind in CHECKS.kind if f'("{kind}"' in source} | by_itself == set(CHECKS.kind)
