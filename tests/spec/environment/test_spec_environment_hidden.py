"""Before the closing nobody learns anything of what others answer: not what, not whether, not when, not how much."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.exchange.described.environment_table import environment_csv, environment_json
from nyhavn.framework.environment import ENVIRONMENT, LEVELS, Dimension, Silence
from nyhavn.framework.environment_answers import GroupAnswer, Outcome
from nyhavn.framework.environment_assessment import (
    MAY,
    Assessment,
    AssessmentState,
    AssessmentStep,
    Extension,
    Reader,
    check_extension,
    check_may_answer,
    check_may_record,
    check_step,
)
from nyhavn.framework.environment_differences import Apart, Consensus, differences
from nyhavn.framework.environment_next_steps import next_steps
from nyhavn.framework.environment_over_time import over_time
from nyhavn.framework.environment_own import conflicts, still_open
from nyhavn.framework.environment_reading import check_may_read_answers, public, readable
from nyhavn.framework.environment_sending import send
from nyhavn.framework.environment_sheet import workshop_sheet
from nyhavn.framework.environment_table import table_rows
from nyhavn.framework.refusal import Refusal
from spec.environment.env_world import (
    AFTER,
    CITIZENS,
    CLERK,
    CLOSES,
    CONVENOR,
    DISAGREEING,
    DURING,
    LAST_MOMENT,
    NEIGHBOUR,
    OFFICE,
    OMBUD,
    OPENS,
    RIGHTS,
    STRANGER,
    assessment,
    entry,
    keyed,
    opened,
    own,
)

CODES = [one.code for one in ENVIRONMENT.statements[:4]]
EVERYBODY_ELSE = {"clerk": CLERK, "ombud": OMBUD, "convenor": CONVENOR, "stranger": STRANGER}


def codes_of(refused: pytest.ExceptionInfo[Refusal]) -> tuple[str, ...]:
    return refused.value.codes


@st.composite
def answers(draw: st.DrawFn, voice: str) -> tuple[GroupAnswer, ...]:
    """Whatever a group may have sent so far, in whatever order and at whatever moment, with corrections."""
    sent = []
    for number in range(draw(st.integers(0, 5))):
        said = {str(one): draw(st.sampled_from([*LEVELS[one], *Silence])) for one in Dimension}
        sent.append(
            entry(
                voice,
                draw(st.sampled_from(CODES)),
                key=f"{voice}-answer-{number}-key",
                sheet=draw(st.sampled_from(["paper-1", "paper-2"])),
                people=draw(st.integers(4, 90)),
                comment=draw(st.sampled_from(["", "They never ask us."])),
                replaces=frozenset(
                    draw(st.sets(st.sampled_from([one.key for one in sent]), max_size=2)) if sent else ()
                ),
                received_at=OPENS + timedelta(minutes=draw(st.integers(0, 9_000))),
                **said,
            )
        )
    return tuple(draw(st.permutations(sent)))


def everything_seen(reader: Reader, entries: tuple[GroupAnswer, ...]) -> tuple[object, ...]:
    """All that any page could show to somebody before the closing."""
    asked = assessment()
    found = readable(asked, entries, reader, DURING)
    mine = reader.belongs_to
    private = (conflicts(asked, entries, reader, mine), still_open(asked, entries, reader, mine)) if mine else ()
    papers = tuple(workshop_sheet(asked, one.code, 1) for one in asked.voices)
    return found, differences(found), next_steps(found), table_rows(found), private, papers, asked.state(DURING)


@settings(max_examples=60, deadline=None)
@given(
    who=st.sampled_from(sorted(EVERYBODY_ELSE)),
    one=answers(CITIZENS),
    other=answers(CITIZENS),
    office=answers(OFFICE),
)
def test_whatever_citizens_do_nobody_else_sees_any_difference(
    who: str, one: tuple[GroupAnswer, ...], other: tuple[GroupAnswer, ...], office: tuple[GroupAnswer, ...]
) -> None:
    reader = EVERYBODY_ELSE[who]
    assert everything_seen(reader, (*one, *office)) == everything_seen(reader, (*office, *other))


def test_twin_citizens_see_all_of_their_own() -> None:
    found = own(NEIGHBOUR)
    assert [one.voice for one in found.voices] == [CITIZENS]
    assert found.voices[0].answers["WS1"].positions[Dimension.LAW].said == ("draft",)
    assert [one.code for one in ENVIRONMENT.statements if one.code not in ("TR1", "WS1", "LR2", "FU1", "GI3")] == [
        *still_open(assessment(), DISAGREEING, NEIGHBOUR, CITIZENS)
    ]


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
@pytest.mark.parametrize("moment", [OPENS - timedelta(days=1), OPENS, DURING, LAST_MOMENT])
def test_nobody_reads_others_until_the_very_moment_of_the_closing(who: str, moment: object) -> None:
    with pytest.raises(Refusal) as refused:
        check_may_read_answers(assessment(), EVERYBODY_ELSE[who], CITIZENS, moment)  # type: ignore[arg-type]
    assert codes_of(refused) == ("environment-answers-hidden",)


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_twin_from_the_closing_on_everybody_reads_the_same(who: str) -> None:
    check_may_read_answers(assessment(), EVERYBODY_ELSE[who], CITIZENS, CLOSES)
    assert readable(assessment(), DISAGREEING, EVERYBODY_ELSE[who], CLOSES).unread == ()
    told = {one.voice: one for one in readable(assessment(), DISAGREEING, EVERYBODY_ELSE[who], CLOSES).voices}
    assert told[CITIZENS].answers["TR1"].positions[Dimension.LAW].said == ("none",)


def test_the_refusal_says_the_same_whether_there_are_answers_or_not() -> None:
    told = set()
    for voice in (CITIZENS, RIGHTS):
        with pytest.raises(Refusal) as refused:
            check_may_read_answers(assessment(), CONVENOR, voice, DURING)
        told.add(str(refused.value))
    assert len(told) == 1


def test_before_the_closing_differences_and_steps_of_one_group_speak_of_that_group_only() -> None:
    found = own(NEIGHBOUR)
    assert {one.consensus for one in differences(found)} == {Consensus.CANNOT_TELL}
    assert {d.apart for one in differences(found) for d in one.dimensions} == {Apart.CANNOT_TELL}
    assert [one.statement.code for one in differences(found)] == [one.code for one in ENVIRONMENT.statements]
    assert {voice for one in next_steps(found) for voice in one.voices} == {CITIZENS}


def test_the_convenor_who_belongs_to_the_office_sees_no_more_than_the_office() -> None:
    both = replace(CLERK, convenes=True)
    assert everything_seen(both, DISAGREEING) == everything_seen(CLERK, DISAGREEING)


def test_before_the_closing_nothing_leaves_as_a_file_and_nothing_is_compared() -> None:
    for found in (own(CLERK), public(assessment(), DISAGREEING, LAST_MOMENT)):
        for leave in (environment_json, environment_csv):
            with pytest.raises(Refusal) as refused:
                leave(found)
            assert codes_of(refused) == ("environment-not-closed",)
        with pytest.raises(Refusal) as refused:
            over_time(found, opened())
        assert codes_of(refused) == ("environment-not-closed",)


def test_there_is_no_flag_count_or_moment_of_being_ready_in_what_everybody_may_know() -> None:
    announced = {*Assessment.model_fields, *(one.name for one in fields(readable(assessment(), (), STRANGER, DURING)))}
    assert announced == {
        "id", "place", "edition", "voices", "opens_at", "first_closes_at", "extensions", "called_off_because",
        "assessment", "unread", "late", "is_closed",
    }  # fmt: skip


def test_nobody_can_close_it_early_or_take_time_away() -> None:
    assert not {"close", "complete", "finish"} & {str(one) for one in AssessmentStep}
    for closes_at in (CLOSES, CLOSES - timedelta(days=1)):
        sooner = Extension(decided_at=DURING, closes_at=closes_at, because="All are ready.")
        with pytest.raises(Refusal) as refused:
            check_extension(assessment(), sooner, DURING)
        assert codes_of(refused) == ("environment-extension-shorter",)


def test_twin_it_can_be_made_longer_in_public_but_not_once_it_was_opened() -> None:
    later = Extension(decided_at=LAST_MOMENT, closes_at=CLOSES + timedelta(days=7), because="The road was flooded.")
    check_extension(assessment(), later, LAST_MOMENT)
    longer = assessment(extensions=(later,))
    assert longer.state(AFTER) is AssessmentState.OPEN
    with pytest.raises(Refusal) as refused:
        check_may_read_answers(longer, CLERK, CITIZENS, AFTER)
    assert codes_of(refused) == ("environment-answers-hidden",)
    with pytest.raises(Refusal) as refused:
        check_extension(assessment(), later, CLOSES)
    assert codes_of(refused) == ("environment-out-of-turn",)


def test_a_day_that_was_dated_back_opens_nothing_again() -> None:
    again = Extension(decided_at=DURING, closes_at=AFTER + timedelta(days=7), because="We thought it over.")
    with pytest.raises(Refusal) as refused:
        check_extension(assessment(), again, AFTER)
    assert codes_of(refused) == ("environment-out-of-turn",)
    with pytest.raises(ValueError, match="decided before"):
        assessment(extensions=(again.model_copy(update={"decided_at": CLOSES}),))


def test_late_is_what_was_answered_in_time_and_nobody_answers_after_the_closing_day() -> None:
    late = entry(CITIZENS, "HC1", "none", answered_on=CLOSES.date())
    assert send(assessment(), (), late, NEIGHBOUR, CLOSES + timedelta(days=9)).outcome is Outcome.KEPT_LATE
    with pytest.raises(Refusal) as refused:
        after = late.model_copy(update={"answered_on": CLOSES.date() + timedelta(days=1)})
        send(assessment(), (), after, NEIGHBOUR, CLOSES + timedelta(days=9))
    assert codes_of(refused) == ("environment-out-of-turn",)


def test_whoever_has_read_the_others_changes_nothing_any_more() -> None:
    sent = entry(OFFICE, "TR1", "none none none", key="office-after-reading", replaces=frozenset({DISAGREEING[0].key}))
    back_dated = sent.model_copy(update={"received_at": DURING})
    made = send(assessment(), DISAGREEING, back_dated, CLERK, AFTER)
    assert made.outcome is Outcome.KEPT_LATE
    found = public(assessment(), made.entries, AFTER)
    assert differences(found) == differences(opened())
    assert next_steps(found) == next_steps(opened())


def test_late_begins_with_the_moment_of_the_closing() -> None:
    for now, outcome in ((LAST_MOMENT, Outcome.KEPT), (CLOSES, Outcome.KEPT_LATE)):
        made = send(assessment(), (), entry(CITIZENS, "HC1", "none"), NEIGHBOUR, now)
        found = public(assessment(), made.entries, AFTER)
        is_late = outcome is Outcome.KEPT_LATE
        assert (made.outcome, bool(found.late)) == (outcome, is_late)
        assert ("none" in found.voices[1].answers["HC1"].positions[Dimension.LAW].said) is not is_late


def test_twin_what_came_late_is_lost_to_nobody_and_marked() -> None:
    made = send(assessment(), DISAGREEING, entry(CITIZENS, "HC1", "none none none"), NEIGHBOUR, AFTER)
    found = public(assessment(), made.entries, AFTER)
    assert [one.voice for one in found.late] == [CITIZENS]
    late = [row for row in table_rows(found) if row.arrived == "late"]
    assert [(row.statement, row.said) for row in late] == [("HC1", "none")] * 3


def test_what_was_called_off_is_read_by_nobody_but_its_own_group() -> None:
    off = assessment(called_off_because="A group was put under pressure.")
    assert public(off, DISAGREEING, AFTER).voices == ()
    assert [one.voice for one in readable(off, DISAGREEING, NEIGHBOUR, AFTER).voices] == [CITIZENS]
    with pytest.raises(Refusal) as refused:
        check_may_answer(off, NEIGHBOUR, CITIZENS, DURING)
    assert codes_of(refused) == ("environment-out-of-turn",)


def test_moments_without_a_time_zone_and_ends_before_beginnings_are_no_self_assessment() -> None:
    for changes in (
        {"first_closes_at": CLOSES.replace(tzinfo=None)},
        {"first_closes_at": OPENS},
        {"extensions": (Extension(decided_at=DURING, closes_at=CLOSES, because="x"),)},
    ):
        with pytest.raises(ValueError):
            assessment(**changes)


def test_states_and_steps_are_one_table() -> None:
    assert set(MAY) == set(AssessmentState)
    assert {step for steps in MAY.values() for step in steps} == set(AssessmentStep)
    moments = {
        AssessmentState.AHEAD: (assessment(), OPENS - timedelta(seconds=1)),
        AssessmentState.OPEN: (assessment(), OPENS),
        AssessmentState.CLOSED: (assessment(), CLOSES),
        AssessmentState.CALLED_OFF: (assessment(called_off_because="x"), AFTER),
    }
    for state, (asked, now) in moments.items():
        assert asked.state(now) is state
        for step in AssessmentStep:
            if step in MAY[state]:
                check_step(asked, step, now)
            else:
                with pytest.raises(Refusal):
                    check_step(asked, step, now)


# Whoever keys in reads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [CLERK, OMBUD, CONVENOR, Reader(belongs_to=OFFICE, convenes=True)])
def test_neither_others_nor_the_convenor_key_in_for_citizens_even_if_let(reader: Reader) -> None:
    let = replace(reader, records_for=frozenset({CITIZENS}))
    with pytest.raises(Refusal) as refused:
        check_may_record(let, CITIZENS)
    assert codes_of(refused) == ("environment-recorder-of-others",)
    assert everything_seen(let, DISAGREEING) == everything_seen(reader, DISAGREEING)
    with pytest.raises(Refusal):
        send(assessment(), (), entry(CITIZENS, keyed_in=keyed()), let, DURING)


def test_twin_a_guest_keys_in_and_reads_what_belongs_to_that_group_only() -> None:
    guest = Reader(records_for=frozenset({CITIZENS}))
    sent = entry(CITIZENS, "HC1", "none none none", keyed_in=keyed())
    made = send(assessment(), DISAGREEING, sent, guest, DURING)
    assert made.outcome is Outcome.KEPT
    assert [one.voice for one in readable(assessment(), made.entries, guest, DURING).voices] == [CITIZENS]
    with pytest.raises(Refusal) as refused:
        still_open(assessment(), made.entries, guest, OFFICE)
    assert codes_of(refused) == ("environment-not-yours",)


def test_a_key_that_another_group_used_tells_nothing_and_takes_nothing() -> None:
    guessed = entry(OFFICE, "HC1", "none", key=DISAGREEING[1].key, replaces=frozenset({DISAGREEING[4].key}))
    made = send(assessment(), DISAGREEING, guessed, CLERK, DURING)
    assert made.outcome is Outcome.KEPT
    found = public(assessment(), made.entries, AFTER)
    assert found.voices[1] == opened().voices[1]
