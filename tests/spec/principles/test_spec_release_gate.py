"""What may go out, for which kind of release, and what stands in the way. Every refusal has a twin that passes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.consent import Coverage, Purpose
from nyhavn.framework.definition import Outcome
from nyhavn.framework.design import Design, Selection, Target
from nyhavn.framework.records import ProtectionAudit
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release_gate import (
    RULES,
    GateDossier,
    IdentifierColumns,
    IdentifierKind,
    allowed_kinds,
    blocking_reasons,
    check_release,
    is_released,
)
from nyhavn.framework.release_kind import NEEDED_PURPOSES, ReleaseKind

AUDITED = ProtectionAudit(of_persons=True, applied=True, cells=40, suppressed=6, recovered=0)
ATTESTED = Basis(kind=BasisKind.PRODUCER_ATTESTATION, document="a.pdf", date=date(2025, 1, 1), by="Producer")
PHONE = IdentifierColumns(("phone",), IdentifierKind.PERSON)
POSITION = IdentifierColumns(("latitude", "longitude"), IdentifierKind.PLACE)

# A survey of volunteers with consent per person for everything, about to be published as open tables.
SURVEY = GateDossier(
    kinds=(ReleaseKind.OPEN_AGGREGATES,),
    basis=Basis(kind=BasisKind.CONSENT_RECORD_PER_PERSON),
    design=Design(target=Target.PARTICIPANTS, selection=Selection.VOLUNTEER),
    outcome=Outcome.COUNTS,
    concerns_persons=True,
    licence_is_known=True,
    consent=tuple(Coverage(purpose, given=120) for purpose in Purpose),
    protection=AUDITED,
)
# An inventory of water points, nobody in it.
WATER_POINTS = GateDossier(
    kinds=(ReleaseKind.OPEN_AGGREGATES, ReleaseKind.OPEN_MICRODATA),
    basis=Basis(kind=BasisKind.NO_PERSON_DATA, by="Water committee"),
    design=Design(target=Target.ENUMERATED_UNITS, selection=Selection.INVENTORY),
    outcome=Outcome.CANNOT_TELL,
    concerns_persons=False,
    licence_is_known=True,
    identifiers=(POSITION,),
)


def blocked(dossier: GateDossier) -> list[str]:
    return [reason.code for reason in blocking_reasons(dossier)]


@pytest.mark.parametrize("kind", ReleaseKind)
def test_a_survey_with_consent_for_everything_goes_out_for_every_kind(kind):
    """The useful thing comes through."""
    assert is_released(replace(SURVEY, kinds=(kind,)))


def test_water_points_go_out_with_their_positions_and_as_records():
    """Where nobody is concerned, nothing is withheld."""
    assert is_released(WATER_POINTS)


def test_a_dossier_that_asks_for_nothing_is_refused():
    """Otherwise an empty list would pass every rule."""
    assert blocked(replace(SURVEY, kinds=())) == ["no-release-kind"]


FAULTS = [
    ("basis-incomplete", {"basis": ATTESTED.model_copy(update={"by": ""})}, set(ReleaseKind)),
    ("basis-contradicts-unit", {"basis": Basis(kind=BasisKind.NO_PERSON_DATA, by="Me")}, set(ReleaseKind)),
    ("high-risk-unsigned", {"high_risk": True, "risk_signed_by": ("Ama",)}, set(ReleaseKind)),
    ("identity-inferred", {"identity": (Reason("identity-inferred", "Computed."),)}, set(ReleaseKind)),
    ("direct-identifiers", {"identifiers": (PHONE,)}, set(ReleaseKind)),
    ("direct-identifiers", {"identifiers": (POSITION,)}, set(ReleaseKind)),
    (
        "anonymous-name",
        {"named_against_wish": ("[initiative]",)},
        {ReleaseKind.OPEN_AGGREGATES, ReleaseKind.OPEN_MICRODATA, ReleaseKind.TRANSFER_TO_OFFICE},
    ),
    ("consent-missing", {"consent": ()}, set(ReleaseKind)),
    ("protection-failed", {"protection": None}, set(ReleaseKind)),
    ("protection-failed", {"protection": replace(AUDITED, applied=False)}, set(ReleaseKind)),
    ("protection-failed", {"protection": replace(AUDITED, recovered=None)}, set(ReleaseKind)),
    ("protection-failed", {"protection": replace(AUDITED, recovered=1)}, set(ReleaseKind)),
    (
        "population-estimate-without-probability-sample",
        {"design": Design(target=Target.POPULATION, selection=Selection.VOLUNTEER)},
        set(ReleaseKind) - {ReleaseKind.COMMUNITY_USE},
    ),
    ("licence-unknown", {"licence_is_known": False}, {ReleaseKind.OPEN_AGGREGATES, ReleaseKind.OPEN_MICRODATA}),
    ("microdata-of-persons", {"basis": ATTESTED}, {ReleaseKind.OPEN_MICRODATA}),
    (
        "microdata-of-persons",
        {"microdata": True},
        {ReleaseKind.OPEN_AGGREGATES, ReleaseKind.OPEN_MICRODATA, ReleaseKind.TRANSFER_TO_OFFICE},
    ),
]


@pytest.mark.parametrize(("code", "fault", "kinds"), FAULTS)
def test_each_single_fault_blocks_exactly_the_kinds_it_names(code, fault, kinds):
    """Alone, in the good case, and for no other kind of release."""
    faulty = replace(SURVEY, **fault)

    for kind in ReleaseKind:
        codes = blocked(replace(faulty, kinds=(kind,)))
        assert (code in codes) == (kind in kinds)
    assert set(ReleaseKind) - set(allowed_kinds(faulty)) == kinds


@pytest.mark.parametrize("kind", [ReleaseKind.OPEN_MICRODATA, ReleaseKind.TRANSFER_TO_OFFICE])
def test_records_of_persons_wait_until_somebody_measured_whether_they_can_be_recognised(kind):
    """Consent to open records does not say that the neighbours will not know whose they are."""
    asked = replace(SURVEY, kinds=(kind,), microdata=True)
    assert blocked(asked) == ["microdata-of-persons"]
    assert is_released(replace(asked, records_risk_measured=True))


def test_on_an_attestation_records_do_not_leave_even_when_the_risk_was_measured():
    """Somebody else's word is not each person's own."""
    asked = replace(SURVEY, kinds=(ReleaseKind.TRANSFER_TO_OFFICE,), microdata=True, basis=ATTESTED)
    assert "microdata-of-persons" in blocked(replace(asked, records_risk_measured=True))


def test_community_use_needs_consent_and_safety_only():
    """No licence, a bold target: the community may still use its own data."""
    faulty = replace(
        SURVEY,
        kinds=(ReleaseKind.COMMUNITY_USE,),
        licence_is_known=False,
        design=Design(target=Target.POPULATION, selection=Selection.VOLUNTEER),
    )

    assert is_released(faulty)


@pytest.mark.parametrize("outcome", Outcome)
def test_the_verdict_never_blocks_a_release(outcome):
    """Data that are not citizen data may be published like any others."""
    assert is_released(replace(SURVEY, outcome=outcome))


@pytest.mark.parametrize("kind", ReleaseKind)
def test_consent_is_needed_for_each_purpose_of_the_kind_and_for_no_other(kind):
    """One person less than all is not all."""
    asked = replace(SURVEY, kinds=(kind,))
    for purpose in Purpose:
        lacking = tuple(
            Coverage(each, given=119, refused=1) if each is purpose else Coverage(each, given=120) for each in Purpose
        )
        assert ("consent-missing" in blocked(replace(asked, consent=lacking))) == (purpose in NEEDED_PURPOSES[kind])


def test_nobody_is_not_everybody():
    """A material without contributions has no consent to show."""
    assert "consent-missing" in blocked(replace(SURVEY, consent=tuple(Coverage(purpose) for purpose in Purpose)))


def test_attested_data_go_out_as_tables_to_the_public_and_to_an_office():
    """The twin of the refusal of records."""
    assert is_released(
        replace(SURVEY, basis=ATTESTED, consent=(), kinds=(ReleaseKind.OPEN_AGGREGATES, ReleaseKind.TRANSFER_TO_OFFICE))
    )


def test_a_position_in_two_columns_is_named_as_one_identifier():
    """The person reads which columns to set aside."""
    (reason,) = blocking_reasons(replace(SURVEY, identifiers=(PHONE, POSITION)))

    assert "phone; latitude + longitude" in reason.what
    assert "Set these columns aside" in reason.do


def test_a_phone_number_is_blocked_even_where_the_unit_is_a_place():
    """The number is somebody's."""
    assert blocked(replace(WATER_POINTS, identifiers=(PHONE,))) == ["direct-identifiers"]


def test_a_place_is_about_persons_until_the_basis_says_otherwise():
    """A dossier filled carelessly is read the safe way."""
    careless = replace(
        WATER_POINTS, basis=Basis(kind=BasisKind.OPEN_LICENCE, licence="CC0-1.0", source="Portal"), kinds=SURVEY.kinds
    )

    assert blocked(careless) == ["direct-identifiers", "protection-failed"]


def test_a_high_risk_is_signed_by_two_different_people():
    """The same name written twice is one person."""
    risky = replace(SURVEY, high_risk=True)

    assert blocked(replace(risky, risk_signed_by=("Ama Boateng", "ama  boateng"))) == ["high-risk-unsigned"]
    assert is_released(replace(risky, risk_signed_by=("Ama Boateng", "Kofi Mensah")))


def test_all_reasons_come_at_once_in_the_order_of_what_to_do_and_each_names_what_it_blocks():
    """One refusal, one list to work through."""
    dossier = replace(
        SURVEY,
        kinds=(ReleaseKind.COMMUNITY_USE, ReleaseKind.OPEN_AGGREGATES),
        licence_is_known=False,
        identifiers=(PHONE,),
        consent=(),
        protection=None,
    )

    with pytest.raises(Refusal) as refused:
        check_release(dossier)

    assert list(dict.fromkeys(refused.value.codes)) == [
        "direct-identifiers",
        "consent-missing",
        "protection-failed",
        "licence-unknown",
    ]
    whats = [reason.what for reason in refused.value.reasons]
    assert whats[0].endswith("This blocks: community use, open aggregates.")
    assert whats[-1].endswith("This blocks: open aggregates.")


dossiers = st.builds(
    replace,
    st.sampled_from([SURVEY, WATER_POINTS]),
    kinds=st.lists(st.sampled_from(ReleaseKind), min_size=1, unique=True).map(tuple),
    microdata=st.booleans(),
    licence_is_known=st.booleans(),
    high_risk=st.booleans(),
    identifiers=st.lists(st.sampled_from([PHONE, POSITION]), max_size=2).map(tuple),
    protection=st.sampled_from([None, AUDITED, replace(AUDITED, recovered=2)]),
)


@given(dossiers)
def test_what_may_go_out_together_is_what_may_go_out_alone(dossier):
    """The yes and the refusal come from one rule, and kinds do not help each other."""
    assert is_released(dossier) == (set(dossier.kinds) <= set(allowed_kinds(dossier)))
    assert all(reason.do and reason.what.endswith(".") for reason in blocking_reasons(dossier))


def test_every_rule_names_at_least_one_kind_of_release():
    """A rule that blocks nothing is none."""
    assert all(rule.blocks for rule in RULES)
