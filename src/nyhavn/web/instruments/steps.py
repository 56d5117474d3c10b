"""The steps "questionnaire" and "method card" on the way through an initiative."""

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.steps import Step, StepState, add_step, done, next_step
from nyhavn.web.instruments.queries import method_reasons, usable_versions
from nyhavn.web.instruments.subjects import method_home, questionnaires_home


def questionnaire_state(initiative: Initiative) -> StepState:
    """Done once a version is stored."""
    newest = usable_versions(initiative).first()
    if newest is None:
        return next_step("No questionnaire is uploaded yet.")
    frozen = " People are asked it; it is frozen." if newest.frozen_on else ""
    return done(f"The newest is version {newest.number}.{frozen}")


def method_state_of_step(initiative: Initiative) -> StepState:
    """Done once the card is complete."""
    missing = method_reasons(initiative)
    if not missing:
        return done("The card is complete.")
    parts = "1 part is missing" if len(missing) == 1 else f"{len(missing)} parts are missing"
    return next_step(f"{parts}. First: {missing[0].what}")


add_step(Step("questionnaire", "Upload the questionnaire", 30, questionnaire_state, questionnaires_home))
add_step(Step("method-card", "Fill in the method card", 40, method_state_of_step, method_home))
add_part(Part("questionnaires", "Questionnaires", 30, Right.SEE_WORKSPACE))
add_part(Part("method", "Method card", 40, Right.SEE_WORKSPACE))
