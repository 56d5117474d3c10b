"""The step "notice" on the way through an initiative."""

from django.utils import timezone

from nyhavn.framework.initiative_types import InitiativeType, initiative_type
from nyhavn.framework.roles import Right
from nyhavn.web.consent.queries import notice_in_use, notices
from nyhavn.web.consent.subjects import notices_home
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step, waits


def notice_state(initiative: Initiative) -> StepState:
    """Done while a notice is in use; where places or events come in, people may still answer for themselves."""
    today = timezone.localdate()
    running = notice_in_use(initiative, today)
    if running is not None:
        return done(f"Version {running.version} is in use.")
    if not initiative_type(InitiativeType(initiative.about["type"])).unit.is_of_persons:
        return done("None is in use. What comes in is about places or events; write one if people speak of themselves.")
    planned = notices(initiative).filter(valid_from__gt=today).order_by("valid_from").first()
    if planned is not None and planned.valid_from is not None:
        return waits(f"Version {planned.version} is in use from {planned.valid_from.isoformat()}.")
    return next_step("No notice is in use. People must know what they agree to.")


add_step(Step("notice", "Say what people agree to", 50, notice_state, notices_home))
add_part(Part("notices", "Notices", 50, Right.SEE_WORKSPACE))
add_part(Part("community-decisions", "Community decisions", 52, Right.SEE_WORKSPACE))
