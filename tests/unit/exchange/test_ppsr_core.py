"""PPSR-Core says what is known, in its words, and names what is not known and would be mandatory there."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from nyhavn.exchange.described.ppsr_core import MANDATORY, ProjectFacts, ProjectStatus, ppsr_core
from nyhavn.framework.alignment import AlignmentRecord
from nyhavn.framework.refusal import Refusal
from spec.federation.two_sites import WATER, Site

# Every field of its project (2021), as its documentation lists them.
FIELDS = {
    *MANDATORY,
    "difficultyLevel",
    "hasTag",
    "keyword",
    "projectEndDate",
    "projectLocality",
    "projectUrl",
    "unRegions",
}
FACTS = ProjectFacts(
    created_at=datetime(2026, 2, 1, 8, tzinfo=UTC),
    started_on=date(2026, 2, 3),
    ended_on=date(2026, 4, 4),
    status=ProjectStatus.COMPLETED,
    aim="Water for everybody",
    email="office@water.example",
    keywords=("water", "health"),
)


@pytest.fixture
def record() -> AlignmentRecord:
    return Site("harbour.example", 1).record()


def test_every_field_is_one_of_its_own_and_says_what_is_known(record: AlignmentRecord) -> None:
    found = ppsr_core(record, FACTS, withheld=())
    project = found.project
    assert set(project) <= FIELDS
    assert (project["projectId"], project["projectName"]) == (WATER.urn, record.initiative.title)
    assert (project["projectStatus"], project["projectDuration"]) == ("Completed", "P60D")
    assert (project["projectStartDate"], project["projectEndDate"]) == ("2026-02-03T00:00:00Z", "2026-04-04T00:00:00Z")
    assert project["contactPoint"]["contactDetails"] == record.initiative.address
    assert json.loads(found.written()) == {"Project": [project]}


def test_what_nobody_knows_is_named_and_not_invented(record: AlignmentRecord) -> None:
    found = ppsr_core(record, ProjectFacts(), withheld=())
    assert set(found.lacking) == set(MANDATORY) - set(found.project)
    assert {"projectMedia", "projectGeographicLocation", "projectResponsiblePartyContactEmail"} <= set(found.lacking)
    assert all(found.project.values())
    assert set(ppsr_core(record, FACTS, withheld=()).lacking) == {"projectMedia", "projectGeographicLocation"}


def test_no_coordinate_that_could_lead_to_people_is_ever_in_it(record: AlignmentRecord) -> None:
    text = ppsr_core(record, FACTS, withheld=()).written().decode()
    assert "atitude" not in text and "Coverage" not in text


def test_a_project_without_an_end_has_the_duration_that_its_schema_wants(record: AlignmentRecord) -> None:
    assert ppsr_core(record, replace(FACTS, ended_on=None), withheld=()).project["projectDuration"] == "Unknown"
    assert "projectDuration" in ppsr_core(record, replace(FACTS, started_on=None), withheld=()).lacking


@pytest.mark.parametrize("told", [{"aim": "Water for María Gómez"}, {"keywords": ("water", "gomez maria")}])
def test_a_name_that_is_to_stay_out_does_not_leave_beside_the_record(record: AlignmentRecord, told: dict) -> None:
    facts = replace(FACTS, **told)
    with pytest.raises(Refusal) as refused:
        ppsr_core(record, facts, withheld=("María Gómez",))
    assert refused.value.codes == ("alignment-names-somebody",) and "aria" not in f"{refused.value}"
    assert ppsr_core(record, facts, withheld=("María López",)).project


def test_a_project_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        replace(FACTS, ended_on=date(2026, 2, 2))
    assert replace(FACTS, ended_on=FACTS.started_on)
