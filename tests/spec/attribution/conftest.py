"""The cast of the web tests, with its own places, and a village whose notice asks whether people want to be named."""

import pytest
from pytest import MonkeyPatch

from nyhavn.framework.consent import Purpose
from web import objects
from web.cast import Cast
from web.conftest import quick_passwords, static_files, village
from web.releases.conftest import own_places

__all__ = ["own_places", "quick_passwords", "static_files", "village"]


@pytest.fixture
def asking(village: Cast, monkeypatch: MonkeyPatch) -> Cast:
    """Forty people contributed; the notice asks each whether to be named."""
    monkeypatch.setattr(objects, "PURPOSES", (*objects.PURPOSES, Purpose.ATTRIBUTION))
    question = {"en": "Do you want to be named?", "ar": "هل تريد أن يذكر اسمك؟"}
    asked = {code: {**said, "attribution": question[code]} for code, said in objects.QUESTIONS.items()}
    monkeypatch.setattr(objects, "QUESTIONS", asked)
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    return village
