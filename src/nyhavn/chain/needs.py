"""Needs where a plan carries them: what stands on record has to be whole, for the command as for everything else."""

from collections.abc import Iterable, Iterator

from nyhavn.chain.plan import Plan
from nyhavn.chain.tables_plan import TablesPlan
from nyhavn.framework.expression import names, parse
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.modules import declared
from nyhavn.framework.needs import asked_of_people, check_needs
from nyhavn.framework.records import TableOnRecord
from nyhavn.framework.statistics import Breakdown, Indicator

PRODUCERS = frozenset({"producer", "started"})


def check_plan_needs(plan: Plan, instrument: Instrument) -> None:
    """Raises Refusal where [needs] leaves a question without a need, or a need without a question."""
    if plan.needs is not None:
        check_needs(asked_of_people(instrument, consent=consent_questions(plan, instrument)), plan.needs)


def consent_questions(plan: Plan, instrument: Instrument) -> tuple[str, ...]:
    """Questions that the plan names as those about consent."""
    if plan.consent is None:
        return ()
    section = plan.consent
    columns = {said.column for said in section.purposes.values()}
    columns |= {section.notice_version, section.language, section.at}
    return tuple(one.name for one in instrument.questions if columns & {one.name, one.column})


def producers(plan: Plan) -> tuple[str, ...]:
    """Those who make the data, by name."""
    return tuple(party.name for party in plan.initiative.parties or () if party.role in PRODUCERS)


def tables_on_record(plan: Plan | TablesPlan) -> tuple[TableOnRecord, ...]:
    """The tables of a plan, one for each indicator, with the questions whose answers they show."""
    return tuple(_table(plan, one) for one in plan.indicator)


def _table(plan: Plan | TablesPlan, indicator: Indicator) -> TableOnRecord:
    """What is counted and by which groups. Whom it is about is read, and not shown."""
    counted = _once((*_named(indicator.numerator), indicator.value, indicator.denominator))
    by = {name for several in indicator.by for name in several}
    return TableOnRecord(indicator.id, indicator.title, _once((*counted, *_groups(plan, by))), counted)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, found)))


def _named(expression: str) -> tuple[str, ...]:
    return names(parse(expression)) if expression else ()


def _groups(plan: Plan | TablesPlan, by: Iterable[str]) -> Iterator[str]:
    wanted = frozenset(by)
    for breakdown in plan.breakdown:
        if breakdown.id in wanted:
            yield from _questions(breakdown)
    for module in plan.module:
        if any(one.id in wanted for one in declared((), [module])):
            yield from module.asks()


def _questions(breakdown: Breakdown) -> Iterator[str]:
    yield breakdown.question
    for category in breakdown.told_apart:
        yield from _named(category.when)
