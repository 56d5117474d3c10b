"""What an office does not get: no variable outside the agreement, and no number that was not published."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from nyhavn.chain.submitting import write_submission
from nyhavn.exchange.bundle.log import ReleaseLog
from spec.submission.handing import AGREEMENT, HANDING, SECRET, release, submission
from spec.submission.looking_for_numbers import new_numbers, numbers, texts

TERMS = numbers(AGREEMENT.model_dump_json() + f"{HANDING.on}" + HANDING.purpose)


def test_no_number_is_in_it_that_is_neither_public_nor_agreed(tmp_path: Path, log: ReleaseLog) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    assert new_numbers(made.folder, tmp_path / "bundle", TERMS) == set()
    page = made.folder / "about" / "method.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", "<p>98765</p></main>"), encoding="utf-8")
    assert new_numbers(made.folder, tmp_path / "bundle", TERMS) == {"98765"}, "the attacker looks"


def test_sdmx_holds_the_published_figures_of_the_agreed_tables_alone(tmp_path: Path, log: ReleaseLog) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    agreed = [one for one in release().tables if {one.indicator, *one.breakdowns} <= HANDING.variables]
    figures = [figure for one in agreed for figure in one.figures]
    known = {round(100 * x, 6) for f in figures for x in (f.value, f.low, f.high) if x is not None}
    for name in ("sdg-3.0.xml", "sdg-2.1.xml"):
        observed = [one.attrib for one in ElementTree.parse(made.folder / "sdmx" / name).iter("Obs")]
        said = {float(one[k]) for one in observed for k in ("OBS_VALUE", "LOWER_BOUND", "UPPER_BOUND") if k in one}
        assert said == known, "nothing that was not published, and all of what was agreed"
    rows = csv.DictReader(io.StringIO((made.folder / "sdmx" / "sdg.csv").read_text(encoding="utf-8")))
    assert {float(row[k]) for row in rows for k in ("OBS_VALUE", "LOWER_BOUND", "UPPER_BOUND") if row[k]} == known


def test_what_was_not_agreed_is_not_even_named(tmp_path: Path, log: ReleaseLog) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    everything = "\n".join(texts(made.folder).values())
    for outside in (SECRET, "income", "4711", "0.4242", "الشمال", "north", "Census 2020"):
        assert outside not in everything, outside
    assert SECRET in (tmp_path / "bundle" / "report.json").read_text(encoding="utf-8"), (
        "it is public; it was not agreed"
    )


def test_what_was_agreed_is_there_as_a_whole(tmp_path: Path, log: ReleaseLog) -> None:
    """The twin: with all variables agreed every table comes, byte for byte as it was published."""
    everything = ("water", "functioning", "place", "income")
    agreement = AGREEMENT.model_copy(update={"variables": everything})
    handing = replace(HANDING, variables=frozenset(everything))
    given = submission(
        log,
        tmp_path / "bundle",
        agreement=agreement,
        handing=handing,
        only_csv=frozenset({"place"}),
    )
    made = write_submission(tmp_path / "package", given, log)
    for table in release().tables:
        copy = (made.folder / "data" / f"{table.id}.csv").read_bytes()
        assert copy == (tmp_path / "bundle" / "tables" / f"{table.id}.csv").read_bytes()
    assert SECRET in (made.folder / "codebook" / "codebook.csv").read_text(encoding="utf-8")
    method = json.loads((made.folder / "about" / "method.json").read_bytes())
    assert [row["breakdown"] for row in method["coverage"]] == ["place"]
    assert set(made.left_out) == {
        "water.by.functioning: _U has no code.",
        "water.by.functioning.place: the official structure has no code for place.",
        "income.total: no series of the official structure was named for income.",
    }
    assert (made.folder / "sdmx" / "left-out.txt").read_text(encoding="utf-8").splitlines() == [*made.left_out]


def test_the_package_names_the_public_release_so_that_both_can_be_compared(tmp_path: Path, log: ReleaseLog) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    identity = json.loads((made.folder / "release.json").read_bytes())
    manifest = (tmp_path / "bundle" / "MANIFEST.sha256").read_text(encoding="utf-8")
    assert (identity["release"], identity["entry_of_log"]) == ("agua-2026-1", 1)
    assert identity["signed_by_key"] == log.key_fingerprint
    sums = (made.folder / "SHA256SUMS").read_text(encoding="utf-8")
    for line in (line for line in sums.splitlines() if "  data/" in line):
        assert line.replace("  data/", "  tables/") in manifest


def test_the_log_of_releases_does_not_tell_that_something_was_handed_over(tmp_path: Path, log: ReleaseLog) -> None:
    given = submission(log, tmp_path / "bundle")
    before = len(log.state().leaves)
    write_submission(tmp_path / "package", given, log)
    assert len(log.state().leaves) == before
