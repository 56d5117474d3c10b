"""The benchmark of the web runs: real servers, real readers, a line for each comparison."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "web.py"
SAID = {"name", "ours", "peer", "ratio", "unit", "runs", "peak_mb", "p95_ms", "page_bytes"}
LARGEST = 100_000


@pytest.fixture(scope="module")
def comparisons() -> dict[str, dict[str, float]]:
    run = subprocess.run([sys.executable, str(BENCHMARK), "--quick"], capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return {line["name"]: line for line in lines}


@pytest.mark.slow
def test_each_comparison_says_both_sides_and_what_they_needed(comparisons: dict[str, dict[str, float]]) -> None:
    for name, line in comparisons.items():
        assert set(line) >= SAID, name
        assert min(line[what] for what in ("ours", "peer", "p95_ms", "peak_mb")) > 0, name
        assert line["ratio"] == pytest.approx(line["peer"] / line["ours"], rel=0.01), name


@pytest.mark.slow
def test_front_catalogue_and_releases_are_measured_with_one_reader_and_with_several(
    comparisons: dict[str, dict[str, float]],
) -> None:
    for page in ("front", "catalogue-10", "catalogue-200", "dataset", "dataset-each-another"):
        for readers in (1, 4):
            assert f"web/sqlite/{page}/{readers}-readers" in comparisons


@pytest.mark.slow
def test_pages_are_small_and_travel_packed(comparisons: dict[str, dict[str, float]]) -> None:
    for name, line in comparisons.items():
        assert line["page_bytes"] < LARGEST, name
    page = comparisons["web/sqlite/dataset/4-readers"]
    assert page["bytes"] < page["page_bytes"] / 3
