"""An office opens the package with public programs alone, and every one of them reads the same figures."""

import csv
import io
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nyhavn.chain.submitting import write_submission
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.submission.terms import GivenVerdict
from nyhavn.framework.fitness.rule_pack import SHIPPED
from nyhavn.framework.fitness.verdict import CommunityView, OfficialPurpose, Verdict, VerdictOutcome
from spec.submission.handing import OFFICE, TWO_QUARTERS, submission

Read = Callable[[Path], dict[str, Any]]
OWN = ("STRUCTURE", "STRUCTURE_ID", "ACTION")


def rows(zip_file: Path) -> list[dict[str, str]]:
    """The observations as the CSV itself says them, without what is missing."""
    with zipfile.ZipFile(zip_file) as archive:
        text = archive.read("sdmx/sdg.csv").decode()
    found = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: value for name, value in row.items() if value and name not in OWN} for row in found]


def test_three_formats_and_two_clients_give_the_same_figures(tmp_path: Path, log: ReleaseLog, read_alone: Read) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    found, said = read_alone(made.zip_file), rows(made.zip_file)
    assert found["sound"]
    assert len(said) == 3
    for client in ("pysdmx", "sdmx1"):
        assert len(found[client]) == 3, client
        for name, read in found[client].items():
            assert read == said, (client, name)
    by_group = {row["DISABILITY_STATUS"]: row for row in said}
    assert (by_group["PD"]["OBS_VALUE"], by_group["PD"]["OBS_STATUS"], by_group["PD"]["NATURE"]) == ("50", "A", "_X")
    assert float(by_group["PD"]["LOWER_BOUND"]) < 50 < float(by_group["PD"]["UPPER_BOUND"])
    assert by_group["PWD"]["OBS_STATUS"] == "Q"
    assert not {"OBS_VALUE", "LOWER_BOUND", "UPPER_BOUND"} & by_group["PWD"].keys()
    assert {row["CUST_BREAKDOWN_LB"] for row in said} == {TWO_QUARTERS}
    assert all(row["SOURCE_DETAIL"].startswith("Acceso al agua") for row in said)


def test_people_find_words_beside_every_number(tmp_path: Path, log: ReleaseLog, read_alone: Read) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    found = read_alone(made.zip_file)
    first = found["tables"]["data/water.by.functioning.csv"][0]
    assert (first["functioning"], first["functioning_label"], first["n"]) == ("with", "Con dificultad", "20")
    codes = {
        (row["name"], row["official_code"], row["official_meaning"]) for row in found["tables"]["codebook/codebook.csv"]
    }
    assert ("can_walk", "PWD", "Persons without disability") in codes
    assert found["json"]["agreement/agreement.json"]["agreement"]["recipient"] == OFFICE
    assert found["json"]["about/consent.json"]["participants"] == "61"
    assert found["json"]["about/participation.json"]["principles"][0]["name"] == "Consent"
    assert found["json"]["about/disclosure.json"]["protection"]["suppressed"] == 4
    pages = [name for name in found["files"] if name.endswith(".html")]
    assert len(pages) == 6
    for name in pages:
        page = (made.folder / name).read_text(encoding="utf-8")
        assert "<script" not in page
        assert "http" not in page.replace("http-equiv", "")


def test_verdicts_go_along_as_criteria_that_somebody_applied(tmp_path: Path, log: ReleaseLog, read_alone: Read) -> None:
    pack = SHIPPED["ons-2022"]
    verdict = Verdict(
        purpose=OfficialPurpose(indicator="6.1.1", words="SDG 6.1.1 for two quarters"),
        outcome=VerdictOutcome.PROXY,
        pack=pack.id,
        fingerprint=pack.fingerprint,
        community=CommunityView.DISSENTS,
        by=("Kofi",),
        on=date(2026, 11, 24),
        because="It passes, and speaks of volunteers.",
        caveat="Those who took part chose to; nothing follows for the city.",
    )
    given = submission(log, tmp_path / "bundle", verdicts=(GivenVerdict(verdict, pack),))
    made = write_submission(tmp_path / "package", given, log)
    (read,) = read_alone(made.zip_file)["json"]["verdicts/verdicts.json"]["verdicts"]
    assert (read["outcome"], read["edition"], read["caveat"]) == (VerdictOutcome.PROXY, pack.edition, verdict.caveat)
    assert read["applied"].startswith(f"Criteria published by {pack.office}")
    page = (made.folder / "verdicts" / "verdicts.html").read_text(encoding="utf-8")
    assert verdict.caveat in page
    assert "dissents" in page
    assert "verdicts/" in (made.folder / "README.txt").read_text(encoding="utf-8")
    without = write_submission(tmp_path / "without", submission(log, tmp_path / "bundle"), log)
    assert not (without.folder / "verdicts").exists()
    assert "verdicts/" not in (without.folder / "README.txt").read_text(encoding="utf-8")


def test_the_commands_of_the_readme_check_the_package(tmp_path: Path, log: ReleaseLog) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    text = (made.folder / "README.txt").read_text(encoding="utf-8")
    sums, signature, fingerprint = commands(text)
    assert run(sums, made.folder) == 0
    assert run(signature, made.folder) == 0
    done = subprocess.run(["bash", "-c", fingerprint], cwd=made.folder, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == log.key_fingerprint == made.fingerprint
    assert log.key_fingerprint in text


@pytest.mark.parametrize("name", ["data/water.total.csv", "sdmx/sdg.csv", "agreement/agreement.json", "README.txt"])
def test_the_commands_find_a_single_changed_byte(tmp_path: Path, log: ReleaseLog, name: str) -> None:
    made = write_submission(tmp_path / "package", submission(log, tmp_path / "bundle"), log)
    sums, signature, _ = commands((made.folder / "README.txt").read_text(encoding="utf-8"))
    changed = bytearray((made.folder / name).read_bytes())
    changed[-2] ^= 1
    (made.folder / name).write_bytes(changed)
    assert run(sums, made.folder) != 0
    (made.folder / "SHA256SUMS").write_bytes((made.folder / "SHA256SUMS").read_bytes() + b"\n")
    assert run(signature, made.folder) != 0


def commands(text: str) -> list[str]:
    """The first three commands of the README, each on its indented lines."""
    found, inside = [""], False
    for line in text.split("HOW TO CHECK IT")[1].splitlines():
        is_command = line.startswith("     ")
        if is_command and not inside:
            found.append("")
        if is_command:
            found[-1] += f"{line}\n"
        inside = is_command
    return found[1:4]


def run(command: str, folder: Path) -> int:
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False).returncode
