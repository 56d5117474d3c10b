"""The benchmark of tabulation runs, and its two sides make the same table."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "tabulation.py"
NAMES = [
    "tabulation/20000",
    "tabulation/20000/categories",
    "tabulation/errors/20000",
    "tabulation/growth/20000",
    "tabulation/growth/40000",
    "tabulation/errors/40000",
]


@pytest.mark.slow
def test_the_quick_form_prints_one_line_per_comparison_and_the_figures_agree() -> None:
    run = subprocess.run([sys.executable, str(SCRIPT), "--quick"], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["name"] for line in lines] == NAMES
    for line in lines:
        assert {"ours", "peer", "ratio", "unit", "runs", "peak_mb"} <= set(line)
        assert line["ours"] > 0
    compared = [line for line in lines if line["peer"] is not None]
    assert len(compared) == 2
    for line in compared:
        assert line["ratio"] == pytest.approx(line["peer"] / line["ours"], rel=0.1)
        assert line["error"] < 1e-9
