"""Official series as SDMX: read as a stream, kept as a summary, refused with the row where a code is unknown."""

import io
from collections.abc import Iterator

import pytest

from nyhavn.exchange.incoming.sdmx_csv import csv_rows
from nyhavn.exchange.incoming.sdmx_ml import ml_rows
from nyhavn.exchange.incoming.sdmx_source import MOST_FAULTS, Row, SdmxSource, summary_of
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.sdg import Group
from nyhavn.web.gaps.models import SourceFormat
from nyhavn.web.jobs.models import Job
from nyhavn.web.pages.uploads import Upload
from web import gap_sources

HEAD = "STRUCTURE,STRUCTURE_ID,ACTION,SERIES,REF_AREA,SEX,AGE,DISABILITY_STATUS,CUST_BREAKDOWN,TIME_PERIOD,OBS_VALUE\n"
START = "dataflow,IAEG-SDGs:DF_SDG_GLH(1.4),I,"
ROWS = (
    "SH_H2O_SAFE,826,_T,_T,_T,_T,2022,99.8",
    "SH_H2O_SAFE,826,F,_T,_T,_T,2023,99.7",
    "SH_H2O_SAFE,826,_T,_T,PD,_T,2024,NaN",
    "SH_H2O_SAFE,50,_T,Y15T24,_T,_T,2024,59.1",
    "SI_POV_NAHC,826,_T,_T,_T,_T,2020,",
)
CSV = HEAD + "".join(f"{START}{row}\n" for row in ROWS)
OBS = '<Obs TIME_PERIOD="2022" OBS_VALUE="99.8"/>'
SPECIFIC = """<?xml version="1.0"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message" xmlns:d="urn:d">
<m:DataSet><Series SERIES="SH_H2O_SAFE" REF_AREA="826" SEX="_T" AGE="_T" DISABILITY_STATUS="_T">{total}</Series>
<Series SERIES="SH_H2O_SAFE" REF_AREA="826" SEX="{sex}" AGE="_T" DISABILITY_STATUS="_T">
<Obs TIME_PERIOD="2023" OBS_VALUE="99.7"/></Series>
<Series SERIES="SH_H2O_SAFE" REF_AREA="826" SEX="_T" DISABILITY_STATUS="PD">
<Obs TIME_PERIOD="2024" OBS_VALUE="NaN"/></Series>
<Series SERIES="SI_POV_NAHC" REF_AREA="826"></Series>
<Series SERIES="SH_H2O_SAFE" REF_AREA="50" AGE="Y15T24"><Obs TIME_PERIOD="2024" OBS_VALUE="59.1"/></Series>
</m:DataSet></m:StructureSpecificData>"""
ML_3 = SPECIFIC.format(total=OBS, sex="F")
ML_21 = ML_3.replace("v3_0", "v2_1")
FLAT = """<StructureSpecificData><DataSet>
<Obs SERIES="SH_H2O_SAFE" REF_AREA="826" SEX="F" TIME_PERIOD="2023" OBS_VALUE="99.7"/>
<Obs SERIES="SI_POV_NAHC" REF_AREA="826" SEX="_T" TIME_PERIOD="2020"/></DataSet></StructureSpecificData>"""
GENERIC = """<?xml version="1.0"?>
<m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:g="urn:g"><m:DataSet>
<g:Series><g:SeriesKey><g:Value id="SERIES" value="SH_H2O_SAFE"/><g:Value id="REF_AREA" value="826"/>
<g:Value id="SEX" value="F"/></g:SeriesKey>
<g:Obs><g:ObsDimension value="2023"/><g:ObsValue value="99.7"/></g:Obs></g:Series>
<g:Series><g:SeriesKey><g:Value id="SERIES" value="SI_POV_NAHC"/><g:Value id="REF_AREA" value="826"/></g:SeriesKey>
<g:Obs><g:ObsDimension value="2020"/></g:Obs></g:Series></m:DataSet></m:GenericData>"""


def rows_of(text: str) -> Iterator[Row]:
    stream = io.BytesIO(text.encode())
    return ml_rows(stream, name="a.xml") if text.startswith("<") else csv_rows(stream, name="a.csv")


def read(text: str, area: str = "826") -> SdmxSource:
    return summary_of(rows_of(text), area=area, source="office", place="The kingdom", also={})


@pytest.mark.parametrize("text", [CSV, ML_3, ML_21, FLAT, GENERIC], ids=["csv", "ml 3.0", "ml 2.1", "flat", "generic"])
def test_a_group_counts_where_a_figure_is_there_and_an_empty_one_is_none(text: str) -> None:
    found = {one.indicator: one for one in read(text).published}
    water = found["6.1.1"]
    assert (water.groups, water.has_figures, water.latest) == ({Group.SEX}, True, "2023")
    assert not found["1.2.1"].has_figures


def test_only_the_area_that_was_asked_for_counts() -> None:
    assert read(CSV).of_other_areas == 1
    assert {group for one in read(CSV, "50").published for group in one.groups} == {Group.AGE}
    with pytest.raises(Refusal, match="None of the 5 rows is about area 7"):
        read(CSV, "7")


def test_series_that_the_structure_does_not_have_are_named_and_count_for_nothing() -> None:
    found = read(CSV + f"{START}XX_NEW,826,F,_T,_T,_T,2022,1\n")
    assert found.unknown == {"XX_NEW": 1}
    assert len(found.published) == len(read(CSV).published)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (CSV + f"{START}SH_H2O_SAFE,826,X,_T,_T,_T,2022,1\n", "a.csv, row 7", 'SEX has no code "X"'),
        (CSV.replace("PD", "PP"), "a.csv, row 4", 'DISABILITY_STATUS has no code "PP"'),
        (CSV + f"{START}SH_H2O_SAFE,826\n", "a.csv, row 7", "The row has 5 fields"),
        (CSV + "dataflow,X,D,SH_H2O_SAFE,826,_T,_T,_T,_T,2022,1\n", "a.csv, row 7", "deletes"),
        (CSV + f"{START},826,_T,_T,_T,_T,2022,1\n", "a.csv, row 7", "There is no SERIES"),
        (CSV.replace("STRUCTURE_ID", "FLOW"), "a.csv, row 1", "STRUCTURE_ID"),
        ("", "a.csv, row 1", "are not there"),
        (HEAD, "REF_AREA", "There is no observation"),
        (SPECIFIC.format(total=OBS, sex="Q"), "a.xml, series 2, 2023", 'SEX has no code "Q"'),
        (FLAT.replace('"F"', '"Q"'), "a.xml, observation 1, 2023", 'SEX has no code "Q"'),
        (ML_3[:-40], "a.xml", "no XML"),
        ("<html/>", "a.xml", "no SDMX-ML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><StructureSpecificData>&a;</StructureSpecificData>', "a.xml", "not safe"),
    ],
)
def test_each_fault_alone_is_refused_with_its_place(text: str, where: str, what: str) -> None:
    with pytest.raises(Refusal) as error:
        read(text)
    assert set(error.value.codes) == {"sdmx-source-wrong"}
    assert where in error.value.reasons[0].where
    assert what in error.value.reasons[0].what


def test_a_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(Refusal, match="UTF-8"):
        list(csv_rows(io.BytesIO(HEAD.encode() + b"\xff\xfe\n"), name="a.csv"))


def test_of_very_many_faults_the_first_are_told_and_the_rest_is_not_read() -> None:
    seen = []

    def wrong() -> Iterator[Row]:
        for number in range(10_000):
            seen.append(number)
            yield Row(f"row {number}", {"SERIES": "SH_H2O_SAFE", "REF_AREA": "826", "SEX": "X"}, "1")

    with pytest.raises(Refusal) as error:
        summary_of(wrong(), area="826", source="office", place="The kingdom", also={})
    assert len(error.value.reasons) == len(seen) == MOST_FAULTS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("format_", "text"), [(SourceFormat.SDMX_CSV, CSV), (SourceFormat.SDMX_ML, ML_21), (SourceFormat.SDMX_ML, GENERIC)]
)
def test_an_office_hands_in_sdmx_and_the_map_shows_it(format_: SourceFormat, text: str, client: object) -> None:
    file = Upload(name="sdg", content=text.encode())
    found = gap_sources.handed_in(gap_sources.office(), b"x", file=file, format=format_)
    assert Job.objects.get(uuid=found.job).state == "done"
    told = client.get("/api/v1/gaps/826").json()  # type: ignore[attr-defined]
    state = {(one["indicator"], one["group"]): one["state"] for one in told["fields"]}
    assert state["6.1.1", "sex"] == "published"
    assert state["6.1.1", "disability"] == "no data in these sources"
    assert told["counts"]["headline"] > 0


@pytest.mark.django_db
def test_an_office_reads_the_row_that_is_wrong() -> None:
    file = Upload(name="sdg.csv", content=CSV.replace("PD", "PP").encode())
    found = gap_sources.handed_in(gap_sources.office(), b"x", file=file, format=SourceFormat.SDMX_CSV)
    reasons = Job.objects.get(uuid=found.job).reasons
    assert reasons[0]["where"] == "sdg.csv, row 4"


@pytest.mark.django_db
def test_national_codes_count_in_a_custom_breakdown_and_others_there_do_not() -> None:
    by = gap_sources.office()
    gap_sources.national_codes(by, column="CUST_BREAKDOWN", codes={"C01": "Of the lakes", "C02": "Of none"})
    text = CSV + f"{START}SH_H2O_SAFE,826,_T,_T,_T,C01,2022,60\n"
    for content, groups in ((text, ["indigenous-identity", "sex"]), (text.replace("C01", "C77"), ["sex"])):
        file = Upload(name="sdg.csv", content=content.encode())
        found = gap_sources.handed_in(by, b"x", file=file, format=SourceFormat.SDMX_CSV)
        assert next(one["groups"] for one in found.published if one["indicator"] == "6.1.1") == groups
