"""From a frame that somebody has to the coded frame that estimation reads (see `columns`)."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import narwhals as nw

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.asked import Answer, Asked
from nyhavn.engine.estimation.design import SurveyDesign
from nyhavn.engine.estimation.measures import Measure
from nyhavn.engine.estimation.replicating import ReplicateColumns
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.statistics import Statistic

Frame = nw.LazyFrame[Any]
UNITS = (columns.STRATUM, columns.CLUSTER, columns.SECOND)
SUMMED = (Statistic.MEAN, Statistic.TOTAL, Statistic.RATIO, Statistic.QUANTILE)


def measures_of(asked: Sequence[Asked]) -> tuple[Measure, ...]:
    """The measures of a coded frame, by place. Raises Refusal if nothing is asked for, or one thing twice."""
    if not asked or len(set(asked)) < len(asked):
        raise refusal(
            "counted-nothing-wanted",
            "The same statistic is asked for twice." if asked else "No statistic is asked for.",
            where="estimate",
            do="Name each statistic once.",
        )
    source = _sources(asked)
    return tuple(
        Measure(f"s{place}", one.statistic, one.share, everybody=True, columns=source[place])
        for place, one in enumerate(asked)
    )


def _sources(asked: Sequence[Asked]) -> list[str]:
    """The id of the coded columns of each statistic: those made of the same answers share them."""
    first: dict[tuple[str, tuple[Answer, ...], str], str] = {}
    made_of = [(one.value, one.answers, one.denominator) for one in asked]
    return [first.setdefault(key, f"s{place}") for place, key in enumerate(made_of)]


def code_frame(frame: Frame, asked: Sequence[Asked], domains: Sequence[str], design: SurveyDesign) -> Frame:
    """One column per domain, three per statistic and those of the design; nothing is read but the weights, once.

    Raises Refusal for columns that are not there or hold no numbers, for an estimate for a population without weights,
    and for weights that are not above zero.
    """
    schema = dict(frame.collect_schema())
    _check_columns(schema, asked, domains, design)
    made: dict[str, nw.Expr] = {columns.category(name): nw.col(name) for name in domains}
    for source, one in zip(_sources(asked), asked, strict=True):
        made |= _statistic(source, one, schema)
    made |= _design(frame, design)
    # Beside the columns that are there, because constants alone would make a frame of one row.
    return frame.with_columns(*(expr.alias(name) for name, expr in made.items())).select(*made)


def _statistic(name: str, asked: Asked, schema: Mapping[str, Any]) -> dict[str, nw.Expr]:
    """The columns of one statistic. A column without a type was answered by nobody."""
    if asked.statistic is Statistic.COUNT:
        return {columns.valid(name): nw.lit(1), columns.value(name): nw.lit(1.0)}
    valid = _is_there(asked.value, schema)
    if asked.denominator:
        valid = valid & _is_there(asked.denominator, schema)
    made = {columns.valid(name): valid.cast(nw.Int64)}
    if asked.statistic is Statistic.PROPORTION:
        holds = (valid & _holds(asked, schema)).cast(nw.Int64)
        return made | {columns.holds(name): holds, columns.value(name): nw.when(valid).then(holds.cast(nw.Float64))}
    made[columns.value(name)] = nw.when(valid).then(_number(asked.value, schema))
    if asked.denominator:
        made[columns.base(name)] = nw.when(valid).then(_number(asked.denominator, schema))
    return made


def _is_there(name: str, schema: Mapping[str, Any]) -> nw.Expr:
    """Whether a row holds something in a column: Boolean, never null."""
    column, kind = nw.col(name), schema[name]
    if not _has_type(kind):
        return nw.lit(0) == 1
    if kind == nw.String:
        return ~column.is_null() & (column != "").fill_null(False)  # in pandas a missing text differs from ""
    return column.is_finite().fill_null(False) if kind.is_float() else ~column.is_null()


def _number(name: str, schema: Mapping[str, Any]) -> nw.Expr:
    return nw.col(name).cast(nw.Float64) if _has_type(schema[name]) else nw.lit(0.0)


def _holds(asked: Asked, schema: Mapping[str, Any]) -> nw.Expr:
    column, kind = nw.col(asked.value), schema[asked.value]
    if not _has_type(kind):
        return nw.lit(0) == 1
    if not asked.answers:
        return column.fill_null(False)
    if kind.is_numeric():
        numbers = [number for answer in asked.answers if (number := _as_number(answer)) is not None]
        return column.cast(nw.Float64).is_in(numbers).fill_null(False) if numbers else nw.lit(0) == 1
    return column.cast(nw.String).is_in([str(answer) for answer in asked.answers]).fill_null(False)


def _as_number(answer: Answer) -> float | None:
    try:
        return float(answer)
    except ValueError:
        return None


def _has_type(kind: Any) -> bool:
    """A column in which every row is empty has no type on some engines."""
    return bool(kind != nw.Unknown)


def _design(frame: Frame, design: SurveyDesign) -> dict[str, nw.Expr]:
    """The design columns. Raises Refusal where weights are missing or unusable."""
    made: dict[str, nw.Expr] = {}
    if design.weight:
        _check_weights(frame, design.weight)
        made[columns.WEIGHT] = nw.col(design.weight).cast(nw.Float64)
    elif not design.about_participants:
        made[columns.WEIGHT] = nw.lit(_equal_weight(frame, design))
    units = (design.strata, *design.clusters)
    made |= {target: nw.col(name) for target, name in zip(UNITS, units, strict=False) if name}
    sizes = [size for size in design.population if isinstance(size, str)]
    made |= {target: nw.col(name).cast(nw.Float64) for target, name in zip(columns.SIZES, sizes, strict=False)}
    if design.calibration is not None:
        made |= {columns.margin(name): nw.col(name) for name in design.calibration.variables}
        if design.calibration.initial:
            made[columns.INITIAL] = nw.col(design.calibration.initial).cast(nw.Float64)
    if isinstance(design.replicates, ReplicateColumns):
        named = enumerate(design.replicates.columns)
        made |= {columns.replicate(number): nw.col(name).cast(nw.Float64) for number, name in named}
    return made


def _equal_weight(frame: Frame, design: SurveyDesign) -> float:
    """Population / sample of a simple random sample. Raises Refusal "population-weights-missing" otherwise."""
    size = design.population[0] if design.population else None
    if not isinstance(size, int) or design.clusters or design.strata:
        raise refusal(
            "population-weights-missing",
            "Figures about a population are asked for, and the design names no weights.",
            where="design",
            do="Name the weight column, or ask for figures about those who took part.",
        )
    rows = frame.select(nw.len().alias("rows")).collect("pyarrow").item(0, "rows")
    return float(size) / max(int(rows), 1)


def _check_weights(frame: Frame, weight: str) -> None:
    column = nw.col(weight).cast(nw.Float64)
    usable = (column.is_finite() & (column > 0)).fill_null(False)
    lacking = frame.select((~usable).cast(nw.Int64).sum().alias("lacking")).collect("pyarrow").item(0, "lacking")
    if lacking:
        what = f"{lacking} rows have no weight above zero."
        raise refusal("weight-unusable", what, where=f"design, {weight}", do="Correct the weights, or take them out.")


def _check_columns(
    schema: Mapping[str, Any], asked: Sequence[Asked], domains: Sequence[str], design: SurveyDesign
) -> None:
    reasons = [*_missing(schema, asked, domains, design), *_without_numbers(schema, asked, design)]
    if reasons:
        raise Refusal(*reasons)


def _missing(
    schema: Mapping[str, Any], asked: Sequence[Asked], domains: Sequence[str], design: SurveyDesign
) -> Iterator[Reason]:
    """Columns that are not there: not collected for figures and domains, an incomplete design otherwise."""
    counted = dict.fromkeys(name for one in asked for name in (one.value, one.denominator) if name)
    for name in (*counted, *(name for name in domains if name not in counted)):
        if name not in schema:
            close = get_close_matches(name, sorted(schema))
            near = f" Near to it: {', '.join(close)}." if close else ""
            what = f"There is no column {name}: not collected, which is not zero.{near}"
            yield Reason("counted-not-collected", what, "estimate", "Correct the name, or take the figure out.")
    for name in _design_names(design):
        if name not in schema:
            yield Reason("counted-column-missing", f"There is no column {name}.", "design", "Correct the design.")


def _design_names(design: SurveyDesign) -> Iterator[str]:
    sizes = (size for size in design.population if isinstance(size, str))
    yield from filter(None, (design.weight, design.strata, *design.clusters, *sizes))
    if design.calibration is not None:
        yield from filter(None, (*design.calibration.variables, design.calibration.initial))
    if isinstance(design.replicates, ReplicateColumns):
        yield from design.replicates.columns


def _without_numbers(schema: Mapping[str, Any], asked: Sequence[Asked], design: SurveyDesign) -> Iterator[Reason]:
    for one in asked:
        yield from _asked_without_numbers(schema, one)
    kind = schema.get(design.weight, nw.Unknown)
    if design.weight and _has_type(kind) and not kind.is_numeric():
        yield Reason("weight-unusable", f"The column {design.weight} holds no numbers.", "design", "Cast it.")


def _asked_without_numbers(schema: Mapping[str, Any], one: Asked) -> Iterator[Reason]:
    for name in filter(None, (one.value, one.denominator)):
        kind = schema.get(name, nw.Unknown)
        if one.statistic in SUMMED and _has_type(kind) and not kind.is_numeric():
            what = f"The column {name} holds no numbers."
            yield Reason("counted-not-a-number", what, one.name, "Name a numeric column, or cast it.")
        if one.statistic is Statistic.PROPORTION and not one.answers and _has_type(kind) and kind != nw.Boolean:
            what = f"A proportion of {name} needs the answers that count."
            yield Reason("counted-part-missing", what, one.name, "Name the answers.")
