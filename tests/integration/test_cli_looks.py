"""`nyhavn quality`, `weight` and `estimate`, run as a steward runs them."""

import csv
from pathlib import Path

from command_line import nyhavn
from spec.bad_input.village import SECRET, Village
from spec.weights_in_plans.town import ADJUSTMENT, WEIGHTING, town, write


def test_quality_lists_findings_and_writes_their_rows_to_a_file(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.write(
        "answers.csv", (tmp_path / "answers.csv").read_text(encoding="utf-8").replace("north,yes", "nroth,yes")
    )
    run = nyhavn("quality", tmp_path / "plan.toml", "--out", tmp_path / "findings.csv")
    assert run.returncode == 0, run.stderr
    assert "not-a-choice" in run.stdout and "never a proof" in run.stdout
    assert SECRET not in run.stdout + run.stderr and "nroth" not in run.stdout + run.stderr
    with (tmp_path / "findings.csv").open(encoding="utf-8", newline="") as stream:
        found = {line["check"]: line for line in csv.DictReader(stream)}
    rows = (tmp_path / "answers.csv").read_text(encoding="utf-8").splitlines()[1:]
    expected = [str(number) for number, row in enumerate(rows, 1) if row.startswith("nroth")]
    assert found["not-a-choice"]["row_numbers"].split() == expected


def test_quality_runs_the_checks_that_the_plan_declares_and_refuses_those_nobody_knows(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.change("plan.toml", "[protection]", '[[check]]\nkind = "age-heeping"\ncolumns = ["place"]\n[protection]')
    run = nyhavn("quality", tmp_path / "plan.toml")
    assert run.returncode == 1 and "Did you mean age-heaping" in run.stderr and "Traceback" not in run.stderr


def test_weight_says_how_well_totals_are_met_and_keeps_cells_for_the_steward(tmp_path: Path) -> None:
    run = nyhavn("weight", write(tmp_path, town(), WEIGHTING), "--out", tmp_path / "weights.csv")
    assert run.returncode == 0, run.stderr
    assert "Weighted by raking" in run.stdout and "Kish design effect" in run.stdout
    assert "Population 20,000" in run.stdout and "for the steward alone" in run.stdout
    with (tmp_path / "weights.csv").open(encoding="utf-8", newline="") as stream:
        assert sum(int(line["rows"]) for line in csv.DictReader(stream)) == len(town().asked)


def test_weight_without_a_reference_says_what_to_add(tmp_path: Path) -> None:
    Village(tmp_path)
    run = nyhavn("weight", tmp_path / "plan.toml")
    assert run.returncode == 1 and "does not weight the contributions" in run.stderr and "[weighting]" in run.stderr


def test_nothing_is_written_over(tmp_path: Path) -> None:
    plan = write(tmp_path, town(), WEIGHTING)
    (tmp_path / "weights.csv").write_text("mine", encoding="utf-8")
    run = nyhavn("weight", plan, "--out", tmp_path / "weights.csv")
    assert run.returncode == 1 and (tmp_path / "weights.csv").read_text(encoding="utf-8") == "mine"


def test_estimate_prints_protected_tables_with_errors_and_what_they_do_not_claim(tmp_path: Path) -> None:
    run = nyhavn("estimate", write(tmp_path, town(), ADJUSTMENT, selection="volunteer"), "--table", "water.by.age")
    assert run.returncode == 0, run.stderr
    assert "water.by.age" in run.stdout and "water.by.quarter" not in run.stdout
    assert "std. error" in run.stdout and "model-based" in run.stdout
    assert "If something that was not measured mattered as much" in run.stdout


def test_a_table_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    run = nyhavn("estimate", write(tmp_path, town(), WEIGHTING), "--table", "watre")
    assert run.returncode != 0 and "no table watre" in run.stderr and "water.by.age" in run.stderr
