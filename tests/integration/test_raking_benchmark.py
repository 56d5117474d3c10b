"""The benchmark of raking runs, and compares with nobody who did not do the work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SAID = {"name", "ours", "peer", "ratio", "unit", "runs", "peak_mb", "error", "collapse", "rake"}
# Stands for the script's own words, so that it is read as it would be read by somebody who runs it.
JUDGE = """
import json
from measuring import Run
from raking import fastest, is_converged, line
quick_but_wrong = [Run(1.0, 10.0, 0.04)] * 3
slow_and_right = [Run(9.0, 10.0, 1e-9)] * 3
right_but_once = [Run(2.0, 10.0, 1e-9), Run(2.0, 10.0, 1.1e-8), Run(2.0, 10.0, 1e-9)]
ours = [Run(0.5, 5.0, 1e-9, (("collapse", 0.4), ("rake", 0.1)))] * 3
print(json.dumps({
    "fastest": fastest({"weightipy": quick_but_wrong, "svy": right_but_once, "leafblower": slow_and_right}),
    "nobody": fastest({"weightipy": quick_but_wrong, "svy": []}),
    "at the tolerance": is_converged(Run(1.0, 1.0, 1e-8)),
    "just above it": is_converged(Run(1.0, 1.0, 1.01e-8)),
    "sound": json.loads(line("raking/9", ours, "leafblower", slow_and_right)),
    "unsound": json.loads(line("raking/9/weightipy", ours, "weightipy", quick_but_wrong)),
}))
"""


@pytest.fixture(scope="module")
def judged() -> dict:
    run = subprocess.run([sys.executable, "-c", JUDGE], cwd=BENCHMARKS, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_the_fastest_peer_is_one_whose_every_run_met_the_margins(judged) -> None:
    assert judged["fastest"] == "leafblower"
    assert judged["nobody"] == ""
    assert (judged["at the tolerance"], judged["just above it"]) == (True, False)


def test_a_peer_that_met_the_margins_has_a_ratio_and_one_that_did_not_is_named_as_such(judged) -> None:
    sound, unsound = judged["sound"], judged["unsound"]
    assert (sound["ratio"], sound["peer_converged"], sound["memory_ratio"]) == (18.0, True, 2.0)
    assert (unsound["ratio"], unsound["peer_converged"], unsound["peer_error"]) == (None, False, 0.04)
    assert sound["peer_name"].startswith("leafblower 0.")


@pytest.mark.slow
def test_a_quick_run_rakes_to_the_tolerance_and_says_time_memory_and_error() -> None:
    command = [sys.executable, str(BENCHMARKS / "raking.py"), "--quick"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    lines = {line["name"]: line for line in map(json.loads, run.stdout.splitlines())}
    assert {"raking/20000", "raking/growth/20000", "raking/growth/40000"} <= set(lines)
    for name, line in lines.items():
        assert set(line) >= SAID, name
        assert 0 < line["error"] <= 1e-8, name
        assert min(line["ours"], line["peak_mb"], line["collapse"], line["rake"]) > 0, name
        if line["ratio"] is not None:
            assert line["peer_converged"], name
            assert line["ratio"] == pytest.approx(line["peer"] / line["ours"], rel=0.05), name
