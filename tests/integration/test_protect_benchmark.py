"""The benchmark of protecting a table runs, and both of its sides hide the same cells."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "protect_scale.py"


@pytest.mark.slow
def test_the_quick_form_prints_one_line_and_both_sides_protect_alike() -> None:
    run = subprocess.run([sys.executable, str(SCRIPT), "--quick"], capture_output=True, text=True, check=True)
    (line,) = [json.loads(line) for line in run.stdout.splitlines()]
    assert line["name"] == "protect-scale/300000" and line["unit"] == "s" and line["runs"] == 1
    assert line["ours"] > 0 and line["ratio"] == pytest.approx(line["peer"] / line["ours"], rel=0.1)
    assert set(line["parts"]) == set(line["peer_parts"]) == {"count", "protect and write"}
    assert line["same"] and 100 <= line["sensitive"] <= 150 < line["hidden"] < 3_060
