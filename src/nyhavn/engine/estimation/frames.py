"""From a frame that somebody has to the coded frame that estimation reads (see `columns`)."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import narwhals as nw

from nyhavn.engine.estimation import columns
from nyhavn.engine.estimation.asked import Asked
from nyhavn.engine.estimation.design import SurveyDesign
from nyhavn.engine.estimation.measures import Measure
from nyhavn.engine.estimation.replicating import ReplicateColumns
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.statistics import Statistic

Frame = nw.LazyFrame[Any]
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
    return tuple(Measure(f"s{place}", one.statistic, one.share, everybody=True) for place, one in enumerate(asked))


def code_frame(frame: Frame, asked: Sequence[Asked], domains: Sequence[str], design: SurveyDesign) -> Frame:
    """One column per domain, three per statistic and those of the design; nothing is read but the weights, once.

    Raises Refusal for columns that are not there or hold no numbers, for an estimate for a population without weights,
    and for weights that are not above zero.
    """
    schema = dict(frame.collect_schema())
    _check_columns(schema, asked, domains, design)
    made = [expr for place, one in enumerate(asked) for expr in _statistic(f"s{place}", one, schema)]
    made += [nw.col(name).alias(columns.category(name)) for name in domains]
    return frame.select(*made, *_design(frame, design))


def _statistic(name: str, asked: Asked, schema: Mapping[str, Any]) -> Iterator[nw.Expr]:
    """The columns of one statistic. A column without a type was answered by nobody."""
    if asked.statistic is Statistic.COUNT:
        yield nw.lit(1).alias(columns.valid(name))
        yield nw.lit(1.0).alias(columns.value(name))
        return
    valid = _is_there(asked.value, schema)
    if asked.denominator:
        valid = valid & _is_there(asked.denominator, schema)
    yield valid.cast(nw.Int64).alias(columns.valid(name))
    if asked.statistic is Statistic.PROPORTION:
        holds = (valid & _holds(asked, schema)).cast(nw.Int64)
        yield holds.alias(columns.holds(name))
        yield nw.when(valid).then(holds.cast(nw.Float64)).alias(columns.value(name))
        return
    yield nw.when(valid).then(_number(asked.value, schema)).alias(columns.value(name))
    if asked.denominator:
        yield nw.when(valid).then(_number(asked.denominator, schema)).alias(columns.base(name))


def _is_there(name: str, schema: Mapping[str, Any]) -> nw.Expr:
    """Whether a row holds something in a column: Boolean, never null."""
    column, kind = nw.col(name), schema[name]
    if not _has_type(kind):
        return nw.lit(0) == 1
    if kind == nw.String:
        return (column != "").fill_null(False)
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
        return column.cast(nw.Float64).is_in([float(answer) for answer in asked.answers]).fill_null(False)
    return column.cast(nw.String).is_in([str(answer) for answer in asked.answers]).fill_null(False)


def _has_type(kind: Any) -> bool:
    """A column in which every row is empty has no type on some engines."""
    return bool(kind != nw.Unknown)


def _design(frame: Frame, design: SurveyDesign) -> Iterator[nw.Expr]:
    """The design columns. Raises Refusal where weights are missing or unusable."""
    if design.weight:
        _check_weights(frame, design.weight)
        yield nw.col(design.weight).cast(nw.Float64).alias(columns.WEIGHT)
    elif not design.about_participants:
        yield nw.lit(_equal_weight(frame, design)).alias(columns.WEIGHT)
    named = {
        columns.STRATUM: design.strata,
        **dict(zip((columns.CLUSTER, columns.SECOND), design.clusters, strict=False)),
    }
    yield from (nw.col(source).alias(target) for target, source in named.items() if source)
    sizes = [size for size in design.population if isinstance(size, str)]
    yield from (nw.col(s).cast(nw.Float64).alias(t) for s, t in zip(sizes, columns.SIZES, strict=False))
    if design.calibration is not None:
        yield from (nw.col(name).alias(columns.margin(name)) for name in design.calibration.variables)
        if design.calibration.initial:
            yield nw.col(design.calibration.initial).cast(nw.Float64).alias(columns.INITIAL)
    if isinstance(design.replicates, ReplicateColumns):
        for number, name in enumerate(design.replicates.columns):
            yield nw.col(name).cast(nw.Float64).alias(columns.replicate(number))


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
        for name in filter(None, (one.value, one.denominator)):
            kind = schema.get(name, nw.Unknown)
            if one.statistic in SUMMED and _has_type(kind) and not kind.is_numeric():
                what = f"The column {name} holds no numbers."
                yield Reason("counted-not-a-number", what, one.name, "Name a numeric column, or cast it.")
            if one.statistic is Statistic.PROPORTION and not one.answers and _has_type(kind) and kind != nw.Boolean:
                what = f"A proportion of {name} needs the answers that count."
                yield Reason("counted-part-missing", what, one.name, "Name the answers.")
    kind = schema.get(design.weight, nw.Unknown)
    if design.weight and _has_type(kind) and not kind.is_numeric():
        yield Reason("weight-unusable", f"The column {design.weight} holds no numbers.", "design", "Cast it.")
