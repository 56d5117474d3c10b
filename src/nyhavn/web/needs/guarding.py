"""Nobody is asked what nobody needs: asked where a collection opens, whoever opens it, and before a run."""

from nyhavn.framework.needs import asked_of_people, needs_reasons
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.guards import Act, Asked, add_guard
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step, not_yet
from nyhavn.web.instruments.queries import newest_frozen, questionnaire_form
from nyhavn.web.needs.queries import needs_of, needs_on_record, questionnaire_in_use, questions_of_people
from nyhavn.web.needs.subjects import needs_home


def against_opening(asked: Asked) -> tuple[Reason, ...]:
    """Questions without a need, and needs without a question. Without a questionnaire the method card says so."""
    if questionnaire_in_use(asked.initiative) is None:
        return ()
    return needs_reasons(questions_of_people(asked.initiative), needs_of(asked.initiative))


def against_production(asked: Asked) -> tuple[Reason, ...]:
    """What is on record has to be whole. Collections from before needs were recorded show "no evidence" instead."""
    needs, asked_then = needs_on_record(asked.initiative), newest_frozen(asked.initiative)
    if needs is None or asked_then is None:
        return ()
    return needs_reasons(asked_of_people(questionnaire_form(asked_then).instrument), needs)


def needs_state(on: Initiative) -> StepState:
    """Whether each question has its need, and each need its question."""
    if questionnaire_in_use(on) is None:
        return not_yet("There is no questionnaire yet.")
    reasons = needs_reasons(questions_of_people(on), needs_of(on))
    return next_step(reasons[0].what) if reasons else done()


def add_to_initiative() -> None:
    """Fill the registries of the earlier stage."""
    add_guard("needs", {Act.OPEN}, against_opening)
    add_guard("needs-in-runs", {Act.PRODUCE}, against_production)
    add_part(Part("needs", "Needs", 45, Right.SEE_WORKSPACE))
    add_step(Step("needs", "Say who needs what", 45, needs_state, needs_home))
