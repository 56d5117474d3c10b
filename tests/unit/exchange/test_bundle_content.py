"""The content files of a bundle say what the release says, completely and to everyone."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from frictionless import Package
from pydantic import TypeAdapter

from nyhavn.exchange.bundle.content import write_content
from nyhavn.exchange.bundle.layout import sha256_of
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.exchange.bundle.sheet import Column, Sheet, write_sheet
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import Breakdown, Category, CellStatus, Figure, StatisticalTable
from spec.bundle.small_release import REPORT, small_release, suppressed

RECORDS = pa.table(
    {
        "water": ["yes", "no", None],
        "age": pa.array([31, None, 70], pa.int64()),
        "weight": [1.0, 0.1, 2.5],
        "day": [date(2026, 9, 1), None, date(2026, 9, 2)],
        "shared": [True, False, None],
        "place": ["-1.28 36.81 0 0", "+12,5", "a=b"],
    }
)


def written(release: Release, folder: Path, microdata: Microdata | None = None) -> Path:
    write_content(release, folder, report_html=REPORT, microdata=microdata)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"))))


def with_figure(figure: Figure) -> Release:
    return replace(small_release(), tables=(StatisticalTable("t", "water", ("place",), (figure,)),))


def refused_code(release: Release, folder: Path, microdata: Microdata | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        written(release, folder, microdata)
    (code,) = refused.value.codes
    return code


def test_a_table_has_codes_then_labels_then_numbers(tmp_path: Path) -> None:
    lines = (written(small_release(), tmp_path) / "tables/water.by.functioning.place.csv").read_text("utf-8")
    header, first = lines.split("\n")[:2]
    assert header == (
        "functioning,place,functioning_label,place_label,status,n,numerator,value,standard_error,low_95,high_95,reliability"
    )
    assert first.startswith('with,north,Con dificultad,"الشمال، ""أ""",published,12,5,0.4166666666666667,')


def test_a_number_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    release = small_release()
    (row,) = rows(written(release, tmp_path) / "tables/water.total.csv")
    (figure,) = release.tables[0].figures
    assert (int(row["n"]), int(row["numerator"])) == (figure.n, figure.numerator)
    numbers = tuple(float(row[name]) for name in ("value", "standard_error", "low_95", "high_95"))
    assert numbers == (figure.value, figure.standard_error, figure.low, figure.high)


def test_suppressed_and_no_answers_are_told_apart_and_neither_is_a_zero(tmp_path: Path) -> None:
    table = rows(written(small_release(), tmp_path) / "tables/water.by.functioning.place.csv")
    by_status = {row["status"]: row for row in table}
    numbers = ("n", "numerator", "value", "standard_error", "low_95", "high_95")
    assert [by_status["suppressed"][name] for name in numbers] == [""] * 6
    assert [by_status["no answers"][name] for name in numbers] == ["0", "", "", "", "", ""]


@pytest.mark.parametrize("number", ["numerator", "value", "standard_error", "low", "high"])
def test_a_suppressed_figure_that_still_has_a_number_stops_everything(tmp_path: Path, number: str) -> None:
    """Zero is a number, too."""
    figure = replace(suppressed("north"), **{number: 0})
    assert refused_code(with_figure(figure), tmp_path) == "suppressed-with-numbers"
    assert [path.name for path in tmp_path.rglob("*")] == []


def test_the_numbers_of_the_leaking_figure_are_not_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        written(with_figure(replace(suppressed("north"), numerator=4711)), tmp_path)
    assert "4711" not in str(refused.value)


def test_a_suppressed_figure_may_keep_the_n_that_protection_left_open(tmp_path: Path) -> None:
    (row,) = rows(written(with_figure(replace(suppressed("north"), n=40)), tmp_path) / "tables/t.csv")
    assert (row["status"], row["n"], row["numerator"], row["value"]) == ("suppressed", "40", "", "")


def test_the_twin_a_suppressed_figure_without_numbers_is_written(tmp_path: Path) -> None:
    (row,) = rows(written(with_figure(suppressed("north")), tmp_path) / "tables/t.csv")
    assert (row["place"], row["status"]) == ("north", "suppressed")


def test_a_breakdown_may_name_its_own_total(tmp_path: Path) -> None:
    own = Breakdown(id="place", title="P", categories=(Category(code="_T", label="Los dos barrios"),))
    table = StatisticalTable("t", "water", ("place",), (Figure(("_T",), CellStatus.NO_ANSWERS, n=0),))
    release = replace(small_release(), breakdowns=(own,), tables=(table,))
    (row,) = rows(written(release, tmp_path) / "tables/t.csv")
    assert row["place_label"] == "Los dos barrios"


def test_a_breakdown_named_like_a_number_column_is_refused(tmp_path: Path) -> None:
    taken = Breakdown(id="value", title="V", categories=(Category(code="a", label="A"),))
    table = StatisticalTable("t", "water", ("value",), (suppressed("a"),))
    release = replace(small_release(), breakdowns=(taken,), tables=(table,))
    assert refused_code(release, tmp_path) == "column-name-twice"


@pytest.mark.parametrize("name", ["../t", "a/b/c/d/e", ".t", "t\n", "tü", ""])
def test_a_table_whose_name_can_not_be_a_file_is_refused(tmp_path: Path, name: str) -> None:
    table = replace(small_release().tables[0], id=name)
    if name:
        assert refused_code(replace(small_release(), tables=(table,)), tmp_path / "deep") == "table-id-unsafe"
    assert list(tmp_path.glob("t*")) == []


def test_the_codebook_has_every_label_in_every_language(tmp_path: Path) -> None:
    book = rows(written(small_release(), tmp_path) / "codebook.csv")
    yes = {row["language"]: row["label"] for row in book if (row["name"], row["code"]) == ("water", "yes")}
    assert yes == {"Español (es)": "Sí", "العربية (ar)": "نعم"}
    meanings = {row["code"]: row["meaning"] for row in book if row["kind"] == "choice"}
    assert meanings == {"yes": "", "no": "", "dk": "don't know", "rf": "declined to answer"}


def test_the_codebook_has_official_codes_beside_our_own(tmp_path: Path) -> None:
    book = rows(written(small_release(), tmp_path) / "codebook.csv")
    official = {row["code"]: (row["classification"], row["official_code"]) for row in book if row["kind"] == "category"}
    assert official["without"] == ("SDMX:CL_DISABILITY_STATUS", "PWD")
    assert official["north"] == official["_U"] == ("", "")
    assert {(row["classification"], row["official_code"]) for row in book if row["kind"] == "indicator"} == {
        ("", ""),
        ("SDG indicator", "6.1.1"),
    }


def test_a_question_without_labels_is_in_the_codebook_and_no_label_is_invented(tmp_path: Path) -> None:
    (zone,) = [row for row in rows(written(small_release(), tmp_path) / "codebook.csv") if row["name"] == "zone"]
    assert (zone["type"], zone["label"], zone["language"]) == ("text", "", "")


def test_the_release_comes_back_from_its_json(tmp_path: Path) -> None:
    data = (written(small_release(), tmp_path) / "report.json").read_bytes()
    assert TypeAdapter(Release).validate_json(data) == small_release()
    assert list(json.loads(data)) == sorted(json.loads(data))
    assert "الشمال".encode() in data


def test_the_report_is_written_as_it_was_handed_in(tmp_path: Path) -> None:
    assert (written(small_release(), tmp_path) / "report.html").read_bytes() == REPORT


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (written(small_release(), tmp_path / name, Microdata("records", RECORDS)) for name in "ab")
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    assert len(files) == 10
    assert all((one / file).read_bytes() == (two / file).read_bytes() for file in files)


def test_the_data_package_describes_every_table_by_hash_and_fields(tmp_path: Path) -> None:
    package = json.loads((written(small_release(), tmp_path) / "datapackage.json").read_bytes())
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["name"], package["version"], package["created"]) == ("agua-2026-1", "1", "2026-11-20T12:30:00Z")
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["contributors"] == [{"title": "Red del Agua", "roles": ["producer", "started"]}]
    assert [resource["path"] for resource in package["resources"]] == [
        "tables/water.total.csv",
        "tables/water.by.functioning.place.csv",
        "codebook.csv",
    ]
    for resource in package["resources"]:
        path = tmp_path / resource["path"]
        assert (resource["type"], resource["hash"]) == ("table", f"sha256:{sha256_of(path)}")
        assert resource["bytes"] == path.stat().st_size
        header = path.read_text("utf-8").split("\n")[0].split(",")
        assert [described["name"] for described in resource["schema"]["fields"]] == header
        assert resource["schema"]["missingValues"] == [""]


def test_the_data_package_lists_the_categories_of_a_breakdown(tmp_path: Path) -> None:
    package = json.loads((written(small_release(), tmp_path) / "datapackage.json").read_bytes())
    place = package["resources"][1]["schema"]["fields"][1]
    assert place["categories"][1:3] == [{"value": "south", "label": "الجنوب"}, {"value": "_T", "label": "Total"}]


def test_a_release_without_licence_or_parties_states_none(tmp_path: Path) -> None:
    silent = replace(small_release(), licence="", parties=(), summary="")
    folder = written(silent, tmp_path)
    package = json.loads((folder / "datapackage.json").read_bytes())
    assert {"licenses", "contributors", "description"}.isdisjoint(package)
    assert "No licence is stated" in (folder / "README.txt").read_text("utf-8")
    assert Package(str(folder / "datapackage.json")).validate().valid


def test_the_readme_says_what_it_is_whose_it_is_and_how_to_check(tmp_path: Path) -> None:
    text = (written(small_release(), tmp_path) / "README.txt").read_text("utf-8")
    for part in (
        "THE DATA ARE INVENTED",
        "agua-2026-1, version 1, issued 2026-11-20 12:30 UTC",
        "Red del Agua (producer)",
        "nyhavn verify",
        "CC-BY-4.0",
        "Red del Agua (2026)",
        "- Volunteers only",
        "Whether it is true was not",
    ):
        assert part in text
    real = written(replace(small_release(), synthetic=False), tmp_path / "real")
    assert "INVENTED" not in (real / "README.txt").read_text("utf-8")


def test_records_are_written_with_nothing_where_nothing_was_said(tmp_path: Path) -> None:
    written(small_release(), tmp_path, Microdata("records", RECORDS))
    assert (tmp_path / "microdata/records.csv").read_text("utf-8") == (
        "water,age,weight,day,shared,place\n"
        "yes,31,1.0,2026-09-01,true,-1.28 36.81 0 0\n"
        'no,,0.1,,false,"+12,5"\n'
        ",70,2.5,2026-09-02,,a=b\n"
    )


def test_records_are_described_with_the_words_of_the_questionnaire(tmp_path: Path) -> None:
    written(small_release(), tmp_path, Microdata("records", RECORDS))
    package = Package(str(tmp_path / "datapackage.json"))
    assert package.validate().valid
    water, age, *others = package.get_resource("microdata-records").schema.to_descriptor()["fields"]
    assert water["title"] == "¿Tiene agua, segura y cerca?"
    assert water["categories"][0] == {"value": "yes", "label": "Sí"}
    assert (age["type"], age["title"]) == ("integer", "Edad")
    assert [other["type"] for other in others] == ["number", "date", "boolean", "string"]


def test_without_consent_for_records_there_is_no_file_of_records(tmp_path: Path) -> None:
    assert not (written(small_release(), tmp_path) / "microdata").exists()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "-x"])
def test_a_text_that_a_spreadsheet_would_run_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    records = pa.table({"zone": ["north", text]})
    with pytest.raises(Refusal) as refused:
        written(small_release(), tmp_path, Microdata("records", records))
    assert refused.value.codes == ("microdata-formula",)
    assert "row 2, column zone" in str(refused.value)
    assert text not in str(refused.value)


@pytest.mark.parametrize("name", ["../x", "", "a b"])
def test_records_whose_name_can_not_be_a_file_are_refused(tmp_path: Path, name: str) -> None:
    if name:
        assert refused_code(small_release(), tmp_path, Microdata(name, RECORDS)) == "table-id-unsafe"


def test_a_release_is_written_into_an_empty_folder_only(tmp_path: Path) -> None:
    (tmp_path / "draft.csv").write_text("left from yesterday")
    assert refused_code(small_release(), tmp_path) == "folder-not-empty"
    assert [path.name for path in tmp_path.iterdir()] == ["draft.csv"]


def test_a_sheet_is_never_held_in_memory(tmp_path: Path) -> None:
    """Rows are taken one at a time, so a million records need no million objects."""
    alive: list[int] = []

    def many() -> Iterator[tuple[int]]:
        for number in range(10_000):
            alive.append(number)
            yield (number,)
            alive.pop()

    write_sheet(tmp_path, Sheet("many.csv", "Many", (Column("n", "integer"),), many()))
    assert alive == []
    assert len((tmp_path / "many.csv").read_text().splitlines()) == 10_001
