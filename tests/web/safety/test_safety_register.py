"""The register as people work in it: versions, owners, answers, and what is shown to whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.risk import Level
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.leaving import LeavingSaid, delete_account
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.queries import way
from nyhavn.web.initiatives.steps import Standing
from nyhavn.web.safety import actions
from nyhavn.web.safety.asks import PromptsAnswered, RiskEnded, RiskSaid
from nyhavn.web.safety.models import Risk, RiskVersion
from nyhavn.web.safety.public_stops import public_stops
from nyhavn.web.safety.queries import prompts_for, register_of
from nyhavn.web.safety.showing import risk_shown, safety_shown
from web import objects
from web.cast import Cast, person
from web.people_in_danger import frozen, outsider, risk, risk_said, signed, written_anew

pytestmark = pytest.mark.django_db
HOME = "/work/initiatives/village-water"
SignIn = Callable[[User], Client]


def codes(do: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refusal) as error:
        do()
    return error.value.codes


def test_every_version_stays_to_be_read_and_the_level_is_looked_up(village: Cast) -> None:
    danger = risk(village, severity="slight")
    written_anew(village, danger, severity="grave")
    shown = risk_shown(Risk.objects.get())
    assert (shown.now.number, shown.now.level) == (2, Level.HIGH)
    assert [(one.number, one.level) for one in shown.before] == [(1, Level.LOW)]
    assert "level" not in {field.name for field in RiskVersion._meta.get_fields()}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE safety_riskversion SET severity = 'slight'",
        "UPDATE safety_risksignature SET agrees = true",
        "UPDATE safety_promptanswer SET reason = 'x'",
        "DELETE FROM safety_riskversion",
        "DELETE FROM safety_risksignature",
    ],
)
def test_the_database_overwrites_nothing(village: Cast, statement: str) -> None:
    objects.method_card(village, objects.questionnaire(village))
    signed(risk(village), outsider(village), agrees="no")
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_who_answers_for_a_risk_has_a_role_and_losing_it_is_seen(village: Cast) -> None:
    nobody = person("Nemo", "nowhere.example")
    said = risk_said(village).model_dump() | {"owner": str(nobody.uuid)}
    add = lambda: actions.write_risk(by=village[Role.COORDINATOR], on=village.initiative, said=RiskSaid(**said))  # noqa: E731
    assert codes(add) == ("risk-owner-unknown",)
    risk(village)
    assert register_of(village.initiative).risks[0].has_owner
    village[Role.STEWARD].roles.all().delete()
    assert not register_of(village.initiative).risks[0].has_owner


def test_a_review_lies_ahead(village: Cast) -> None:
    assert codes(lambda: risk(village, days=-1)) == ("risk-review-in-past",)
    risk(village, days=0)


def test_what_has_ended_is_not_written_anew_and_answers_no_prompt(village: Cast) -> None:
    objects.method_card(village, objects.questionnaire(village))
    danger, by = risk(village, severity="slight"), village[Role.COORDINATOR]
    (key,) = (one.key for one in prompts_for(village.initiative) if one.about == "gender")
    said = PromptsAnswered(prompts=(key,), risk=str(danger.uuid))
    actions.answer_prompts(by=by, on=village.initiative, said=said)
    assert register_of(village.initiative).open_prompts == ()
    actions.end_risk(by=by, on=danger, said=RiskEnded(reason="The mill has burnt down."))
    assert codes(lambda: written_anew(village, danger)) == ("risk-already-ended",)
    assert register_of(village.initiative).open_prompts == (key,)
    assert codes(lambda: actions.answer_prompts(by=by, on=village.initiative, said=said)) == ("prompt-unknown",)


def test_a_prompt_is_answered_by_one_thing_that_is_asked(village: Cast) -> None:
    objects.method_card(village, objects.questionnaire(village))
    asked = tuple(one.key for one in prompts_for(village.initiative))

    def answered(prompts: tuple[str, ...], **more: str) -> tuple[str, ...]:
        said = PromptsAnswered.model_validate({"prompts": prompts, **more})
        return codes(lambda: actions.answer_prompts(by=village[Role.STEWARD], on=village.initiative, said=said))

    assert answered(("identity:nobody",), reason="None.") == ("prompt-unknown",)
    assert answered(asked) == ("prompt-needs-one-answer",)


def test_the_step_on_the_way_says_what_is_missing(village: Cast) -> None:
    def standing() -> Standing:
        return next(step.standing for step in way(village.initiative, frozenset()).steps if step.code == "risks")

    objects.prepared(village)
    assert standing() is Standing.DONE
    risk(village)
    assert standing() is Standing.NEXT


def test_the_page_shows_risks_to_those_who_see_the_workspace_and_the_brake_alone_to_enumerators(
    village: Cast, signed_in: SignIn
) -> None:
    risk(village)
    steward = signed_in(village[Role.STEWARD]).get(f"{HOME}/safety/").content.decode()
    enumerator = signed_in(village[Role.ENUMERATOR]).get(f"{HOME}/safety/").content.decode()
    assert "Somebody is beaten" in steward
    assert "Somebody is beaten" not in enumerator
    assert "do/freeze/" in enumerator
    assert "do/report-incident/" in enumerator


def test_by_buttons_a_risk_is_written_signed_and_written_anew(village: Cast, signed_in: SignIn) -> None:
    carmen, orla = signed_in(village[Role.COORDINATOR]), signed_in(outsider(village))
    said = risk_said(village).model_dump(mode="json")
    assert carmen.post(f"{HOME}/do/write-risk/", said).status_code == 302
    there = f"{HOME}/risks/{Risk.objects.get().uuid}/"
    assert "not signed" in carmen.get(there).content.decode()
    word = {"number": "1", "agrees": "yes", "reason": "I asked the women.", "publicity": "not"}
    assert orla.post(f"{there}do/sign/", word).status_code == 302
    shown = carmen.get(there).content.decode()
    assert "not signed" not in shown
    assert "I asked the women." in shown
    assert "Orla" not in shown
    assert carmen.post(f"{there}do/write-anew/", {**said, "severity": "serious"}).status_code == 302
    assert "not signed" in carmen.get(there).content.decode()


def test_in_public_nothing_stands_until_whoever_decided_wishes_it(village: Cast) -> None:
    Initiative.objects.update(is_listed=True)
    danger = risk(village)
    signed(danger, outsider(village, "Orla"), agrees="no")
    signed(danger, outsider(village, "Petra"), agrees="no", publicity="role")
    signed(danger, outsider(village, "Quim"), publicity="name")
    frozen(village, publicity="role", reason="A threat.")
    found = {(one.kind, one.who) for one in public_stops(village.initiative)}
    assert found == {("refused", "observer"), ("signed", "Quim, observer"), ("freeze", "enumerator")}
    page = Client().get("/initiatives/village-water/").content.decode()
    assert "What was stopped, and why" in page
    assert "Orla" not in page
    assert "Petra" not in page
    assert "Quim" in page


def test_the_page_for_everybody_and_that_of_the_team_ask_no_more_for_many_than_for_two(village: Cast) -> None:
    def more() -> None:
        danger = risk(village)
        signed(danger, outsider(village, f"Orla-{danger.id}"), publicity="role")
        written_anew(village, danger)
        signed(danger, outsider(village, f"Petra-{danger.id}"), publicity="name")

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as public:
            assert len(public_stops(village.initiative)) > 1
        with CaptureQueriesContext(connection) as own:
            assert safety_shown(village.initiative).risks
        return len(public), len(own)

    more()
    once = asked()
    more()
    more()
    assert asked() == once


def test_an_account_that_ends_leaves_the_register_as_it_was(village: Cast) -> None:
    danger, orla = risk(village), outsider(village)
    signed(danger, orla)
    delete_account(by=orla, said=LeavingSaid(email=orla.email))
    assert not register_of(village.initiative).risks[0].is_unsigned
    assert safety_shown(village.initiative).risks[0].now.signatures[0].agrees


def test_a_signature_of_somebody_who_joins_the_team_later_stays(village: Cast) -> None:
    danger, orla = risk(village), outsider(village)
    signed(danger, orla)
    orla.memberships.create(organisation=village.organisation)
    assert not register_of(village.initiative).risks[0].is_unsigned
    written_anew(village, danger)
    assert codes(lambda: signed(danger, orla)) == ("risk-signed-from-inside",)


def test_what_is_overdue_tomorrow_is_not_overdue_today(village: Cast) -> None:
    risk(village, severity="slight", days=0)
    stands = register_of(village.initiative).risks[0]
    assert not stands.is_overdue(timezone.localdate())
    assert stands.is_overdue(timezone.localdate() + timedelta(days=1))
