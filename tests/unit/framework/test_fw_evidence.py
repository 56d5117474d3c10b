"""Evidence, name by name: who may attest what."""

from datetime import date

import pytest

from nyhavn.framework.evidence import Evidence, EvidenceKind, evidence_fault, same_name, weigh

ON = date(2025, 6, 1)
PIECE = Evidence(kind=EvidenceKind.DECISION_RECORD, date=date(2025, 5, 1), attested_by="Council")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ama Boateng", "AMA BOATENG"),
        ("Ama Boateng", "  ama   boateng "),
        ("A. Boateng", "A Boateng"),
        ("Straße", "STRASSE"),
        ("Ama\u00a0Boateng", "Ama Boateng"),
        ("Ａｍａ", "ama"),
    ],
)
def test_names_that_differ_in_case_space_and_punctuation_are_the_same(one, other):
    assert same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Ama", "Amy"), ("José", "Jose"), ("किरण", "करुण"), ("Ama", "")])
def test_other_names_are_other_names(one, other):
    assert not same_name(one, other)


def test_any_of_several_claimants_cannot_attest():
    assert evidence_fault(PIECE, ("Office", "council"), ON) == "attested by the one who makes the claim"
    assert evidence_fault(PIECE, ("Office", ""), ON) == ""


def test_a_line_names_kind_day_and_attester_and_no_document():
    piece = PIECE.model_copy(update={"document": "https://example.org/minutes-of-amina"})

    assert piece.line() == "decision-record, 2025-05-01, attested by Council"


def test_pieces_that_do_not_count_stay_visible_with_their_reason():
    undated = PIECE.model_copy(update={"date": None, "shows": "contradicts"})

    weighed = weigh((PIECE, undated), ("Office",), ON)

    assert (weighed.supports, weighed.contradicts) == (True, False)
    assert weighed.lines[1] == (
        "decision-record, not dated, attested by Council, contradicts the claim (does not count: not dated)"
    )


def test_no_pieces_show_nothing():
    weighed = weigh((), ("Office",), ON)

    assert (weighed.supports, weighed.contradicts, weighed.lines) == (False, False, ())
