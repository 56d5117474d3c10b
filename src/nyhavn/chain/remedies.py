"""Other choices of tables that lose less, or that pass where the plan is refused: which there are, and what each costs.

Only tables are varied, and wider categories that the community agreed on. None is made up: which people may be put
together is for their community to decide.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa

from nyhavn.chain.consent_record import read_consent
from nyhavn.chain.counting import protected_tables, used_answers
from nyhavn.chain.dossier import protection_audit
from nyhavn.chain.groupings import grouped_by
from nyhavn.chain.inputs import Inputs
from nyhavn.chain.plan import Plan, ReferenceSection
from nyhavn.chain.plan_rules import check_plan, concerns_persons
from nyhavn.chain.previous import Previous, check_over_time
from nyhavn.engine.backends.opening import open_engine
from nyhavn.engine.production import ProtectedTables
from nyhavn.framework.at_risk import at_risk
from nyhavn.framework.basis import BasisKind
from nyhavn.framework.loss import About, Loss, asked_for, beside, loss_by_group
from nyhavn.framework.refusal import OutsideFault, Reason, Refusal
from nyhavn.framework.release_gate import protection_reasons
from nyhavn.framework.statistics import Indicator

Step = Callable[[str, int, int], None]
By = tuple[tuple[str, ...], ...]

AS_PLANNED = "as-planned"
MOST_REMEDIES = 8  # own choice: each is protected and attacked anew, up to half a minute for a large release

# Reasons that another choice of tables may answer.
ABOUT_TABLES = frozenset(
    ("protection-failed", "protection-not-solved", "changed-by-too-few", "published-before", "counts-contradict")
)


@dataclass(frozen=True)
class Remedy:
    """Another plan. code: stable within a plan. sentence: what is done, as somebody would be told to do it."""

    code: str
    sentence: str
    plan: Plan


@dataclass(frozen=True)
class Tried:
    """What a remedy comes to. loss: None where no tables came out. reasons: what still stands against them.

    at_risk: figures that would give somebody away if everything that is asked for were shown; None with the loss.
    """

    code: str
    sentence: str
    loss: Loss | None
    reasons: tuple[Reason, ...]
    at_risk: int | None = None


Asked = tuple[Tried, frozenset[About]]


@dataclass(frozen=True)
class Comparison:
    """The plan as it is, and the remedies beside it. not_tried: how many more there would be."""

    planned: Tried
    tried: tuple[Tried, ...]
    not_tried: int


@dataclass(frozen=True)
class Material:
    """What is counted under every remedy: the inputs, the answers that take part, and the release before this one."""

    inputs: Inputs
    answers: pa.Table
    before: Previous | None


def remedies_of(plan: Plan) -> tuple[Remedy, ...]:
    """All remedies for a plan, each a different one: those that change most first."""
    found = (
        *_hiding_more(plan),
        *_wider_categories(plan),
        *_nothing_crossed(plan),
        *_without_breakdown(plan),
        *_tables_not_crossed(plan),
    )
    different: dict[str, Remedy] = {}
    for remedy in found:
        different.setdefault(remedy.plan.model_dump_json(), remedy)
    different.pop(plan.model_dump_json(), None)
    return tuple(different.values())


def compare(plan: Plan, inputs: Inputs, before: Previous | None, step: Step) -> Comparison:
    """The loss as planned and under up to MOST_REMEDIES remedies, counted and protected anew for each.

    Raises Refusal for a plan that contradicts itself or has nothing to count, and whatever `step` raises.
    """
    check_plan(plan)
    material = Material(inputs, used_answers(plan, inputs, read_consent(plan, inputs)), before)
    remedies = remedies_of(plan)
    chosen = (Remedy(AS_PLANNED, "As planned.", plan), *remedies[:MOST_REMEDIES])
    planned, *tried = [
        loss_under(remedy, material, _named(step, f"Choice {at} of {len(chosen)}"))
        for at, remedy in enumerate(chosen, 1)
    ]
    beside_planned = (_beside(planned, one, by.plan) for one, by in zip(tried, chosen[1:], strict=True))
    return Comparison(planned[0], tuple(beside_planned), len(remedies) - len(tried))


def loss_under(remedy: Remedy, material: Material, step: Step) -> Asked:
    """Counts and protects under a remedy, and asks what the gate and the release before would say to these tables.

    What the tables ask for is there too; nothing, where none came out.
    """
    plan = remedy.plan
    try:
        with open_engine() as session:
            produced = protected_tables(plan, material.inputs, material.answers, session, step)
    except OutsideFault:
        raise
    except Refusal as refused:
        return Tried(remedy.code, remedy.sentence, None, refused.reasons), frozenset()
    loss = loss_by_group(produced.tables, plan.breakdowns)
    risk = at_risk(produced.protection.audit).figures
    tried = Tried(remedy.code, remedy.sentence, loss, _against(plan, produced, material.before), risk)
    return tried, asked_for(produced.tables)


def _against(plan: Plan, produced: ProtectedTables, before: Previous | None) -> tuple[Reason, ...]:
    """What stands against these tables, in the order of the chain."""
    of_persons = concerns_persons(plan) or plan.basis.kind is not BasisKind.NO_PERSON_DATA
    failed = protection_reasons(protection_audit(plan, produced.protection)) if of_persons else ()
    try:
        check_over_time(before, produced.tables, plan.protection.threshold)
    except Refusal as refused:
        return (*failed, *refused.reasons)
    return failed


def _beside(planned: Asked, other: Asked, plan: Plan) -> Tried:
    (as_planned, wanted), (tried, asked) = planned, other
    if as_planned.loss is None or tried.loss is None:
        return tried
    return replace(tried, loss=beside(as_planned.loss, tried.loss, wanted - asked, plan.breakdowns))


def _named(step: Step, name: str) -> Step:
    return lambda stage, done, of: step(f"{name}: {stage}", done, of)


def _hiding_more(plan: Plan) -> Iterator[Remedy]:
    """Where the plan hides only what gives people away by itself."""
    if not plan.protection.complementary:
        policy = plan.protection.model_copy(update={"complementary": True})
        what = "Hide more figures, so that hidden ones cannot be worked out."
        yield Remedy("hide-more", what, plan.model_copy(update={"protection": policy}))


def _wider_categories(plan: Plan) -> Iterator[Remedy]:
    """Each grouping that was agreed and is not used, as long as nobody chose another one."""
    for breakdown in plan.breakdown:
        for grouping in () if breakdown.finer else breakdown.groupings:
            groups = "; ".join(category.label for category in grouping.category)
            what = f'Show "{breakdown.title}" in the wider groups that {grouping.agreed_by} agreed on: {groups}.'
            yield Remedy(f"grouped-{breakdown.id}-{grouping.id}", what, grouped_by(plan, breakdown.id, grouping.id))


def _nothing_crossed(plan: Plan) -> Iterator[Remedy]:
    what = "Show every breakdown for itself, and never two of them crossed."
    yield Remedy("nothing-crossed", what, _with_by(plan, _apart))


def _without_breakdown(plan: Plan) -> Iterator[Remedy]:
    for breakdown in plan.breakdowns:
        changed = _with_by(plan, partial(_without, breakdown.id))
        what = f'Leave out the breakdown "{breakdown.title}".'
        yield Remedy(f"without-{breakdown.id}", what, changed.model_copy(update=_reference(changed, breakdown.id)))


def _tables_not_crossed(plan: Plan) -> Iterator[Remedy]:
    titles = {breakdown.id: breakdown.title for breakdown in plan.breakdowns}
    for of in plan.indicator:
        for pair in (by for by in of.by if len(by) > 1):
            each = " and by ".join(f'"{titles.get(name, name)}"' for name in pair)
            what = f'Show "{of.title}" by {each}, each for itself and not crossed.'
            changed = _with_by(plan, _apart, only=(of.id, pair))
            yield Remedy(f"not-crossed-{of.id}-{'-'.join(pair)}", what, changed)


def _apart(by: tuple[str, ...]) -> By:
    """Each breakdown of a table for itself."""
    return tuple((name,) for name in by)


def _without(gone: str, by: tuple[str, ...]) -> By:
    """The table without one of its breakdowns."""
    return (tuple(name for name in by if name != gone),)


def _with_by(
    plan: Plan, becomes: Callable[[tuple[str, ...]], By], *, only: tuple[str, tuple[str, ...]] | None = None
) -> Plan:
    """The plan with other tables, none twice. only: the one table that changes, by indicator and breakdowns."""

    def by_of(indicator: Indicator) -> By:
        made = (becomes(by) if only in (None, (indicator.id, by)) else (by,) for by in indicator.by)
        return tuple(dict.fromkeys(by for several in made for by in several if by))

    indicators = tuple(one.model_copy(update={"by": by_of(one)}) for one in plan.indicator)
    return plan.model_copy(update={"indicator": indicators})


def _reference(plan: Plan, breakdown: str) -> dict[str, ReferenceSection | None]:
    """[reference] without that breakdown: comparing participants with it would count them by it again."""
    if plan.reference is None:
        return {}
    margins = tuple(margin for margin in plan.reference.margins if margin.breakdown != breakdown)
    left = plan.reference.model_copy(update={"margins": margins}) if margins else None
    return {"reference": left}
