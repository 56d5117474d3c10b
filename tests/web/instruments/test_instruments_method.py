"""The method card is written part by part, and says what follows from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nyhavn.framework.design import Selection, Target
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.initiatives.steps import Standing
from nyhavn.web.instruments import actions, asks
from nyhavn.web.instruments.models import MethodCard, Training
from nyhavn.web.instruments.queries import design_of, method_reasons, method_section
from nyhavn.web.instruments.showing import method_shown
from nyhavn.web.instruments.steps import method_state_of_step, questionnaire_state
from web import objects
from web.cast import Cast, person

pytestmark = pytest.mark.django_db
VOLUNTEERS = asks.SelectionSaid(
    population="The valley", target=Target.PARTICIPANTS, selection=Selection.VOLUNTEER, words="Whoever comes."
)
DRAWN = asks.SelectionSaid(
    population="The valley", target=Target.POPULATION, selection=Selection.CLUSTER, words="Paths, then houses."
)


def say(village: Cast, said: asks.SelectionSaid) -> None:
    actions.say_selection(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def train(village: Cast, enumerator: str, days_ago: int = 1, topics: str = "Consent.") -> Training:
    day = timezone.localdate() - timedelta(days=days_ago)
    said = asks.TrainingHeld(enumerator=enumerator, held_on=day, topics=topics)
    return actions.record_training(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def test_an_empty_card_lacks_every_part_and_a_full_one_none(village: Cast) -> None:
    assert len(method_reasons(village.initiative)) == 7
    objects.method_card(village, objects.questionnaire(village))
    assert method_reasons(village.initiative) == ()
    assert method_shown(village.initiative).is_complete


def test_the_limits_of_volunteers_stand_on_the_card_at_once(village: Cast) -> None:
    say(village, VOLUNTEERS)
    assert "No figure here is an estimate for a population." in method_shown(village.initiative).limits


def test_a_random_sample_may_speak_of_a_population_and_volunteers_may_not(village: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        say(village, VOLUNTEERS.model_copy(update={"target": Target.POPULATION}))
    assert refused.value.codes == ("population-estimate-without-probability-sample",)
    assert not MethodCard.objects.exists()
    say(village, DRAWN)
    assert "No figure here is an estimate for a population." not in method_shown(village.initiative).limits


def test_groups_need_a_selection_first_and_questions_that_are_asked(village: Cast) -> None:
    by, on = village[Role.COORDINATOR], village.initiative
    with pytest.raises(Refusal) as refused:
        actions.say_groups(by=by, on=on, said=asks.GroupsSaid(cluster="age"))
    assert refused.value.codes == ("method-selection-first",)
    objects.method_card(village, objects.questionnaire(village))
    say(village, DRAWN)
    with pytest.raises(Refusal) as refused:
        actions.say_groups(by=by, on=on, said=asks.GroupsSaid(cluster="path", strata="age"))
    assert [(reason.code, reason.where) for reason in refused.value.reasons] == [("method-column-unknown", "cluster")]
    actions.say_groups(by=by, on=on, said=asks.GroupsSaid(cluster="age", weights_words="None."))
    design = design_of(on)
    assert design is not None
    assert (design.cluster, method_section(on).weights) == ("age", "None.")


def test_saying_the_selection_again_keeps_the_groups(village: Cast) -> None:
    by, on = village[Role.COORDINATOR], village.initiative
    say(village, DRAWN)
    actions.say_groups(by=by, on=on, said=asks.GroupsSaid(cluster="path"))
    say(village, DRAWN.model_copy(update={"words": "Every fifth house."}))
    design = design_of(on)
    assert design is not None
    assert (design.cluster, design.words) == ("path", "Every fifth house.")


def test_a_new_questionnaire_without_the_cluster_makes_the_card_incomplete(village: Cast) -> None:
    by, on = village[Role.COORDINATOR], village.initiative
    objects.method_card(village, objects.questionnaire(village))
    actions.say_groups(by=by, on=on, said=asks.GroupsSaid(cluster="age"))
    other = objects.questionnaire(village, objects.form_file(objects.SURVEY[3:]))
    actions.choose_questionnaire(by=by, on=on, said=asks.QuestionnaireChosen(questionnaire=str(other.uuid)))
    assert [reason.code for reason in method_reasons(on)] == ["method-column-unknown"]


def test_only_a_questionnaire_of_the_same_initiative_can_be_chosen(village: Cast, harbour: Cast) -> None:
    foreign = objects.questionnaire(harbour)
    gone = objects.questionnaire(village)
    actions.drop(by=village[Role.COORDINATOR], on=gone)
    for questionnaire in (foreign, gone):
        chosen = asks.QuestionnaireChosen(questionnaire=str(questionnaire.uuid))
        with pytest.raises(Refusal) as refused:
            actions.choose_questionnaire(by=village[Role.COORDINATOR], on=village.initiative, said=chosen)
        assert refused.value.codes == ("questionnaire-unknown",)


def test_a_second_enumerator_without_training_makes_the_card_incomplete(village: Cast) -> None:
    objects.method_card(village, objects.questionnaire(village))
    second = person("Femi")
    RoleAssignment.objects.create(initiative=village.initiative, user=second, role=Role.ENUMERATOR.value)
    (reason,) = method_reasons(village.initiative)
    assert "Femi" not in reason.sentence()
    train(village, str(second.uuid))
    assert method_reasons(village.initiative) == ()


def test_a_training_needs_somebody_who_asks_and_a_day_that_has_been(village: Cast, harbour: Cast) -> None:
    for user in (village[Role.STEWARD], harbour[Role.ENUMERATOR]):
        with pytest.raises(Refusal) as refused:
            train(village, str(user.uuid))
        assert refused.value.codes == ("enumerator-unknown",)
    with pytest.raises(Refusal) as refused:
        train(village, str(village[Role.ENUMERATOR].uuid), days_ago=-1)
    assert refused.value.codes == ("training-in-future",)
    assert not Training.objects.exists()
    train(village, str(village[Role.ENUMERATOR].uuid), days_ago=0)


def test_the_training_is_told_in_sentences_without_names(village: Cast) -> None:
    second = person("Femi")
    RoleAssignment.objects.create(initiative=village.initiative, user=second, role=Role.ENUMERATOR.value)
    for user in (village[Role.ENUMERATOR], second):
        train(village, str(user.uuid), topics="Asking for consent.")
    told = method_section(village.initiative).training
    assert told.endswith(": 2 people who ask were trained in: Asking for consent.")
    assert "Elena" not in told and "Femi" not in told


def test_a_training_stays_told_when_somebody_leaves_and_goes_when_it_was_a_mistake(village: Cast) -> None:
    held = train(village, str(village[Role.ENUMERATOR].uuid))
    RoleAssignment.objects.filter(user=village[Role.ENUMERATOR]).delete()
    assert "1 person who asks was trained" in method_section(village.initiative).training
    actions.drop_training(by=village[Role.COORDINATOR], on=held)
    assert method_section(village.initiative).training == ""


def test_every_change_of_the_card_is_on_record_without_its_words(village: Cast) -> None:
    say(village, VOLUNTEERS)
    entry = AuditRecord.objects.get()
    assert (entry.action, entry.by) == ("method-card-changed", village[Role.COORDINATOR].uuid)
    assert entry.facts == {"part": "selection", "target": "participants", "selection": "volunteer"}


def test_the_steps_follow_what_is_there(village: Cast) -> None:
    assert questionnaire_state(village.initiative).standing is Standing.NEXT
    assert method_state_of_step(village.initiative).standing is Standing.NEXT
    objects.method_card(village, objects.questionnaire(village))
    assert questionnaire_state(village.initiative).standing is Standing.DONE
    assert method_state_of_step(village.initiative).standing is Standing.DONE
