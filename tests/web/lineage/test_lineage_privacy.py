"""After a full withdrawal nothing special or personal of the contribution is left, by the classification."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models

from nyhavn.framework.consent import Purpose
from nyhavn.framework.roles import Role
from nyhavn.web.collection.actions import show_answers
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage.kinds import kinds_for
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.pages.classified import Privacy
from web import publishing
from web.cast import Cast
from web.withdrawing import walked

# Models that point at contributions by uuid -> the kind of thing whose settling takes the pointer away.
BY_KIND = {
    "collection.Contribution": "contribution",
    "collection.ContributorCredit": "contribution",
    "releases.ReleaseCredit": "contribution",
    "consent.ThirdPerson": "contribution",
    "collection.ImportBatch": "import-file",
    "production.FindingContribution": "finding",
    "production.DecisionContribution": "decision",
    "production.CorrectedAnswer": "decision",
    "production.RunUse": "run",
    "production.HandoverContribution": "export",
}
# Models that keep the uuid of a contribution that is gone, and why they may. It opens nothing and names nobody.
KEPT = {
    "consent.ConsentEvent": "the ledger proves that the consent ended, and a restored copy is withdrawn again by it",
    "consent.StandingRow": "what stands by the ledger: withdrawn",
    "lineage.Withdrawal": "the withdrawal itself, by which the person finds the proof",
    "receipts.ProofKey": "by which the receipt opens the proof, until the person ends it",
}
PRIVATE = (Privacy.SPECIAL, Privacy.PERSONAL)


def ours() -> Iterator[tuple[str, type[models.Model]]]:
    for model in apps.get_models():
        if hasattr(model, "PRIVACY"):
            yield f"{model._meta.app_label}.{model.__name__}", model


def points_at_contributions(model: type[models.Model]) -> bool:
    """Whether rows belong to single contributions: by a link, by uuid, or because answers are sealed in them."""
    named = [field for field in model._meta.get_fields() if field.name in ("contribution", "contributions")]
    own = [field for field in named if not field.auto_created]
    return bool(own) or model is Contribution


def test_every_model_about_single_contributions_is_reached_or_says_why_not() -> None:
    found = {name for name, model in ours() if points_at_contributions(model)}
    assert found - set(BY_KIND) - set(KEPT) == set()


def test_every_kind_that_is_named_is_registered() -> None:
    assert set(BY_KIND.values()) <= {kind.code for kind in kinds_for(Purpose)}


def holding(contribution: UUID) -> set[str]:
    """The models of which a special or personal field still names the contribution, or a link leads to it."""
    found = set()
    for name, model in ours():
        for field, kind in model.PRIVACY.items():  # type: ignore[attr-defined]
            if kind in PRIVATE and isinstance(model._meta.get_field(field), models.UUIDField):
                manager = getattr(model, "with_shredded", model._default_manager)
                if manager.filter(**{field: contribution}).exists():
                    found.add(name)
    return found


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_nothing_private_is_left_but_what_has_a_reason(ready: Cast, *, is_withdrawn: bool) -> None:
    publishing.published(ready)
    first = Contribution.objects.earliest("id")
    one = first.uuid
    show_answers(by=ready[Role.STEWARD], on=first)  # the record of what was done names it from here on
    if is_withdrawn:
        walked(ready, one)
        assert holding(one) <= set(KEPT)
        assert Withdrawal.objects.filter(contribution=one).exists()
    else:
        assert {"collection.Contribution", "production.RunUse", "audit.AuditRecord"} <= holding(one)
