"""Small tables for the tests of declared checks: rows in, findings of one check out, the same on every engine."""

from datetime import date

import pyarrow as pa

from engines import on_every_engine
from nyhavn.engine.quality import findings
from nyhavn.framework.checks import CHECKS, CheckDeclaration
from nyhavn.framework.instrument import AnswerType, Instrument, Question

TODAY = date(2024, 6, 1)


def form(*questions, columns=()):
    """An instrument of the questions given; the other columns are calculated, so that no usual check looks at them."""
    named = {question.name for question in questions}
    rest = [Question(name, name, AnswerType.CALCULATE) for name in columns if name not in named]
    return Instrument("", "", "", (*questions, *rest))


def found(rows, kind, columns, *, by=(), questions=(), identity=(), **parameters):
    """The findings of one declared check, by their code. rows: dictionaries, or a mapping of columns."""
    if not isinstance(rows, dict):
        names = list(dict.fromkeys(name for row in rows for name in row))
        rows = {name: [row.get(name) for row in rows] for name in names}
    table = pa.table({name: pa.array(values, pa.string()) for name, values in rows.items()})
    table = table.append_column("_row", pa.array(range(1, table.num_rows + 1), pa.int64()))
    check = CheckDeclaration(kind=kind, columns=columns, by=by, parameters=parameters)
    instrument = form(*questions, columns=tuple(rows))
    raised = on_every_engine(
        table, lambda frame: findings(frame, instrument, checks=[check], identity=identity, today=TODAY)
    )
    own = {*CHECKS.kind[kind].finding, "not-judged"}
    return {each.check: each for each in raised if each.check in own}


def figures(finding):
    """The evidence of a finding by name."""
    return {figure.name: figure.value for figure in finding.evidence}


def times(day, *clocks):
    """Moments of one day in May 2024."""
    return [f"2024-05-{day:02d}T{clock}:00Z" for clock in clocks]
