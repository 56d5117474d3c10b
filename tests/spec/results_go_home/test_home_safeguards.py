"""Three safeguards read what the community said: found, against where every field is filled and it is broken, none."""

from datetime import date

import pytest

from nyhavn.framework.principles import EvidenceState, SafeguardEvidence
from nyhavn.framework.safeguards.validation import (
    AtIssue,
    agreement_and_dissent_shown,
    asked_before_publication,
    results_recognised,
)
from nyhavn.framework.validation import AskedIn, CommunitySaid, Describes, ProducerAnswer, Validation

TABLES, OTHERS = "a" * 64, "b" * 64
LAST, SEEN, OUT = date(2026, 3, 1), date(2026, 3, 10), date(2026, 4, 1)
FOUND, AGAINST, NONE = EvidenceState.FOUND, EvidenceState.AGAINST, EvidenceState.NONE


def said(**changes: object) -> CommunitySaid:
    """Everything filled, nothing broken."""
    values: dict[str, object] = {
        "said_on": SEEN,
        "tables": TABLES,
        "asked_in": AskedIn.MEETING,
        "outcome": Describes.DESCRIBES,
        "who": "The assembly",
        "reasons": "It is as we live.",
        "dissent": ("Not at the upper well.",),
    }
    return CommunitySaid.model_validate(values | changes)


def at_issue(*told: CommunitySaid, **changes: object) -> AtIssue:
    days = {"results_returned": SEEN, "release_date": OUT, "last_contribution": LAST}
    own = {name: changes.pop(name) for name in tuple(changes) if name in days}
    found = Validation.model_validate({"said": told, **changes})
    return AtIssue(found, TABLES, **(days | own))


def states(records: AtIssue) -> tuple[EvidenceState, EvidenceState, EvidenceState]:
    return (
        results_recognised(records).state,
        asked_before_publication(records).state,
        agreement_and_dissent_shown(records).state,
    )


def words(found: SafeguardEvidence) -> str:
    return " ".join(found.detail)


def test_asked_about_exactly_these_tables_before_publication_all_three_find_evidence() -> None:
    records = at_issue(said())
    assert states(records) == (FOUND, FOUND, FOUND)
    assert "the results describe them" in words(results_recognised(records))
    assert "“Not at the upper well.”" in words(agreement_and_dissent_shown(records))


def test_nobody_asked_is_no_evidence_and_neither_is_a_waiver_or_an_earlier_edition() -> None:
    assert states(at_issue()) == (NONE, NONE, NONE)
    waived = at_issue(waived_on=SEEN, waived_because="It is not safe to meet.")
    assert states(waived) == (NONE, NONE, NONE)
    assert "It is not safe to meet." in words(asked_before_publication(waived))
    rests = at_issue(rests_on=SEEN)
    assert states(rests) == (NONE, NONE, NONE)
    assert "not asked about these figures" in words(asked_before_publication(rests))


def test_another_set_of_tables_was_validated() -> None:
    records = at_issue(said(tables=OTHERS))
    assert asked_before_publication(records).state is AGAINST
    assert "other tables" in words(asked_before_publication(records))
    assert results_recognised(records).state is NONE


def test_a_no_that_was_published_without_an_answer() -> None:
    no = said(outcome=Describes.NOT, reasons="Our street is missing.")
    assert states(at_issue(no)) == (AGAINST, FOUND, AGAINST)
    answered = at_issue(no, answers=(ProducerAnswer(answered_on=OUT, words="We could not go there."),))
    assert states(answered) == (AGAINST, FOUND, FOUND)
    assert "We could not go there." in words(agreement_and_dissent_shown(answered))


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, {"results_returned": date(2026, 4, 2)}),  # returned only after publication
        ({"said_on": date(2026, 4, 2)}, {}),  # asked only after publication
        ({"said_on": date(2026, 2, 1)}, {}),  # asked before the last answer was in
        ({"said_on": date(2026, 3, 5)}, {}),  # asked before anybody had seen the results
    ],
)
def test_every_field_is_filled_and_people_could_not_have_their_say(
    changes: dict[str, object], days: dict[str, object]
) -> None:
    assert asked_before_publication(at_issue(said(**changes), **days)).state is AGAINST


@pytest.mark.parametrize(
    "told",
    [
        said(outcome=Describes.IN_PART, reasons="n/a", asked_in=AskedIn.GATHERING),
        said(dissent=("-",)),
        said(outcome=Describes.IN_PART, reasons="", dissent=()),
    ],
)
def test_a_reason_or_a_dissent_that_says_nothing_is_not_shown(told: CommunitySaid) -> None:
    assert agreement_and_dissent_shown(at_issue(told)).state is AGAINST


def test_a_waiver_that_gives_no_reason() -> None:
    assert asked_before_publication(at_issue(waived_on=SEEN, waived_because="n/a")).state is AGAINST
