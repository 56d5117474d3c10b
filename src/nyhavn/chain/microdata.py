"""Records for release: columns named in the plan, made safe as the plan says, and measured before they may leave."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import pyarrow as pa

from nyhavn.chain.counting import Counted
from nyhavn.chain.inputs import unknown_column
from nyhavn.chain.plan import Plan, RecordsSection
from nyhavn.chain.plan_rules import concerns_persons
from nyhavn.chain.previous import Previous
from nyhavn.engine.backends.opening import open_engine
from nyhavn.engine.confidentiality.microdata import Assessed, assess, collapse
from nyhavn.engine.confidentiality.microdata.blanks import blank_table
from nyhavn.engine.confidentiality.microdata.coding import as_number, coded
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
    check_microdata,
)
from nyhavn.framework.modules import declared
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.release_gate import OPEN_KINDS
from nyhavn.framework.statistics import CellStatus, Indicator, StatisticalTable

WHERE = "[records]"
WANTED = "[release], microdata_columns"
_WEIGHT = "_weight"
_CLOSED = (ColumnKind.CODE, ColumnKind.NUMBER)  # what they may hold is known before anybody answers
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
    records-beside-other-tables, records-released-before and microdata-policy-too-weak.
    """
    wanted = plan.release.microdata_columns
    if not wanted:
        return None
    _check_columns(wanted, counted.used_answers.column_names, WANTED)
    table = counted.used_answers.select(list(wanted))
    if plan.records is None or not concerns_persons(plan):
        return Records(Microdata("records", table))
    policy = MICRODATA_POLICIES.named(plan.records.policy)
    _check_audience(plan, policy)
    beside = records_beside_hidden(plan, counted.produced.tables)
    reasons = (*_released_before(before), *_beside_others(counted, before), *beside)
    if reasons:
        raise Refusal(*reasons)
    return _made_safe(plan.records, policy, table, counted)


def _made_safe(section: RecordsSection, policy: MicrodataPolicy, table: pa.Table, counted: Counted) -> Records:
    """The records recoded, blanked, measured and put in order. Raises Refusal where the policy still stands against."""
    coarser = recode_table(table, tuple(_recodes(section, table)))
    _check_columns(filter(None, [section.weight]), counted.used_answers.column_names, f"{WHERE}, weight")
    weights = counted.used_answers.column(section.weight) if section.weight else None
    blank, blanked = _blanked(section, policy, coarser, weights)
    facts = _assessed(section, blank, weights).facts(policy)
    instrument = counted.inputs.instrument
    columns = tuple(RecordColumn(name, _kind(name, section, instrument, coarser)) for name in table.column_names)
    check_microdata(policy, facts, columns, section.reviewed)
    ordered = blank.sort_by([(name, "ascending") for name in blank.column_names])
    return Records(Microdata("records", ordered), facts, blanked)


def _check_audience(plan: Plan, policy: MicrodataPolicy) -> None:
    if policy.id != FOR_EVERYBODY and any(kind in OPEN_KINDS for kind in plan.release.kinds):
        what = f'Records for everybody cannot go out under "{policy.id}", which is for known people under contract.'
        raise refusal("microdata-policy-too-weak", what, where=f"{WHERE}, policy", do=f"Choose {FOR_EVERYBODY}.")


def _recodes(section: RecordsSection, table: pa.Table) -> Iterator[Recode]:
    """What is made coarser before anything is measured. Raises Refusal "column-unknown" for what is not released."""
    _check_columns((*section.dates, *section.wider), table.column_names, WHERE)
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


def _kind(name: str, section: RecordsSection, instrument: Instrument, coarser: pa.Table) -> ColumnKind:
    """What a column holds: what the plan says of it, if every answer bears that out; else nobody said.

    An answer that is none of the choices is somebody's own words, whatever the question asked for.
    """
    question = instrument.question(name)
    if name not in (*section.keys, *section.sensitive) or question is None:
        return ColumnKind.UNKNOWN
    if name in section.dates:
        return ColumnKind.COARSE_DAY
    kind = ColumnKind.CODE if name in section.wider else KIND_OF_ANSWER[question.type]
    known = question.codes | set(section.wider.get(name, {}).values())
    _, said = coded(coarser.column(name))
    is_borne_out = kind not in _CLOSED or all(_is_known(answer, question.type, known) for answer in said)
    return kind if is_borne_out else ColumnKind.FREE_TEXT


def _is_known(answer: str, asked: AnswerType, known: frozenset[str]) -> bool:
    """Whether an answer is one that the questionnaire or the plan foresees: a code, several of them, or a number."""
    if asked is AnswerType.SELECT_MULTIPLE and known.issuperset(answer.split()):
        return True
    return answer in known or (KIND_OF_ANSWER[asked] is ColumnKind.NUMBER and as_number(answer) is not None)


def _released_before(before: Previous | None) -> Iterator[Reason]:
    """Whoever has both files sees whose row has come or gone, and reads what it says."""
    if before is not None and before.may_hold_records:
        what = "A release before this one held records. With both, anybody sees which rows came or went."
        do = "Leave the records out of this release; tables can move on."
        yield Reason("records-released-before", what, WANTED, do)


def _beside_others(counted: Counted, before: Previous | None) -> Iterator[Reason]:
    """Numbers of other people than the records are of: those who changed in between are the difference."""
    now = {table.id for table in counted.produced.tables}
    lacking = sorted({table.id for table in before.tables} - now) if before else []
    if lacking:
        what = "From the records anybody could count tables that the release before showed and this one leaves out."
        do = f"Keep these tables ({', '.join(lacking)}), so that they are compared, or leave the records out."
        yield Reason("records-beside-other-tables", what, WANTED, do)
    if counted.held is not None and not counted.held.moved.family.about_is_fresh:
        what = "The tables wait until enough people have changed, and the records would not."
        do = "Leave the records out of this release, or release them when all tables have moved."
        yield Reason("records-beside-other-tables", what, WANTED, do)


def records_beside_hidden(plan: Plan, tables: Iterable[StatisticalTable]) -> Iterator[Reason]:
    """Tables with hidden figures that anybody could count again from the records that the plan names."""
    released = frozenset(plan.release.microdata_columns)
    for table in tables:
        asked = _questions(table, plan, released)
        if asked and asked <= released and any(f.status is CellStatus.SUPPRESSED for f in table.figures):
            what = "The records would show what this table hides."
            do = f"Leave one of these columns out of the records ({', '.join(sorted(asked))}), or the table."
            yield Reason("records-beside-hidden-figures", what, f'table "{table.id}"', do)


def _questions(table: StatisticalTable, plan: Plan, released: frozenset[str]) -> frozenset[str]:
    """The questions that a table is counted from."""
    indicator = next((one for one in plan.indicator if one.id == table.indicator), None)
    found = _named(indicator) if indicator else set()
    for breakdown in (one for one in plan.breakdown if one.id in table.breakdowns):
        whens = (category.when for category in breakdown.told_apart if category.when)
        found |= {breakdown.question, *(name for when in whens for name in names(parse(when)))}
    for module in plan.module:
        if any(one.id in table.breakdowns for one in declared((), [module])):
            asks = frozenset(module.asks())
            # Which of its questions make this breakdown nobody says here, so any that is released counts as enough.
            found |= asks & released or asks
    return frozenset(found - {""})


def _named(indicator: Indicator) -> set[str]:
    expressions = (indicator.numerator, indicator.universe, indicator.valid)
    asked = {name for text in expressions if text for name in names(parse(text))}
    return asked | {indicator.value, indicator.denominator}


def _check_columns(named: Iterable[str], known: Sequence[str], where: str) -> None:
    """Raises Refusal "column-unknown"."""
    unknown = [unknown_column(name, known, where) for name in named if name not in known]
    if unknown:
        raise Refusal(*unknown)
