"""Finding a questionnaire or a training from an address: the right first, then the object within the initiative."""

from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire, Training
from nyhavn.web.pages.operations import Subject


def questionnaire_in(initiative: Initiative, uuid: UUID) -> Questionnaire:
    """The questionnaire of that initiative, without its file. Raises Refusal "not-found"."""
    found = initiative.questionnaires.defer("content").filter(uuid=uuid).first()
    if found is None:
        raise not_found("questionnaire")
    return found


def enter_questionnaire(user: User, right: Right, *, initiative: str, questionnaire: UUID) -> Questionnaire:
    """The questionnaire, for somebody with that right in its initiative. Raises Refusal."""
    return questionnaire_in(enter_initiative(user, right, initiative=initiative), questionnaire)


def enter_training(user: User, right: Right, *, initiative: str, training: UUID) -> Training:
    """The record of a training, for somebody with that right in its initiative. Raises Refusal."""
    found = enter_initiative(user, right, initiative=initiative).trainings.filter(uuid=training).first()
    if found is None:
        raise not_found("training")
    return found


def questionnaires_home(initiative: Initiative) -> str:
    """The address of the page of questionnaires."""
    return f"/work/initiatives/{initiative.slug}/questionnaires/"


def method_home(initiative: Initiative) -> str:
    """The address of the method card."""
    return f"/work/initiatives/{initiative.slug}/method/"


def trainings_home(initiative: Initiative) -> str:
    """The address of the records of trainings."""
    return f"{method_home(initiative)}trainings/"


def questionnaire_home(questionnaire: Questionnaire) -> str:
    """The address of one version."""
    return f"{questionnaires_home(questionnaire.initiative)}{questionnaire.uuid}/"


QUESTIONNAIRE = Subject(
    "questionnaire",
    "initiatives/<slug:initiative>/questionnaires/<uuid:questionnaire>",
    enter_questionnaire,
    home=questionnaire_home,
)
TRAINING = Subject(
    "training",
    "initiatives/<slug:initiative>/trainings/<uuid:training>",
    enter_training,
    home=lambda on: trainings_home(on.initiative),
)
