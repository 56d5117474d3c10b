"""Every field of every model says what kind of thing it holds: export, retention and erasure read it."""

import pytest
from django.apps import apps
from django.db.models import BinaryField, EmailField, ForeignKey, Model

from nyhavn.web.accounts.models import User
from nyhavn.web.pages.classified import Privacy

MODELS = [model for model in apps.get_models() if model.__module__.startswith("nyhavn.")]


def fields(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if field.concrete}


def test_there_are_models_of_every_stage() -> None:
    assert {model._meta.app_label for model in MODELS} >= {
        "accounts", "audit", "jobs", "initiatives", "instruments", "consent", "collection", "production", "releases",
    }  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_classified_and_nothing_else(model: type[Model]) -> None:
    assert set(model.PRIVACY) == fields(model)  # type: ignore[attr-defined]  # each of our models has it
    assert set(model.PRIVACY.values()) <= set(Privacy)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_points_at_a_person_or_is_sealed_is_never_called_technical_or_public(model: type[Model]) -> None:
    open_kinds = (Privacy.PUBLIC, Privacy.TECHNICAL)
    called = {name for name, kind in model.PRIVACY.items() if kind in open_kinds}  # type: ignore[attr-defined]
    pointing = {
        field.name
        for field in model._meta.get_fields()
        if (isinstance(field, ForeignKey) and field.related_model is User) or isinstance(field, EmailField)
    }
    sealed = {field.name for field in model._meta.get_fields() if isinstance(field, BinaryField)} - {"content"}
    assert called & (pointing | sealed) == set()
