"""Erasure and copy follow the classification: nothing private stays without a reason, and a copy lacks nothing."""

import json
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import models, transaction
from django.utils import timezone

from nyhavn.framework.attribution import Wish
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_circumstances import DescribedAs
from nyhavn.framework.lost_code import LostCodeWish
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.agreements.models import Agreement, Package, PackageContribution
from nyhavn.web.agreements.queries import newest
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.actions import show_answers
from nyhavn.web.collection.credits import say_credit, sealed_beside
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.third_persons import describe, withdraw_third_person
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, held_about, holdings
from nyhavn.web.lineage.kinds import kinds_for
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.pages.classified import (
    classified_models,
    copied_fields,
    copy_of,
    erasable_fields,
    privacy_of,
    sealed_fields,
)
from nyhavn.web.production.corrections import Values, sealed_values
from nyhavn.web.production.models import (
    CorrectedAnswer,
    DecisionContribution,
    FindingContribution,
    FindingDecision,
    FoundProblem,
    Handover,
    HandoverContribution,
    Run,
)
from nyhavn.web.production.why_decided import seal_reason
from nyhavn.web.receipts.models import LostCode, ProofKey
from nyhavn.web.releases.models import PublicRelease, ReleaseCredit
from web import agreeing, objects, pieces, publishing
from web.cast import Cast
from web.withdrawing import taken_back, walked

EVERY = {holding.model: holding for holding in holdings()}
WITH_ROWS = [holding for holding in holdings() if holding.rows is not None]


def points_at_contributions(model: type[models.Model]) -> bool:
    """Whether rows belong to single contributions: by a link, by uuid, or because answers are sealed in them."""
    named = [field for field in model._meta.get_fields() if field.name in ("contribution", "contributions")]
    own = [field for field in named if not field.auto_created]
    return bool(own) or model is Contribution


def test_every_model_about_single_contributions_says_how_it_is_erased_and_copied() -> None:
    assert {model for model in classified_models() if points_at_contributions(model)} - set(EVERY) == set()


def test_every_kind_that_is_named_is_registered() -> None:
    named = {holding.erased_by for holding in holdings()} - {""}
    assert named <= {kind.code for kind in kinds_for(Purpose)}


@pytest.mark.parametrize("holding", holdings(), ids=lambda holding: holding.code)
def test_an_account_that_wrote_something_down_is_in_nobodys_copy(holding: Holding) -> None:
    accounts = {
        field.name
        for field in holding.model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }
    assert accounts <= privacy_of(holding.model).of_others
    assert not accounts & set(copied_fields(holding.model))


def test_what_holds_a_sealed_field_and_shows_its_row_opens_it() -> None:
    closed = [holding.code for holding in WITH_ROWS if sealed_fields(holding.model) and not _opens(holding)]
    assert closed == []


def _opens(holding: Holding) -> bool:
    return holding.opened is not Holding.__dataclass_fields__["opened"].default


def test_a_field_is_erased_and_copied_by_its_class() -> None:
    assert set(erasable_fields(Contribution)) == {
        "sealed", "wrapped_key", "uuid", "entered_by", "contributed_on", "set_aside", "receipt",
    }  # fmt: skip
    assert set(copied_fields(Contribution)) == {"uuid", "contributed_on", "set_aside", "receipt"}
    assert sealed_fields(Contribution) == ("sealed", "wrapped_key")


def pointing(contribution: UUID) -> set[type[models.Model]]:
    """The models of which a special or personal field still names the contribution."""
    return {model for model in classified_models() if any(_named(model, contribution))}


def _named(model: type[models.Model], contribution: UUID) -> Iterator[bool]:
    manager = getattr(model, "with_shredded", model._default_manager)
    for field in erasable_fields(model):
        if isinstance(model._meta.get_field(field), models.UUIDField):
            yield manager.filter(**{field: contribution}).exists()


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_nothing_private_is_left_but_what_has_a_reason(ready: Cast, *, is_withdrawn: bool) -> None:
    publishing.published(ready)
    one = Contribution.objects.earliest("id")
    show_answers(by=ready[Role.STEWARD], on=one)  # the record of what was done names it from here on
    lived(ready, one, "canary")
    if is_withdrawn:
        walked(ready, one.uuid)
        assert [EVERY[model].code for model in pointing(one.uuid) if not EVERY[model].stays_because] == []
        assert Withdrawal.objects.filter(contribution=one.uuid).exists()
        assert set(held_about(ready.initiative, one.uuid)) <= {held.code for held in holdings() if held.stays_because}
    else:
        found = pointing(one.uuid)
        assert AuditRecord in found
        assert {EVERY[model].code for model in found & EVERY.keys()} >= {"contribution", "run", "described-people"}


# --- Copies ----------------------------------------------------------------------------------


def lived(village: Cast, one: Contribution, canary: str) -> None:
    """Everything that can be held about one contribution is held, with a word of its own in it."""
    initiative, steward = village.initiative, village[Role.STEWARD]
    run, release = Run.objects.get(initiative=initiative), PublicRelease.objects.get(initiative=initiative)
    Contribution.objects.filter(id=one.id).update(set_aside=f"{canary} aside", entered_by=steward)
    third = describe(
        by=steward,
        initiative=initiative,
        contribution=one.uuid,
        described_as=DescribedAs.HOUSEHOLD_MEMBER,
        columns=[f"{canary} column"],
    )
    withdraw_third_person(by=None, on=third)
    _decided(run, one, steward, canary)
    pieces.added(village, words=f"{canary} told", contribution=str(one.uuid))
    handover = Handover.objects.create(initiative=initiative, taken_by=steward)
    HandoverContribution.objects.create(handover=handover, contribution=one.uuid)
    credit = ReleaseCredit(uuid=uuid4(), release=release, contribution=one)
    credit.sealed = sealed_beside(one, credit.uuid, {"name": f"{canary} named", "share": f"{canary} share"})
    credit.save(force_insert=True)
    _at_an_office(village, one)
    ProofKey.objects.create(initiative=initiative, receipt=f"{canary} receipt", contribution=one.uuid)
    LostCode.objects.create(
        initiative=initiative,
        contribution=one.uuid,
        grounds=[f"{canary} grounds"],
        wish=LostCodeWish.NEW_CODE.value,
        asked_by=steward,
        asked_at=timezone.now(),
    )


def _at_an_office(village: Cast, one: Contribution) -> None:
    """A package with the person's record, as if the agreement were about records."""
    release = PublicRelease.objects.get(initiative=village.initiative)
    made = Agreement.objects.filter(initiative=village.initiative).first()
    made = made or agreeing.complete(village, agreeing.office())
    values = {"handed": "records", "variables": ["water"], "purpose": agreeing.STATISTICS}
    package = Package.objects.create(agreement=made, version=newest(made), release=release, **values)
    PackageContribution.objects.create(package=package, contribution=one.uuid)


def _decided(run: Run, one: Contribution, steward: User, canary: str) -> None:
    problem = FoundProblem.objects.create(
        run=run,
        key=canary,
        check_code="odd",
        severity="problem",
        columns=["age"],
        rows=1,
        out_of=40,
        wording={},
        named=1,
    )
    FindingContribution.objects.create(finding=problem, contribution=one.uuid)
    decision = FindingDecision(initiative=run.initiative, finding=problem, decision="correct", by=steward)
    with transaction.atomic():
        seal_reason(decision, f"{canary} why")
        decision.save(force_insert=True)
    DecisionContribution.objects.create(decision=decision, contribution=one.uuid)
    sealed = sealed_values(one, decision.uuid, Values(f"{canary} old", f"{canary} new"))
    CorrectedAnswer.objects.create(
        decision=decision, contribution=one, version=one.version, column=f"{canary} asked", sealed=sealed
    )


@pytest.fixture
def two(village: Cast, monkeypatch: pytest.MonkeyPatch) -> tuple[Contribution, Contribution]:
    """Two of forty-two people, of whom everything is held that can be held."""
    monkeypatch.setattr(objects, "PURPOSES", (*objects.PURPOSES, Purpose.ATTRIBUTION))
    asked = {code: {**said, "attribution": f"Name you? {code}"} for code, said in objects.QUESTIONS.items()}
    monkeypatch.setattr(objects, "QUESTIONS", asked)
    to = objects.collection(village)
    objects.contributions(to, 40)
    objects.tables(village)
    agreed = {**objects.YES, Purpose.ATTRIBUTION: ConsentState.GIVEN}
    one, other = (_contributed(to, canary, agreed) for canary in ("heron", "magpie"))
    publishing.candidate(village)
    for each, canary in ((one, "heron"), (other, "magpie")):
        say_credit(by=None, contribution=each, wish=Wish.NAMED, name=f"{canary} wished")
        lived(village, each, canary)
        taken_back(village, each.uuid, frozenset({Purpose.RE_CONTACT}))
    return one, other


def _contributed(to: object, canary: str, agreed: dict[Purpose, ConsentState]) -> Contribution:
    answers = {"gender": "own_words", "gender_own": f"{canary} word", "age": "34", "water": "no"}
    return objects.contribution(to, answers, agreed, receipt=f"{canary} code")  # type: ignore[arg-type]


def copied(initiative: Initiative, one: Contribution) -> str:
    return json.dumps(held_about(initiative, one.uuid), ensure_ascii=False)


def test_a_copy_has_every_personal_and_special_field_of_every_model(
    village: Cast, two: tuple[Contribution, Contribution]
) -> None:
    one, _ = two
    found = held_about(village.initiative, one.uuid)
    assert set(found) == {holding.code for holding in WITH_ROWS}
    for holding in WITH_ROWS:
        assert holding.rows is not None
        rows = list(holding.rows(village.initiative, one.uuid))
        assert rows, holding.code
        for row, shown in zip(rows, found[holding.code], strict=True):
            assert set(copied_fields(holding.model)) <= set(shown)
            assert dict(copy_of(row)).items() <= dict(shown).items()
    text = copied(village.initiative, one)
    planted = (
        "word",
        "code",
        "aside",
        "column",
        "old",
        "new",
        "asked",
        "wished",
        "named",
        "receipt",
        "grounds",
        "why",
        "told",
    )
    assert [what for what in (*planted, "told") if f"heron {what}" not in text] == []


def test_a_copy_has_nothing_of_anybody_else(village: Cast, two: tuple[Contribution, Contribution]) -> None:
    one, other = two
    text = copied(village.initiative, one)
    assert "magpie" not in text
    assert str(other.uuid) not in text
    for user in User.objects.all():
        assert str(user.uuid) not in text
        assert user.email not in text
        assert user.name not in text
    assert "heron share" not in text  # with it somebody could try guesses at the names of all
    assert "withdrawn_at" not in json.dumps(held_about(village.initiative, one.uuid)["described-people"])


def test_nobody_elses_initiative_gives_a_copy(
    village: Cast, harbour: Cast, two: tuple[Contribution, Contribution]
) -> None:
    one, _ = two
    assert held_about(harbour.initiative, one.uuid) == {}
    assert held_about(village.initiative, uuid4()) == {}
