"""A plan with a cleaning log: the release is that of the clean file, says so, and gives nothing of the log away."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from nyhavn.chain.inputs import inputs_of
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.production import Produced, produce_release
from nyhavn.chain.received import received_of
from nyhavn.exchange.incoming.cleaning_log import read_cleaning_log
from nyhavn.exchange.incoming.cleaning_rows import COLUMNS
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import CleaningStatement
from spec.bad_input.village import SECRET, Village

ROWS = 120
SECTION = '[cleaning]\nlog = "cleaning-log.csv"\nkey = "id"\n[basis]'
DECIDED = {
    "reason": "The paper form says so.",
    "decided_by": "Bo Reviewer",
    "decided_at": "2026-11-20T09:30:00Z",
    "finding": "not-a-choice",
}
RAW_WORD, SEEN_WORD = "Zeynep-lives-here", "Zeynep-moved-away"
DECISIONS = (
    {"action": "recode", "decision": "Oui means yes", "column": "water", "old": "[Oui]", "new": "[yes]"},
    {
        "action": "correct",
        "row": "3",
        "key": "[k3]",
        "column": "words",
        "old": f"[{RAW_WORD}]",
        "new": f"[{SEEN_WORD}]",
    },
    {"action": "correct", "row": "4", "key": "[k4]", "column": "place", "old": "[norht]", "new": "[north]"},
    {"action": "blank", "row": "5", "key": "[k5]", "column": "water", "old": "[99]"},
    {"action": "remove", "row": "6", "key": "[k6]"},
    {"action": "keep", "row": "7", "key": "[k7]", "column": "water", "old": "[Oui]"},
)


def village_rows(*, clean: bool) -> list[dict[str, str]]:
    """The village as received, or with the decisions carried out by hand."""
    rows = [
        {"id": f"k{n}", "place": ("north", "south")[n % 2], "water": ("Oui", "no", "yes")[n % 3], "words": SECRET}
        for n in range(1, ROWS + 1)
    ]
    rows[2]["words"], rows[3]["place"], rows[4]["water"], rows[6]["water"] = RAW_WORD, "norht", "99", "Oui"
    if not clean:
        return rows
    for row in rows:
        row["water"] = "yes" if row["water"] == "Oui" and row["id"] != "k7" else row["water"]
    rows[2]["words"], rows[3]["place"], rows[4]["water"] = SEEN_WORD, "north", ""
    return [row for row in rows if row["id"] != "k6"]


def write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, columns, restval="")
        lines.writeheader()
        lines.writerows(rows)


def village(folder: Path, *, clean: bool = False) -> Village:
    """Received with its log, or clean and without one."""
    folder.mkdir()
    made = Village(folder)
    write(folder / "answers.csv", ("id", "place", "water", "words"), village_rows(clean=clean))
    if not clean:
        made.change("plan.toml", "[basis]", SECTION)
        write(folder / "cleaning-log.csv", COLUMNS, [decision | DECIDED for decision in DECISIONS])
    return made


def produced(of: Village) -> Produced:
    where = of.folder
    return produce_release(where / "plan.toml", out=where / "out", log=where / "log", step=lambda *_: None)


def refused(of: Village) -> Refusal:
    with pytest.raises(Refusal) as found:
        produced(of)
    assert of.left_behind() == []
    return found.value


@pytest.fixture
def received(tmp_path: Path) -> Village:
    return village(tmp_path / "received")


def test_the_release_is_that_of_the_clean_file_and_says_that_a_log_was_applied(
    received: Village, tmp_path: Path
) -> None:
    found = produced(received).release
    by_hand = produced(village(tmp_path / "clean", clean=True)).release
    assert by_hand.cleaning is None
    assert found.cleaning == CleaningStatement(
        recodes=1, recoded="", corrected="a few", blanked="a few", removed="a few"
    )
    # The quality report says how much the log changed; everything else is that of the clean file.
    same = {"cleaning": None, "quality": None, "issued_at": by_hand.issued_at}
    assert replace(found, **same) == replace(by_hand, quality=None)


def test_the_report_names_the_log_in_its_method_part_and_only_where_there_is_one(
    received: Village, tmp_path: Path
) -> None:
    says = "Decisions of reviewers, each with a reason, were carried out on what was received."
    counts = "Answers corrected: a few. Answers emptied: a few. Contributions taken out: a few."
    page = (produced(received).folder / "release" / "report.html").read_text(encoding="utf-8")
    assert says in page and counts in page and "Decisions about whole columns: 1." in page
    assert "These changed" not in page
    other = produced(village(tmp_path / "clean", clean=True)).folder / "release" / "report.html"
    assert says not in other.read_text(encoding="utf-8")


def test_where_no_person_is_concerned_the_counts_are_exact(received: Village) -> None:
    received.change("plan.toml", "survey-of-households", "participatory-mapping")
    received.change("plan.toml", "threshold = 5", "threshold = 1")
    text = (received.folder / "plan.toml").read_text(encoding="utf-8")
    start, end = text.index('kind = "producer-attestation"'), text.index("[design]")
    received.write("plan.toml", text[:start] + 'kind = "no-person-data"\nby = "Village council"\n' + text[end:])
    found = produced(received)
    recoded = sum(row["water"] == "Oui" for row in village_rows(clean=False)) - 2  # one is kept, one is removed
    assert found.release.cleaning == CleaningStatement(1, str(recoded), "2", "1", "1")
    page = (found.folder / "release" / "report.html").read_text(encoding="utf-8")
    assert f"These changed {recoded} answers." in page


def test_nothing_of_the_log_reaches_the_public_part_and_all_of_it_the_restricted_one(received: Village) -> None:
    folder = produced(received).folder
    public = b"".join(path.read_bytes() for path in (folder / "release").rglob("*") if path.is_file())
    for secret in (RAW_WORD, SEEN_WORD, "norht", "Bo Reviewer", "The paper form says so", "Oui means yes", SECRET):
        assert secret.encode() not in public, secret
    kept = folder / "restricted" / "cleaning-log.csv"
    assert kept.stat().st_mode & 0o077 == 0
    log = received.folder / "cleaning-log.csv"
    assert read_cleaning_log(kept, key="id") == read_cleaning_log(log, key="id")
    counts = json.loads((folder / "restricted" / "protection.json").read_text(encoding="utf-8"))
    assert (counts["received"], counts["used"]) == (ROWS, ROWS - 1)
    assert counts["cleaning"]["corrected"] == 2 and counts["cleaning"]["removed"] == 1


def test_findings_point_to_the_rows_as_received(received: Village) -> None:
    """Row 7 is kept with an answer that is no choice; row 6 before it is gone."""
    folder = produced(received).folder
    with (folder / "restricted" / "findings.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["check"]: row["row_numbers"] for row in csv.DictReader(stream) if row["columns"] == "water"}
    assert rows["not-a-choice"] == "7"
    assert rows["missing-answer"] == "5"


# --- Refused, and nothing is written --------------------------------------------------------


def test_a_file_that_was_sorted_anew_is_refused(received: Village) -> None:
    rows = village_rows(clean=False)
    write(received.folder / "answers.csv", ("id", "place", "water", "words"), sorted(rows, key=lambda row: row["id"]))
    found = refused(received)
    assert set(found.codes) == {"cleaning-key-differs"}
    assert SECRET not in str(found) and RAW_WORD not in str(found)


def test_a_file_with_further_rows_at_its_end_is_taken(received: Village) -> None:
    rows = [*village_rows(clean=False), {"id": "k999", "place": "north", "water": "no", "words": ""}]
    write(received.folder / "answers.csv", ("id", "place", "water", "words"), rows)
    assert produced(received).release.participants == str(ROWS)


def test_a_file_that_was_cleaned_by_hand_is_refused(received: Village) -> None:
    write(received.folder / "answers.csv", ("id", "place", "water", "words"), village_rows(clean=True))
    assert "cleaning-old-differs" in refused(received).codes


def test_a_log_that_is_not_there_is_refused(received: Village) -> None:
    (received.folder / "cleaning-log.csv").unlink()
    found = refused(received)
    assert found.codes == ("file-not-found",)
    assert found.reasons[0].where == "[cleaning], log"


def test_a_key_that_is_no_column_is_refused(received: Village) -> None:
    received.change("plan.toml", 'key = "id"', 'key = "uuid"')
    assert refused(received).codes == ("cleaning-column-absent",)


def test_a_log_that_removes_everything_is_refused(received: Village) -> None:
    rows = [{"action": "remove", "row": str(n), "key": f"[k{n}]"} | DECIDED for n in range(1, ROWS + 1)]
    write(received.folder / "cleaning-log.csv", COLUMNS, rows)
    assert refused(received).codes == ("no-contributions",)


def test_a_log_is_given_exactly_where_the_plan_names_one(received: Village) -> None:
    table = received_of(pa.table({"water": ["yes"]}), name="answers.csv")
    plan = read_plan(received.folder / "plan.toml")
    with pytest.raises(ValueError, match="cleaning log"):
        inputs_of(plan, Instrument("", "", "", ()), (), table)
