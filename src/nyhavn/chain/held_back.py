"""What holds a release back, where a plan carries it: the command is held to the same rules as the site."""

from collections.abc import Iterator
from datetime import date

from nyhavn.chain.plan import Plan
from nyhavn.framework.interests import decided_reasons, locked_reasons
from nyhavn.framework.method_card import unsaid_in_method
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.risk import review_day_reasons, signature_reasons


def check_method(plan: Plan) -> None:
    """Raises Refusal where the method card does not say whom the figures are about, or how they were asked."""
    check_none(unsaid_in_method(population=plan.method.population, mode=plan.method.mode))


def check_may_go_out(plan: Plan, day: date) -> None:
    """Raises Refusal with everything on record that stands against letting it out on that day."""
    check_none((*_of_risk(plan), *_of_independence(plan, day)))


def _of_risk(plan: Plan) -> Iterator[Reason]:
    """The stop rule."""
    if plan.risk is not None:
        refused = plan.risk.refused
        yield from signature_reasons(refused=refused, unsigned=max(plan.risk.unsigned - refused, 0))
        yield from review_day_reasons(plan.risk.overdue)


def _of_independence(plan: Plan, day: date) -> Iterator[Reason]:
    """Who decided, and the date that was announced last. What was never announced has no day to be kept to."""
    if plan.independence is None:
        return
    yield from decided_reasons(plan.independence.decisions or ())
    if plan.independence.dates:
        announced, planned = plan.independence.dates[-1].day, plan.release.release_date
        yield from locked_reasons(announced=announced, planned=planned, today=day, is_same=True)
