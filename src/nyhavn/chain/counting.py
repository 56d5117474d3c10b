"""From inputs to numbers: who may be counted, what the checks find, and the protected tables."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import narwhals as nw
import pyarrow as pa

from nyhavn.chain.consent_record import ConsentFound
from nyhavn.chain.described import CONTRIBUTIONS, with_contributions
from nyhavn.chain.inputs import Inputs, unknown_column
from nyhavn.chain.modules import counted_groups, identity_questions, module_facts
from nyhavn.chain.plan import Plan
from nyhavn.chain.weighing import WEIGHT, with_weights
from nyhavn.chain.weighting import weight_order
from nyhavn.engine.backends.opening import HERE, open_engine
from nyhavn.engine.backends.session import Session
from nyhavn.engine.estimation import SamplingError
from nyhavn.engine.over_time import HeldTables, OverTimeOrder, produce_over_time
from nyhavn.engine.production import ProtectedTables, TableOrder, produce_tables
from nyhavn.engine.quality import examined, identifiers, profile_findings, response
from nyhavn.framework.checks import named_columns
from nyhavn.framework.design import ErrorMethod, Target, population_drawn_from, standard_errors
from nyhavn.framework.findings import Finding
from nyhavn.framework.identifiers import Identifier
from nyhavn.framework.modules import Facts
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.response import ResponseCounts
from nyhavn.framework.statistics import Indicator

Step = Callable[[str, int, int], None]
_ENDS = re.compile("[/-]")  # before a question's name, where a header begins with the names of its groups

SAMPLING = {
    ErrorMethod.NONE: SamplingError.NONE,
    ErrorMethod.SIMPLE_RANDOM: SamplingError.SIMPLE_RANDOM,
    ErrorMethod.CLUSTER: SamplingError.CLUSTER,
}


@dataclass(frozen=True)
class Counted:
    """Everything a run found out. Exact and restricted; `described` and `dossier` say what may be published of it.

    rows: contributions received; used: those that take part, and used_answers their answers. first_day, last_day: found
    in the contributions. held: how the tables moved; None where no register is kept.
    """

    inputs: Inputs
    consent: ConsentFound | None
    rows: int
    used: int
    first_day: date | None
    last_day: date | None
    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]
    identifiers: tuple[Identifier, ...]
    response: tuple[ResponseCounts, ...]
    used_answers: pa.Table
    produced: ProtectedTables
    module_facts: Mapping[str, Facts]
    held: HeldTables | None = None

    @property
    def shown(self) -> int:
        """Contributions that the tables count: those used, or what they held when they were refreshed."""
        return self.used if self.held is None else self.held.people


def count(
    plan: Plan,
    inputs: Inputs,
    consent: ConsentFound | None,
    days: list[date | None],
    step: Step,
    *,
    engine: str = HERE,
    over_time: OverTimeOrder | None = None,
) -> Counted:
    """The numbers of a plan, worked out on a data engine. Raises Refusal for declarations that do not fit the data.

    over_time: how the tables move; None: they show what is true now.
    """
    received = inputs.received.table
    if consent is not None:
        received = received.filter(consent.covered)
    answers = used_answers(plan, inputs, consent)
    today = datetime.now(UTC).date()
    with open_engine(engine) as session:
        step("Checking the answers", 0, 1)
        found = checked(plan, inputs, answers, received, session, today)
        step("Checking the answers", 1, 1)
        held = None if over_time is None else held_tables(plan, inputs, answers, session, over_time, step)
        produced = held.produced if held else protected_tables(plan, inputs, answers, session, step)
        facts = module_facts(plan.module, inputs.instrument, session.frame(answers), today)
    return Counted(
        inputs,
        consent,
        inputs.answers.num_rows,
        answers.num_rows,
        *_first_and_last(days, consent),
        with_contributions(plan.indicator, plan.reference),
        found.findings,
        found.identifiers,
        found.response,
        answers,
        produced,
        facts,
        held,
    )


def _first_and_last(days: list[date | None], consent: ConsentFound | None) -> tuple[date | None, date | None]:
    """The days of the first and the last contribution that takes part; None where no day is known."""
    covers = [True] * len(days) if consent is None else consent.covered.to_pylist()
    known = sorted(day for day, covered in zip(days, covers, strict=True) if covered and day is not None)
    return (known[0], known[-1]) if known else (None, None)


def used_answers(plan: Plan, inputs: Inputs, consent: ConsentFound | None) -> pa.Table:
    """The answers of those that take part, weighted where the plan says so. Raises Refusal "no-contributions"."""
    answers = inputs.answers if consent is None else inputs.answers.filter(consent.covered)
    if not answers.num_rows:
        raise refusal("no-contributions", "No contribution is covered by consent for this release.", where="[consent]")
    return with_weights(plan, inputs, answers)


def protected_tables(plan: Plan, inputs: Inputs, answers: pa.Table, session: Session, step: Step) -> ProtectedTables:
    """The tables that the plan asks for, protected. Raises Refusal for declarations that do not fit the data."""
    frame = session.frame(answers)
    return produce_tables(
        frame,
        table_order(plan, inputs, frame),
        coded_frame=session.kept,
        step=step,
    )


def held_tables(
    plan: Plan, inputs: Inputs, answers: pa.Table, session: Session, over_time: OverTimeOrder, step: Step
) -> HeldTables:
    """The tables that the plan asks for, moved by blocks. Raises Refusal as `produce_over_time` does."""
    frame = session.frame(answers)
    order = table_order(plan, inputs, frame)
    return produce_over_time(frame, order, over_time, frame=session.frame, coded_frame=session.kept, step=step)


@dataclass(frozen=True)
class Checked:
    """What the checks found, exact and restricted. findings: with row numbers."""

    findings: tuple[Finding, ...]
    identifiers: tuple[Identifier, ...]
    response: tuple[ResponseCounts, ...]


def checked(
    plan: Plan, inputs: Inputs, answers: pa.Table, received: pa.Table, session: Session, today: date
) -> Checked:
    """What the checks find in the answers and in the file as received."""
    beside, columns = _with_received(inputs, _with_named(plan, inputs, answers, received), received)
    frame = session.frame(beside)
    found = examined(
        frame,
        inputs.instrument,
        columns,
        rules=plan.rule,
        keys=plan.quality.keys,
        checks=plan.check,
        identity=identity_questions(plan.identity, plan.module),
        today=today,
    )
    return Checked(
        (*profile_findings(found.profile), *found.findings),
        identifiers(frame, inputs.instrument, found.profile),
        response(session.frame(answers), inputs.instrument, today=today),
    )


def _with_received(inputs: Inputs, answers: pa.Table, received: pa.Table) -> tuple[pa.Table, Mapping[str, str]]:
    """The answers and the columns as received in one table, and by header what that calls them.

    Most answers stand as they were received, and are not looked through a second time. Others have numbers for names,
    because a header may hold what an engine cannot name.
    """
    questions = {question.column or question.name: question.name for question in inputs.instrument.questions}
    called: dict[str, str] = {}
    table, beside = answers, "_received"
    while any(name.startswith(beside) for name in answers.column_names):
        beside = f"_{beside}"
    for place, header in enumerate(inputs.material):
        column = received.column(header)
        names = (questions.get(header, header), header, _ENDS.split(header)[-1])
        same = (name for name in names if name in answers.column_names and answers.column(name).equals(column))
        called[header] = next(same, f"{beside}{place}")
        if called[header] not in answers.column_names:
            table = table.append_column(called[header], column)
    return table, called


def _with_named(plan: Plan, inputs: Inputs, answers: pa.Table, received: pa.Table) -> pa.Table:
    """The answers, with the received columns that keys and declared checks name beside them.

    A column that a check names and nobody knows is refused by the checks themselves, with the nearest names.
    """
    named = {name for key in plan.quality.keys for name in key} - set(answers.column_names)
    unknown = [
        unknown_column(name, (*answers.column_names, *received.column_names), "[quality], keys")
        for name in sorted(named)
        if name not in received.column_names
    ]
    if unknown:
        raise Refusal(*unknown)
    of_checks = {
        name for name in named_columns((*plan.check, *inputs.instrument.checks)) if name in received.column_names
    }
    for name in sorted((named | of_checks) - set(answers.column_names)):
        answers = answers.append_column(name, received.column(name))
    return answers


def table_order(plan: Plan, inputs: Inputs, answers: nw.LazyFrame[Any]) -> TableOrder:
    """The tables that the plan asks for, and how its rows were drawn."""
    error, weights = standard_errors(plan.design), weight_order(plan)
    is_modelled = weights is not None and weights.adjustment is not None
    groups = counted_groups(plan.breakdown, plan.module, inputs.instrument, plan.identity, answers)
    return TableOrder(
        instrument=groups.instrument,
        indicators=with_contributions(plan.indicator, plan.reference),
        breakdowns=groups.breakdowns,
        # Whoever took part is taken to have done so independently of others (Chen, Li and Wu 2020).
        error=SamplingError.SIMPLE_RANDOM if is_modelled else SAMPLING[error.method],
        inference=plan.design.target is Target.POPULATION,
        policy=plan.protection,
        today=datetime.now(UTC).date(),
        weight=WEIGHT if plan.weights else plan.design.weights,
        cluster=plan.design.cluster,
        stratum=plan.design.strata,
        population=population_drawn_from(plan.design),
        weights=weights,
        of_records=() if any(indicator.id == CONTRIBUTIONS for indicator in plan.indicator) else (CONTRIBUTIONS,),
    )
