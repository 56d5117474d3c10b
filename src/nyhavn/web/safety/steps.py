"""The part "Safety" among the ways around an initiative, the step on its way, and the banner of a stop."""

from django.utils import timezone

from nyhavn.framework.risk import StopAt, stop_reasons
from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.around import Part, add_banner, add_part
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step
from nyhavn.web.safety.queries import freeze_of, register_of
from nyhavn.web.safety.subjects import safety_home


def risk_state(initiative: Initiative) -> StepState:
    """Done while nothing in the register stands against opening."""
    reasons = stop_reasons(register_of(initiative), StopAt.OPENING, timezone.localdate())
    return next_step(reasons[0].what) if reasons else done("Nothing in the register stands in the way.")


def frozen_banner(initiative: Initiative) -> str:
    """The banner of a stop, while one holds."""
    return "safety/parts/frozen.html" if freeze_of(initiative) is not None else ""


add_banner(frozen_banner)
add_step(Step("risks", "Think of who could be hurt", 55, risk_state, safety_home))
add_part(Part("safety", "Safety", 55, Right.FREEZE))
