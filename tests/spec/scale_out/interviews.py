"""Invented interviews in which every check has something to find, and the checks that find it."""

import random
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.findings import Severity
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question

TODAY = date(2026, 3, 1)
ROWS = 160
JOBS = (Choice("farmer", {"en": "Farmer"}), Choice("teacher", {"en": "Teacher"}), Choice("other", {"en": "Other"}))
YES_NO = (Choice("yes"), Choice("no"))

INSTRUMENT = Instrument(
    "interviews",
    "1",
    "",
    (
        Question("who", "Interviewer", AnswerType.TEXT),
        Question("start", "Begun", AnswerType.METADATA, metadata="start"),
        Question("end", "Ended", AnswerType.METADATA, metadata="end"),
        Question("sent", "Sent", AnswerType.DATETIME),
        Question("age", "Age", AnswerType.INTEGER, required=True, constraint=". >= 0 and . <= 110"),
        Question("months", "Age in months", AnswerType.INTEGER),
        Question("sex", "Sex", AnswerType.SELECT_ONE, choices=(Choice("m"), Choice("f"))),
        Question("weight", "Weight", AnswerType.DECIMAL),
        Question("height", "Height", AnswerType.DECIMAL),
        Question("born", "Born", AnswerType.DATE),
        Question("visited", "Visited", AnswerType.DATE),
        Question("month", "Month", AnswerType.TEXT),
        Question("year", "Year", AnswerType.TEXT),
        Question("place", "Place", AnswerType.GEOPOINT),
        Question("village", "Village", AnswerType.TEXT),
        Question("school", "School", AnswerType.SELECT_ONE, choices=YES_NO, relevant="${age} >= 6 and ${age} < 18"),
        Question("job", "Job", AnswerType.SELECT_ONE, choices=JOBS),
        Question("job_other", "Which job", AnswerType.TEXT),
        Question("score", "Score", AnswerType.TEXT),
        Question("note", "Anything else", AnswerType.TEXT),
        Question("later", "Later", AnswerType.TEXT, relevant="pulldata('list', 'a', 'b', ${age}) = '1'"),
    ),
)


def declared(kind: str, *columns: str, by: tuple[str, ...] = (), **parameters: float | str) -> CheckDeclaration:
    return CheckDeclaration(kind=kind, columns=columns, by=by, parameters=parameters)


CHECKS = (
    declared("near-duplicate", "age", "sex", "weight", "height", "job", "village", "score", by=("who",), fewest=3),
    declared("near-duplicate", "age", "sex", "weight", by=("village",), fewest=2, largest=20),
    declared("outlier", "weight"),
    declared("outlier", "height", method="mad", k=3.5),
    declared("outlier", "age", by=("who",), fewest=10),
    declared("digit-preference", "weight", decimals=1),
    declared("age-heaping", "age"),
    declared("age-ratio", "months"),
    declared("sex-ratio", "sex", males="m", females="f"),
    declared("sex-ratio", "school", males="boys", females="girls"),  # nobody, so there is nothing to judge
    declared("overlapping-interviews", "start", "end", by=("who",)),
    declared("duration", "start", "end", longest=300),
    declared("time-order", "start", "end", "sent"),
    declared("far-from-cluster", "place", by=("village",), kilometres=20),
    declared("same-point", "place", pile=4),
    declared("poor-accuracy", "place", metres=50),
    declared("enumerator-effect", "height", by=("who",)),
    declared("other-repeats-choice", "job_other", question="job"),
    declared("default-date", "born", "visited", pile=12),
    declared("swapped-date", "visited", **{"from": "2026-01-01", "to": "2026-02-28"}),
    declared("date-parts", "visited", "month", "year"),
    declared("number-as-text", "weight"),
    declared("other-unit", "height", factor=100),
    declared("sentinel-number", "weight"),
    declared("several-notations", "score"),
    declared("several-spellings", "village"),
    declared("risky-text", "note"),
)
RULES = (
    Rule(
        id="no-child-works",
        must_hold="${age} >= 10",
        when="${job} = 'teacher'",
        says="A child teaches.",
        severity=Severity.WARNING,
    ),
)
KEYS = (("start", "who"),)

Row = dict[str, str | None]


def ordinary(draw: random.Random, number: int) -> Row:
    """One interview without a fault of its own."""
    who, village = f"e{number % 5}", ("Lund", "Skov", "Havn")[number % 3]
    begun = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(days=number // 10, minutes=60 * (number % 10))
    ended = begun + timedelta(minutes=draw.randint(25, 45))
    visited = date(2026, 1, 5) + timedelta(days=draw.randint(0, 50))
    age = draw.choice([7, 15, 30, 35, 40, 45, 50, draw.randint(6, 80)])
    north, east = {"Lund": (55.7, 13.2), "Skov": (56.1, 12.1), "Havn": (54.9, 11.3)}[village]
    return {
        "who": who,
        "start": f"{begun.isoformat()}",
        "end": f"{ended.isoformat()}",
        "sent": f"{(ended + timedelta(hours=5)).isoformat()}",
        "age": str(age),
        "months": str(draw.choice([8, 12, 15, 20, 26, 40])),
        "sex": "m" if draw.random() < 0.75 else "f",
        "weight": f"{draw.gauss(60, 6):.0f}.{draw.choice('00005')}",
        "height": f"{draw.gauss(190 if who == 'e1' else 165, 4):.0f}",
        "born": f"{2026 - age}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        "visited": visited.isoformat(),
        "month": f"{visited.month}",
        "year": f"{visited.year}",
        "place": f"{north + draw.random() / 50:.5f} {east + draw.random() / 50:.5f} 0 {draw.randint(3, 20)}",
        "village": village,
        "school": draw.choice(["yes", "no"]) if 6 <= age < 18 else None,
        "job": draw.choice(["farmer", "teacher", "other"]) if age >= 10 else "farmer",
        "job_other": None,
        "score": draw.choice(["1", "2", "3"]),
        "note": draw.choice([None, "a good harvest", "no well"]),
        "later": None,
    }


def faults(rows: list[Row]) -> None:
    """What somebody did, or a program, to some of them."""
    rows[1] = dict(rows[0])
    rows[2] |= {"start": rows[3]["start"], "who": rows[3]["who"]}
    rows[4] |= {"end": "2026-01-01T00:00:00Z", "age": None}
    rows[5] |= {"end": rows[5]["start"], "age": "130", "school": "yes"}
    rows[6] |= {"end": "2026-02-27T00:00:00Z", "age": "seven", "job": "astronaut"}
    rows[7] |= {"weight": "60,5", "height": "1.7", "village": "lund."}
    rows[8] |= {"weight": "50-60", "place": "10.00000 20.00000 0 300"}
    rows[9] |= {"weight": "999", "note": "ask my son at 070 123 45 67"}
    rows[10] |= {"job": "other", "job_other": "teacher ", "note": "write to someone@example.org"}
    rows[11] |= {"weight": "310", "age": "7", "job": "teacher"}
    rows[12] |= {"sent": "2026-01-01T00:00:00Z", "visited": "2026-03-02", "month": "5", "year": "2025"}
    for number in range(20, 30):
        rows[number] |= {"born": "1970-01-01", "place": rows[20]["place"], "score": ("high", "low")[number % 2]}
    for number in range(30, 48):
        rows[number] |= {"born": f"{1960 + number}-01-01", "visited": "2026-01-20", "month": "1", "year": "2026"}
    rows[50] |= {name: rows[45][name] for name in rows[45] if name not in ("start", "end", "sent", "note")}


def interviews() -> pa.Table:
    """The interviews as answers: text columns, and the number of each row."""
    draw = random.Random(8)
    rows = [ordinary(draw, number) for number in range(ROWS)]
    faults(rows)
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0]}
    return pa.table({**columns, "_row": pa.array(range(2, ROWS + 2), pa.int64())})
