"""Wider groups on the site: written down as agreed, compared, chosen, and undone; nothing is put together by itself."""

from datetime import date
from itertools import product

import pytest

from nyhavn.framework.roles import Role
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.production.models import Run
from nyhavn.web.production.queries import tables_of
from nyhavn.web.production.remedy_actions import compare_remedies
from nyhavn.web.production.remedy_showing import remedies_shown
from web import objects
from web.cast import Cast
from web.production.seeing import candidate, page, press, refused
from web.production.test_production_remedies import CROSSED

pytestmark = pytest.mark.django_db(transaction=True)

AGES = """categories = [
    { code = "young", label = "Under 40", when = "${age} < 40" },
    { code = "old", label = "40 or more", when = "${age} >= 40" },
]"""
THREE = """categories = [
    { code = "young", label = "Under 40", when = "${age} < 40" },
    { code = "old", label = "40 to 89", when = "${age} >= 40 and ${age} < 90" },
    { code = "very_old", label = "90 or more", when = "${age} >= 90" },
]"""
GROUPING = {
    "id": "two_ages",
    "agreed_by": "Assembly of elders",
    "agreed_date": "2026-03-01",
    "record": "minutes, item 4",
    "category-0-code": "young",
    "category-0-label": "Under 40",
    "category-0-of": "young",
    "category-1-code": "older",
    "category-1-label": "40 and over",
    "category-1-of": "old\nvery_old",
}
CHOICE = {"grouping": "two_ages", "chosen_by": "Assembly of elders", "chosen_date": "2026-04-02", "record": ""}


@pytest.fixture
def elders(ready: Cast) -> Cast:
    """A village in which two people are over 90, and enough have no water for groups of the others to be shown."""
    collection = ready.initiative.collections.get()
    for age in ("91", "95"):
        objects.contribution(collection, {"gender": "woman", "age": age, "water": "yes"})
    for gender, age in product(("woman", "man"), ("25", "31", "52", "60")):
        objects.contribution(collection, {"gender": gender, "age": age, "water": "no"})
    assert CROSSED.count(AGES) == 1
    objects.tables(ready, CROSSED.replace(AGES, THREE))
    return ready


def test_a_grouping_is_written_down_compared_chosen_and_undone(elders: Cast) -> None:
    carmen = elders[Role.COORDINATOR]
    asked = page(carmen, "breakdowns/old/do/agree-grouping/")
    assert "very_old" in asked
    assert press(carmen, "breakdowns/old/do/agree-grouping/", GROUPING).status_code == 302
    shown = page(carmen, "tables/")
    assert "Assembly of elders" in shown and "used in the next run" not in shown

    run = objects.run(elders)
    assert "very_old" in {code for table in candidate(run).tables for f in table.figures for code in f.categories}
    compare_remedies(by=carmen, on=run)
    while work_once():
        pass
    tried = next(one for one in remedies_shown(Run.objects.get(id=run.id)).tried if one.code == "grouped-old-two_ages")
    assert tried.loss is not None
    oldest = next(one for one in tried.loss.groups if one.category == "very_old")
    assert (oldest.within, oldest.disappears) == ("Age: 40 and over", False)
    seen = page(carmen, f"runs/{run.uuid}/")
    assert "Seen only together with others:" in seen
    assert "<li><bdi>Age: 90 or more</bdi>, as part of <bdi>Age: 40 and over</bdi></li>" in seen

    assert press(carmen, "breakdowns/old/do/choose-grouping/", CHOICE).status_code == 302
    assert "used in the next run" in page(carmen, "tables/")
    release = candidate(objects.run(elders))
    age = next(one for one in release.breakdowns if one.id == "old")
    assert [category.code for category in age.categories] == ["young", "older"]
    assert age.chosen is not None and age.chosen.chosen_date == date(2026, 4, 2)
    assert press(carmen, "breakdowns/old/do/undo-grouping/").status_code == 302
    kept = next(one for one in tables_of(elders.initiative).breakdown if one.id == "old")
    assert kept.chosen is None and len(kept.groupings) == 1


def test_what_was_agreed_stays_when_the_breakdown_is_changed(elders: Cast) -> None:
    carmen = elders[Role.COORDINATOR]
    press(carmen, "breakdowns/old/do/agree-grouping/", GROUPING)
    said = {"id": "old", "title": "Age of people"}
    for place, (code, label, when) in enumerate(
        (
            ("young", "Under 40", "${age} < 40"),
            ("old", "40 to 89", "${age} >= 40 and ${age} < 90"),
            ("very_old", "90 or more", "${age} >= 90"),
        )
    ):
        said |= {f"categories-{place}-code": code, f"categories-{place}-label": label}
        said |= {f"categories-{place}-when": when}
    assert press(carmen, "breakdowns/old/do/change/", said).status_code == 302
    changed = next(one for one in tables_of(elders.initiative).breakdown if one.id == "old")
    assert (changed.title, [one.id for one in changed.groupings]) == ("Age of people", ["two_ages"])


def test_groups_that_drop_somebody_or_that_nobody_agreed_to_are_refused(elders: Cast) -> None:
    carmen = elders[Role.COORDINATOR]
    dropped = refused(press(carmen, "breakdowns/old/do/agree-grouping/", GROUPING | {"category-1-of": "old"}))
    assert "very_old stands in no group" in dropped
    assert tables_of(elders.initiative).breakdown[1].groupings == ()
    press(carmen, "breakdowns/old/do/agree-grouping/", GROUPING)
    press(carmen, "breakdowns/old/do/choose-grouping/", CHOICE | {"grouping": "of_my_own"})
    assert tables_of(elders.initiative).breakdown[1].chosen is None
    nobody = refused(press(carmen, "breakdowns/old/do/choose-grouping/", CHOICE | {"chosen_by": " "}))
    assert nobody
    assert tables_of(elders.initiative).breakdown[1].chosen is None
