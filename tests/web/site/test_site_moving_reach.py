"""Every model either moves with a workspace or says why it stays; a new one that says neither fails here."""

import json

import pytest
from django.apps import apps
from django.db import models

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified_models
from nyhavn.web.site.moving.dump import Names, digest_of, lines
from nyhavn.web.site.moving.reach import FIELDS_STAY, STAYS, label_of, movers, path_to_initiative
from nyhavn.web.site.moving.rows_in import NO_ADDRESS
from web import objects
from web.cast import Cast, cast

pytestmark = pytest.mark.django_db


def test_every_model_moves_or_says_why_it_stays() -> None:
    moving = {mover.label for mover in movers()}
    assert moving | STAYS.keys() == {label_of(model) for model in apps.get_models()}
    assert not moving & STAYS.keys()
    assert all(reason.endswith(".") for reason in STAYS.values())


def test_a_model_of_which_nobody_said_anything_is_noticed() -> None:
    class Lost(models.Model):
        class Meta:
            app_label = "nowhere"
            managed = False

    assert path_to_initiative(Lost) is None
    assert label_of(Lost) not in STAYS


def test_every_field_of_what_moves_moves_or_says_why_not() -> None:
    for mover in movers():
        left = {field.name for field in mover.model._meta.concrete_fields} - {field.name for field in mover.fields}
        left -= {mover.model._meta.pk.name}
        assert all(("*", name) in FIELDS_STAY or (mover.label, name) in FIELDS_STAY for name in left), mover.label


def test_every_model_of_ours_that_stays_holds_nothing_that_somebody_contributed() -> None:
    """What is sealed moves: what stays is of this site, its keys and its accounts."""
    special = {
        label_of(model)
        for model in classified_models()
        if any(kind == "special" for kind in model.PRIVACY.values()) and label_of(model) in STAYS  # type: ignore[attr-defined]
    }
    assert special == {"collection.Draft", "receipts.OwnSession"}


def test_the_canonical_form_has_no_number_of_this_database_and_no_key(village: Cast) -> None:
    objects.contribution(objects.collection(village))
    names = Names(village.initiative)
    told = [json.loads(line) for mover in movers() for line in lines(mover, names)]
    assert len(told) > 20
    assert not [one for one in told if {"id", "pk", "wrapped_key", "epoch", "password", "email"} & one.keys()]


def test_of_a_neighbour_nothing_goes_along(village: Cast) -> None:
    objects.contribution(objects.collection(village))
    before = digest_of(village.initiative)
    other = cast(slug="harbour-lights", domain="harbour.example")
    objects.contribution(objects.collection(other))
    assert digest_of(village.initiative) == before
    names = Names(village.initiative)
    text = b"".join(line for mover in movers() for line in lines(mover, names)).decode()
    assert "harbour" not in text and str(other.initiative.uuid) not in text


def test_any_change_gives_another_digest(village: Cast) -> None:
    before = digest_of(village.initiative)
    Initiative.objects.filter(id=village.initiative.id).update(prints_strict=True)
    assert digest_of(village.initiative) != before


def test_nobody_who_comes_along_can_be_written_to() -> None:
    assert NO_ADDRESS.endswith(".invalid")
