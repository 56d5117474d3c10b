"""Times of interviews and dates: each fault alone, and its clean twin."""

import math
from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_rows import figures, found, times

from engines import drawn, on_every_engine
from nyhavn.engine.quality.moments import with_moments
from nyhavn.framework.expression_values import read_moment
from nyhavn.framework.instrument import AnswerType, Question

pytestmark = pytest.mark.engines


def interviews(*spans, who="a"):
    return [{"start": start, "end": end, "who": who} for start, end in (times(1, *span) for span in spans)]


CLEAN = interviews(("09:00", "09:30"), ("09:30", "10:00"), ("10:05", "10:40"))


def test_interviews_one_after_the_other_raise_nothing():
    assert found(CLEAN, "duration", ("start", "end"), shortest=10, longest=60) == {}
    assert found(CLEAN, "overlapping-interviews", ("start", "end"), by=("who",)) == {}


def test_an_interview_that_ends_before_it_starts_is_found_and_nothing_else():
    rows = [*CLEAN, *interviews(("12:00", "11:59"))]
    raised = found(rows, "duration", ("start", "end"), shortest=10, longest=60)
    assert {code: each.row_numbers for code, each in raised.items()} == {"end-before-start": (4,)}
    assert raised["end-before-start"].out_of == 4


@pytest.mark.parametrize(("end", "code"), [
    ("12:09", "interview-too-short"), ("12:10", None), ("13:00", None), ("13:01", "interview-too-long"),
])  # fmt: skip
def test_both_sides_of_the_shortest_and_the_longest(end, code):
    rows = [*CLEAN, *interviews(("12:00", end))]
    raised = found(rows, "duration", ("start", "end"), shortest=10, longest=60)
    assert {each: one.row_numbers for each, one in raised.items()} == ({code: (4,)} if code else {})


@pytest.mark.parametrize(("many", "codes"), [(28, set()), (29, {"interview-too-short"})])
def test_without_a_shortest_time_it_is_a_share_of_the_median(many, codes):
    rows = [*interviews(*[("09:00", "09:30")] * many), *interviews(("09:00", "09:08"))]
    raised = found(rows, "duration", ("start", "end"))
    assert set(raised) == codes
    if codes:
        assert figures(raised["interview-too-short"])["shortest"] == pytest.approx(9)


def test_two_interviews_at_once_of_one_interviewer_are_both_found():
    rows = [*CLEAN, *interviews(("10:30", "11:00"))]
    finding = found(rows, "overlapping-interviews", ("start", "end"), by=("who",))["overlapping-interviews"]
    assert (finding.rows, finding.out_of, finding.row_numbers) == (2, 4, (3, 4))
    assert finding.is_restricted


def test_a_long_interview_overlaps_all_within_it():
    rows = interviews(("09:00", "12:00"), ("09:30", "09:40"), ("10:00", "10:10"), ("12:00", "12:10"))
    finding = found(rows, "overlapping-interviews", ("start", "end"), by=("who",))["overlapping-interviews"]
    assert finding.row_numbers == (1, 2, 3)


def test_two_interviewers_may_work_at_once():
    rows = [*CLEAN, *interviews(("10:30", "11:00"), who="b")]
    assert found(rows, "overlapping-interviews", ("start", "end"), by=("who",)) == {}


def test_interviews_without_times_or_interviewer_are_not_compared():
    rows = [
        *CLEAN,
        *interviews(("10:30", "11:00"), who=None),
        {"start": None, "end": "2024-05-01T10:45:00Z", "who": "a"},
    ]
    assert found(rows, "overlapping-interviews", ("start", "end"), by=("who",)) == {}
    backwards = [*CLEAN, *interviews(("10:30", "10:10"))]
    assert found(backwards, "overlapping-interviews", ("start", "end"), by=("who",)) == {}


MINUTES = st.integers(0, 40)


@pytest.mark.slow
@given(st.lists(st.tuples(MINUTES, MINUTES, st.sampled_from(["a", "b"])), min_size=1, max_size=14))
@settings(max_examples=drawn(12), deadline=None)
def test_overlaps_agree_with_a_plain_twin(spans):
    def clock(minutes):
        return (datetime(2024, 5, 1, 9) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S")  # noqa: DTZ001

    rows = [{"start": clock(start), "end": clock(end), "who": who} for start, end, who in spans]
    raised = found(rows, "overlapping-interviews", ("start", "end"), by=("who",))
    whole = [(place, *span) for place, span in enumerate(spans, 1) if span[0] <= span[1]]
    expected = tuple(
        place
        for place, start, end, who in whole
        if any(_before(other, place, start) and other[2] > start and other[3] == who or
               _before((place, start), other[0], other[1]) and end > other[1] and other[3] == who
               for other in whole if other[0] != place)
    )  # fmt: skip
    numbers = raised["overlapping-interviews"].row_numbers if "overlapping-interviews" in raised else ()
    assert numbers == expected


def _before(one, place, start):
    """Whether an interview comes before another: by start, then by row."""
    return (one[1], one[0]) < (start, place)


@pytest.mark.parametrize(("written", "start", "end"), [
    ("day-first", "13/04/2017 10:00", "12/04/2017 10:00"),
    ("month-first", "04/13/2017 10:00", "04/12/2017 10:00"),
    ("day-first", "13.04.2017", "12.04.2017"),
    ("iso", "2017-04-13T10:00:00+02:00", "2017-04-13T07:59:00Z"),
])  # fmt: skip
def test_times_are_read_as_they_are_said_to_be_written(written, start, end):
    rows = [{"a": start, "b": end}, {"a": end, "b": start}, {"a": "soon", "b": end}]
    finding = found(rows, "time-order", ("a", "b"), written=written)["time-order"]
    assert (finding.row_numbers, finding.out_of) == ((1,), 2)


def test_each_step_is_compared_with_the_one_before_it():
    fine = {"a": "2024-05-01", "b": "2024-05-02", "c": "2024-05-02"}
    finding = found([fine, fine | {"c": "2024-05-01"}], "time-order", ("a", "b", "c"))["time-order"]
    assert (finding.columns, finding.row_numbers) == (("b", "c"), (2,))
    assert found([fine, fine | {"b": None}], "time-order", ("a", "b", "c")) == {}


MOMENTS = (
    "2024-02-29", "2023-02-29", "2024-02-28T23:59", "2024-03-01 00:00:01", "2000-12-31T23:59:59.999Z", "1901-01-01",
    "2024-05-01T10:00:00+02:00", "2024-05-01T10:00:00-0330", "2024-05-01T10:00+05:45", "2024-05-01T10:00:30.25+1400",
    "2024-13-01", "01/05/2024", "2024-05-01T24:00", "2099-12-31T00:00:00Z", "soon", None,
)  # fmt: skip


def _turned(text, is_month_first):
    if text is None or text[4:5] != "-":
        return text
    month, day = text[5:7], text[8:10]
    return f"{month}/{day}/{text[:4]}{text[10:]}" if is_month_first else f"{day}.{month}.{text[:4]}{text[10:]}"


@pytest.mark.parametrize("written", ["iso", "day-first", "month-first"])
def test_moments_agree_with_those_of_expressions_read_row_by_row(written):
    """The twin is the reader of one person's answers, in plain Python."""
    texts = [text if written == "iso" else _turned(text, written == "month-first") for text in MOMENTS]
    table = pa.table({"t": pa.array(texts, pa.string()), "_row": pa.array(range(len(texts)), pa.int64())})

    def read(frame):
        timed = with_moments(frame, {"m": ("t", written)})
        rows = timed.select("_row", "m").sort("_row").collect("pyarrow").to_native()
        return [None if value is None or math.isnan(value) else value for value in rows.column("m").to_pylist()]

    minutes = on_every_engine(table, read)
    expected = [read_moment(text or "") * 1440 for text in MOMENTS]
    start = minutes[0] - expected[0]
    if written != "iso":
        minutes[MOMENTS.index("01/05/2024")] = None
    assert [value is None for value in minutes] == [math.isnan(value) for value in expected]
    known = [(m, e) for m, e in zip(minutes, expected, strict=True) if m is not None]
    assert all(abs(m - e - start) < 1e-4 for m, e in known)


BORN = [f"{1950 + place % 50}-{1 + place % 12:02d}-{2 + place % 27:02d}" for place in range(400)]


@pytest.mark.parametrize("day", ["1970-01-01", "1900-01-01", "1899-12-30", "1970-01-01T00:00:00Z"])
def test_a_day_on_which_a_clock_begins_is_found(day):
    finding = found({"d": [*BORN, day]}, "default-date", ("d",))["default-date"]
    assert (finding.rows, finding.row_numbers) == (1, (401,))


def test_days_of_birth_are_no_defaults():
    assert found({"d": BORN}, "default-date", ("d",)) == {}


@pytest.mark.parametrize(("many", "is_found"), [(9, False), (10, True)])
def test_too_many_firsts_of_january_are_found(many, is_found):
    raised = found({"d": [*BORN, *(f"{1950 + place}-01-01" for place in range(many))]}, "default-date", ("d",))
    assert set(raised) == ({"first-of-january"} if is_found else set())
    if is_found:
        assert raised["first-of-january"].rows == 10


def test_a_first_of_january_in_a_year_of_days_is_nothing_to_ask_about():
    every_day = [
        f"{year}-{month:02d}-{day:02d}" for year in range(1990, 2010) for month in range(1, 13) for day in range(1, 29)
    ]
    assert found({"d": every_day}, "default-date", ("d",)) == {}


def test_days_pile_up_only_where_that_is_declared():
    days = [*BORN, *["2009-05-31"] * 7, *["2010-03-18"] * 5]
    assert found({"d": days}, "default-date", ("d",)) == {}
    finding = found({"d": days}, "default-date", ("d",), pile=5)["pile-of-dates"]
    assert (finding.rows, figures(finding)) == (12, {"days": 2, "rows-1": 7, "rows-2": 5})
    assert finding.row_numbers == tuple(range(401, 413))


@pytest.mark.parametrize(("day", "is_found"), [
    ("2024-03-05", False), ("2024-11-03", True), ("2024-12-03", True), ("2024-11-30", False), ("2023-11-03", False),
    ("2024-03-31", False), ("2024-04-01", False), ("2024-04-03", True),
])  # fmt: skip
def test_a_date_that_would_be_inside_the_period_if_swapped_is_found(day, is_found):
    days = ["2024-03-01", "2024-03-15", day]
    raised = found({"d": days}, "swapped-date", ("d",), **{"from": "2024-03-01", "to": "2024-03-31"})
    assert {code: each.row_numbers for code, each in raised.items()} == ({"swapped-date": (3,)} if is_found else {})


@pytest.mark.parametrize(("month", "year", "columns"), [
    ("4", "2024", ("d", "m")), ("2024-04", "2024", ("d", "m")), ("2023-05", "2024", ("d", "m")),
    ("5.0", "2023", ("d", "y")),
])  # fmt: skip
def test_a_month_or_year_that_contradicts_the_date_is_found(month, year, columns):
    fine = {"d": "2024-05-31", "m": "05", "y": "2024"}
    finding = found([fine, fine | {"m": month, "y": year}], "date-parts", ("d", "m", "y"))["date-parts"]
    assert (finding.columns, finding.row_numbers) == (columns, (2,))


@pytest.mark.parametrize("part", ["5", "5.0", "05", "2024-05", None])
def test_a_month_that_is_right_or_missing_contradicts_nothing(part):
    rows = [{"d": "2024-05-31", "m": part, "y": "2024.0"}, {"d": None, "m": "4", "y": "2024"}]
    assert found(rows, "date-parts", ("d", "m", "y")) == {}


def test_the_times_of_a_device_are_looked_at_without_anybody_declaring_it():
    questions = tuple(
        Question(name, name, AnswerType.METADATA, metadata=meta)
        for name, meta in (("start", "start"), ("end", "end"), ("who", "username"))
    )
    rows = [*CLEAN, *interviews(("10:30", "10:20"))]
    raised = found(rows, "time-order", ("start", "start"), questions=questions)
    assert raised == {}
    assert set(found(rows, "duration", ("start", "end"), questions=questions)) == {"end-before-start"}
