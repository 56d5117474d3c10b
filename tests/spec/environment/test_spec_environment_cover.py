"""One organisation alone is not held up by its name: its group is read together with others, or not at all."""

from datetime import date

import pytest

from nyhavn.framework.environment import ENVIRONMENT, Dimension, Silence
from nyhavn.framework.environment_assessment import AssessmentStep, Voice, check_step, check_voices
from nyhavn.framework.environment_differences import Apart, differences
from nyhavn.framework.environment_next_steps import next_steps
from nyhavn.framework.environment_positions import StatementAnswer
from nyhavn.framework.environment_reading import Publication, Readable, check_may_read_answers, publication
from nyhavn.framework.environment_table import table_rows
from nyhavn.framework.refusal import Refusal
from spec.environment.env_world import (
    AFTER,
    CITIZENS,
    CLERK,
    DISAGREEING,
    DURING,
    NEIGHBOUR,
    OFFICE,
    RIGHTS,
    VOICES,
    assessment,
    entry,
    opened,
    own,
    proof,
)

NAMES = ("wells", "women", "village", "deaf-people")
TOGETHER = f"{CITIZENS}.{RIGHTS}"
ENOUGH = ENVIRONMENT.cover.organisations


def citizens(number: int, *groups: str, agreed: bool = False) -> Voice:
    names = frozenset(NAMES[:number])
    return Voice(groups=groups or (CITIZENS,), organisations=names, agreed_alone=date(2026, 3, 1) if agreed else None)


def with_citizens(number: int, *, took_part: int | None = None, **changes: object) -> Readable:
    took = frozenset(NAMES[: took_part or number])
    sent = entry(CITIZENS, "TR1", "none none none", organisations=took, people=40, **changes)
    others = tuple(one for one in DISAGREEING if one.voice != CITIZENS)
    return opened((*others, sent), voices=(VOICES[0], citizens(number), VOICES[2]))


def said_by_citizens(found: Readable) -> StatementAnswer:
    return next(one for one in found.voices if one.voice == CITIZENS).answers["TR1"]


@pytest.mark.parametrize("number", range(1, len(NAMES) + 1))
def test_a_group_is_published_from_so_many_organisations_on(number: int) -> None:
    expected = Publication.BY_NAME if number >= ENOUGH else Publication.UNPUBLISHED
    assert publication(citizens(number), ENVIRONMENT) is expected


def test_the_number_has_its_reason_beside_it() -> None:
    assert ENOUGH == 3
    assert ENVIRONMENT.cover.because


def test_neither_office_nor_convenor_reads_a_group_without_cover_even_after_the_closing() -> None:
    found = with_citizens(2)
    assert [one.voice for one in found.voices] == [OFFICE, RIGHTS]
    assert found.unread == (CITIZENS,)
    with pytest.raises(Refusal) as refused:
        check_may_read_answers(assessment(voices=(VOICES[0], citizens(2), VOICES[2])), CLERK, CITIZENS, AFTER)
    assert refused.value.codes == ("environment-answers-unpublished",)
    assert not any(row.voice == CITIZENS for row in table_rows(found))
    assert {voice for one in next_steps(found) for voice in one.voices} <= {OFFICE, RIGHTS}


def test_what_is_not_published_moves_nothing_that_is() -> None:
    said_yes = with_citizens(2)
    silent = opened(
        tuple(one for one in DISAGREEING if one.voice != CITIZENS), voices=(VOICES[0], citizens(2), VOICES[2])
    )
    assert (differences(said_yes), next_steps(said_yes), said_yes) == (differences(silent), next_steps(silent), silent)


def test_twin_a_group_of_several_is_read_with_its_words_and_its_proof() -> None:
    found = said_by_citizens(with_citizens(3, comment="We were never told.", shown_by=(proof(),)))
    assert found.positions[Dimension.LAW].said == ("none",)
    assert found.comments == ("We were never told.",)
    assert found.shown_by == (proof(),)
    assert [one.people for one in found.sittings] == [40]


def test_it_is_not_enough_that_many_were_asked_if_one_answered() -> None:
    few = said_by_citizens(with_citizens(4, took_part=1, comment="We were never told."))
    assert few.positions[Dimension.LAW].said == ("few-or-none",)
    assert (few.comments, few.shown_by, few.sittings) == ((), (), ())


def test_blank_sheets_of_others_give_no_cover_to_the_one_that_answered() -> None:
    sheets = [
        entry(CITIZENS, "TR1", said, key=f"one-by-one-sheet-{name}", sheet=name, organisations=frozenset({name}))
        for name, said in zip(NAMES[:3], ("none", "", ""), strict=True)
    ]
    assert said_by_citizens(opened(sheets)).positions[Dimension.LAW].said == ("few-or-none",)
    ticked = [one.model_copy(update={"law": Silence.DONT_KNOW}) for one in sheets[1:]]
    assert said_by_citizens(opened((sheets[0], *ticked))).positions[Dimension.LAW].said == ("none", "dont-know")


def test_that_few_answered_looks_like_nobody_did() -> None:
    few = with_citizens(4, took_part=2, comment="We were never told.")
    nobody = opened(
        tuple(one for one in DISAGREEING if one.voice != CITIZENS), voices=(VOICES[0], citizens(4), VOICES[2])
    )
    assert few == nobody
    assert differences(few)[0].dimensions[0].apart is Apart.ONE_STEP


def test_what_too_few_sent_late_is_not_told_either() -> None:
    late = entry(CITIZENS, "HC1", "none", organisations=frozenset(NAMES[:2]), received_at=AFTER)
    assert opened((*DISAGREEING, late)) == opened()
    many = entry(CITIZENS, "HC1", "none", received_at=AFTER)
    assert [one.voice for one in opened((*DISAGREEING, many)).late] == [CITIZENS], "the twin"


def test_words_of_a_sheet_with_one_organisation_are_not_shown_though_its_ticks_are_covered() -> None:
    sheets = [
        entry(CITIZENS, "TR1", "none none none", key=f"one-by-one-sheet-{name}", sheet=name, people=3,
              organisations=frozenset({name}), comment=f"Only {name} writes like this.")
        for name in NAMES[:3]
    ]  # fmt: skip
    found = said_by_citizens(opened(sheets))
    assert found.positions[Dimension.LAW].said == ("none",)
    assert (found.comments, found.sittings) == ((), ())


def test_what_proof_is_not_shown_is_not_said_to_be_missing() -> None:
    sheets = [
        entry(CITIZENS, "TR1", "in-force", key=f"one-by-one-sheet-{name}", sheet=name, people=3,
              organisations=frozenset({name}), shown_by=(proof(),))
        for name in NAMES[:3]
    ]  # fmt: skip
    found = said_by_citizens(opened(sheets))
    assert found.shown_by == ()
    assert not found.is_without_proof(Dimension.LAW)


def test_so_few_people_that_they_could_be_pointed_at_are_not_counted_unless_an_office_speaks() -> None:
    sent = (
        entry(OFFICE, "TR1", "none", people=1),
        entry(RIGHTS, "TR1", "none", people=2),
    )
    found = {one.voice: one.answers["TR1"].sittings[0].people for one in opened(sent).voices if one.voice != CITIZENS}
    assert found == {OFFICE: 1, RIGHTS: None}


def test_groups_that_would_stand_alone_can_answer_together_and_are_read_as_one() -> None:
    one_voice = Voice(groups=(CITIZENS, RIGHTS), organisations=frozenset({"wells", "women", "commission"}))
    check_voices((VOICES[0], one_voice), ENVIRONMENT)
    assert publication(one_voice, ENVIRONMENT) is Publication.COLLECTIVE
    sent = entry(TOGETHER, "TR1", "none", organisations=one_voice.organisations)
    found = opened((DISAGREEING[0], sent), voices=(VOICES[0], one_voice))
    assert [one.voice for one in found.voices] == [OFFICE, TOGETHER]
    assert differences(found)[0].dimensions[0].apart is Apart.OPPOSITE


def test_together_they_need_as_much_cover() -> None:
    assert publication(citizens(2, CITIZENS, RIGHTS), ENVIRONMENT) is Publication.UNPUBLISHED


def test_an_organisation_alone_may_want_to_be_read_and_may_take_that_back_until_the_closing() -> None:
    assert publication(citizens(1, agreed=True), ENVIRONMENT) is Publication.BY_NAME
    assert publication(citizens(1), ENVIRONMENT) is Publication.UNPUBLISHED
    check_step(assessment(), AssessmentStep.CHOOSE_COVER, DURING)
    with pytest.raises(Refusal):
        check_step(assessment(), AssessmentStep.CHOOSE_COVER, AFTER)


def test_one_organisations_wish_uncovers_no_others() -> None:
    assert publication(citizens(2, agreed=True), ENVIRONMENT) is Publication.UNPUBLISHED


def test_a_group_without_cover_still_reads_all_of_its_own() -> None:
    assert own(NEIGHBOUR).voices[0].answers["TR1"].positions[Dimension.LAW].said == ("none",)


FAULTS = {
    "environment-group-unknown": (VOICES[0], Voice(groups=("army",), organisations=frozenset({"x"}))),
    "environment-voice-twice": (VOICES[0], citizens(3), citizens(3)),
    "environment-office-joined": (VOICES[2], Voice(groups=(OFFICE, CITIZENS), organisations=frozenset(NAMES))),
    "environment-alone-not-one": (VOICES[0], citizens(3, agreed=True)),
    "environment-voices-too-few": (citizens(3),),
}


@pytest.mark.parametrize(("code", "voices"), FAULTS.items())
def test_who_may_answer_is_refused_for_each_fault_alone(code: str, voices: tuple[Voice, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        check_voices(voices, ENVIRONMENT)
    assert refused.value.codes == (code,)


def test_twin_three_groups_each_by_itself_may_answer() -> None:
    check_voices(VOICES, ENVIRONMENT)
