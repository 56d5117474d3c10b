"""What pages and interface show of loss by group and of remedies: one query behind both."""

from collections.abc import Mapping, Sequence

from nyhavn.chain.remedies import Tried
from nyhavn.exchange.report.tables import breakdown_title, category_label
from nyhavn.framework.loss import GroupLoss, Loss, loss_by_group
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import Breakdown
from nyhavn.web.production.models import RemedyComparison, Run
from nyhavn.web.production.remedies import COMPARED, Compared, check_comparable, comparison_of, is_going, job_of
from nyhavn.web.production.remedy_schemas import GroupLossShown, LossShown, RemediesShown, RunLossShown, TriedShown
from nyhavn.web.production.schemas import ReasonShown
from nyhavn.web.production.showing import candidate_of, job_shown, reasons_shown, stored_reasons

EVERYBODY = "Everybody"


def run_loss(on: Run) -> RunLossShown:
    """The loss in the tables of the candidate, as everybody would see them."""
    candidate = candidate_of(on)
    if candidate is None:
        return RunLossShown(loss=None)
    return RunLossShown(loss=_loss(loss_by_group(candidate.tables, candidate.breakdowns), candidate.breakdowns))


def remedies_shown(on: Run) -> RemediesShown:
    """What was compared at a run, or how far it is, or whether it may be."""
    known = comparison_of(on)
    if known is not None and known.found is not None:
        return _found(known, COMPARED.validate_python(known.found, strict=False))
    job = job_of(known) if known is not None else None
    if known is None or job is None:
        return RemediesShown(is_possible=_is_possible(on))
    if is_going(known):
        return RemediesShown(is_possible=False, job=job_shown(job))
    return RemediesShown(is_possible=_is_possible(on), reasons=stored_reasons(known.reasons or job.reasons))


def _is_possible(run: Run) -> bool:
    try:
        check_comparable(run)
    except Refusal:
        return False
    return True


def _found(known: RemedyComparison, compared: Compared) -> RemediesShown:
    found = compared.comparison
    tried = sorted(found.tried, key=_cost)
    return RemediesShown(
        is_possible=False,
        compared_at=known.finished_at,
        planned=_tried(found.planned, compared.breakdowns),
        tried=tuple(_tried(one, compared.breakdowns) for one in tried),
        not_tried=found.not_tried,
    )


def _cost(tried: Tried) -> tuple[bool, bool, int, int]:
    """What passes stands first; then where fewer groups disappear; then where more is shown."""
    loss = tried.loss
    return bool(tried.reasons), loss is None, len(loss.disappearing) if loss else 0, -loss.shown if loss else 0


def _tried(tried: Tried, breakdowns: Sequence[Breakdown]) -> TriedShown:
    reasons: tuple[ReasonShown, ...] = reasons_shown(tried.reasons)
    loss = _loss(tried.loss, breakdowns) if tried.loss else None
    return TriedShown(
        code=tried.code,
        sentence=tried.sentence,
        passes=not reasons,
        reasons=reasons,
        loss=loss,
        at_risk=tried.at_risk,
    )


def _loss(loss: Loss, breakdowns: Sequence[Breakdown]) -> LossShown:
    by_id = {breakdown.id: breakdown for breakdown in breakdowns}
    groups = (loss.everybody, *loss.groups)
    return LossShown(
        shown=loss.shown,
        hidden=loss.hidden,
        empty=loss.empty,
        left_out=loss.left_out,
        groups=tuple(_group(group, by_id) for group in groups),
    )


def _group(group: GroupLoss, breakdowns: Mapping[str, Breakdown]) -> GroupLossShown:
    return GroupLossShown(
        breakdown=group.breakdown,
        category=group.category,
        label=group_label(group.breakdown, group.category, breakdowns),
        shown=group.shown,
        hidden=group.hidden,
        empty=group.empty,
        left_out=group.left_out,
        disappears=group.disappears,
        within=group_label(group.breakdown, group.within, breakdowns) if group.within else "",
    )


def group_label(name: str, code: str, breakdowns: Mapping[str, Breakdown]) -> str:
    """A group as people read it, wider ones that were agreed among them."""
    if not name:
        return EVERYBODY
    breakdown = breakdowns.get(name)
    agreed = (wider for one in breakdown.groupings for wider in one.category) if breakdown else ()
    wider = next((one.label for one in agreed if one.code == code), "")
    known = breakdown is not None and any(category.code == code for category in breakdown.categories)
    label = wider if wider and not known else category_label(code, breakdown).text
    return f"{breakdown_title(name, breakdowns)}: {label}"
