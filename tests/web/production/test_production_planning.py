"""The whole plan comes from what was said about its parts; each missing part is named alone, with what to do."""

from datetime import date

import pytest

from nyhavn.chain.plan_file import parsed_text
from nyhavn.chain.plan_text import plan_text
from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.collection.actions import open_collection
from nyhavn.web.collection.material import Material
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.queries import material
from nyhavn.web.instruments.models import MethodCard
from nyhavn.web.production.models import TablesPlan
from nyhavn.web.production.planning import inputs_from, missing_parts, plan_of
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
ATTESTED = Basis(kind=BasisKind.PRODUCER_ATTESTATION, document="Minutes", date=date(2026, 5, 3), by="Council")


def without(part: str) -> None:
    stored = TablesPlan.objects.get()
    stored.content.pop(part)
    stored.save()


MISSING = {
    "the design": (lambda: MethodCard.objects.update(design={}), "method card"),
    "contributions": (lambda: Contribution.objects.update(set_aside="A test."), "contributions"),
    "what is counted": (lambda: without("indicator"), "tables"),
    "protection": (lambda: without("protection"), "tables"),
    "the release": (lambda: without("release"), "tables"),
}


def test_nothing_is_missing_where_everything_was_said(ready: Cast) -> None:
    assert missing_parts(ready.initiative) == ()


@pytest.mark.parametrize(("take_away", "where"), MISSING.values(), ids=MISSING.keys())
def test_a_missing_part_is_named_with_what_to_do(ready: Cast, take_away: object, where: str) -> None:
    found = material(ready.initiative)
    take_away()  # type: ignore[operator]
    (reason,) = missing_parts(ready.initiative)
    assert (reason.code, reason.where, bool(reason.do)) == ("plan-part-missing", where, True)
    with pytest.raises(Refusal) as refused:
        plan_of(ready.initiative, found)
    assert refused.value.reasons == (reason,)


def test_an_initiative_at_its_beginning_is_told_everything_in_order(village: Cast) -> None:
    places = [reason.where for reason in missing_parts(village.initiative)]
    assert places == ["questionnaire", "method card", "contributions", "tables", "tables", "tables"]


def test_tables_that_do_not_fit_any_more_stand_against_a_run(ready: Cast) -> None:
    stored = TablesPlan.objects.get()
    stored.content["indicator"][0]["numerator"] = "${watre} = 'yes'"
    stored.save()
    (reason,) = missing_parts(ready.initiative)
    assert (reason.code, reason.where) == ("counted-question-unknown", "indicator water: numerator")


def test_every_part_stands_in_the_plan(ready: Cast) -> None:
    found = material(ready.initiative)
    plan = plan_of(ready.initiative, found)
    assert plan.initiative.title == "Water in our village"
    assert (plan.instrument.form, plan.instrument.frozen_on) == ("water.xlsx", found.opened_on)
    assert (plan.contributions.coded, plan.contributions.collected_on) == (True, "contributed_on")
    assert plan.basis.kind is BasisKind.CONSENT_RECORD_PER_PERSON
    assert plan.consent is not None and [notice.version for notice in plan.consent.notice] == ["1"]
    assert plan.design.selection == "volunteer"
    assert (plan.method.mode, plan.method.collected_from) == ("At the door", found.collected_from)
    assert "trained in: Consent" in plan.method.training
    assert [indicator.id for indicator in plan.indicator] == ["water"]
    assert plan.protection.threshold == 5
    assert plan.release.id == "village-water-2026"
    assert parsed_text(plan_text(plan).encode(), name="plan.toml")["release"]["licence"] == "CC-BY-4.0"


def on_bases(found: Material, *bases: Basis) -> Material:
    """The same material, as if it had come in on these bases."""
    values = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return Material(**(values | {"bases": bases}))


def test_of_several_bases_the_weakest_governs_and_consent_is_still_respected(ready: Cast) -> None:
    found = on_bases(material(ready.initiative), Basis(kind=BasisKind.CONSENT_RECORD_PER_PERSON), ATTESTED)
    plan = plan_of(ready.initiative, found)
    assert (plan.basis.kind, plan.basis.also) == (ATTESTED.kind, (BasisKind.CONSENT_RECORD_PER_PERSON,))
    assert plan.consent is not None


def test_without_a_consent_record_there_is_no_section_about_consent(ready: Cast) -> None:
    plan = plan_of(ready.initiative, on_bases(material(ready.initiative), ATTESTED))
    assert (plan.basis, plan.consent) == (ATTESTED, None)


def test_records_of_places_and_of_persons_are_not_released_together(ready: Cast) -> None:
    places = Basis(kind=BasisKind.NO_PERSON_DATA, by="Council")
    with pytest.raises(Refusal) as refused:
        plan_of(ready.initiative, on_bases(material(ready.initiative), places, ATTESTED))
    assert refused.value.codes == ("basis-mixed",)


DICTIONARY = b"""
id = "village"
version = "1"
[[question]]
name = "water"
type = "select_one"
choices = [{ code = "yes", label = "Yes", text = "Oui" }, { code = "no", label = "No", text = "Non" }]
"""


def test_a_data_dictionary_is_named_as_one_and_its_answers_are_codes_already(village: Cast) -> None:
    objects.method_card(village, objects.questionnaire(village, DICTIONARY, "village.toml"))
    objects.notice_since(objects.notice(village), 300)
    opened = open_collection(by=village[Role.COORDINATOR], on=village.initiative, doors=frozenset({Door.FORM}))
    for number in range(12):
        objects.contribution(opened, {"water": ("yes", "no")[number % 2]})
    objects.tables(village, objects.TABLES[objects.TABLES.index("[[indicator]]") :].replace('by = [["gender"]]', ""))
    found = material(village.initiative)
    plan = plan_of(village.initiative, found)
    assert (plan.instrument.dictionary, plan.instrument.form) == ("village.toml", "")
    assert inputs_from(plan, found).answers.column("water").to_pylist()[:2] == ["yes", "no"]
