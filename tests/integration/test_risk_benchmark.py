"""The benchmark of risk runs, and compares only where both found the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
# Stands for the script's own words, so that it is read as it would be read by somebody who runs it.
JUDGE = """
import json
from measuring import Run
from risk import are_same, line
ours = [Run(0.1, 5.0, parts=(("open", 0.01), ("collapse", 0.08), ("measures", 0.01)))] * 3
theirs = [Run(9.0, 50.0, parts=(("read", 0.1), ("k", 1.0), ("l", 2.0), ("t", 5.9)))] * 3
same = {"k": 2, "l": 3, "t": 0.25}
print(json.dumps({
    "last digits": are_same(same, same | {"t": 0.25 * (1 + 1e-12)}),
    "another t": are_same(same, same | {"t": 0.2501}),
    "another k": are_same(same, same | {"k": 3}),
    "no t": are_same(same, {"k": 2, "l": 3}),
    "sound": json.loads(line("risk/9", ours, theirs, [same] * 6)),
    "unsound": json.loads(line("risk/9", ours, theirs, [same] * 5 + [same | {"l": 4}])),
    "alone": json.loads(line("risk/growth/9", ours, found=[same])),
}))
"""


@pytest.fixture(scope="module")
def judged() -> dict:
    run = subprocess.run([sys.executable, "-c", JUDGE], cwd=BENCHMARKS, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_answers_are_the_same_to_the_last_digits_and_no_further(judged) -> None:
    assert [judged[which] for which in ("last digits", "another t", "another k", "no t")] == [True, False, False, False]


def test_a_ratio_is_given_where_all_runs_found_the_same_and_nowhere_else(judged) -> None:
    assert (judged["sound"]["ratio"], judged["sound"]["peer_agrees"]) == (90.0, True)
    assert (judged["unsound"]["ratio"], judged["unsound"]["peer_agrees"]) == (None, False)
    assert (judged["alone"]["ratio"], judged["alone"]["peer"]) == (None, None)
    assert judged["sound"]["peer_name"].startswith("pycanon 1.")


@pytest.mark.slow
def test_a_quick_run_says_time_memory_and_what_was_found() -> None:
    command = [sys.executable, str(BENCHMARKS / "risk.py"), "--quick"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    lines = {line["name"]: line for line in map(json.loads, run.stdout.splitlines())}
    assert set(lines) == {"risk/20000", "risk/growth/40000"}
    for line in lines.values():
        assert min(line["ours"], line["open"], line["collapse"], line["measures"]) > 0
        assert line["found"]["k"] >= 1 and line["found"]["l"] >= 1 and 0 < line["found"]["t"] <= 1
    compared = lines["risk/20000"]
    if compared["peer"] is not None:
        assert compared["peer_agrees"]
        assert compared["ratio"] == pytest.approx(compared["peer"] / compared["ours"], rel=0.05)
