"""Freezing and taking out questionnaires, and writing the method card."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.chain.plan import MethodSection
from nyhavn.framework.design import Design, check_target
from nyhavn.framework.method_card import missing_columns
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.asks import (
    AskingSaid,
    ErrorSourcesSaid,
    GroupsSaid,
    PretestSaid,
    QuestionnaireChosen,
    SelectionSaid,
    TrainingHeld,
)
from nyhavn.web.instruments.models import MethodCard, Questionnaire, Training
from nyhavn.web.instruments.queries import design_on, dropped, enumerators, questionnaire_form, usable_versions


def freeze(*, by: User, questionnaire: Questionnaire, on: date) -> None:
    """Freeze a version because people will be asked it. A frozen one keeps its first day. Raises Refusal."""
    with transaction.atomic():
        found = Questionnaire.objects.select_for_update().get(id=questionnaire.id)
        if found.dropped_on is not None:
            raise dropped(found)
        if found.frozen_on is None:
            found.frozen_on = on
            found.save(update_fields=["frozen_on"])
            _record("questionnaire-frozen", by, found.initiative, "questionnaire", found.uuid, {"number": found.number})
    questionnaire.frozen_on = found.frozen_on


def drop(*, by: User, on: Questionnaire) -> None:
    """Take a version out before anybody was asked: its file goes, its number stays. Raises Refusal."""
    with transaction.atomic():
        found = Questionnaire.objects.select_for_update().get(id=on.id)
        check_droppable(found)
        found.dropped_on, found.content = timezone.localdate(), b""
        found.save(update_fields=["dropped_on", "content"])
        _record("questionnaire-dropped", by, found.initiative, "questionnaire", found.uuid, {"number": found.number})


def check_droppable(questionnaire: Questionnaire) -> None:
    """Raises Refusal for a version that is frozen, gone, or named by the method card."""
    if questionnaire.frozen_on is not None:
        what = f"People were asked version {questionnaire.number}, so it stays."
        raise refusal("questionnaire-already-frozen", what, do="Upload a new version beside it.")
    if questionnaire.dropped_on is not None:
        raise dropped(questionnaire)
    if questionnaire.method_cards.exists():
        what = f"The method card names version {questionnaire.number}."
        do = "Choose another questionnaire on the method card first."
        raise refusal("questionnaire-already-on-the-card", what, do=do)


def say_selection(*, by: User, on: Initiative, said: SelectionSaid) -> None:
    """Whom the figures are about, and how they are chosen. Raises Refusal for a target the selection does not allow."""

    def write(card: MethodCard) -> None:
        before = card.design
        groups = {name: before[name] for name in ("weights", "cluster", "strata") if name in before}
        chosen = said.model_dump(include={"target", "selection", "words", "population_size"})
        design = Design.model_validate({**groups, **chosen})
        check_target(design)
        card.design = design.model_dump(mode="json")
        _say(card, population=said.population)

    _change_card(by, on, "selection", write, {"target": said.target.value, "selection": said.selection.value})


def say_groups(*, by: User, on: Initiative, said: GroupsSaid) -> None:
    """Weights, clusters and strata. Raises Refusal: method-selection-first, method-column-unknown."""

    def write(card: MethodCard) -> None:
        before = design_on(card)
        if before is None:
            do = "Say first who is chosen, and how."
            raise refusal("method-selection-first", "It is not said yet how people are chosen.", do=do)
        named = {"weights": said.weights, "cluster": said.cluster, "strata": said.strata}
        design = before.model_copy(update=named)
        _check_columns(design, card.questionnaire)
        card.design = design.model_dump(mode="json")
        _say(card, weights=said.weights_words)

    _change_card(by, on, "groups", write)


def _check_columns(design: Design, questionnaire: Questionnaire | None) -> None:
    """Raises Refusal "method-column-unknown" for names that the chosen questionnaire does not ask."""
    if questionnaire is None:
        return
    do = "Choose a question of the questionnaire, or leave it empty."
    what = "The questionnaire has no question of this name."
    unknown = missing_columns(design, questionnaire_form(questionnaire).instrument)
    fields = [name for name in ("weights", "cluster", "strata") if getattr(design, name) in unknown]
    if fields:
        raise Refusal(*(Reason("method-column-unknown", what, field, do) for field in fields))


def choose_questionnaire(*, by: User, on: Initiative, said: QuestionnaireChosen) -> None:
    """Name the questionnaire that people will be asked. Raises Refusal "questionnaire-unknown"."""
    found = next((q for q in usable_versions(on) if str(q.uuid) == said.questionnaire), None)
    if found is None:
        do = "Choose one of the versions on the page of questionnaires."
        raise refusal("questionnaire-unknown", "There is no such questionnaire here.", do=do)

    def write(card: MethodCard) -> None:
        card.questionnaire = found

    _change_card(by, on, "instrument", write, {"number": found.number})


def say_asking(*, by: User, on: Initiative, said: AskingSaid) -> None:
    """How people are asked, and whether somebody is sent to ask."""

    def write(card: MethodCard) -> None:
        card.nobody_asks = said.nobody_asks
        _say(card, mode=said.mode)

    _change_card(by, on, "asking", write, {"nobody_asks": said.nobody_asks})


def say_pretest(*, by: User, on: Initiative, said: PretestSaid) -> None:
    """How the questionnaire was tried out."""
    _change_card(by, on, "pretest", lambda card: _say(card, pretest=said.pretest))


def say_error_sources(*, by: User, on: Initiative, said: ErrorSourcesSaid) -> None:
    """What may make the figures wrong."""
    _change_card(by, on, "error-sources", lambda card: _say(card, error_sources=said.error_sources))


def record_training(*, by: User, on: Initiative, said: TrainingHeld) -> Training:
    """Put a training on record. Raises Refusal: enumerator-unknown, training-in-future."""
    with transaction.atomic():
        enumerator = next((user for user in enumerators(on) if str(user.uuid) == said.enumerator), None)
        if enumerator is None:
            do = "Give the person the role of enumerator first."
            raise refusal("enumerator-unknown", "This person does not have the role of asking people.", do=do)
        if said.held_on > timezone.localdate():
            raise refusal("training-in-future", "This day is still to come.", do="Record the training once it is over.")
        made = Training.objects.create(initiative=on, enumerator=enumerator, held_on=said.held_on, topics=said.topics)
        _record("training-recorded", by, on, "training", made.uuid)
    return made


def drop_training(*, by: User, on: Training) -> None:
    """Take a record of a training back, because it was a mistake."""
    with transaction.atomic():
        _record("training-dropped", by, on.initiative, "training", on.uuid)
        on.delete()


def _say(card: MethodCard, **said: str) -> None:
    """Write parts of [method] on the card."""
    section = MethodSection.model_validate({**card.method, **said})
    card.method = section.model_dump(mode="json", exclude_defaults=True)


def _change_card(
    by: User,
    initiative: Initiative,
    part: str,
    write: Callable[[MethodCard], Any],
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Change one part of the card, in one transaction with its record."""
    with transaction.atomic():
        Initiative.objects.select_for_update().get(id=initiative.id)  # two people write the card one after the other
        card, _ = MethodCard.objects.get_or_create(initiative=initiative)
        write(card)
        card.save()
        _record("method-card-changed", by, initiative, "method-card", initiative.uuid, {"part": part, **(facts or {})})


def _record(
    action: str, by: User, initiative: Initiative, kind: str, on: UUID, facts: Mapping[str, Fact] | None = None
) -> None:
    record(action, by=by, kind=kind, on=on, scope=initiative.uuid, facts=facts)
