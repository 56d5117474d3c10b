"""Bad input is answered with a sentence that names the place, and nothing half-written is left behind."""

import resource
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from rights import bound_by_permissions
from spec.bad_input.village import SECRET, Village, answers


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village(tmp_path)


def workbook(village: Village, cell: object) -> None:
    """Contributions as a workbook with one special cell at B3."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["place", "water", "words"], ["north", "yes", SECRET], ["south", "no", SECRET]):
        sheet.append(row)
    sheet["B3"] = cell
    book.save(village.folder / "answers.xlsx")
    village.change("plan.toml", "answers.csv", "answers.xlsx")


def rewritten(source: Path, target: Path, part: str, content: bytes) -> None:
    """A copy of a workbook with one part replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))


def broken_form(village: Village) -> None:
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label"])
    survey.append(["select_one places", "place", "Where do you live?"])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    choices.append(["answers", "yes", "Yes"])
    village.change("plan.toml", 'dictionary = "dictionary.toml"', 'form = "form.xlsx"')
    book.save(village.folder / "form.xlsx")


def wrong_encoding(village: Village) -> None:
    village.write("answers.csv", answers().replace("north", "nörth", 1).encode("cp1252"))


def semicolons(village: Village) -> None:
    village.write("answers.csv", answers().replace(",", ";"))


def formula_cells(village: Village) -> None:
    workbook(village, "=1+1")


def duplicate_headers(village: Village) -> None:
    village.write("answers.csv", answers().replace("place,water,words", "place,water,water"))


def expanding_zip(village: Village) -> None:
    """Two gigabytes of zeros in a small zip."""
    block = bytes(4 << 20)
    path = village.folder / "answers.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("answers.csv", "w", force_zip64=True) as member,
    ):
        member.write(b"place,water,words\n")
        for _ in range(512):
            member.write(block)
    village.change("plan.toml", "answers.csv", "answers.zip")


def xml_bomb(village: Village) -> None:
    workbook(village, "yes")
    path = village.folder / "answers.xlsx"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><worksheet>&l9;</worksheet>'
    rewritten(path, village.folder / "bomb.xlsx", "xl/worksheets/sheet1.xml", bomb.encode())
    shutil.move(village.folder / "bomb.xlsx", path)


def unknown_purpose(village: Village) -> None:
    consent = '[consent.purposes.publishing]\ncolumn = "water"\ngiven = ["yes"]\n[release]'
    village.change("plan.toml", "[release]", consent)


def plan_typo(village: Village) -> None:
    village.change("plan.toml", "threshold = 5", "treshold = 5")


def unknown_column(village: Village) -> None:
    village.change("plan.toml", 'file = "answers.csv"', 'file = "answers.csv"\nset_aside = ["pone_number"]')


def empty_file(village: Village) -> None:
    village.write("answers.csv", b"")


def other_margins(village: Village) -> None:
    margins = '[reference]\nsource = "Census"\nmargins = [{ breakdown = "place", totals = { north = 3, east = 4 } }]\n'
    village.change("plan.toml", "[release]", margins + "[release]")


FAULTS: tuple[tuple[Callable[[Village], None], str, tuple[str, ...]], ...] = (
    (broken_form, "form-broken", ("form.xlsx", "survey", "2", "places")),
    (wrong_encoding, "encoding", ("answers.csv", "cp1252")),
    (semicolons, "delimiter", ("answers.csv", ";")),
    (formula_cells, "formula", ("answers.xlsx", "B3")),
    (duplicate_headers, "header", ("answers.csv", "water", "2", "3")),
    (expanding_zip, "", ("answers.zip",)),
    (xml_bomb, "", ("answers.xlsx", "sheet1.xml")),
    (unknown_purpose, "plan-mistake", ("[consent]", "publishing", "published-aggregates")),
    (plan_typo, "plan-mistake", ("plan.toml", "[protection]", 'Did you mean "threshold"?')),
    (unknown_column, "column-unknown", ("set_aside", "pone_number")),
    (empty_file, "empty", ("answers.csv",)),
    (other_margins, "margin-categories", ('margin "place"', "east", "south")),
)


@pytest.mark.parametrize(("fault", "code", "said"), FAULTS, ids=[fault.__name__ for fault, _, _ in FAULTS])
def test_a_faulty_file_is_answered_with_a_sentence_and_the_place(
    village: Village, fault: Callable[[Village], None], code: str, said: tuple[str, ...]
) -> None:
    fault(village)
    run = village.run()
    assert run.returncode == 1
    assert run.stderr.count("Not done:") >= 1
    assert "Traceback" not in run.stderr
    assert SECRET not in run.stderr + run.stdout
    assert code in run.stderr
    for part in said:
        assert part in run.stderr
    assert village.left_behind() == []


def test_the_same_village_with_sound_files_gets_its_release(village: Village) -> None:
    run = village.run()
    assert run.returncode == 0, run.stderr
    assert (village.folder / "out" / "release" / "report.html").is_file()
    assert village.left_behind() == ["out"]


def test_a_folder_one_may_not_write_in_is_named(village: Village) -> None:
    village.folder.chmod(0o555)
    run = village.run_bound(bound_by_permissions)
    village.folder.chmod(0o755)
    assert run.returncode == 1
    assert "no-permission" in run.stderr
    assert str(village.folder) in run.stderr
    assert "Traceback" not in run.stderr
    assert village.left_behind() == []


def almost_no_room() -> None:
    """The system refuses every file that grows over four kilobytes, as a full disk does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_disk_is_said_and_nothing_is_left(village: Village) -> None:
    run = village.run_bound(almost_no_room)
    assert run.returncode == 1
    assert "no-room" in run.stderr
    assert "Traceback" not in run.stderr
    assert village.left_behind() == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("stage", ["", "Reading the files", "Checking the answers", "Counting", "Writing and signing"])
def test_an_interrupted_run_leaves_nothing_half_written(village: Village, stop: signal.Signals, stage: str) -> None:
    """Stopped while libraries load, and at the beginning of every stage."""
    village.write("answers.csv", answers(60_000))
    with subprocess.Popen(village.arguments(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        if stage:
            next(line for line in run.stderr if line.startswith(stage))
        else:
            time.sleep(0.5)
        run.send_signal(stop)
        _, said = run.communicate(timeout=60)
    assert "interrupted" in said
    assert run.returncode == 130
    assert "Traceback" not in said
    assert village.left_behind() == []


def test_a_run_that_was_killed_can_simply_be_run_again(village: Village) -> None:
    """Even the end that no program can answer leaves no release and a usable log."""
    village.write("answers.csv", answers(60_000))
    with subprocess.Popen(village.arguments(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as run:
        assert run.stderr is not None
        next(line for line in run.stderr if line.startswith("Checking the answers"))
        run.kill()
    assert not (village.folder / "out").exists()
    village.write("answers.csv", answers())
    again = village.run()
    assert again.returncode == 0, again.stderr
    assert (village.folder / "out" / "release" / "MANIFEST.sha256").is_file()
