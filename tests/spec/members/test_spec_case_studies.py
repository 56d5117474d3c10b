"""Case studies in sentences: what failed is told, claims need evidence, friends do not review, names are asked."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest

from exchange_cast import (
    AT_THE_MINISTRY,
    AT_THE_WATER,
    DAY,
    HOUR,
    NOW,
    PUBLISHED,
    RIVER,
    SHELTER,
    TODAY,
    WATER,
    case,
    case_text,
    listing,
    number,
    unnamed,
    version,
    word,
)
from nyhavn.framework.case_review import (
    CASE_POLICY,
    Belonged,
    Review,
    Reviewer,
    ReviewVerdict,
    check_may_review,
    check_review,
    to_look_at,
)
from nyhavn.framework.case_study import (
    Authors,
    CaseText,
    Changed,
    ChangeStanding,
    Lesson,
    Named,
    NamedKind,
    StageLevel,
    WhySilent,
    changes_of,
    check_case,
    stages_of,
    texts_of,
)
from nyhavn.framework.case_versions import (
    VERSION_STEPS,
    CaseState,
    CaseStudy,
    CaseVersion,
    NamingEnded,
    VersionState,
    VersionStep,
    check_new_version,
    check_version_step,
    naming_reasons,
    shown_case,
    text_fingerprint,
)
from nyhavn.framework.chain import Stage
from nyhavn.framework.definition import StageStanding
from nyhavn.framework.evidence import Evidence, EvidenceKind
from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.material import Agreed, Finding, Looked, Subject
from nyhavn.framework.organisation_consent import PASSER_BY, Circle
from nyhavn.framework.refusal import Refusal

AUTHORS = Authors(organisations=(WATER, SHELTER), names=("Water for all", "A shelter"))


def codes_of(text: CaseText) -> tuple[str, ...]:
    try:
        check_case(text, TODAY)
    except Refusal as error:
        return error.codes
    return ()


def minutes(by: str, shows: str = "supports") -> Evidence:
    return Evidence.model_validate(
        {"kind": EvidenceKind.WORKSHOP_MINUTES, "date": date(2026, 1, 5), "attested_by": by, "shows": shows}
    )


# --- What failed is a part of it ---------------------------------------------------------------


@pytest.mark.parametrize("failed", [(), (Lesson(what="-"),), (Lesson(what="n/a"),)])
def test_a_case_study_that_says_nothing_of_what_failed_is_refused(failed: tuple[Lesson, ...]) -> None:
    assert "case-failure-missing" in codes_of(case_text(failed=failed))


def test_a_case_study_that_says_what_failed_comes_through() -> None:
    assert codes_of(case_text()) == ()


@pytest.mark.parametrize("why", WhySilent)
def test_whoever_says_nothing_of_it_says_why_in_words(why: WhySilent) -> None:
    assert codes_of(case_text(failed=(), why_silent=why)) == ("case-silence-unexplained",)
    assert codes_of(case_text(failed=(), why_silent=why, silence="The assembly asked us not to.")) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"why_silent": WhySilent.TOO_EARLY, "silence": "It began in May."}, "case-failure-and-silence"),
        ({"summary": ""}, "case-words-missing"),
        ({"initiative": "?"}, "case-words-missing"),
        ({"worked": (Lesson(what=""),)}, "case-words-missing"),
        ({"changed": (Changed(what="-"),)}, "case-words-missing"),
        (
            {"stages": (StageLevel(stage=Stage.DESIGN, level=1), StageLevel(stage=Stage.DESIGN, level=5))},
            "case-stage-twice",
        ),
        ({"changed": (Changed(what="A well.", since=TODAY + DAY),)}, "case-change-in-future"),
        ({"names_nobody": None}, "case-names-unanswered"),
        ({"names_nobody": False}, "case-names-unanswered"),
    ],
)
def test_each_fault_of_the_form_is_told(changes: dict[str, object], code: str) -> None:
    assert codes_of(case_text(**changes)) == (code,)


# --- Claims need evidence ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "attested_by", "standing"),
    [
        (3, "", StageStanding.INSUFFICIENT),
        (4, "", StageStanding.UNPROVEN),
        (4, "Water for all", StageStanding.UNPROVEN),
        (5, "a  SHELTER", StageStanding.UNPROVEN),
        (4, "The assembly", StageStanding.SUFFICIENT),
        (5, "The assembly", StageStanding.SUFFICIENT),
    ],
)
def test_a_high_level_counts_only_if_somebody_else_attests_it(
    level: int, attested_by: str, standing: StageStanding
) -> None:
    evidence = (minutes(attested_by),) if attested_by else ()
    text = case_text(stages=(StageLevel(stage=Stage.USE, level=level, evidence=evidence),))
    shown = {one.stage: one.standing for one in stages_of(text, AUTHORS, TODAY)}
    assert list(shown) == list(Stage)
    assert shown[Stage.USE] is standing
    assert {shown[stage] for stage in set(Stage) - {Stage.USE}} == {StageStanding.NOT_ANSWERED}


@pytest.mark.parametrize(
    ("evidence", "standing"),
    [
        ((), ChangeStanding.UNPROVEN),
        ((minutes("Water for all"),), ChangeStanding.UNPROVEN),
        ((minutes("The council"),), ChangeStanding.SHOWN),
        ((minutes("The council"), minutes("The assembly", "contradicts")), ChangeStanding.CONTRADICTED),
    ],
)
def test_a_change_without_evidence_of_others_is_unproven(
    evidence: tuple[Evidence, ...], standing: ChangeStanding
) -> None:
    (shown,) = changes_of(case_text(changed=(Changed(what="A new well.", evidence=evidence),)), AUTHORS, TODAY)
    assert (shown.standing, len(shown.evidence)) == (standing, len(evidence))


# --- Reviewed from outside ---------------------------------------------------------------------

OUTSIDE = Reviewer((Belonged(RIVER),), interest=OwnInterest.NONE)
LEFT = timedelta(days=CASE_POLICY.left_days)


@pytest.mark.parametrize(
    ("reviewer", "code"),
    [
        (Reviewer((Belonged(RIVER), Belonged(WATER)), interest=OwnInterest.NONE), "case-review-own-organisation"),
        (Reviewer((Belonged(SHELTER),), interest=OwnInterest.NONE), "case-review-own-organisation"),
        (Reviewer((Belonged(WATER, TODAY - DAY),), interest=OwnInterest.NONE), "case-review-own-organisation"),
        (Reviewer((Belonged(WATER, TODAY - LEFT),), interest=OwnInterest.NONE), "case-review-own-organisation"),
        (Reviewer((Belonged(RIVER),), wrote_it=True, interest=OwnInterest.NONE), "case-review-own-words"),
        (Reviewer((Belonged(RIVER),)), "case-review-interest-unsaid"),
        *((Reviewer((), interest=kind), "case-review-interest") for kind in set(OwnInterest) - {OwnInterest.NONE}),
    ],
)
def test_nobody_reviews_a_case_study_of_an_organisation_they_belong_to_or_gain_from(
    reviewer: Reviewer, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check_may_review(reviewer, AUTHORS, TODAY)
    assert refused.value.codes == (code,)


@pytest.mark.parametrize(
    "reviewer", [OUTSIDE, Reviewer((Belonged(WATER, TODAY - LEFT - DAY),), interest=OwnInterest.NONE)]
)
def test_somebody_from_outside_reviews_it(reviewer: Reviewer) -> None:
    check_may_review(reviewer, AUTHORS, TODAY)


def looked(**words: str) -> tuple[Looked, ...]:
    return tuple(Looked(subject, Finding.NONE, words.get(subject, "")) for subject in (Subject.NAMES, Subject.PLACES))


def review(one: CaseVersion, **more: object) -> Review:
    values = {
        "verdict": ReviewVerdict.ACCEPT,
        "at": NOW,
        "reasons": "It says what went wrong and how it was mended.",
        "fingerprint": text_fingerprint(one.text),
        "looked": looked(),
    }
    return Review.model_validate(values | more)


def codes_of_review(given: Review, one: CaseVersion, study: CaseStudy | None = None, *people: str) -> tuple[str, ...]:
    try:
        check_review(study or case(one), one, given, OUTSIDE, now=NOW, people=people)
    except Refusal as error:
        return error.codes
    return ()


IN_REVIEW = version(1, None, VersionStep.SUBMIT)


def test_a_review_with_reasons_of_the_words_that_were_read_counts() -> None:
    assert codes_of_review(review(IN_REVIEW), IN_REVIEW) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reasons": "-"}, "case-review-without-reasons"),
        ({"reasons": "Ask Amina Odhiambo."}, "words-name-somebody"),
        ({"fingerprint": text_fingerprint(case_text(summary="Other words."))}, "case-words-changed"),
        ({"looked": looked()[:1]}, "case-review-not-looked"),
        ({"looked": (looked()[0], Looked(Subject.PLACES, Finding.MUST_NOT))}, "case-review-must-not"),
        ({"looked": (looked()[0], Looked(Subject.PLACES, Finding.AGREED))}, "case-review-look-says-nothing"),
    ],
)
def test_each_fault_of_a_review_is_told(changes: dict[str, object], code: str) -> None:
    assert codes_of_review(review(IN_REVIEW, **changes), IN_REVIEW, None, "Amina Odhiambo") == (code,)


def test_a_version_that_is_incomplete_can_be_sent_back_and_not_accepted() -> None:
    one = version(1, case_text(failed=()), VersionStep.SUBMIT)
    assert codes_of_review(review(one), one) == ("case-failure-missing",)
    assert codes_of_review(review(one, verdict=ReviewVerdict.SEND_BACK, looked=()), one) == ()


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("Call 0700 123 456.", Subject.NAMES),
        ("Ask AMINA  Odhiambo.", Subject.NAMES),
        ("In the village behind the hill.", Subject.PLACES),
        ("At 1.28333, 36.81667.", Subject.PLACES),
    ],
)
def test_what_the_machine_points_at_needs_a_word_of_the_reviewer(words: str, subject: Subject) -> None:
    one = version(1, case_text(summary=words), VersionStep.SUBMIT)
    assert subject in {spot.subject for spot in to_look_at(one.text, ("Amina Odhiambo",))}
    assert set(codes_of_review(review(one), one, None, "Amina Odhiambo")) == {"case-review-look-says-nothing"}
    answer = "It is an office's, and leads to nobody."
    answered = review(one, looked=looked(names=answer, places=answer))
    assert codes_of_review(answered, one, None, "Amina Odhiambo") == ()


def test_every_text_is_looked_through() -> None:
    piece = Evidence(kind=EvidenceKind.OTHER_DOCUMENT, document="Letter", attested_by="somebody")
    text = case_text(
        failed=(),
        silence="s",
        changed=(Changed(what="c", evidence=(piece,)),),
        stages=(StageLevel(stage=Stage.USE, level=1, evidence=(piece,)),),
    )
    assert list(texts_of(text)) == [
        "initiative",
        "summary",
        "silence",
        "worked 1",
        "changed 1",
        "evidence 1",
        "evidence 2",
    ]


# --- Names need a yes --------------------------------------------------------------------------


def named(**more: object) -> Named:
    values = {"name": "Amina Odhiambo", "kind": NamedKind.PERSON, "how": Agreed.PAPER, "told": True}
    return Named.model_validate(values | {"agreed_at": NOW - 10 * DAY} | more)


def with_name(*steps: VersionStep, **more: object) -> CaseVersion:
    text = case_text(summary="Amina Odhiambo began it.", names_nobody=False, named=(named(**more),))
    return version(1, text, *steps)


@pytest.mark.parametrize("lacks", [{"told": False}, {"agreed_at": NOW + DAY}, {"until": NOW}])
def test_nobody_is_named_who_was_not_told_did_not_agree_or_agreed_until_now(lacks: dict[str, object]) -> None:
    one = with_name(VersionStep.SUBMIT, **lacks)
    assert set(codes_of_review(review(one), one)) == {"case-naming-without-yes", "case-naming-ended"}


def test_who_agreed_is_named() -> None:
    one = with_name(*PUBLISHED)
    assert naming_reasons(one.text, case(one), NOW) == ()
    shown = shown_case(case(one), {}, PASSER_BY, NOW)
    assert shown is not None
    assert shown.text == one.text


def test_a_name_that_is_taken_back_is_gone_in_that_moment_with_every_text_that_holds_it() -> None:
    ended = (NamingEnded(name="AMINA  odhiambo", at=NOW),)
    study = case(with_name(*PUBLISHED), naming_ended=ended)
    before, after = (shown_case(study, {}, PASSER_BY, at) for at in (NOW - HOUR, NOW))
    assert before is not None and before.state is CaseState.STANDS
    assert after is not None and (after.state, after.text) == (CaseState.HELD_BACK, None)
    assert "mina" not in repr(after)
    assert all("mina" not in reason.sentence() for reason in naming_reasons(study.versions[0].text, study, NOW))


def test_a_name_that_slipped_into_another_version_is_gone_too() -> None:
    second = version(2, case_text(summary="After Amina Odhiambo, all went on."), *PUBLISHED)
    first = with_name(*PUBLISHED, VersionStep.SUPERSEDE)
    ended = (NamingEnded(name="Amina Odhiambo", at=NOW),)
    shown = shown_case(case(first, second, naming_ended=ended), {}, PASSER_BY, NOW)
    assert shown is not None and shown.state is CaseState.HELD_BACK


def test_a_version_without_the_name_comes_through_and_so_does_a_new_yes() -> None:
    ended = (NamingEnded(name="Amina Odhiambo", at=NOW - DAY),)
    first = with_name(*PUBLISHED, VersionStep.SUPERSEDE)
    clean = version(2, case_text(), *PUBLISHED)
    shown = shown_case(case(first, clean, naming_ended=ended), {}, PASSER_BY, NOW)
    assert shown is not None and (shown.state, shown.number) == (CaseState.STANDS, 2)
    again = with_name(*PUBLISHED, agreed_at=NOW - HOUR)
    assert naming_reasons(again.text, case(again, naming_ended=ended), NOW) == ()


ENDED = (NamingEnded(name="Amina Odhiambo", at=NOW - DAY),)
TOLD = "Amina Odhiambo took her yes back."


def test_a_name_that_is_gone_is_gone_from_the_reasons_beside_the_text_too() -> None:
    first = with_name(*PUBLISHED, VersionStep.SUPERSEDE)
    acts = tuple(act.model_copy(update={"because": TOLD}) for act in version(2, None, *PUBLISHED).acts)
    clean = version(2, case_text(), because=TOLD, acts=acts)
    shown = shown_case(case(first, clean, naming_ended=ENDED), {}, PASSER_BY, NOW)
    assert shown is not None and shown.state is CaseState.STANDS
    assert (shown.reviewed, [one.because for one in shown.history]) == ("", ["", ""])
    assert "Amina" not in repr(shown)
    before = shown_case(case(first, clean, naming_ended=ENDED), {}, PASSER_BY, NOW - 2 * DAY)
    assert before is not None and "Amina" not in repr(before), "a version without the name has no yes for it"


def test_what_was_withdrawn_says_no_name() -> None:
    one = with_name(*PUBLISHED, VersionStep.WITHDRAW)
    acts = (*one.acts[:-1], one.acts[-1].model_copy(update={"because": TOLD}))
    shown = shown_case(case(one.model_copy(update={"acts": acts}), naming_ended=ENDED), {}, PASSER_BY, NOW)
    assert shown is not None
    assert (shown.state, shown.because) == (CaseState.WITHDRAWN, "")


def test_nobody_is_named_in_the_reason_of_a_review_a_correction_or_a_withdrawal() -> None:
    one = with_name(*PUBLISHED)
    for say in (
        lambda: check_new_version(case(one, naming_ended=ENDED), TOLD),
        lambda: check_version_step(one, VersionStep.WITHDRAW, TOLD),
    ):
        with pytest.raises(Refusal) as refused:
            say()
        assert refused.value.codes == ("words-name-somebody",)
    handed_in = with_name(VersionStep.SUBMIT)
    assert codes_of_review(review(handed_in, reasons="Amina Odhiambo agreed."), handed_in) == ("words-name-somebody",)
    assert codes_of_review(review(handed_in), handed_in) == ()


def test_every_organisation_behind_it_is_known_by_a_name_or_it_could_attest_for_itself() -> None:
    for names in (("Water for all",), ("Water for all", "WATER  for all"), ("Water for all", " ")):
        with pytest.raises(ValueError, match="has a name"):
            Authors(organisations=(WATER, SHELTER), names=names)


# --- Versions ----------------------------------------------------------------------------------

WAY: dict[VersionState, tuple[VersionStep, ...]] = {
    VersionState.DRAFT: (),
    VersionState.IN_REVIEW: (VersionStep.SUBMIT,),
    VersionState.SENT_BACK: (VersionStep.SUBMIT, VersionStep.SEND_BACK),
    VersionState.PUBLISHED: PUBLISHED,
    VersionState.SUPERSEDED: (*PUBLISHED, VersionStep.SUPERSEDE),
    VersionState.WITHDRAWN: (*PUBLISHED, VersionStep.WITHDRAW),
}


def test_the_table_of_versions_is_total() -> None:
    assert set(VERSION_STEPS) == set(VersionState) == set(WAY)
    assert all(version(1, None, *way).state is state for state, way in WAY.items())
    assert {step for steps in VERSION_STEPS.values() for step in steps} == set(VersionStep)


@pytest.mark.parametrize(("state", "step"), list(product(VersionState, VersionStep)))
def test_each_step_is_done_where_the_table_says_so(state: VersionState, step: VersionStep) -> None:
    one = version(1, None, *WAY[state])
    if step in VERSION_STEPS[state]:
        check_version_step(one, step, "The figures were wrong.")
        return
    with pytest.raises(Refusal) as refused:
        check_version_step(one, step, "The figures were wrong.")
    assert refused.value.codes == ("case-out-of-turn",)
    with pytest.raises(ValueError, match="cannot follow"):
        version(1, None, *WAY[state], step)


def test_what_was_read_is_withdrawn_with_a_reason_and_a_draft_without_one() -> None:
    with pytest.raises(Refusal) as refused:
        check_version_step(version(1, None, *PUBLISHED), VersionStep.WITHDRAW, " ")
    assert refused.value.codes == ("case-withdrawn-without-reason",)
    check_version_step(version(), VersionStep.WITHDRAW)


def test_a_correction_says_what_it_changes() -> None:
    study = case()
    with pytest.raises(Refusal) as refused:
        check_new_version(study, "")
    assert refused.value.codes == ("case-correction-without-reason",)
    check_new_version(study, "The number of wells was wrong.")
    with pytest.raises(Refusal) as refused:
        check_new_version(case(version(1, None, *PUBLISHED), version(2)), "More.")
    assert refused.value.codes == ("case-version-open",)


def test_a_version_in_review_changes_nothing_of_the_one_that_stands() -> None:
    second = version(2, case_text(summary="Not reviewed yet."), VersionStep.SUBMIT, because="A number.")
    shown = shown_case(case(version(1, None, *PUBLISHED), second), {}, PASSER_BY, NOW)
    assert shown is not None
    assert (shown.number, [one.number for one in shown.history]) == (1, [1])
    assert shown.reviewed == "It teaches something."


def test_corrections_stay_to_be_read() -> None:
    first = version(1, None, *PUBLISHED, VersionStep.SUPERSEDE)
    second = version(2, case_text(summary="Twelve wells."), *PUBLISHED, because="The number was wrong.")
    shown = shown_case(case(first, second), {}, PASSER_BY, NOW)
    assert shown is not None
    assert [(one.number, one.because) for one in shown.history] == [(1, ""), (2, "The number was wrong.")]


def test_what_is_withdrawn_says_why_and_nothing_else() -> None:
    shown = shown_case(case(version(1, None, *WAY[VersionState.WITHDRAWN])), {}, PASSER_BY, NOW)
    assert shown is not None
    assert (shown.state, shown.text, shown.because) == (CaseState.WITHDRAWN, None, "It teaches something.")


@pytest.mark.parametrize("steps", [WAY[VersionState.DRAFT], WAY[VersionState.IN_REVIEW], WAY[VersionState.SENT_BACK]])
def test_what_was_never_published_is_read_by_nobody(steps: tuple[VersionStep, ...]) -> None:
    assert shown_case(case(version(1, None, *steps)), {}, PASSER_BY, NOW) is None


# --- Who reads it ------------------------------------------------------------------------------


def two_authors(shelter_says: Circle | None, at: datetime = NOW - DAY) -> CaseStudy:
    about = f"case:{number(50)}"
    said = [word(about, Circle.EVERYBODY, WATER)]
    if shelter_says is not None:
        said.append(word(about, shelter_says, SHELTER, at))
    authors = Authors(organisations=(WATER, SHELTER), names=AUTHORS.names, words=tuple(said))
    return case(authors=authors)


@pytest.mark.parametrize(
    ("said", "passer_by", "member"),
    [
        (None, False, False),
        (Circle.NOBODY, False, False),
        (Circle.MEMBERS, False, True),
        (Circle.EVERYBODY, True, True),
    ],
)
def test_it_is_read_as_far_as_every_author_said_so(said: Circle | None, passer_by: bool, member: bool) -> None:  # noqa: FBT001
    study = two_authors(said)
    assert (shown_case(study, {}, PASSER_BY, NOW) is not None) is passer_by
    assert (shown_case(study, {}, AT_THE_MINISTRY, NOW) is not None) is member
    assert shown_case(study, {}, AT_THE_WATER, NOW) is not None


def test_an_author_who_stays_unnamed_leaves_no_gap() -> None:
    listed = {WATER: listing(WATER, "Water for all"), SHELTER: unnamed(SHELTER)}
    shown = shown_case(two_authors(Circle.EVERYBODY), listed, PASSER_BY, NOW)
    assert shown is not None
    assert shown.authors == ("Water for all",)
    open_one = {**listed, SHELTER: listing(SHELTER, "A shelter")}
    shown = shown_case(two_authors(Circle.EVERYBODY), open_one, PASSER_BY, NOW)
    assert shown is not None and shown.authors == ("Water for all", "A shelter")
