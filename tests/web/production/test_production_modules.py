"""Modules on the site: uploaded with the tables, shown without people's words, counted in a run like everywhere."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.framework.roles import Role
from nyhavn.framework.statistics import TOTAL
from nyhavn.web.production.queries import tables_of
from nyhavn.web.production.showing import tables_shown
from web import objects
from web.cast import Cast
from web.production.seeing import page, press, refused

pytestmark = pytest.mark.django_db

SECRET = "Neither of the two, thank you"
MODULE = """
[[module]]
kind = "self-described-gender"
id = "gender"
question = "gender"
own_words_question = "gender_own"
own_words_answer = "own_words"
agreed_by = "Assembly of the village"
agreed_date = 2026-01-10
groups = [
    { code = "woman", label = "Woman", words = ["woman", "lady of the well"] },
    { code = "man", label = "Man", words = ["man"] },
]
"""


def with_module(text: str = MODULE) -> str:
    """The tables of the village, with its groups from a module."""
    head, rest = objects.TABLES.split("[[indicator]]")
    return f"{text}\n[[indicator]]{rest}"


def test_groups_of_a_module_are_shown_and_can_be_chosen_and_hold_no_words(ready: Cast) -> None:
    coordinator = ready[Role.COORDINATOR]
    sent = {"file": SimpleUploadedFile("tables.toml", with_module().encode())}
    assert press(coordinator, "do/upload-tables/", sent).status_code == 302

    shown = page(coordinator, "tables/")
    assert "In own words, not grouped" in shown
    assert "agreed by Assembly of the village" in shown
    assert "lady of the well" not in shown
    (breakdown,) = tables_shown(ready.initiative).of_modules
    assert [category.code for category in breakdown.categories] == ["woman", "man", "not_grouped"]
    assert "Gender, as people describe it" in page(coordinator, "questions/water/do/count-share/")


def test_a_module_that_asks_what_nobody_was_asked_is_refused_by_name(ready: Cast) -> None:
    wrong = with_module(MODULE.replace('question = "gender"\n', 'question = "sex"\n', 1))
    sent = {"file": SimpleUploadedFile("tables.toml", wrong.encode())}

    said = refused(press(ready[Role.COORDINATOR], "do/upload-tables/", sent))

    assert "module gender" in said
    assert "Nobody was asked sex" in said
    assert tables_of(ready.initiative).module == ()


def test_a_run_counts_own_words_as_agreed_and_keeps_none_of_them(ready: Cast) -> None:
    collection = ready.initiative.collections.get()
    for words in ("Lady of the Well", *[SECRET] * 6):
        said = {"gender": "own_words", "gender_own": words, "age": "70", "water": "no"}
        objects.contribution(collection, said)
    objects.tables(ready, with_module())

    run = objects.run(ready)

    assert run.state == "judged", run.reasons
    release = release_from_json(run.release.encode())
    table = next(table for table in release.tables if table.id == "water.by.gender")
    assert {f.categories[0]: f.n for f in table.figures} == {"woman": 21, "man": 20, "not_grouped": 6, TOTAL: 47}
    assert SECRET.casefold() not in json.dumps([run.plan, run.release, run.restricted]).casefold()
    assert "lady of the well" not in run.release.casefold()
