"""The dossier says no number of people, so nobody can subtract. The attack itself: spec.never_under_protected.

Two villages that differ in a few people have the same dossier: spec.quality_report looks at both reports together.
"""

import json
import re
from dataclasses import fields, replace
from functools import cache
from html import unescape

import pytest

from nyhavn.chain.release_plan import showings_of
from nyhavn.exchange.bundle.dossier import dossier_plain
from nyhavn.exchange.report.html import principles_part
from nyhavn.framework.consent import Coverage
from nyhavn.framework.records import ConsentColumn, ProtectionAudit, ReleaseRecords
from nyhavn.framework.release import Release
from nyhavn.framework.safeguards import evidence_for
from nyhavn.framework.safeguards.openness import PLAIN_SENTENCE_WORDS
from nyhavn.framework.shown_numbers import Route
from spec.principles.test_spec_safeguards import BROKEN, GOOD, SILENT
from spec.quality_report.village_of_forty import CONSENT, Village

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
SOMEBODY = (1, 2, 4, 5, 6, 199, 1000)
# Levels of taking part, the name of a licence, and how a body calls its minutes.
NOT_OF_PEOPLE = ("participation-by-stage", "open-licence", "needs-raised-by-others")
BAD = replace(GOOD, consent=tuple(replace(each, after_collection=9, not_matching_notice=9) for each in GOOD.consent))
COUNTED = {
    "consent": [field.name for field in fields(Coverage) if field.type is int or field.type == "int"],
    "consent_columns": [field.name for field in fields(ConsentColumn) if field.type is int or field.type == "int"],
}


@cache
def village() -> Release:
    return Village(46, plan=CONSENT, changed={"consented": dict.fromkeys(range(40, 46), "no")}).release()


def dossier(records: ReleaseRecords) -> str:
    return json.dumps(dossier_plain(replace(village(), principles=evidence_for(records)))["principles"])


def counting(records: ReleaseRecords, part: str, field: str, people: int) -> ReleaseRecords:
    return replace(records, **{part: tuple(replace(each, **{field: people}) for each in getattr(records, part))})


@pytest.mark.parametrize("records", [GOOD, BAD], ids=["good", "broken"])
@pytest.mark.parametrize(("part", "field"), [(part, field) for part, names in COUNTED.items() for field in names])
def test_how_many_people_there_are_changes_nothing_as_long_as_there_is_somebody(
    records: ReleaseRecords, part: str, field: str
) -> None:
    assert len({dossier(counting(records, part, field, people)) for people in SOMEBODY}) == 1


def test_every_count_of_people_was_looked_at() -> None:
    assert len(COUNTED["consent"]) == len(fields(Coverage)) - 1
    assert COUNTED["consent_columns"] == ["given", "refused", "other"]


@pytest.mark.parametrize(
    ("field", "numbers"), [("recovered", (1, 2, 9)), ("suppressed", (0, 1, 8)), ("cells", (1, 60))]
)
def test_how_many_cells_are_hidden_or_were_at_risk_is_not_said(field: str, numbers: tuple[int, ...]) -> None:
    audit = GOOD.protection or ProtectionAudit(True, True, 0, 0, 0)
    assert len({dossier(replace(GOOD, protection=replace(audit, **{field: number}))) for number in numbers}) == 1


def test_that_there_is_somebody_is_said() -> None:
    """The twin: nobody who ever says no, and a consent that came too late, are seen."""
    assert dossier(counting(GOOD, "consent_columns", "refused", 0)) != dossier(GOOD)
    assert dossier(counting(GOOD, "consent", "after_collection", 1)) != dossier(GOOD)


def numbers_in(records: ReleaseRecords) -> list[str]:
    """Numbers in what the safeguards say, without days."""
    safeguards = (each for one in evidence_for(records) for each in one.safeguards)
    said = (text for each in safeguards if each.code not in NOT_OF_PEOPLE for text in each.detail)
    return [number for text in said for number in re.findall(r"\d+", A_DAY.sub("", text))]


@pytest.mark.parametrize("number", range(-2, len(BROKEN)))
def test_the_only_number_is_the_length_of_a_plain_sentence(number: int) -> None:
    """In what speaks for a release, and in every case that speaks against one."""
    records = {-2: GOOD, -1: SILENT}.get(number) or replace(GOOD, **BROKEN[number][1])
    assert set(numbers_in(records)) <= {f"{PLAIN_SENTENCE_WORDS}"}


def test_the_check_of_releases_side_by_side_finds_no_number_of_people_in_it() -> None:
    """It reads numbers from sentences by itself, in the dossier of a whole release."""
    shown = [each for each in showings_of(village()) if Route.PRINCIPLE_EVIDENCE in each.routes]
    assert {number.value for each in shown for number in each.numbers} <= {PLAIN_SENTENCE_WORDS}
    assert "published-aggregates: valid consent beforehand" in json.dumps(dossier_plain(village()))


def test_its_page_and_the_signs_on_it_say_no_further_number() -> None:
    """The table draws safeguards, one sign each, as the dossier counts them."""
    page = str(principles_part(village()).content)
    text = unescape(re.sub(r"<[^>]*>", " ", page))
    written = json.dumps(dossier_plain(village())["principles"], ensure_ascii=False)
    assert set(re.findall(r"\d+", text)) <= set(re.findall(r"\d+", written))
