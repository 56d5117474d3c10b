"""Records for release: columns named in the plan, made safe as the plan says, and measured before they may leave."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
import pyarrow as pa

from nyhavn.chain.counting import Counted
from nyhavn.chain.inputs import unknown_column
from nyhavn.chain.plan import Plan, RecordsSection
from nyhavn.chain.plan_rules import concerns_persons
from nyhavn.chain.previous import Previous
from nyhavn.engine.backends.opening import open_engine
from nyhavn.engine.confidentiality.microdata import Assessed, assess, collapse
from nyhavn.engine.confidentiality.microdata.blanks import blank_table
from nyhavn.engine.confidentiality.microdata.dates import DateGrain, coarser_dates
from nyhavn.engine.confidentiality.microdata.local_suppression import suppress_locally
from nyhavn.engine.confidentiality.microdata.recoding import Recode, recode_table
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.framework.expression import names, parse
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.microdata_policy import (
    KIND_OF_ANSWER,
    MICRODATA_POLICIES,
    ColumnKind,
    MicrodataFacts,
    MicrodataPolicy,
    RecordColumn,
    Review,
    check_microdata,
)
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.release_gate import OPEN_KINDS
from nyhavn.framework.statistics import Breakdown, CellStatus, Indicator, StatisticalTable

WHERE = "[records]"
_WEIGHT = "_weight"
_ROUNDING = 1e-9  # one in eleven is not more than 1 / 11
FOR_EVERYBODY = "public-use"
RULES_OF_RECORDS = (
    "Records: no combination of what somebody may know of a person is held by few, and those who share one differ in "
    "what is sensitive. Single answers that stood in the way were left blank.",
    "Records: in an order that says nothing of when they came.",
)


@dataclass(frozen=True)
class Records:
    """Records that may leave. facts: what was measured of them, None where they are not about persons. Restricted.

    blanked: answers that were left blank.
    """

    microdata: Microdata
    facts: MicrodataFacts | None = None
    blanked: int = 0


def records_for_release(plan: Plan, counted: Counted, before: Previous | None) -> Records | None:
    """The records that the plan names, as they may leave; None if it names none.

    Raises Refusal: column-unknown; about persons, those of `check_microdata`, records-beside-hidden-figures,
    records-released-before and microdata-policy-too-weak.
    """
    wanted = plan.release.microdata_columns
    if not wanted:
        return None
    known = counted.used_answers.column_names
    unknown = [unknown_column(name, known, "[release], microdata_columns") for name in wanted if name not in known]
    if unknown:
        raise Refusal(*unknown)
    table = counted.used_answers.select(list(wanted))
    if plan.records is None or not concerns_persons(plan):
        return Records(Microdata("records", table))
    policy = MICRODATA_POLICIES.named(plan.records.policy)
    _check_audience(plan, policy)
    reasons = (*_released_before(before), *_beside_hidden(plan, counted))
    if reasons:
        raise Refusal(*reasons)
    return _made_safe(plan.records, policy, table, counted)


def _made_safe(section: RecordsSection, policy: MicrodataPolicy, table: pa.Table, counted: Counted) -> Records:
    """The records recoded, blanked, measured and put in order. Raises Refusal where the policy still stands against."""
    coarser = recode_table(table, tuple(_recodes(section, table)))
    weights = counted.used_answers.column(section.weight) if section.weight else None
    blank, blanked = _blanked(section, policy, coarser, weights)
    facts = _facts(policy, _assessed(section, blank, weights))
    columns = tuple(RecordColumn(name, _kind(name, section, counted.inputs.instrument)) for name in table.column_names)
    check_microdata(policy, facts, columns, tuple(Review(r.column, r.by, r.on) for r in section.reviewed))
    ordered = blank.sort_by([(name, "ascending") for name in blank.column_names])
    return Records(Microdata("records", ordered), facts, blanked)


def _check_audience(plan: Plan, policy: MicrodataPolicy) -> None:
    if policy.id != FOR_EVERYBODY and any(kind in OPEN_KINDS for kind in plan.release.kinds):
        what = f'Records for everybody cannot go out under "{policy.id}", which is for known people under contract.'
        raise refusal("microdata-policy-too-weak", what, where=f"{WHERE}, policy", do=f"Choose {FOR_EVERYBODY}.")


def _recodes(section: RecordsSection, table: pa.Table) -> Iterator[Recode]:
    """What is made coarser before anything is measured. Raises Refusal "column-unknown" for what is not released."""
    named = (*section.dates, *section.wider)
    unknown = [unknown_column(name, table.column_names, WHERE) for name in named if name not in table.column_names]
    if unknown:
        raise Refusal(*unknown)
    for name, grain in section.dates.items():
        yield coarser_dates(name, table.column(name).drop_null().to_pylist(), DateGrain(grain))
    for name, mapping in section.wider.items():
        yield Recode(name, mapping)


def _blanked(
    section: RecordsSection, policy: MicrodataPolicy, table: pa.Table, weights: pa.ChunkedArray | None
) -> tuple[pa.Table, int]:
    """Single answers left blank, so that enough rows agree; and how many answers."""
    if not section.blank:
        return table, 0
    cells = _assessed(section, table, weights).cells
    found = suppress_locally(cells, _rows_that_agree(policy, weights), importance=section.importance)
    return blank_table(table, cells, found.blanks), found.values


def _rows_that_agree(policy: MicrodataPolicy, weights: pa.ChunkedArray | None) -> int:
    """How many rows must agree. Where nobody knows how many people a row stands for, the risk is 1 by their number."""
    of_risk = ceil(1.0 / policy.individual_risk.value) if weights is None else 0
    return max(int(policy.k.value), of_risk)


def _assessed(section: RecordsSection, table: pa.Table, weights: pa.ChunkedArray | None) -> Assessed:
    """The risk of the records. Raises Refusal for keys, sensitive columns or weights that cannot be read."""
    measured = table if weights is None else table.append_column(_WEIGHT, weights)
    name = "" if weights is None else _WEIGHT
    with open_engine() as session:
        return assess(collapse(session.frame(measured), section.keys, weight=name, sensitive=section.sensitive))


def _facts(policy: MicrodataPolicy, found: Assessed) -> MicrodataFacts:
    is_risky = (found.frequencies.sample < policy.k.value) | (found.risk > policy.individual_risk.value + _ROUNDING)
    distinct = ((one.name, one.diversity.distinct) for one in found.assessment.sensitive if one.diversity)
    return MicrodataFacts(found.cells.n, int(np.sum(found.cells.rows[is_risky])), tuple(distinct))


def _kind(name: str, section: RecordsSection, instrument: Instrument) -> ColumnKind:
    """What a column holds: what the plan says of it, else nobody said."""
    question = instrument.question(name)
    if name not in (*section.keys, *section.sensitive) or question is None:
        return ColumnKind.UNKNOWN
    if name in section.dates:
        return ColumnKind.COARSE_DAY
    if question.type is AnswerType.TEXT and name in section.wider:
        return ColumnKind.CODE
    return KIND_OF_ANSWER[question.type]


def _released_before(before: Previous | None) -> Iterator[Reason]:
    """Whoever has both files sees whose row has come or gone, and reads what it says."""
    if before is not None and before.release is not None and RULES_OF_RECORDS[0] in before.release.protection.rules:
        what = "The release before this one held records. With both, anybody sees which rows came or went."
        do = "Leave the records out of this release; tables can move on."
        yield Reason("records-released-before", what, "[release], microdata_columns", do)


def _beside_hidden(plan: Plan, counted: Counted) -> Iterator[Reason]:
    """Tables with hidden figures that anybody could count again from the records."""
    released = set(plan.release.microdata_columns)
    breakdowns = {breakdown.id: breakdown for breakdown in plan.breakdown}
    for table in counted.produced.tables:
        asked = _questions(table, plan.indicator, breakdowns)
        if asked and asked <= released and any(f.status is CellStatus.SUPPRESSED for f in table.figures):
            what = "The records would show what this table hides."
            do = f"Leave one of these columns out of the records ({', '.join(sorted(asked))}), or the table."
            yield Reason("records-beside-hidden-figures", what, f'table "{table.id}"', do)


def _questions(
    table: StatisticalTable, indicators: Iterable[Indicator], breakdowns: dict[str, Breakdown]
) -> frozenset[str]:
    """The questions that a table is counted from; none if it is not known how."""
    indicator = next((one for one in indicators if one.id == table.indicator), None)
    if any(name not in breakdowns for name in table.breakdowns):
        return frozenset()
    found = _named(indicator) if indicator else set()
    for breakdown in (breakdowns[name] for name in table.breakdowns):
        whens = (category.when for category in breakdown.told_apart if category.when)
        found |= {breakdown.question, *(name for when in whens for name in names(parse(when)))}
    return frozenset(found - {""})


def _named(indicator: Indicator) -> set[str]:
    expressions = (indicator.numerator, indicator.universe, indicator.valid)
    asked = {name for text in expressions if text for name in names(parse(text))}
    return asked | {indicator.value, indicator.denominator}
