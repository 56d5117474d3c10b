"""The checks find the faults that were counted in real published data, independently and before the checks existed.

Every count that was measured is either seen by a check (SEEN; those of declared checks in the file of the data set) or
listed with the reason why these checks do not say it (NOT_SEEN). A count that is in neither list fails the last test.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import findings, identifiers, profile, profile_findings, response
from nyhavn.framework.identifiers import Kind
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import AnswerType, Instrument, Question

pytestmark = pytest.mark.data
TODAY = date(2026, 1, 1)
N, D, T = AnswerType.DECIMAL, AnswerType.DATE, AnswerType.TEXT


@pytest.fixture(scope="module")
def measured(reference_data):
    return json.loads((reference_data / "measured_counts.json").read_text(encoding="utf-8"))


@cache
def received(path: Path) -> pa.Table:
    """A table as it stands in the file, every cell text."""
    parsed = pa_csv.ParseOptions(newlines_in_values=True)
    with pa_csv.open_csv(path, parse_options=parsed) as opened:
        headers = opened.schema.names
    texts = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(headers, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    return pa_csv.read_csv(path, parse_options=parsed, convert_options=texts)


@cache
def shape(path: Path):
    with open_session() as session:
        return profile(session.frame(received(path)))


def sizes(path: Path) -> Mapping[str, int | float]:
    """What the measured counts call rows, cols, missing_cells and missing_pct, as our profile says them."""
    found = shape(path)
    share = round(100 * found.missing_share, 1)
    return {"rows": found.rows, "cols": len(found.columns), "missing_cells": found.missing, "missing_pct": share}


def instrument(path: Path, *known: Question) -> Instrument:
    """Every column of a file as a question; those that are known by name and type, the rest as text."""
    columns = {question.column for question in known}
    rest = [Question(name, name, T) for name in received(path).column_names if name not in columns]
    return Instrument("", "", "", (*known, *rest))


def answers(path: Path, form: Instrument) -> pa.Table:
    table = received(path)
    columns = {question.name: table.column(question.column) for question in form.questions}
    return pa.table(columns | {"_row": pa.array(range(1, table.num_rows + 1), pa.int64())})


def found(path: Path, *known: Question, keys=(), rules=()):
    """Row counts by check and columns (rules: by the rule's words)."""
    form = instrument(path, *known)
    with open_session() as session:
        raised = findings(session.frame(answers(path, form)), form, keys=keys, rules=rules, today=TODAY)
    return {
        (each.check, *((each.wording,) if each.check == "inconsistent" else each.columns)): each.rows for each in raised
    }


def responded(path: Path, *known: Question):
    form = instrument(path, *known)
    with open_session() as session:
        return {each.question: each for each in response(session.frame(answers(path, form)), form, today=TODAY)}


def named(path: Path):
    with open_session() as session:
        return [(each.kind, each.columns) for each in identifiers(session.frame(received(path)), None, shape(path))]


def subset(counts: Mapping[str, object], keys) -> Mapping[str, object]:
    return {key: counts[key] for key in keys}


SIZES = ("rows", "cols", "missing_cells", "missing_pct")
FILES = {
    "dhaka": "dhaka_slum_wash_2017/household_survey.csv",
    "osmi": "osmi_mental_health_2016/responses.csv",
    "iom": "iom_missing_migrants/incidents.csv",
    "malawi": "malawi_waterpoints/raw_survey.csv",
    "malawi.clean": "malawi_waterpoints/published_clean.csv",
    "mortality.roster": "mortality_roster_2019/roster.csv",
    "mortality.left": "mortality_roster_2019/left.csv",
    "msna_dummy.main": "msna2024_dummy/main.csv",
    "msna_dummy.roster": "msna2024_dummy/roster.csv",
    "msna_dummy.edu_ind": "msna2024_dummy/edu_ind.csv",
    "msna_dummy.health_ind": "msna2024_dummy/health_ind.csv",
    "msna_dummy.nut_ind": "msna2024_dummy/nut_ind.csv",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_sizes_missing_cells_and_exact_copies_are_those_measured(reference_data, measured, name):
    """Rows, columns, empty cells, their share, and rows that equal an earlier one."""
    counts = measured
    for part in name.split("."):
        counts = counts[part]
    path = reference_data / FILES[name]
    assert sizes(path) == subset(counts, SIZES)
    assert found(path).get(("exact-duplicate",), 0) == counts["exact_dup"]


# Dhaka


@pytest.fixture(scope="module")
def dhaka(reference_data):
    return reference_data / FILES["dhaka"]


def test_dhaka_empty_and_constant_columns_and_stray_blanks(dhaka, measured):
    """The measured list holds the first twenty of the columns that never vary, empty ones among them."""
    raised = profile_findings(shape(dhaka))
    empty = {each.columns[0] for each in raised if each.check == "empty-column"}
    constant = {each.columns[0] for each in raised if each.check == "constant-column"}
    unvarying = [column.name for column in shape(dhaka).columns if column.name in empty | constant]
    assert len(empty) == measured["dhaka"]["allna"] == 28
    assert unvarying[:20] == measured["dhaka"]["const"]
    assert constant == {"Deployment", "Status", "Respondent's gender"}
    assert sum(each.rows for each in raised if each.check == "stray-blanks") == measured["dhaka"]["ws"] == 889
    assert shape(dhaka).column("PSU ID").distinct == measured["dhaka"]["psu"]
    assert sum("(Don't Know)" in column.name for column in shape(dhaka).columns) == measured["dhaka"]["dk_cols"]


def test_dhaka_direct_identifiers_are_exactly_five(dhaka):
    """Four columns and one pair; 203 other columns are left alone."""
    position = "PSU ID (Location Answered) "
    assert named(dhaka) == [
        (Kind.COLLECTOR, ("Enumerator",)),
        (Kind.RECORD, ("Response Code",)),
        (Kind.NETWORK, ("IP Address",)),
        (Kind.POSITION, (f"{position}(latitude)", f"{position}(longitude)")),
        (Kind.ADDRESS, ("Additional house identifiers",)),
    ]


HOUSEHOLD = (
    Question("women", "Number of adult women (aged 16 to <60)", N),
    Question("men", "Number of adult men (aged 16 to <60)", N),
    Question("older_women", "Number of older women (aged _60)", N),
    Question("older_men", "Number of older men (aged _60)", N),
    Question("girls", "Number of girls (aged 4-15)", N),
    Question("boys", "Number of boys (aged 4-15)", N),
    Question("infants", "Number of infants (_3)", N),
    Question("reduced", "How many people with reduced mobility are there in this household?", N),
    Question("hours", "Typical number of hours per day that water is available", N, constraint=". <= 24"),
    Question("accuracy", "PSU ID (Location Answered - accuracy)", N, constraint=". <= 50"),
)
EVERYBODY = "${women} + ${men} + ${older_women} + ${older_men} + ${girls} + ${boys} + ${infants}"


def test_dhaka_repeated_codes_and_positions_and_household_sums(dhaka, measured):
    """Keys that repeat, inexact positions, and three sums of the household in which nothing is wrong."""
    rules = (
        Rule(id="nobody", says="nobody", must_hold=f"{EVERYBODY} > 0"),
        Rule(id="no-adult", says="no adult", must_hold="${women} + ${men} + ${older_women} + ${older_men} > 0"),
        Rule(id="reduced", says="more than all", must_hold=f"${{reduced}} <= {EVERYBODY}"),
    )
    position = ("PSU ID (Location Answered) (latitude)", "PSU ID (Location Answered) (longitude)")
    raised = found(dhaka, *HOUSEHOLD, keys=[("Response Code",), position], rules=rules)
    before = measured["dhaka"]["source_before_masking"]
    assert raised["key-duplicate", "Response Code"] == before["resp_dup"] == 8
    assert raised["key-duplicate", *position] == before["gps_dup"] == 222
    assert raised["out-of-range", "PSU ID (Location Answered - accuracy)"] == before["acc_gt50"] == 106
    hours = ("out-of-range", "Typical number of hours per day that water is available")
    assert raised.get(hours, 0) == measured["dhaka"]["hours24"] == 0
    for words, key in (("nobody", "age_groups_sum0"), ("no adult", "hh_no_adult"), ("more than all", "mob_gt_size")):
        assert raised.get(("inconsistent", words), 0) == measured["dhaka"][key] == 0
    assert shape(dhaka).column("IP Address").distinct == before["ip"]
    assert shape(dhaka).column("Additional house identifiers").distinct == before["house"]


# OSMI


@pytest.fixture(scope="module")
def osmi(reference_data):
    return reference_data / FILES["osmi"]


def test_osmi_ages_out_of_range_are_found_by_a_constraint(osmi, measured):
    both = found(osmi, Question("age", "What is your age?", AnswerType.INTEGER, constraint=". >= 18 and . <= 80"))
    young = found(osmi, Question("age", "What is your age?", AnswerType.INTEGER, constraint=". >= 18"))
    key = ("out-of-range", "What is your age?")
    assert both[key] == measured["osmi"]["age_lt18"] + measured["osmi"]["age_gt80"] == 5
    assert young[key] == measured["osmi"]["age_lt18"] == 3
    assert len(measured["osmi"]["odd"]) == both[key]


def test_osmi_own_words_of_gender_are_counted_and_left_as_they_are(osmi, measured):
    counts = measured["osmi"]
    gender = shape(osmi).column("What is your gender?")
    assert (gender.distinct, gender.missing, gender.untrimmed) == (
        counts["gender_n"],
        counts["gender_na"],
        counts["gender_ws"],
    )
    assert shape(osmi).column("What country do you live in?").distinct == counts["country_n"] == 53


def test_osmi_skip_logic_of_states_is_kept(osmi, measured):
    """The twin of the skip check: where nothing is wrong, nothing is found."""
    header = "What US state or territory do you live in?"
    country = Question("country", "What country do you live in?", T)
    state = Question("state", header, T, relevant="${country} = 'United States of America'", required=True)
    raised = found(osmi, country, state)
    assert raised.get(("answered-not-asked", header), 0) == measured["osmi"]["state_outside_us"] == 0
    assert raised.get(("missing-answer", header), 0) == measured["osmi"]["state_missing_us"] == 0
    assert 0 < responded(osmi, country, state)["state"].asked < 1433


def test_osmi_has_no_direct_identifier(osmi):
    assert named(osmi) == []


# Missing migrants


@pytest.fixture(scope="module")
def iom(reference_data):
    return reference_data / FILES["iom"]


INCIDENT = (
    Question("t", "t", D, required=True),
    Question("dead", "dead", N, constraint=". > 0"),
    Question("surv", "surv", N),
    Question("lat", "lat", N, constraint=". >= -90 and . <= 90"),
    Question("lon", "lon", N, constraint=". >= -180 and . <= 180"),
    Question("nat", "nat", AnswerType.SELECT_MULTIPLE, dont_know=("UNK",)),
    Question("route", "route", T, dont_know=("Undefined",)),
)


def test_missing_migrants_copies_and_near_copies(iom, measured):
    """Rows that agree in date, point, number of dead, cause and nationality."""
    rules = (
        Rule(id="month", says="month", must_hold="starts-with(${t}, ${m})"),
        Rule(id="null-island", says="null island", must_hold="${lat} != 0 or ${lon} != 0"),
    )
    raised = found(iom, *INCIDENT, keys=[("t", "lon", "lat", "dead", "cause", "nat")], rules=rules)
    counts = measured["iom"]
    assert raised["exact-duplicate",] == counts["exact_dup"] == 708
    assert raised["key-duplicate", "t", "lon", "lat", "dead", "cause", "nat"] == counts["near_dup"] == 1285
    assert raised["missing-answer", "surv"] == counts["surv_na"] == 16760
    assert raised.get(("missing-answer", "t"), 0) == counts["t_na"]
    assert raised.get(("unreadable", "t"), 0) == 0
    assert raised.get(("out-of-range", "dead"), 0) == counts["dead0"]
    assert raised.get(("out-of-range", "lat"), 0) + raised.get(("out-of-range", "lon"), 0) == counts["out"]
    assert raised.get(("inconsistent", "month"), 0) == counts["m_mismatch"]
    assert raised.get(("inconsistent", "null island"), 0) == counts["zero"]


def test_missing_migrants_unknowns_letters_and_blanks(iom, measured):
    counts = measured["iom"]
    location = shape(iom).column("location")
    assert (location.not_ascii, location.untrimmed, location.damaged) == (counts["nonascii"], counts["loc_ws"], 0)
    replies = responded(iom, *INCIDENT)
    assert replies["route"].dont_know == counts["route_na"]
    assert replies["nat"].dont_know == counts["nat_unk"]
    assert replies["nat"].missing == counts["nat_blank"]


def test_missing_migrants_positions_are_reported_and_nothing_else(iom):
    assert named(iom) == [(Kind.POSITION, ("lat", "lon"))]


# Water points


@pytest.fixture(scope="module")
def malawi(reference_data):
    return reference_data / FILES["malawi"]


WATER_POINT = (
    Question("id", "waterpoint_id", T),
    Question("latitude", "latitude", N, constraint=". >= -90 and . <= 90"),
    Question("longitude", "longitude", N, constraint=". >= -180 and . <= 180"),
    Question("people", "user_population", N, constraint=". > 0 and . <= 3500"),
    Question("universal", "universal_access", T, dont_know=("Don't know",)),
    Question("without", "households_no_access", N),
    Question("members", "committee_member_count", AnswerType.INTEGER),
    Question("women", "committee_women_count", AnswerType.INTEGER),
    Question("fill", "fill_time_20l", N, constraint=". >= 5"),
    Question("year", "committee_year_formed", AnswerType.INTEGER, constraint=". >= 1992 and . <= 2023"),
    Question("distance", "max_distance_metres", N, constraint=". <= 8000"),
    Question("round_trip", "max_roundtrip_minutes", N, constraint=". <= 400"),
)
WATER_RULES = (
    Rule(id="women", says="women", must_hold="${women} <= ${members}"),
    Rule(id="universal", says="universal", must_hold="not(${universal} = '1' and ${without} > 0)"),
    Rule(id="same", says="same", must_hold="${latitude} != ${longitude}"),
)


def test_water_points_conflicts_repeats_and_limits(malawi, measured):
    counts = measured["malawi"]
    raised = found(malawi, *WATER_POINT, keys=[("id",)], rules=WATER_RULES)
    assert raised["missing-answer", "waterpoint_id"] == counts["id_na"] == 7
    assert raised["missing-answer", "functional_status"] == counts["fs_na"] == 13
    assert raised["key-duplicate", "waterpoint_id"] == counts["id_dup"] == 106
    assert raised["inconsistent", "women"] == counts["women_gt"] == 2
    assert raised["inconsistent", "universal"] == counts["hh_no_access_with_universal"] == 92
    assert raised.get(("inconsistent", "same"), 0) == counts["ll_same"]
    assert raised["out-of-range", "user_population"] == counts["pop0"] == 5
    assert raised.get(("missing-answer", "latitude"), 0) == counts["latlon_na"]
    for header, key in (("latitude", "out"), ("fill_time_20l", "fill_lt5"), ("committee_women_count", "wholewomen")):
        assert raised.get(("out-of-range", header), 0) == counts[key] == 0
    for header in ("committee_women_count", "committee_year_formed", "max_distance_metres", "max_roundtrip_minutes"):
        assert not {("unreadable", header), ("out-of-range", header)} & raised.keys()


def test_water_points_dont_know_is_kept_apart_from_no_and_from_missing(malawi, measured):
    access = responded(malawi, *WATER_POINT)["universal"]
    said = measured["malawi"]["ua"]
    assert (access.dont_know, access.missing) == (said["Don't know"], said["NaN"])
    assert access.answered == said["0"] + said["1"]


def test_water_points_positions_are_places(malawi):
    """They concern nobody as long as the unit is a water point; the caller knows the unit."""
    with open_session() as session:
        each = identifiers(session.frame(received(malawi)), None, shape(malawi))
    assert [(one.columns, one.is_place) for one in each] == [
        (("waterpoint_id",), True),
        (("latitude", "longitude"), True),
    ]


# Mortality


@pytest.fixture(scope="module")
def roster(reference_data):
    return reference_data / FILES["mortality.roster"]


def test_mortality_roster_empty_columns_households_and_the_person_without_sex(roster, measured):
    counts = measured["mortality"]
    empty = [each.columns[0] for each in profile_findings(shape(roster)) if each.check == "empty-column"]
    assert empty == ["left_roster", "died_roster"]
    columns = {column.name: column for column in shape(roster).columns}
    assert columns["hh_id"].distinct == counts["hh"]
    assert columns["sex_roster"].missing == counts["sex"]["NaN"]
    assert columns["cluster_id"].missing == counts["cluster_na"]
    born = Rule(id="born", says="born", must_hold="${birth} != 'y' or ${age_years} = 0")
    oldest = Question("age_years", "age_years", N, constraint=". < 90")
    raised = found(roster, oldest, rules=(born,))
    assert raised.get(("inconsistent", "born"), 0) == counts["birth_over0"]
    assert raised["out-of-range", "age_years"] > 0
    at_most = found(roster, Question("age_years", "age_years", N, constraint=f". <= {counts['age_max']}"))
    assert ("out-of-range", "age_years") not in at_most


# MSNA dummies


@pytest.mark.slow
def test_msna_interviews_that_end_before_they_start_and_impossible_ages(reference_data):
    """Known nonsense of the dummies, as its description counts it: 115 of 241, 22, and 72 of 965."""
    main, people = reference_data / FILES["msna_dummy.main"], reference_data / FILES["msna_dummy.roster"]
    age = ". <= 110"
    raised = found(
        main,
        Question("start", "start", AnswerType.DATETIME),
        Question("end", "end", AnswerType.DATETIME),
        Question("age", "resp_age", AnswerType.INTEGER, constraint=age),
        rules=(Rule(id="order", says="order", must_hold="${end} >= ${start}"),),
    )
    assert raised["inconsistent", "order"] == 115
    assert raised["out-of-range", "resp_age"] == 22
    in_roster = found(people, Question("age", "ind_age", AnswerType.INTEGER, constraint=age))
    assert in_roster["out-of-range", "ind_age"] == 72
    assert {each.columns[0] for each in profile_findings(shape(main)) if each.check == "constant-column"} >= {"consent"}


def test_msna_identifiers_are_device_interviewer_and_record_codes(reference_data):
    found_kinds = {columns[0]: kind for kind, columns in named(reference_data / FILES["msna_dummy.main"])}
    expected = {"deviceid": Kind.DEVICE, "enum_id": Kind.COLLECTOR, "uuid": Kind.RECORD, "person_id": Kind.RECORD}
    assert {name: found_kinds[name] for name in expected} == expected


# Every measured count is accounted for

SEEN = {
    "dhaka": "rows cols exact_dup missing_cells missing_pct psu const allna dk_cols ws hours24 age_groups_sum0"
    " hh_no_adult mob_gt_size gender submit_before_draft",
    "dhaka.source_before_masking": "resp_dup gps_dup acc_gt50 ip house gps",
    "osmi": "rows cols exact_dup missing_cells missing_pct age_lt18 age_gt80 odd gender_n gender_na gender_ws country_n"
    " state_outside_us state_missing_us",
    "iom": "rows cols exact_dup missing_cells missing_pct t_na m_mismatch dead0 surv_na nat_unk nat_blank zero out"
    " near_dup route_na loc_ws nonascii same_pt_max",
    "malawi": "rows cols exact_dup missing_cells missing_pct clean id_na id_dup fs_na out latlon_na women_gt fill_lt5"
    " pop0 ua ll_same hh_no_access_with_universal wholewomen pop_max year dist_max rt_max"
    " within_11m_rounded",
    "mortality": "roster left hh birth_over0 age_max sex cluster_na whipple same_row",
    "msna_dummy": "main roster edu_ind health_ind nut_ind",
}
_TALLY = "a tally of answers: tabulation says it, not a check"
_EXTREME = "a minimum, maximum or mean: statistics say it; a check says what is outside limits"
_ID = "copies but for an id: a key that leaves the id out says it, once somebody chose the columns"
NOT_SEEN = {
    "dhaka": {
        "dup_wo_id": _ID,
        "dates": _EXTREME,
        "psu_size": _TALLY,
        "psu_not_in_pop": "needs a second table",
        "popsum": "needs a second table",
        "pop_small": "needs a second table",
        "survey": _TALLY,
        "mob": _TALLY,
        "nonutf8_lines_in_source": "the delivered file was re-encoded; a reader refuses such lines",
        "source_before_masking": "its parts are listed by themselves",
    },
    "dhaka.source_before_masking": {
        "acc": _EXTREME,
    },
    "osmi": {
        "dup_wo_id": _ID,
        "age": _EXTREME,
        "gender_norm": "recodes own words, which no check does",
        "gender_top": _TALLY,
        "gender_lower": "recodes own words, which no check does",
        "k": "disclosure risk: said by disclosure control",
        "single_country": "disclosure risk: said by disclosure control",
        "newline_headers": "the reader sees headers",
    },
    "iom": {
        "dup_wo_id": _ID,
        "t0": _EXTREME,
        "t1": _EXTREME,
        "dead": "a sum: tabulation says it",
        "nat_multi": "several answers are allowed in that question",
        "type": _TALLY,
        "cum": _TALLY,
    },
    "malawi": {
        "dup_wo_id": _ID,
        "fill_out": "its definition was not recorded",
        "fill_max": _EXTREME,
        "skip_downtime": "its definition was not recorded",
        "tariff_skip": "its definition was not recorded",
        "months_mismatch": "counts codes in comma-joined text, which canonical answers no longer hold",
    },
    "mortality": {
        "died_not_in_roster": "links two files: said when a repeat is joined to its parent",
        "left_not_in_roster": "links two files: said when a repeat is joined to its parent",
        "age0": _TALLY,
        "date": "dates written as text like 01-Aug-19; expressions compare ISO dates",
        "hhmax": "the size of the largest group: the key check counts rows, not the largest group",
        "died_cols": "a list of headers",
        "multi_cluster_hh": "agreement within groups of rows, not of one row",
    },
    "msna_dummy": {},
}


@pytest.mark.parametrize("name", SEEN)
def test_every_measured_count_is_seen_or_said_not_to_be(measured, name):
    counts = measured
    for part in name.split("."):
        counts = counts[part]
    seen, not_seen = set(SEEN[name].split()), set(NOT_SEEN[name])
    assert seen & not_seen == set()
    assert seen | not_seen == set(counts)
