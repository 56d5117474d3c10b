"""Each safeguard three times: the good case, a filled field behind which the principle is broken, and no record."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import BaseModel

from nyhavn.framework.attribution import Wish
from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.chain import Stage
from nyhavn.framework.commitments import AnswerState, CommitmentState, Seen
from nyhavn.framework.community_body import Matter, Outcome, Proposal
from nyhavn.framework.community_record import BodyOnRecord, CommunityRecord, ItemOnRecord
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.complaints import ComplaintsOnRecord
from nyhavn.framework.consent import Coverage, Notice, Purpose
from nyhavn.framework.decisions_on_record import CommitmentOnRecord, DecisionsOnRecord, RequestOnRecord
from nyhavn.framework.definition import Initiation, PartyKind, StageParticipation, judge
from nyhavn.framework.evidence import Evidence, EvidenceKind
from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.interests import (
    AnnouncedContent,
    AnnouncedDate,
    DecidedAct,
    Decision,
    DeclaredInterest,
    EarlyReader,
    Independence,
    InterestKind,
    InterestStanding,
)
from nyhavn.framework.needs import KeptQuestion, Linked, Need, Needs, RaisedBy, ResultReturned, Use
from nyhavn.framework.openness import AccessLevel, Heard, Material, OpennessChoice
from nyhavn.framework.principles import EvidenceState, SafeguardEvidence
from nyhavn.framework.records import (
    AttributionWish,
    ConsentColumn,
    ProtectionAudit,
    PublicText,
    ReleaseRecords,
    RiskOnRecord,
    TableOnRecord,
)
from nyhavn.framework.release import MethodCard
from nyhavn.framework.roles import Role
from nyhavn.framework.safeguards import SAFEGUARDS, evidence_for
from nyhavn.framework.security import SecurityRecord
from nyhavn.framework.unused_results import UnusedResult, WhyUnused
from nyhavn.framework.validation import AskedIn, CommunitySaid, Describes, Validation

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
APPROVED = date(2025, 5, 10)
FUNDED = DeclaredInterest(
    number=1,
    kind=InterestKind.FUNDER,
    who="City fund",
    what="Pays the interviewers.",
    since=date(2025, 1, 2),
    declared_on=date(2025, 1, 9),
    by_role=Role.COORDINATOR,
)
NOBODY_ELSE = tuple(
    DeclaredInterest(number=number, kind=kind, declared_on=date(2025, 1, 9), by_role=Role.COORDINATOR)
    for number, kind in ((2, InterestKind.COMMISSIONER), (3, InterestKind.INTEREST))
)
READER = EarlyReader(
    who="The health ministry, its press office",
    why="To prepare answers for clinics",
    is_party=False,
    recorded_at=datetime(2025, 5, 25, 8, tzinfo=UTC),
    first_read_at=datetime(2025, 5, 25, 9, tzinfo=UTC),
)
INDEPENDENT = Independence(
    declared=(FUNDED, *NOBODY_ELSE),
    own=(),
    decisions=tuple(
        Decision(act=act, role=role, on=on, standing=InterestStanding.NO_INTEREST)
        for act, role, on in (
            (DecidedAct.APPROVED, Role.APPROVER, APPROVED),
            (DecidedAct.ANNOUNCED, Role.COORDINATOR, date(2025, 5, 21)),
        )
    ),
    dates=(AnnouncedDate(announced_on=date(2025, 5, 21), day=RELEASED),),
    early_readers=(READER,),
    announced=AnnouncedContent(commitment="ab" * 32, salt="cd" * 32, kept=True),
    log_unchanged=True,
)


def independent(**changes) -> dict[str, object]:
    return {"independence": INDEPENDENT.model_copy(update=changes)}


def declared(**changes) -> dict[str, object]:
    return independent(declared=(FUNDED.model_copy(update=changes), *NOBODY_ELSE))


def gaining(who: str) -> dict[str, object]:
    """Somebody who may gain is declared, in the place of "there is none"."""
    named = {"who": who, "what": "Sells what is counted.", "since": date(2025, 1, 2)}
    return independent(declared=(FUNDED, NOBODY_ELSE[0], NOBODY_ELSE[1].model_copy(update=named)))


def secured(**changes) -> dict[str, object]:
    return {"security": GOOD.security.model_copy(update=changes)}


def moved(because: str, on: date = date(2025, 5, 22)) -> tuple[AnnouncedDate, ...]:
    """First announced for another day, then moved to the one on which it came out."""
    first = AnnouncedDate(announced_on=date(2025, 5, 21), day=date(2025, 5, 28))
    return (first, AnnouncedDate(announced_on=on, day=RELEASED, because=because))


def reader(**changes) -> dict[str, object]:
    return independent(early_readers=(READER.model_copy(update=changes),))


def decision(standing: InterestStanding) -> dict[str, object]:
    first, *others = INDEPENDENT.decisions or ()
    return independent(decisions=(first.model_copy(update={"standing": standing}), *others))


COUNCIL = BodyOnRecord(
    body=UUID(int=1), line=UUID(int=1), name="The market council", mandate="Elected", mandate_from=date(2025, 1, 7)
)
AGREED = ItemOnRecord(
    body=UUID(int=1),
    decided_on=date(2025, 5, 21),
    proposal=Proposal(matter=Matter.RELEASE, step=CommunityStep.AGREES, starts_on=date(2025, 5, 21)),
    meeting=True,
    present=7,
    needed=5,
    against=True,
    dissent=("The clinics were not asked.",),
)
STRICTER = AGREED.model_copy(
    update={
        "proposal": Proposal(matter=Matter.POLICY, step=CommunityStep.VETOES, threshold=6, starts_on=date(2025, 5, 21))
    }
)


DECIDED = date(2025, 5, 21)
OPENED = AGREED.model_copy(
    update={
        "proposal": Proposal(
            matter=Matter.ACCESS,
            step=CommunityStep.AGREES,
            about="open",
            version="results",
            starts_on=date(2025, 5, 21),
        )
    }
)
CHOSEN = OpennessChoice(
    material=Material.RESULTS,
    level=AccessLevel.OPEN,
    licence="CC-BY-4.0",
    reason="Everybody on the market wants the clinics to read it.",
    with_whom="The market council",
    heard=Heard.MEETING,
    chosen_on=date(2025, 5, 21),
)


def access(step: CommunityStep, about: str = "", **changes: object) -> ItemOnRecord:
    """What the council decided about levels."""
    proposal = Proposal(matter=Matter.ACCESS, step=step, about=about, starts_on=date(2025, 5, 21))
    return AGREED.model_copy(update={"proposal": proposal, **changes})


def choice(*items: ItemOnRecord, **changes: object) -> dict[str, object]:
    """A choice that is filled in, with one thing changed, beside what the council decided."""
    return {"openness": (CHOSEN.model_copy(update=changes),), "community": council(None, *items)}


def council(body: dict[str, object] | None = None, *also: ItemOnRecord, **changes: object) -> CommunityRecord:
    """What the council has on record, with one thing changed."""
    items = (AGREED.model_copy(update=changes), *also)
    return CommunityRecord(body=(COUNCIL.model_copy(update=body or {}),), item=items)


NEED = Need(
    number=1,
    words="Which clinics keep women waiting longest?",
    kind=RaisedBy.COMMUNITY_BODY,
    raised_by="The market council",
    raised_on=date(2025, 1, 9),
    minutes="Minutes of 9 January 2025, item 2",
    recorded_on=date(2025, 1, 20),
    questions=(Linked(name="gender", on=date(2025, 1, 20)),),
    tables=(Linked(name="waited", on=date(2025, 5, 2)),),
    returned=(ResultReturned(on=date(2025, 5, 20), how="Read aloud on the market."),),
    used=(Use(on=date(2025, 5, 28), who="The health ministry", what="A second doctor at the north clinic."),),
)
WAITED = TableOnRecord("waited", "Waited longer than an hour", ("gender",))
EARLY, AFTERWARDS = date(2025, 1, 20), LAST + timedelta(days=3)


def need(*also: Need, kept: tuple[KeptQuestion, ...] = (), **changes) -> dict[str, object]:
    """The need with something changed, every field of it filled."""
    return {"needs": Needs(need=(NEED.model_copy(update=changes), *also), kept=kept)}


def linked(name: str, on: date = EARLY) -> tuple[Linked, ...]:
    return (Linked(name=name, on=on),)


def kept(on: date, because: str = "Chance decides by it who is asked.") -> tuple[KeptQuestion, ...]:
    return (KeptQuestion(question="age", because=because, on=on),)


AGE = Question("age", "age", AnswerType.INTEGER)
WITH_AGE = {"instrument": replace(FORM, questions=(GENDER, AGE))}
VALIDATED = CommunitySaid(
    said_on=date(2025, 5, 20),
    tables="a" * 64,
    asked_in=AskedIn.MEETING,
    outcome=Describes.DESCRIBES,
    who="The assembly",
    reasons="It is as we live.",
    dissent=("Not at the upper well.",),
)
PROMISED = CommitmentOnRecord(
    words="The well is dug.", due=date(2026, 11, 30), state=CommitmentState.KEPT, seen=Seen.HAPPENED
)
ASKED = RequestOnRecord(
    authority="Ministry of Water",
    asked_for="A second well.",
    asked_on=date(2025, 6, 2),
    answer=AnswerState.ACCEPTED,
    commitments=(PROMISED,),
)
LEFT = UnusedResult(name="rubbish-2024", title="Rubbish", why=WhyUnused.NOBODY_ASKED, since=date(2024, 3, 1))
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
    risk=RiskOnRecord(high=True, signatures=2, risks=3, prompts=4),
    harm_reviewed=date(2025, 5, 21),
    independence=INDEPENDENT,
    needs=Needs(need=(NEED,)),
    tables=(WAITED,),
    producers=("The interviewers' cooperative",),
    validation=Validation(said=(VALIDATED,)),
    tables_sha256=VALIDATED.tables,
    security=SecurityRecord(
        keys_since=date(2025, 3, 20),
        old_keys_kept=False,
        taken_back_kept=False,
        settings_safe=True,
        log_unchanged=True,
        restored_on=date(2025, 5, 2),
        withdrawn_again=True,
    ),
    community=council(None, OPENED),
    openness=(CHOSEN,),
    complaints=ComplaintsOnRecord(has_outside_body=True, many=True),
    decisions=DecisionsOnRecord(request=(ASKED,), unused=(LEFT,)),
)
SILENT = ReleaseRecords(
    instrument=Instrument("", "", "", ()),
    basis=Basis(kind=BasisKind.OPEN_LICENCE),
    verdict=judge(Initiation(), (), on=RELEASED),
    method=MethodCard("", "", "", "", None, None, "", "", ""),
    threshold=5,
)


def asked(**changes: object) -> dict[str, DecisionsOnRecord]:
    """One request, in which one thing is otherwise."""
    return {"decisions": DecisionsOnRecord(request=(ASKED.model_copy(update=changes),), unused=(LEFT,))}


def promised(**changes: object) -> dict[str, DecisionsOnRecord]:
    return asked(commitments=(PROMISED.model_copy(update=changes),))


def complaints(**said: bool) -> dict[str, ComplaintsOnRecord]:
    return {"complaints": ComplaintsOnRecord(**{"has_outside_body": True, "many": True, **said})}


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


LATE = APPROVED + timedelta(days=1)


def told(**changes: object) -> dict[str, object]:
    return {"validation": Validation(said=(VALIDATED.model_copy(update=changes),))}


BROKEN = [
    # Principles 2, 3 and 7: the community was asked, and nevertheless
    ("results-recognised", told(outcome=Describes.NOT), AGAINST),
    ("asked-before-publication", told(tables="b" * 64), AGAINST),
    ("asked-before-publication", told(said_on=RELEASED + timedelta(days=1)), AGAINST),
    ("agreement-and-dissent-shown", told(dissent=("-",)), AGAINST),
    ("agreement-and-dissent-shown", told(outcome=Describes.NOT), AGAINST),
    # Principle 2: every field filled, and it was not asked because somebody needed it
    ("needs-before-questions", need(recorded_on=AFTERWARDS), AGAINST),
    ("needs-before-questions", need(raised_on=AFTERWARDS, recorded_on=AFTERWARDS), AGAINST),
    ("needs-before-questions", need(questions=linked("gender", AFTERWARDS)), AGAINST),
    ("needs-before-questions", need(recorded_on=date(2025, 3, 21)), AGAINST),
    ("needs-before-questions", WITH_AGE, AGAINST),
    ("needs-before-questions", WITH_AGE | need(kept=kept(AFTERWARDS)), AGAINST),
    ("needs-before-questions", WITH_AGE | need(kept=kept(EARLY, "n/a")), NONE),
    ("needs-before-questions", need(NEED.model_copy(update={"number": 2, "questions": ()})), AGAINST),
    ("needs-before-questions", need(minutes="tbd"), NONE),
    ("needs-before-questions", need(kind=RaisedBy.OTHER, raised_by="-"), NONE),
    ("needs-before-questions", {"instrument_frozen": None, "first_contribution": None}, NONE),
    ("needs-before-questions", {"needs": Needs()}, NONE),
    ("needs-raised-by-others", need(kind=RaisedBy.PRODUCER), AGAINST),
    ("needs-raised-by-others", need(raised_by="The Interviewers' Cooperative"), AGAINST),
    ("needs-raised-by-others", need(minutes="-"), NONE),
    ("needs-raised-by-others", {"needs": None}, NONE),
    ("tables-answer-needs", {"tables": (WAITED, TableOnRecord("paid", "Paid a bribe", ("gender",)))}, AGAINST),
    ("tables-answer-needs", {"tables": (replace(WAITED, questions=("gender", "age")),)}, AGAINST),
    ("tables-answer-needs", {"tables": (replace(WAITED, questions=("age",)),)} | need(kept=kept(EARLY)), AGAINST),
    ("tables-answer-needs", {"tables": ()}, NONE),
    ("tables-answer-needs", {"needs": None}, NONE),
    ("results-used", need(returned=(ResultReturned(on=date(2025, 4, 27), how="Told early."),)), AGAINST),
    ("results-used", need(used=(Use(on=date(2025, 4, 27), who="A bank", what="A loan"),)), AGAINST),
    ("results-used", need(returned=()), AGAINST),
    ("results-used", need(returned=(ResultReturned(on=date(2025, 5, 20), how="-"),)), NONE),
    ("results-used", need(used=(Use(on=date(2025, 5, 28), who="-", what="A doctor"),)), NONE),
    ("results-used", need(returned=(), used=()), NONE),
    ("results-used", {"needs": None}, NONE),
    # Principle 10: every field is filled, and it is more open than the community allowed, or nobody asked it
    ("openness-chosen", choice(access(CommunityStep.VETOES, "open")), AGAINST),
    ("openness-chosen", choice(access(CommunityStep.VETOES)), AGAINST),
    ("openness-chosen", choice(access(CommunityStep.NEEDS_AGREEMENT)), AGAINST),
    ("openness-chosen", choice(access(CommunityStep.VETOES, "community-only"), level=AccessLevel.REGISTERED), AGAINST),
    ("openness-chosen", choice(OPENED, reason="n/a"), AGAINST),
    ("openness-chosen", choice(OPENED, with_whom="-"), AGAINST),
    ("openness-chosen", choice(OPENED, chosen_on=RELEASED + timedelta(days=1)), AGAINST),
    ("openness-chosen", choice(), AGAINST),
    ("openness-chosen", choice(access(CommunityStep.AGREES, meeting=False)), AGAINST),
    ("openness-chosen", choice(access(CommunityStep.AGREES, meeting=False), heard=Heard.WITHOUT_MEETING), NONE),
    ("openness-chosen", {**choice(heard=Heard.NO_BODY), "community": None}, NONE),
    ("openness-chosen", {"openness": None}, NONE),
    ("openness-chosen", {"has_records": True}, NONE),
    ("openness-chosen", {"openness": None, "community": council(None, access(CommunityStep.VETOES))}, AGAINST),
    # A restriction that the community decided is as good as opening
    ("openness-chosen", choice(access(CommunityStep.VETOES, "registered"), level=AccessLevel.COMMUNITY), FOUND),
    ("openness-chosen", choice(access(CommunityStep.VETOES), level=AccessLevel.CLOSED), FOUND),
    ("open-licence", {"licence_is_open": False, "licence": "CC-BY-NC-4.0"}, AGAINST),
    (
        "open-licence",
        {"licence_is_open": False, "licence": "CC-BY-NC-4.0", **choice(OPENED, licence="CC-BY-NC-4.0")},
        FOUND,
    ),
    # Principle 1
    ("interests-declared", declared(declared_on=LATE), AGAINST),
    ("interests-declared", declared(declared_on=LATE, since=None), AGAINST),
    (
        "interests-declared",
        declared(declared_on=LATE, corrects=9, taken_back=True, because="It was a mistake"),
        AGAINST,
    ),
    ("interests-declared", declared(since=None), NONE),
    ("interests-declared", declared(what="n/a"), NONE),
    ("interests-declared", independent(declared=(FUNDED,)), NONE),
    ("interests-declared", independent(declared=None), NONE),
    ("announced-and-kept", {"release_date": RELEASED - timedelta(days=1)}, AGAINST),
    ("announced-and-kept", independent(dates=(AnnouncedDate(announced_on=RELEASED, day=RELEASED),)), AGAINST),
    ("announced-and-kept", independent(dates=moved("-")), AGAINST),
    ("announced-and-kept", independent(announced=AnnouncedContent(commitment="ab", salt="cd", kept=False)), AGAINST),
    ("announced-and-kept", independent(announced=None), NONE),
    ("announced-and-kept", independent(dates=()), NONE),
    ("decided-without-interest", decision(InterestStanding.INTEREST), AGAINST),
    ("decided-without-interest", decision(InterestStanding.UNDECLARED), NONE),
    ("decided-without-interest", independent(decisions=()), NONE),
    ("early-readers-public", reader(first_read_at=datetime(2025, 5, 24, tzinfo=UTC)), AGAINST),
    ("early-readers-public", {"results_returned": None, **reader(is_party=True)}, AGAINST),
    ("early-readers-public", {**reader(who="The City Fund, its board"), "results_returned": RELEASED}, AGAINST),
    (
        "early-readers-public",
        independent(
            early_readers=(READER.model_copy(update={"is_party": True}),), dates=moved("Later", date(2025, 5, 26))
        ),
        AGAINST,
    ),
    ("early-readers-public", reader(why="-"), NONE),
    ("early-readers-public", independent(early_readers=None), NONE),
    ("log-unchanged", independent(log_unchanged=False), AGAINST),
    ("log-unchanged", independent(log_unchanged=None), NONE),
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
    ("community-decided", {"community": council({"mandate": "n/a"})}, AGAINST),
    ("community-decided", {"community": council({"mandate_from": date(2025, 5, 22)})}, AGAINST),
    ("community-decided", {"community": council({"ended_on": date(2025, 5, 20)})}, AGAINST),
    ("community-decided", {"community": council({"body": UUID(int=2)})}, AGAINST),
    ("community-decided", {"community": council(present=4)}, AGAINST),
    ("community-decided", {"community": council(None, STRICTER)}, AGAINST),
    ("community-decided", {"community": council(None, STRICTER), "threshold": 6}, FOUND),
    ("community-decided", {"community": council(meeting=False)}, NONE),
    ("community-decided", {"community": council(needed=1, present=1)}, NONE),  # a leader alone, by a rule of their own
    ("community-decided", {"community": council(needed=1, present=2)}, FOUND),
    ("community-decided", {"community": council(outcome=Outcome.NO_QUORUM, present=4)}, NONE),
    # Principle 4
    ("instrument-frozen-first", {"instrument_frozen": FIRST + timedelta(days=1)}, AGAINST),
    ("instrument-frozen-first", {"instrument_frozen": FIRST}, NONE),
    ("instrument-frozen-first", {"instrument": replace(FORM, sha256="")}, NONE),
    ("claim-within-selection", {"method": method(target="population")}, AGAINST),
    ("claim-within-selection", {"intervals_published": True}, AGAINST),
    ("claim-within-selection", {"method": method(selection="unknown")}, NONE),
    ("claim-within-selection", {"method": method(selection="a good mix of people")}, NONE),
    ("serious-findings", {"unresolved_serious_findings": True}, AGAINST),
    # Principle 5
    ("keys-go-in-time", secured(old_keys_kept=True), AGAINST),
    ("keys-go-in-time", secured(keys_since=None), NONE),
    ("keys-go-in-time", secured(old_keys_kept=None), NONE),
    ("taken-back-is-gone", secured(taken_back_kept=True), AGAINST),
    ("taken-back-is-gone", secured(taken_back_kept=None), NONE),
    ("no-backup-brings-back", secured(withdrawn_again=False), AGAINST),
    ("no-backup-brings-back", secured(withdrawn_again=None), NONE),
    ("no-backup-brings-back", secured(restored_on=None), NONE),
    ("settings-protect", secured(settings_safe=False), AGAINST),
    ("settings-protect", secured(settings_safe=None), NONE),
    ("looks-leave-a-trace", secured(log_unchanged=False), AGAINST),
    ("looks-leave-a-trace", secured(log_unchanged=None), NONE),
    # Principle 6
    (
        "identity-is-said",
        {"identity": (IdentityQuestion(question="gender", topic="gender", several=True, decline=("none_such",)),)},
        AGAINST,
    ),
    ("identity-is-said", {"instrument": replace(FORM, questions=(replace(GENDER, type="calculate"),))}, AGAINST),
    ("identity-is-said", {"identity": ()}, NONE),
    # Principle 7
    ("method-funders-interests", {"funders": ("Another fund",)}, AGAINST),
    ("method-funders-interests", {"interests": ("None of us gains",), **gaining("The water company")}, AGAINST),
    ("method-funders-interests", {"method": method(population="n/a")}, NONE),
    ("method-funders-interests", {"method": method(error_sources="-")}, NONE),
    ("method-funders-interests", {"funders": None}, NONE),
    ("method-funders-interests", {"funders": ("TBD",)}, NONE),
    ("method-funders-interests", {"interests": None}, NONE),
    ("period-agrees", {"first_contribution": date(2025, 3, 31)}, AGAINST),
    ("period-agrees", {"last_contribution": date(2025, 5, 1)}, AGAINST),
    ("period-agrees", {"last_contribution": None}, NONE),
    # Principle 8: every field filled, and somebody could be hurt all the same
    ("risks-looked-at", {"risk": replace(GOOD.risk, unsigned=1)}, AGAINST),
    ("risks-looked-at", {"risk": replace(GOOD.risk, signatures=1)}, AGAINST),
    ("risks-looked-at", {"risk": replace(GOOD.risk, overdue=1)}, AGAINST),
    ("risks-looked-at", {"risk": replace(GOOD.risk, unanswered=1)}, AGAINST),
    ("risks-looked-at", {"risk": RiskOnRecord()}, NONE),
    ("risks-looked-at", {"risk": None}, NONE),
    ("harm-weighed-again", {"harm_reviewed": LAST - timedelta(days=1)}, AGAINST),
    ("harm-weighed-again", {"harm_reviewed": RELEASED + timedelta(days=1)}, AGAINST),
    ("harm-weighed-again", {"harm_reviewed": None}, NONE),
    ("results-led-to-decisions", promised(state=CommitmentState.OVERDUE), AGAINST),
    ("results-led-to-decisions", promised(state=CommitmentState.KEPT_LATE), AGAINST),
    ("results-led-to-decisions", promised(state=CommitmentState.TAKEN_BACK), AGAINST),
    ("results-led-to-decisions", promised(seen=Seen.NOT), AGAINST),
    ("results-led-to-decisions", asked(answer=AnswerState.OVERDUE), AGAINST),
    ("results-led-to-decisions", asked(answer=AnswerState.DECLINED), AGAINST),
    ("results-led-to-decisions", asked(late=True), AGAINST),
    ("results-led-to-decisions", asked(answer=AnswerState.WAITS, commitments=()), NONE),
    ("results-led-to-decisions", asked(authority="n/a"), NONE),
    ("results-led-to-decisions", promised(words="tbd"), NONE),
    ("results-led-to-decisions", {"decisions": DecisionsOnRecord(unused=(LEFT,))}, NONE),
    ("results-led-to-decisions", {"decisions": None}, NONE),
    # Principle 7: every field is filled, a body outside is named, and nobody is heard all the same
    ("complaints-answered", complaints(late=True), AGAINST),
    ("complaints-answered", complaints(decided_by_concerned=True), AGAINST),
    ("complaints-answered", complaints(remedy_overdue=True), AGAINST),
    ("complaints-answered", complaints(has_outside_body=False), NONE),
    ("complaints-answered", {"complaints": None}, NONE),
    ("dissent-shown", {"community": council(dissent=())}, AGAINST),
    ("dissent-shown", {"community": council(dissent=("n/a",))}, AGAINST),
    ("dissent-shown", {"community": council(dissent=(), unread=True)}, FOUND),
    ("dissent-shown", {"community": council(dissent=(), no_reason=True)}, FOUND),
    ("dissent-shown", {"community": council(meeting=False)}, NONE),
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


def blank_places(value: object, path: tuple[object, ...] = ()) -> set[tuple[object, ...]]:
    """Where nothing was filled in, at any depth: no value, no text, no entry. A no and a nought are values."""
    if isinstance(value, BaseModel):
        parts = [(name, getattr(value, name)) for name in type(value).model_fields]
    elif is_dataclass(value):
        parts = [(field.name, getattr(value, field.name)) for field in fields(value)]
    elif isinstance(value, tuple | list):
        parts = list(enumerate(value))
    else:
        parts = []
    inner = {place for name, part in parts for place in blank_places(part, (*path, name))}
    return inner | ({path} if value in (None, "", (), []) else set())


@pytest.mark.parametrize("code", [rule(GOOD).code for rules in SAFEGUARDS.values() for rule in rules])
def test_every_safeguard_says_against_where_every_field_is_filled_and_the_principle_is_broken(code):
    """From the registry: a safeguard that is added without such a case, a good one and an empty one fails here."""
    broken = [replace(GOOD, **fault) for name, fault, expected in BROKEN if name == code and expected is AGAINST]
    filled = [records for records in broken if blank_places(records) <= blank_places(GOOD)]

    assert filled, f"{code} needs a case in BROKEN in which all of GOOD is filled and it says {AGAINST}"
    assert all(safeguards(records)[code].state is AGAINST for records in filled)
    assert safeguards(GOOD)[code].state is FOUND
    assert safeguards(SILENT)[code].state is NONE


def test_a_case_that_leaves_a_field_empty_is_no_filled_one():
    """The twin: what the check above looks at can fail."""
    assert not blank_places(replace(GOOD, summary="")) <= blank_places(GOOD)
    assert not blank_places(replace(GOOD, **secured(settings_safe=None))) <= blank_places(GOOD)
    assert blank_places(replace(GOOD, **secured(settings_safe=False))) <= blank_places(GOOD)


@pytest.mark.parametrize(
    ("code", "records"),
    [
        ("interests-declared", declared(declared_on=LATE, since=LATE)),
        ("interests-declared", declared(declared_on=APPROVED)),
        ("announced-and-kept", independent(dates=moved("The hall is free then"))),
        ("early-readers-public", reader(is_party=True)),
        ("early-readers-public", independent(early_readers=())),
        ("period-agrees", {"first_contribution": date(2025, 4, 1), "last_contribution": date(2025, 4, 30)}),
        ("results-returned-first", {"results_returned": RELEASED}),
        ("results-returned-first", {"results_returned": LAST}),
        ("harm-weighed-again", {"harm_reviewed": LAST}),
        ("needs-before-questions", need(recorded_on=date(2025, 3, 20))),
        ("needs-before-questions", WITH_AGE | need(kept=kept(EARLY))),
        ("needs-before-questions", need(kind=RaisedBy.COMMUNITY_BODY, raised_by="")),
        ("needs-raised-by-others", need(NEED.model_copy(update={"number": 2, "kind": RaisedBy.PRODUCER}))),
        ("tables-answer-needs", need(NEED.model_copy(update={"number": 2, "tables": ()}))),
        ("results-used", need(returned=(ResultReturned(on=LAST, how="Told on the market."),), used=())),
        ("harm-weighed-again", {"harm_reviewed": RELEASED}),
        ("complaints-answered", complaints(many=False)),
        ("results-led-to-decisions", promised(state=CommitmentState.OPEN)),
        ("results-led-to-decisions", promised(seen=Seen.IN_PART)),
        ("results-led-to-decisions", asked(answer=AnswerState.IN_PART)),
        ("risks-looked-at", {"risk": RiskOnRecord(prompts=1)}),
        ("risks-looked-at", {"risk": RiskOnRecord(risks=1)}),
        ("instrument-frozen-first", {"instrument_frozen": FIRST - timedelta(days=1)}),
        ("plain-summary", {"summary": "word " * 25 + "."}),
        ("method-funders-interests", {"funders": (), **independent(declared=None)}),
        ("method-funders-interests", {"funders": ("Harbour bank", "The city fund")}),
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


@pytest.mark.parametrize("people", [1, 4, 5, 100])
def test_it_is_said_that_consents_are_broken_and_not_how_many(people):
    """What is published about the data is data: two numbers, each large enough, can be the difference of a few."""
    result = safeguards(replace(GOOD, consent=consent(given=200 - people, after_collection=people)))

    assert result["consent-per-person"].state is AGAINST
    assert not any(character.isdigit() for character in text(result["consent-per-person"]))


@pytest.mark.parametrize("refused", [1, 4, 5, 100])
def test_how_many_refused_cannot_be_worked_out_by_subtraction(refused):
    """That some refused is said: it shows that people could."""
    records = replace(GOOD, consent=consent(given=200 - refused, refused=refused), consent_columns=column(199, 1))
    result = safeguards(records)["consent-per-person"]

    assert "people could say no" in text(result)
    assert not any(character.isdigit() for character in text(result))


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
