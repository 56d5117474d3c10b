"""The dossier of a release differs nowhere from the records: each value is changed, one after the other."""

import json
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from nyhavn.exchange.bundle.content import release_json
from nyhavn.exchange.bundle.dossier import dossier_plain
from nyhavn.framework.basis import Basis, BasisKind, basis_words
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.definition import Outcome
from nyhavn.framework.findings import Severity
from nyhavn.framework.instrument import OfficialCoding
from nyhavn.framework.interests import OwnInterest, OwnStatement, Share
from nyhavn.framework.needs import KeptQuestion, Needs
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.release import Release
from nyhavn.framework.roles import Role
from nyhavn.framework.safeguards import evidence_for
from nyhavn.framework.validation import Describes, ProducerAnswer, Validation
from spec.dossier.changing_records import Place, changed, name_of, others, places
from spec.principles.test_spec_safeguards import AGE, EARLY, GOOD, NEED, OPENED, STRICTER, VALIDATED, council
from spec.quality_report.village_of_forty import Village

COUNTS = "A number of people or answers: a safeguard says whether there is anybody, and no number."
NAMES_FILES = "The name of a file or an inner number, which says nothing to a reader."
WITH_COMMUNITY = "What a body asked for in detail stays with the board; the public reads what it decided, and when."
IN_PLAN = "Codes beside the people's own words; they stand in the codebook of the bundle."
WORDS = {EvidenceState.FOUND: "found", EvidenceState.AGAINST: "against", EvidenceState.NONE: "none"}
TEXTS = "A text of the release itself, looked at for names that must not stand in it."
NOT_SAID: dict[str, str] = {
    "consent.withdrawn": COUNTS,
    "consent.ended": COUNTS,
    "consent.refused": COUNTS,
    "consent.unanswered": COUNTS,
    "consent_columns.other": COUNTS,
    "protection.suppressed": COUNTS,
    "risk.risks": "How many dangers are on record says how dangerous it is to have taken part.",
    "risk.prompts": "How many dangers are on record says how dangerous it is to have taken part.",
    "notices.document": NAMES_FILES,
    "community.body.line": NAMES_FILES,
    "community.body.speaks_for": "Whom a body speaks for could name a community that wishes to stay unnamed.",
    "community.item.proposal.purposes": WITH_COMMUNITY,
    "community.item.proposal.recipients": WITH_COMMUNITY,
    "community.item.proposal.about": WITH_COMMUNITY,
    "community.item.no_reason": "Said only where somebody was against and no reason stands there.",
    "identity.own_words_question": IN_PLAN,
    "identity.mapping": IN_PLAN,
    "decisions.unused.name": NAMES_FILES,
    "consent_questions": "Nobody has to need them; they stand in the questionnaire.",
    "needs.need.kept_on": "Whether it was in time is said; the day stands with the needs.",
    "needs.need.number": NAMES_FILES,
    "needs.need.tables.on": "When a table was linked to a need tells nothing of whether somebody has it.",
    "openness.heard": "What the records of the community show counts, and not what is claimed of them.",
    "openness.licence": "The licence under which the release stands is that of the release.",
    "producers": "Who makes the data stands in the release; here nobody else may have their name.",
    "tables.counted": "The tables themselves stand in the release.",
    "tables.title": "The tables themselves stand in the release.",
    "public_texts.text": TEXTS,
    "public_texts.place": TEXTS,
}
assert GOOD.independence is not None
FULL = replace(
    GOOD,
    identity=tuple(each.model_copy(update={"agreed_by": "The market council"}) for each in GOOD.identity),
    verdict=replace(GOOD.verdict, strict_outcome=Outcome.CANNOT_TELL),
    community=council(None, STRICTER, OPENED),
    instrument=replace(
        GOOD.instrument,
        questions=(*GOOD.instrument.questions, AGE),
        checks=(CheckDeclaration(kind="numeric-outlier", columns=("age",), severity=Severity.NOTE),),
        official=(OfficialCoding("gender", "CUST_BREAKDOWN", {"woman": "C01"}, "form.xlsx, sheet survey, row 2"),),
    ),
    needs=Needs(
        need=(
            NEED,
            NEED.model_copy(
                update={"number": 2, "questions": (), "kept_on": EARLY, "kept_because": "The board asked."}
            ),
        ),
        kept=(KeptQuestion(question="age", because="Chance decides by it who is asked.", on=EARLY),),
    ),
    validation=Validation(
        said=(VALIDATED.model_copy(update={"outcome": Describes.IN_PART}),),
        answers=(ProducerAnswer(answered_on=date(2025, 5, 22), words="We could not go to the upper well."),),
    ),
    threshold=6,
    independence=GOOD.independence.model_copy(
        update={
            "own": (
                OwnStatement(
                    role=Role.APPROVER, kind=OwnInterest.NONE, since=date(2025, 1, 2), declared_on=date(2025, 1, 9)
                ),
            ),
            "declared": tuple(
                each.model_copy(update={"share": Share.MOST} if each.who else {})
                for each in GOOD.independence.declared or ()
            ),
        }
    ),
)
ON_ANOTHER_BASIS = replace(
    FULL,
    basis=Basis(
        kind=BasisKind.PRODUCER_ATTESTATION,
        document="attestation.pdf",
        by="The office",
        date=date(2025, 1, 7),
        also=(BasisKind.OPEN_LICENCE, BasisKind.DECEASED_PERSONS),
    ),
)
WAIVED = replace(
    FULL, validation=Validation(waived_on=date(2025, 5, 21), waived_because="It is not safe to meet."), openness=None
)
AN_EDITION = replace(FULL, validation=Validation(rests_on=date(2025, 2, 1)))
STARTS = (FULL, GOOD, ON_ANOTHER_BASIS, WAIVED, AN_EDITION)


@cache
def village() -> Release:
    return Village().release()


@cache
def bare() -> Release:
    """Without what never comes from these records, so that the walk is quick."""
    return replace(village(), tables=(), quality=None, findings=(), response=(), coverage=())


def published(records: ReleaseRecords) -> tuple[str, str]:
    """The dossier, and the release beside it, of which the records are read and which everybody gets word for word."""
    release = replace(
        bare(),
        principles=evidence_for(records),
        instrument=records.instrument,
        verdict=records.verdict,
        method=records.method,
        basis=records.basis.kind,
        basis_words=basis_words(records.basis),
        independence=records.independence,
        validation=records.validation,
    )
    return json.dumps(dossier_plain(release)), release_json(release).decode()


def alternatives(records: ReleaseRecords, at: Place, value: object) -> list[ReleaseRecords]:
    """Records in which something else stands at that place; what can't stand there is found out later."""
    unsaid = [GOOD.last_contribution, 5, 9, "words", ("words",)] if value is None or value == () else []
    return [changed(records, at, other) for other in (*others(value), *unsaid)]


def test_a_changed_value_changes_what_is_published_or_is_on_the_short_list_of_reasons() -> None:
    """Over every field of the records, at any depth."""
    moved, looked = set[str](), set[str]()
    for start in STARTS:
        before = published(start)
        for at, value in places(start):
            looked.add(name_of(at))
            if name_of(at) not in moved and any(differs(one, before) for one in alternatives(start, at, value)):
                moved.add(name_of(at))
    assert sorted(looked - moved) == sorted(NOT_SAID)
    assert all(reason.endswith(".") for reason in NOT_SAID.values())


def differs(records: ReleaseRecords, before: tuple[str, str]) -> bool:
    try:
        return published(records) != before
    except (AttributeError, KeyError, TypeError, ValueError, UserWarning):  # what can't stand at that place
        return False


@pytest.mark.parametrize("number", range(1, 11))
def test_a_safeguard_that_turns_is_turned_in_the_dossier(number: int) -> None:
    """What the page says and what the dossier says come from one value."""
    release = replace(village(), principles=evidence_for(FULL))
    found = {each["number"]: each for each in dossier_plain(release)["principles"]}[number]
    computed = next(each for each in evidence_for(FULL) if each.number == number)
    assert found["cannot_show"] == computed.cannot_show
    said = [(each["code"], each["state"], each["says"]) for each in found["safeguards"]]
    assert said == [(each.code, WORDS[each.state], list(each.detail)) for each in computed.safeguards]
    assert sum(found["states"].values()) == len(computed.safeguards)


def test_the_same_material_gives_the_same_dossier_again() -> None:
    """Recomputed from the records of a second run, statement by statement."""
    again = replace(Village().release(), issued_at=village().issued_at)
    assert dossier_plain(again) == dossier_plain(village())
    other = replace(Village(people=60).release(), issued_at=village().issued_at)
    assert dossier_plain(other)["principles"]
