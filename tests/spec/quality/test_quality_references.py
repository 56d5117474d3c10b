"""Tables that others rely on: a panel, a pair of surveys, a census extract. Little is wrong, and little is found."""

import pytest
from real_data import check, found, looked_at, measured, table

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.quality import profile
from nyhavn.framework.instrument import AnswerType

pytestmark = pytest.mark.data
N, T = AnswerType.DECIMAL, AnswerType.TEXT
FILES = {
    "blackmore": "longitudinal_blackmore/exercise_histories.csv",
    "jvs": "reference_nonprob_poland/jvs.csv",
    "admin": "reference_nonprob_poland/admin.csv",
    "sdc.adult": "sdc_arx_adult/adult.csv",
}


def known(reference_data, name):
    counts = measured(reference_data)
    for part in name.split("."):
        counts = counts[part]
    return counts


def shape(path):
    with open_session() as session:
        return profile(session.frame(table(path)))


@pytest.mark.parametrize("name", FILES)
def test_sizes_missing_cells_and_copies_are_those_measured(reference_data, name):
    counts, path = known(reference_data, name), reference_data / FILES[name]
    seen = shape(path)
    assert (seen.rows, len(seen.columns), seen.missing) == (counts["rows"], counts["cols"], counts["missing_cells"])
    raised = found(path)
    copies = raised["exact-duplicate",].rows if ("exact-duplicate",) in raised else 0
    assert copies == counts["exact_dup"]


def test_codes_of_persons_that_are_no_numbers(reference_data):
    """Ids must be text: 48 rows of the panel have codes such as 200a."""
    path, counts = reference_data / FILES["blackmore"], known(reference_data, "blackmore")
    text = found(path, check("number-as-text", "subject"))["number-as-text", "subject"]
    assert (text.rows, text.out_of) == (counts["subj_nonnum"], counts["rows"])
    assert shape(path).column("subject").distinct == counts["subj"]
    raised = found(path, keys=[("subject", "age")])
    assert ("key-duplicate", "subject", "age") not in raised and counts["dup"] == 0


# What is found in columns of numbers, texts and codes without anybody asking: rows by file and check. Long hours of
# exercise are true, and so are water points for many people or far away.
CLEAN = {
    "longitudinal_blackmore/exercise_histories.csv": ({"age": N, "exercise": N, "group": T}, {"outlier": 37}),
    "reference_nonprob_poland/jvs.csv": ({"weight": N, "region": T, "nace": T, "size": T}, {}),
    "reference_nonprob_poland/admin.csv": ({"region": T, "nace": T, "size": T}, {}),
    "sdc_arx_adult/adult.csv": ({"age": N, "occupation": T, "education": T, "native-country": T}, {}),
    "malawi_waterpoints/published_clean.csv": (
        {"fill_time_20l": N, "user_population": N, "max_roundtrip_minutes": N, "committee_member_count": N,
         "functional_status": T, "abandon_reason": T, "water_quality_issues": T, "tariff_frequency": T},
        {"outlier": 86},
    ),
}  # fmt: skip


@pytest.mark.parametrize("file", CLEAN)
def test_false_alarms_on_clean_tables_are_counted(reference_data, file):
    types, expected = CLEAN[file]
    raised = [each for each in looked_at(reference_data / file, types=types) if each.check != "exact-duplicate"]
    alarms = {}
    for each in raised:
        alarms[each.check] = alarms.get(each.check, 0) + each.rows
    cells = table(reference_data / file).num_rows * len(types)
    print(f"{file}: {alarms or 'nothing'} in {cells} cells looked at without being asked")
    assert alarms == expected
    assert sum(alarms.values()) < 0.015 * cells


# Every data set is looked at

LOOKED_AT = {
    "dhaka": "test_quality_real", "osmi": "test_quality_real", "iom": "test_quality_real",
    "malawi": "test_quality_real",
    "mortality": "test_quality_real", "msna_dummy": "test_quality_real", "tdor": "test_quality_tdor",
    "nipn": "test_quality_nipn", "blackmore": "here", "jvs": "here", "admin": "here", "sdc": "here",
}  # fmt: skip
NO_ANSWERS = {
    "nipn_as_ex02": "margins of a census, which answers are weighted to",
    "submissions": "single files as devices send them: who reads them into a table says what is wrong with one",
}


def test_every_data_set_that_was_measured_is_looked_at(reference_data):
    assert set(LOOKED_AT) | set(NO_ANSWERS) == set(measured(reference_data))


SEEN = {
    "blackmore": "rows cols exact_dup missing_cells missing_pct subj dup subj_nonnum",
    "jvs": "rows cols exact_dup missing_cells missing_pct columns",
    "admin": "rows cols exact_dup missing_cells missing_pct columns",
    "sdc.adult": "rows cols exact_dup missing_cells missing_pct columns qm",
}
_ID = "copies but for an id: a key that leaves the id out says it, once somebody chose the columns"
_RISK = "disclosure risk: said by disclosure control"
NOT_SEEN = {
    "blackmore": {
        "dup_wo_id": _ID,
        "pat": "a tally of answers: tabulation says it, not a check",
        "visits": "how often a person was asked: statistics say it",
        "nonmono": "order within a person: no check compares the rows of one person",
    },
    "jvs": {"dup_wo_id": _ID, "wsum": "a sum: tabulation says it"},
    "admin": {"dup_wo_id": _ID},
    "sdc.adult": {"dup_wo_id": _ID, "k": _RISK},
}


@pytest.mark.parametrize("name", SEEN)
def test_every_measured_count_is_seen_or_said_not_to_be(reference_data, name):
    seen, not_seen = set(SEEN[name].split()), set(NOT_SEEN[name])
    assert seen & not_seen == set()
    assert seen | not_seen == set(known(reference_data, name))


def test_no_answer_is_written_as_a_question_mark(reference_data):
    counts = known(reference_data, "sdc.adult")
    cells = table(reference_data / FILES["sdc.adult"])
    assert sum(column.to_pylist().count("?") for column in cells.columns) == counts["qm"]
