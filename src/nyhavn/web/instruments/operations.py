"""What can be done with questionnaires and on the method card."""

from collections.abc import Callable
from typing import Any

from nyhavn.chain.plan import MethodSection
from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.instruments import actions, asks, schemas, showing, uploading
from nyhavn.web.instruments.models import Questionnaire, Training
from nyhavn.web.instruments.queries import card_of, enumerators, questionnaire_form, usable_versions
from nyhavn.web.instruments.subjects import (
    QUESTIONNAIRE,
    TRAINING,
    method_home,
    questionnaire_home,
    questionnaires_home,
    trainings_home,
)
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading


def _upload(by: User, on: Initiative, said: asks.QuestionnaireSent) -> Done:
    made = uploading.upload(by=by, on=on, said=said)
    message = f"Version {made.number} is stored. It asks {made.questions} questions."
    return Done(message, at=questionnaire_home(made), made=made.uuid)


def _drop(by: User, on: Questionnaire, said: Confirmed) -> Done:
    actions.drop(by=by, on=on)
    return Done(f"Version {on.number} was taken out.", at=questionnaires_home(on.initiative))


def _train(by: User, on: Initiative, said: asks.TrainingHeld) -> Done:
    made = actions.record_training(by=by, on=on, said=said)
    return Done("The training is on record.", at=trainings_home(on), made=made.uuid)


def _untrain(by: User, on: Training, said: Confirmed) -> Done:
    home = trainings_home(on.initiative)
    actions.drop_training(by=by, on=on)
    return Done("The record of the training was taken back.", at=home)


def _on_card(action: Callable[..., None]) -> Callable[..., Done]:
    """The operation that an action on the card is."""

    def do(by: User, on: Initiative, said: Declared) -> Done:
        action(by=by, on=on, said=said)
        return Done("The method card has changed.", at=method_home(on))

    return do


def _selection_now(on: Initiative) -> dict[str, Any]:
    card = card_of(on)
    chosen = {name: card.design.get(name) for name in ("target", "selection", "words", "population_size")}
    return {"population": _said(on).population, **{name: value for name, value in chosen.items() if value}}


def _groups_now(on: Initiative) -> dict[str, Any]:
    design = card_of(on).design
    names = {name: design.get(name, "") for name in ("weights", "cluster", "strata")}
    return {"weights_words": _said(on).weights, **names}


def _said(on: Initiative) -> MethodSection:
    return MethodSection.model_validate(card_of(on).method)


def _questions(on: Initiative) -> dict[str, Choices]:
    """The questions of the chosen questionnaire, for weights, clusters and strata."""
    chosen = card_of(on).questionnaire
    asked = questionnaire_form(chosen).instrument.questions if chosen else ()
    choices = tuple((question.name, question.label()) for question in asked if not question.repeat)
    return dict.fromkeys(("weights", "cluster", "strata"), choices)


def _versions(on: Initiative) -> dict[str, Choices]:
    return {"questionnaire": tuple((str(q.uuid), f"Version {q.number}: {q.title}") for q in usable_versions(on))}


def _questionnaire_now(on: Initiative) -> dict[str, Any]:
    chosen = card_of(on).questionnaire
    return {"questionnaire": str(chosen.uuid)} if chosen else {}


def _people(on: Initiative) -> dict[str, Choices]:
    return {"enumerator": tuple((str(user.uuid), user.name) for user in enumerators(on))}


def _card_operation(
    name: str, title: str, asked: type[Declared], action: Callable[..., None], lead: str, **more: Any
) -> Operation[Any]:
    return Operation(
        name, title, Right.EDIT_INSTRUMENT, INITIATIVE, _on_card(action), asked, lead=lead, button="Save", **more
    )


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "upload-questionnaire",
        "Upload a questionnaire",
        Right.EDIT_INSTRUMENT,
        INITIATIVE,
        _upload,
        asks.QuestionnaireSent,
        lead="It is checked while you wait, and stored as a new version. Earlier versions stay.",
        button="Check and store it",
    ),
    Operation(
        "drop",
        "Take this version out",
        Right.EDIT_INSTRUMENT,
        QUESTIONNAIRE,
        _drop,
        lead="For mistakes, before anybody was asked. The file is deleted; the number is not used again.",
        button="Take it out",
    ),
    _card_operation(
        "say-selection",
        "Say who is asked, and how they are chosen",
        asks.SelectionSaid,
        actions.say_selection,
        "What the figures may claim follows from this. It is printed beside them.",
        current=_selection_now,
    ),
    _card_operation(
        "say-groups",
        "Say how the sample is made up",
        asks.GroupsSaid,
        actions.say_groups,
        "Margins of error are worked out from this. Leave everything empty if nothing applies.",
        current=_groups_now,
        choices=_questions,
    ),
    _card_operation(
        "choose-questionnaire",
        "Choose the questionnaire",
        asks.QuestionnaireChosen,
        actions.choose_questionnaire,
        "When the collection opens, this version is frozen.",
        current=_questionnaire_now,
        choices=_versions,
    ),
    _card_operation(
        "say-asking",
        "Say how people are asked",
        asks.AskingSaid,
        actions.say_asking,
        "It is printed with the figures.",
        current=lambda on: {"mode": _said(on).mode, "nobody_asks": card_of(on).nobody_asks},
    ),
    _card_operation(
        "say-pretest",
        "Say how the questionnaire was tried out",
        asks.PretestSaid,
        actions.say_pretest,
        "It is printed with the figures.",
        current=lambda on: {"pretest": _said(on).pretest},
    ),
    _card_operation(
        "say-error-sources",
        "Say what may make the figures wrong",
        asks.ErrorSourcesSaid,
        actions.say_error_sources,
        "It is printed with the figures. Saying it beforehand makes it believable.",
        current=lambda on: {"error_sources": _said(on).error_sources},
    ),
    Operation(
        "record-training",
        "Record a training",
        Right.EDIT_INSTRUMENT,
        INITIATIVE,
        _train,
        asks.TrainingHeld,
        lead="One record for each person and training. Names are never published.",
        button="Record it",
        choices=_people,
    ),
    Operation(
        "drop",
        "Take the record of this training back",
        Right.EDIT_INSTRUMENT,
        TRAINING,
        _untrain,
        lead="For mistakes. That it was taken back stays in the record of what was done.",
        button="Take it back",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "questionnaires",
        "The versions of the questionnaire",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        schemas.VersionsShown,
        showing.versions_shown,
    ),
    Reading(
        "",
        "A questionnaire and what it asks",
        Right.SEE_WORKSPACE,
        QUESTIONNAIRE,
        schemas.QuestionnaireShown,
        showing.questionnaire_shown,
    ),
    Reading("method", "The method card", Right.SEE_WORKSPACE, INITIATIVE, schemas.MethodShown, showing.method_shown),
)
