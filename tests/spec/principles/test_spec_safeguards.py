"""Each safeguard three times: the good case, a filled field behind which the principle is broken, and no record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nyhavn.framework.attribution import Wish
from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.chain import Stage
from nyhavn.framework.consent import Coverage, Notice, Purpose
from nyhavn.framework.definition import Initiation, PartyKind, StageParticipation, judge
from nyhavn.framework.evidence import Evidence, EvidenceKind
from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.principles import EvidenceState, SafeguardEvidence
from nyhavn.framework.records import (
    AttributionWish,
    ConsentColumn,
    ProtectionAudit,
    PublicText,
    ReleaseRecords,
)
from nyhavn.framework.release import MethodCard
from nyhavn.framework.safeguards import evidence_for

FOUND, AGAINST, NONE = EvidenceState.FOUND, EvidenceState.AGAINST, EvidenceState.NONE
FIRST, LAST, RELEASED = date(2025, 4, 3), date(2025, 4, 28), date(2025, 6, 1)

GENDER = Question(
    "gender", "gender", AnswerType.SELECT_MULTIPLE, choices=(Choice("woman"), Choice("man"), Choice("silent"))
)
FORM = Instrument("access", "3", "Access", (GENDER,), sha256="ab" * 32)
MINUTES = Evidence(kind=EvidenceKind.WORKSHOP_MINUTES, date=date(2025, 1, 9), attested_by="Residents")


def verdict(design: int, collection: int, *evidence: Evidence):
    stated = [(Stage.DESIGN, design), (Stage.COLLECTION, collection)]
    levels = [StageParticipation(stage=s, level=n, claimed_by="Office", evidence=evidence) for s, n in stated]
    return judge(Initiation(kind=PartyKind.GOVERNMENT), tuple(levels), on=RELEASED)


METHOD = MethodCard(
    population="Adults who use a public clinic in the two settlements",
    selection="volunteer",
    selection_words="Whoever came to the weekly market and wanted to take part",
    mode="Interview by a neighbour",
    collected_from=date(2025, 4, 1),
    collected_to=date(2025, 4, 30),
    target="participants",
    weights="",
    error_sources="People who do not go to the market are missing",
)
GOOD = ReleaseRecords(
    instrument=FORM,
    basis=Basis(kind=BasisKind.CONSENT_RECORD_PER_PERSON),
    verdict=verdict(4, 2, MINUTES),
    method=METHOD,
    threshold=5,
    identity=(IdentityQuestion(question="gender", topic=IdentityTopic.GENDER, decline=("silent",), several=True),),
    notices=(
        Notice(version="2", languages=("en",), valid_from=date(2025, 4, 1), purposes=(Purpose.PUBLISHED_AGGREGATES,)),
    ),
    consent=(Coverage(Purpose.PUBLISHED_AGGREGATES, given=180, refused=20),),
    consent_columns=(ConsentColumn(Purpose.PUBLISHED_AGGREGATES, given=180, refused=20, other=0),),
    first_contribution=FIRST,
    last_contribution=LAST,
    instrument_frozen=date(2025, 3, 20),
    standard_error_refusals=("The selection (volunteer) does not allow a margin of error.",),
    unresolved_serious_findings=False,
    funders=("City fund",),
    interests=(),
    protection=ProtectionAudit(of_persons=True, applied=True, cells=60, suppressed=8, recovered=0),
    attribution=(AttributionWish("Amina Diallo", Wish.ANONYMOUS), AttributionWish("Market group", Wish.COLLECTIVE)),
    public_texts=(PublicText("citation", "Market group (2025). Access to clinics."),),
    licence="CC-BY-4.0",
    licence_is_open=True,
    formats=("csv", "html"),
    summary="Half of the people who took part waited longer than an hour. Women waited longer than men.",
    results_returned=date(2025, 5, 20),
    release_date=RELEASED,
)
SILENT = ReleaseRecords(
    instrument=Instrument("", "", "", ()),
    basis=Basis(kind=BasisKind.OPEN_LICENCE),
    verdict=judge(Initiation(), (), on=RELEASED),
    method=MethodCard("", "", "", "", None, None, "", "", ""),
    threshold=5,
)


def safeguards(records: ReleaseRecords) -> dict[str, SafeguardEvidence]:
    return {each.code: each for principle in evidence_for(records) for each in principle.safeguards}


def text(result: SafeguardEvidence) -> str:
    return " ".join(result.detail)


def consent(**counts: int) -> tuple[Coverage, ...]:
    return (Coverage(Purpose.PUBLISHED_AGGREGATES, **counts),)


def column(given: int, refused: int = 0, other: int = 0) -> tuple[ConsentColumn, ...]:
    return (ConsentColumn(Purpose.PUBLISHED_AGGREGATES, given, refused, other),)


def method(**changes) -> MethodCard:
    return replace(METHOD, **changes)


def wish(name: str, wish: Wish = Wish.ANONYMOUS) -> tuple[AttributionWish, ...]:
    return (AttributionWish(name, wish),)


def texts(content: str) -> tuple[PublicText, ...]:
    return (PublicText("title", content),)


@pytest.mark.parametrize("code", list(safeguards(GOOD)))
def test_a_good_release_has_evidence_for_every_safeguard(code):
    """The useful thing comes through: evidence can be found for each of them."""
    result = safeguards(GOOD)[code]

    assert result.state is FOUND
    assert result.detail
    assert result.records


@pytest.mark.parametrize("code", list(safeguards(SILENT)))
def test_a_release_without_records_has_evidence_for_none_and_against_none(code):
    """Silence is neither a yes nor a no, and it is said in words."""
    result = safeguards(SILENT)[code]

    assert result.state is NONE
    assert result.detail


BROKEN = [
    # Principle 3
    ("consent-per-person", {"consent": consent(given=190, after_collection=10)}, AGAINST),
    ("consent-per-person", {"consent": consent(given=199, not_matching_notice=1)}, AGAINST),
    ("consent-per-person", {"consent_columns": column(180)}, NONE),
    ("consent-per-person", {"consent": consent(undated=200)}, NONE),
    ("consent-per-person", {"consent": consent()}, NONE),
    ("consent-per-person", {"basis": Basis(kind=BasisKind.PRODUCER_ATTESTATION, document="a.pdf", by="Me")}, NONE),
    ("participation-by-stage", {"verdict": verdict(5, 5)}, NONE),
    ("participation-by-stage", {"verdict": verdict(2, 2, MINUTES)}, AGAINST),
    (
        "participation-by-stage",
        {"verdict": verdict(5, 5, MINUTES, MINUTES.model_copy(update={"shows": "contradicts"}))},
        AGAINST,
    ),
    # Principle 4
    ("instrument-frozen-first", {"instrument_frozen": FIRST + timedelta(days=1)}, AGAINST),
    ("instrument-frozen-first", {"instrument_frozen": FIRST}, NONE),
    ("instrument-frozen-first", {"instrument": replace(FORM, sha256="")}, NONE),
    ("claim-within-selection", {"method": method(target="population")}, AGAINST),
    ("claim-within-selection", {"intervals_published": True}, AGAINST),
    ("claim-within-selection", {"method": method(selection="unknown")}, NONE),
    ("claim-within-selection", {"method": method(selection="a good mix of people")}, NONE),
    ("serious-findings", {"unresolved_serious_findings": True}, AGAINST),
    # Principle 6
    (
        "identity-is-said",
        {"identity": (IdentityQuestion(question="gender", topic="gender", several=True, decline=("none_such",)),)},
        AGAINST,
    ),
    ("identity-is-said", {"instrument": replace(FORM, questions=(replace(GENDER, type="calculate"),))}, AGAINST),
    ("identity-is-said", {"identity": ()}, NONE),
    # Principle 7
    ("method-funders-interests", {"method": method(population="n/a")}, NONE),
    ("method-funders-interests", {"method": method(error_sources="-")}, NONE),
    ("method-funders-interests", {"funders": None}, NONE),
    ("method-funders-interests", {"funders": ("TBD",)}, NONE),
    ("method-funders-interests", {"interests": None}, NONE),
    ("period-agrees", {"first_contribution": date(2025, 3, 31)}, AGAINST),
    ("period-agrees", {"last_contribution": date(2025, 5, 1)}, AGAINST),
    ("period-agrees", {"last_contribution": None}, NONE),
    # Principle 9
    ("attacker-recovers-nothing", {"protection": replace(GOOD.protection, recovered=1)}, AGAINST),
    ("attacker-recovers-nothing", {"protection": replace(GOOD.protection, applied=False)}, AGAINST),
    ("attacker-recovers-nothing", {"protection": replace(GOOD.protection, recovered=None)}, NONE),
    ("attacker-recovers-nothing", {"protection": replace(GOOD.protection, cells=0)}, NONE),
    ("attacker-recovers-nothing", {"protection": replace(GOOD.protection, of_persons=False)}, NONE),
    ("no-anonymous-name", {"public_texts": texts("A story told by AMINA  Diallo")}, AGAINST),
    ("no-anonymous-name", {"public_texts": ()}, NONE),
    ("no-anonymous-name", {"attribution": wish("Amina Diallo", Wish.NAMED)}, NONE),
    # Principle 10
    ("open-licence", {"licence": "CC-BY-NC-4.0", "licence_is_open": False}, AGAINST),
    ("open-licence", {"licence": "unknown"}, NONE),
    ("open-licence", {"licence_is_open": None}, NONE),
    ("machine-readable", {"formats": ("pdf", "png")}, AGAINST),
    ("plain-summary", {"summary": "Summary."}, NONE),
    ("plain-summary", {"summary": "word " * 26 + "."}, AGAINST),
    ("plain-summary", {"summary": "ประชาชนครึ่งหนึ่งรอนานกว่าหนึ่งชั่วโมง"}, NONE),
    ("results-returned-first", {"results_returned": RELEASED + timedelta(days=1)}, AGAINST),
    ("results-returned-first", {"results_returned": LAST - timedelta(days=1)}, NONE),
    ("results-returned-first", {"release_date": None}, NONE),
]


@pytest.mark.parametrize(("code", "fault", "expected"), BROKEN)
def test_a_filled_field_behind_which_the_principle_is_broken_is_no_evidence(code, fault, expected):
    """One fault at a time in the good release; no field earns a result by being filled."""
    assert safeguards(replace(GOOD, **fault))[code].state is expected


def test_every_safeguard_is_tried_with_a_broken_case():
    """No safeguard is left out of the list above."""
    assert {code for code, _, _ in BROKEN} == set(safeguards(GOOD))


@pytest.mark.parametrize(
    ("code", "records"),
    [
        ("period-agrees", {"first_contribution": date(2025, 4, 1), "last_contribution": date(2025, 4, 30)}),
        ("results-returned-first", {"results_returned": RELEASED}),
        ("results-returned-first", {"results_returned": LAST}),
        ("instrument-frozen-first", {"instrument_frozen": FIRST - timedelta(days=1)}),
        ("plain-summary", {"summary": "word " * 25 + "."}),
        ("method-funders-interests", {"funders": ()}),
        ("consent-per-person", {"consent_columns": column(199, other=1)}),
        (
            "claim-within-selection",
            {"method": method(selection="cluster", target="population"), "intervals_published": True},
        ),
        ("no-anonymous-name", {"public_texts": texts("Amina spoke first, and Diallo answered.")}),
        ("no-anonymous-name", {"public_texts": texts("Banana prices"), "attribution": wish("Ana")}),
    ],
)
def test_the_near_side_of_each_boundary_is_evidence(code, records):
    """The twin of the broken cases: one step back, and the evidence is there."""
    assert safeguards(replace(GOOD, **records))[code].state is FOUND


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Amina Diallo", "Thanks to Diallo, Amina."),
        ("José Núñez", "interview: jose nunez"),
        ("किरण देवी", "किरण देवी ने कहा"),
        ("สมชาย", "ขอบคุณสมชายมาก"),
        ("Amina Diallo", "Amina\u200b Diallo"),
        ("O'Brien", "Mr O’Brien"),
        ("أمينة", "شكرا أَمينة"),
    ],
)
def test_an_anonymous_name_is_recognised_however_it_is_written(name, content):
    """Order, case, accents, vowel marks, invisible characters, scripts without spaces."""
    result = safeguards(replace(GOOD, attribution=wish(name), public_texts=texts(content)))["no-anonymous-name"]

    assert result.state is AGAINST
    assert "title" in text(result)


def test_another_name_in_the_same_script_is_not_taken_for_the_anonymous_one():
    """Vowel signs tell people apart."""
    records = replace(GOOD, attribution=wish("किरण"), public_texts=texts("करुण ने कहा"))

    assert safeguards(records)["no-anonymous-name"].state is FOUND


@pytest.mark.parametrize("code", list(safeguards(GOOD)))
def test_no_result_repeats_an_anonymous_name(code):
    """Not even the result that found it."""
    for records in (GOOD, replace(GOOD, public_texts=texts("Amina Diallo"))):
        assert "amina" not in text(safeguards(records)[code]).casefold()


@pytest.mark.parametrize("few", [1, 4])
def test_a_small_number_of_broken_consents_is_said_as_a_few(few):
    """What is published about the data is data."""
    result = safeguards(replace(GOOD, consent=consent(given=200 - few, after_collection=few)))["consent-per-person"]

    assert "a few" in text(result)
    assert not any(character.isdigit() for character in text(result))


def test_a_number_at_the_threshold_is_shown():
    """The twin: five of two hundred may be said."""
    result = safeguards(replace(GOOD, consent=consent(given=195, after_collection=5)))["consent-per-person"]

    assert "contributions: 5." in text(result)


@pytest.mark.parametrize("refused", [1, 4])
def test_a_few_refusals_cannot_be_worked_out_by_subtraction(refused):
    """The number of yes is not shown if the rest is small."""
    records = replace(GOOD, consent=consent(given=200 - refused, refused=refused), consent_columns=column(199, 1))
    result = safeguards(records)["consent-per-person"]

    assert "all but a few" in text(result)
    assert str(200 - refused) not in text(result)


def test_the_audit_does_not_say_how_many_cells_were_at_risk():
    """The parameters and results of an attack are restricted."""
    records = replace(GOOD, protection=replace(GOOD.protection, recovered=3))

    assert not any(character.isdigit() for character in text(safeguards(records)["attacker-recovers-nothing"]))


def test_another_basis_prints_its_fixed_words():
    """An attestation is not a consent."""
    records = replace(GOOD, basis=Basis(kind=BasisKind.OPEN_LICENCE, licence="CC0-1.0", source="Portal"))

    assert "Consent not evidenced per person." in safeguards(records)["consent-per-person"].detail


def test_a_question_that_looks_like_one_of_identity_is_named_without_judging_it():
    """A prompt leaves the state as it is."""
    religion = Question("religion", "religion", AnswerType.SELECT_ONE)
    records = replace(GOOD, instrument=replace(FORM, questions=(GENDER, religion)))
    result = safeguards(records)["identity-is-said"]

    assert result.state is FOUND
    assert "religion" in text(result)
