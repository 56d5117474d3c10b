"""Both interpreters of expressions agree, on every engine, on drawn expressions and drawn answers."""

import math
from datetime import date

import narwhals as nw
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import Engine, drawn
from nyhavn.engine import expressions
from nyhavn.framework.expression import parse, unsupported
from nyhavn.framework.expression_rows import evaluate, holds
from nyhavn.framework.expression_tree import Call, copies, is_constant, walk
from nyhavn.framework.instrument import AnswerType

TODAY = date(2024, 5, 1)
TYPES = {
    "n": AnswerType.INTEGER,
    "p": AnswerType.DECIMAL,
    "t": AnswerType.TEXT,
    "c": AnswerType.SELECT_ONE,
    "m": AnswerType.SELECT_MULTIPLE,
    "d": AnswerType.DATE,
    "s": AnswerType.DATETIME,
}
NUMBERS = ["0", "1", "-3", "2.5", "+7", ".5", "5.", "1e3", "99", "1e99", "abc", "1 2", "٣", "1_0", "inf", "nan", "0x1"]
DAYS = ["2024-05-01", "2024-02-29", "2023-02-29", "1969-12-31", "2024-5-1", "2000-03-01", "1900-02-29", "0999-01-01"]
MOMENTS = [
    "2024-05-01T10:00:00.000+02:00",
    "2024-05-01T10:00",
    "2024-05-01 23:59:59Z",
    "2024-05-01T25:00:00",
    "2024-04-30T22:30:00-0530",
    "2024-05-01",
    "yes",
]
TEXTS = [
    "yes",
    "no",
    "a",
    "b.c",
    "a b.c",
    "a+ b",
    "b",
    "é",
    "o'ne",
    "2",
    "10",
    "0",
    "true",
    "2024-05-01",
    "x\ny",
    "10\n",
    "2024-05-01\r",
    "%_",
    "a\\",
]
POOLS = {"n": NUMBERS, "p": NUMBERS, "t": TEXTS + NUMBERS, "c": TEXTS, "m": TEXTS, "d": DAYS, "s": MOMENTS + DAYS}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | st.sampled_from(pool) for name, pool in POOLS.items()}),
    min_size=1,
    max_size=6,
)

leaves = st.sampled_from(
    [f"${{{name}}}" for name in TYPES]
    + [".", "0", "1", "2.5", "100", "''", "'yes'", "'a'", "'b.c'", "'a+'", "'2'", "'2024-05-01'", '"o\'ne"']
    + ["today()", "true()", "false()", "now()"]
)
PATTERNS = ["[0-9]+", r"\d{1,3}", "a|b.*", r"(a b)?b?\.c", r"[^a-c]+", r".*\s.*", r"\w+", "^yes$", "é"]


def _grown(inner: "st.SearchStrategy[str]") -> "st.SearchStrategy[str]":
    one = st.sampled_from(
        ["not({})", "number({})", "int({})", "floor({})", "ceiling({})", "abs({})", "round({})", "round({}, 2)"]
        + ["string({})", "string-length({})", "boolean({})", "count-selected({})", "date({})", "date-time({})"]
        + ["decimal-date-time({})", "-({})", "({})"]
    )
    two = st.sampled_from(
        [
            f"({{}}) {sign} ({{}})"
            for sign in ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or")
        ]
        + ["selected({}, {})", "contains({}, {})", "starts-with({}, {})", "ends-with({}, {})", "concat({}, {})"]
        + ["coalesce({}, {})", "min({}, {})", "max({}, {})"]
    )
    return st.one_of(
        st.builds(lambda shape, a: shape.format(a), one, inner),
        st.builds(lambda shape, a, b: shape.format(a, b), two, inner, inner),
        st.builds("if({}, {}, {})".format, inner, inner, inner),
        st.builds(lambda a, pattern: f"regex({a}, '{pattern}')", inner, st.sampled_from(PATTERNS)),
    )


DRAWN = st.recursive(leaves, _grown, max_leaves=6)
FEW_COPIES = 1_000  # an engine plans one column quickly; the twins are drawn by the hundred


def _is_quick(text: str) -> bool:
    expression = parse(text)
    return not unsupported(expression) and copies(expression.tree) <= FEW_COPIES


EXPRESSIONS = DRAWN.filter(_is_quick)
SEEKING = {"selected", "contains", "starts-with", "ends-with"}


def _seeks_an_answer(text: str) -> bool:
    """Whether one answer is looked for inside another, which narwhals cannot do on pandas."""
    calls = [node for node in walk(parse(text).tree) if isinstance(node, Call) and node.function in SEEKING]
    return any(not is_constant(call.arguments[1]) for call in calls)


def _same(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return left == right or (math.isnan(left) and math.isnan(right))
    return left == right


def _columns(frame: "nw.LazyFrame", texts: "list[str]", current: str) -> "dict[str, list[object]]":
    named = {}
    for position, written in enumerate(texts):
        expression = parse(written)
        for kind in ("condition", "number", "text"):
            build = getattr(expressions, kind)
            named[f"{kind}{position}"] = build(expression, TYPES, current=current, today=TODAY)
    return frame.with_columns(**named).sort("_row").collect("pyarrow").to_dict(as_series=False)


def _expected(written: str, kind: str, row: "dict[str, str | None]", current: str) -> object:
    wrapped = {"condition": written, "number": f"number({written})", "text": f"string({written})"}[kind]
    if kind == "condition":
        return holds(parse(wrapped), row, TYPES, current=current, today=TODAY)
    value = evaluate(parse(wrapped), row, TYPES, current=current, today=TODAY)
    return None if isinstance(value, float) and math.isnan(value) else value


def _disagreements(columns: "dict[str, list[object]]", texts: "list[str]", rows: list, current: str) -> "list[str]":
    found = []
    for position, written in enumerate(texts):
        for kind in ("condition", "number", "text"):
            for row, got in zip(rows, columns[f"{kind}{position}"], strict=True):
                want = _expected(written, kind, row, current)
                if not _same(got, want):
                    found.append(f"{kind} of {written} with {row}: frame {got!r}, row {want!r}")
    return found


def _table(rows: "list[dict[str, str | None]]") -> pa.Table:
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in TYPES}
    return pa.table({**columns, "_row": pa.array(range(1, len(rows) + 1), pa.int64())})


@given(texts=st.lists(EXPRESSIONS, min_size=1, max_size=4), rows=ROWS, current=st.sampled_from(sorted(TYPES)))
@settings(max_examples=drawn(40), deadline=None)
def test_rows_and_frames_agree_on_every_engine(engine: Engine, texts, rows, current):
    """What one person's answers give, the column of a frame gives."""
    if engine.name == "pandas":
        texts = [text for text in texts if not _seeks_an_answer(text)]
    columns = _columns(engine.frame(_table(rows)), texts, current)
    assert _disagreements(columns, texts, rows, current) == []


@given(DRAWN)
@settings(max_examples=40, deadline=None)
def test_every_drawn_expression_is_supported(text):
    """The generator stays inside what can be evaluated, so that the twins are really compared."""
    assert set(unsupported(parse(text))) <= {"computations inside computations, too many"}
