"""A form that carries official codes makes tables that are valid SDMX, without any mapping afterwards.

The form is uploaded on the site, the groups are made by a button, and the release is published there.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from nyhavn.chain.tables_plan import tables_plan_in
from nyhavn.exchange.described.sdmx_csv import sdmx_csv
from nyhavn.framework.roles import Role
from nyhavn.framework.sdg_table import OfficialPlace, sdg_tables
from nyhavn.framework.statistics import TOTAL
from nyhavn.web.production.actions import change_tables
from nyhavn.web.production.queries import tables_of
from nyhavn.web.production.tables import replaced
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of
from spec.governed.doors import Entrance, pressed
from spec.refusals.conftest import client_of
from spec.refusals.saying import Answer, Sent, as_form, as_json, told
from web import objects, publishing
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
ROUTE = "initiatives/village-water/do/upload-questionnaire"
SURVEY = (
    ("type", "name", "label", "sdmx"),
    ("select_one seeing", "seeing", "Do you have difficulty seeing?", "DISABILITY_STATUS"),
    ("select_one yes_no", "water", "Do you have safe water at home?", ""),
)
CHOICES = (
    ("list_name", "name", "label", "sdmx"),
    ("seeing", "a_lot", "Yes, a lot", "PD"),
    ("seeing", "little", "No, or a little", "PWD"),
    ("seeing", "dnk", "I do not know", ""),
    ("yes_no", "yes", "Yes", ""),
    ("yes_no", "no", "No", ""),
)
TABLES = """
[[indicator]]
id = "water"
title = "People with safe water at home"
statistic = "proportion"
numerator = "${water} = 'yes'"
unit = "of those who answered"
by = [["seeing"]]
sdg = ["6.1.1"]
[protection]
threshold = 5
[release]
id = "village-water-2026"
kinds = ["open-aggregates"]
licence = "CC-BY-4.0"
"""


SAID = [
    {"seeing": "a_lot" if number % 4 == 0 else "little", "water": ("yes", "yes", "no")[number % 3]}
    for number in range(84)
]


def form(choices: Sequence[Sequence[str]] = CHOICES) -> bytes:
    """The questionnaire as its author saves it."""
    book = Workbook()
    del book["Sheet"]
    settings = (("form_title", "form_id", "version"), ("Water", "water", "1"))
    for name, rows in {"survey": SURVEY, "choices": choices, "settings": settings}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def uploaded(village: Cast, way: str, choices: Sequence[Sequence[str]]) -> Answer:
    said: dict[str, Any] = {"file": Sent("water.xlsx", form(choices))}
    client = client_of(village[Role.COORDINATOR])
    if way == "page":
        return told(client.post(f"/work/{ROUTE}/", dict(as_form(said))))
    return told(client.post(f"/api/v1/{ROUTE}", data=as_json(said), content_type="application/json"))


@pytest.fixture
def release(village: Cast) -> PublicRelease:
    """Eighty-four people, a quarter of whom see badly; the groups are made from the question."""
    to = objects.collection(village, content=form())
    for said in SAID:
        objects.contribution(to, said)
    by, on = village[Role.COORDINATOR], village.initiative
    assert pressed(Entrance.INTERFACE, by, "questions/seeing/do/make-groups", {}) == ""
    counted = tables_plan_in(TABLES.encode(), name="tables.toml")
    with_groups = counted.model_copy(update={"breakdown": tables_of(on).breakdown})
    change_tables(by=by, on=on, change=replaced(with_groups))
    return publishing.published(village)


def test_figures_by_disability_stand_under_the_codes_of_the_structure(release: PublicRelease) -> None:
    place = OfficialPlace(area="454", about="Those of the village who took part")
    found = sdg_tables(content_of(release), {"water": "SH_H2O_SAFE"}, place)
    rows = list(csv.DictReader(io.StringIO(sdmx_csv(found.observations).decode())))
    values = {row["DISABILITY_STATUS"]: float(row["OBS_VALUE"]) for row in rows}
    assert values.keys() == {TOTAL, "PD", "PWD"}
    for code, answer in (("PD", "a_lot"), ("PWD", "little")):
        water = [said["water"] for said in SAID if said["seeing"] == answer]
        assert values[code] == pytest.approx(100 * water.count("yes") / len(water), abs=1e-6)


@pytest.mark.parametrize("way", ["page", "program"])
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "The choice has no code of DISABILITY_STATUS."),
        ("DISABLED", 'DISABILITY_STATUS has no code "DISABLED".'),
    ],
)
def test_a_choice_without_its_code_is_refused_when_the_form_is_uploaded(
    village: Cast, way: str, code: str, sentence: str
) -> None:
    wrong = (*CHOICES[:2], (*CHOICES[2][:3], code), *CHOICES[3:])
    answer = uploaded(village, way, wrong)
    assert answer.codes == ("sdmx-unmapped" if not code else "sdmx-code-unknown",)
    assert f"{sentence} " in answer.reasons[0]
    assert "choice little" in (*answer.places, *answer.reasons)[0]
    assert village.initiative.questionnaires.count() == 0
    assert uploaded(village, way, CHOICES).codes == ()
    assert village.initiative.questionnaires.count() == 1
