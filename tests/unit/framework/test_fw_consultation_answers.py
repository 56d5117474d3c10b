"""Answers, contests and moderation: each fault alone, with a twin that comes through."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from consultation_cast import (
    AFTER,
    AMINA,
    ANSWERS_SHOWN,
    BASHIR,
    BEFORE,
    CHIPO,
    CONTESTED,
    DURING,
    OUT,
    SHOWN,
    answer,
    arrival,
    by_number,
    comment,
    consultation,
    contest,
    hiding,
    merged,
    record,
)
from nyhavn.framework.consultation import Consultation, ConsultationAct, ConsultationStep
from nyhavn.framework.consultation_comments import PublicationWish, Speaker
from nyhavn.framework.consultation_contests import check_contest_answer, check_may_contest, deciders_of
from nyhavn.framework.consultation_dispositions import Decider, check_dispose, check_together, leads_to
from nyhavn.framework.consultation_moderation import check_moderate
from nyhavn.framework.consultation_records import (
    CommentRecord,
    Contest,
    Disposition,
    ModerationAct,
    Outcome,
    answer_of,
    contest_until,
    shown_at,
)
from nyhavn.framework.refusal import Refusal

CLOSED = consultation()
ANSWERED = consultation(ANSWERS_SHOWN)
LATE = comment(at=SHOWN + timedelta(days=1))


def disposing(
    given: Disposition,
    *records: CommentRecord,
    about: Consultation = CLOSED,
    decider: Decider = AMINA,
) -> tuple[str, ...]:
    """Codes of the refusal when the first of the records is answered so."""
    try:
        check_dispose(about, records[0], given, decider, by_number(*records))
    except Refusal as refused:
        return refused.codes
    return ()


# The answer itself ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("reason", ["", "   ", "—", "..."])
def test_no_outcome_stands_without_a_reason(outcome: Outcome, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        answer(outcome, reason=reason, merged_into=2 if outcome is Outcome.MERGED else None)
    assert refused.value.codes == ("disposition-reason-missing",)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_merged_comment_names_another_one_and_it_always_does(outcome: Outcome) -> None:
    with pytest.raises(Refusal) as refused:
        answer(outcome, merged_into=None if outcome is Outcome.MERGED else 2)
    assert refused.value.codes == ("disposition-merge-unclear",)
    answer(outcome, merged_into=2 if outcome is Outcome.MERGED else None)


def test_nobody_decides_without_being_named() -> None:
    with pytest.raises(ValidationError):
        answer(by="")


# Who may answer, and when -----------------------------------------------------------------------------------------


def test_a_comment_is_answered_while_it_is_open_and_after_it_closed() -> None:
    assert disposing(answer(), record()) == ()
    assert disposing(answer(at=DURING), record()) == ()
    assert disposing(answer(Outcome.REJECTED, at=SHOWN), record(1, answer())) == ()  # anew, before it is shown


CALLED_OFF = ConsultationAct(step=ConsultationStep.CALL_OFF, at=DURING, by="a-amina", reason="No money.")


@pytest.mark.parametrize(
    ("about", "at"), [(consultation(acts=()), DURING), (CLOSED, BEFORE), (consultation(CALLED_OFF), AFTER)]
)
def test_nothing_is_answered_before_the_opening_or_after_calling_off(about: Consultation, at: object) -> None:
    assert disposing(answer(at=at), record(), about=about) == ("disposition-not-now",)


def test_an_answer_that_was_shown_does_not_change_by_itself() -> None:
    found = disposing(answer(Outcome.REJECTED, at=CONTESTED), record(1, answer()), about=ANSWERED)
    assert found == ("disposition-shown-already",)


def test_what_was_found_after_the_answers_were_shown_is_still_answered_and_so_is_what_came_late() -> None:
    assert disposing(answer(at=CONTESTED), record(), about=ANSWERED) == ()
    assert disposing(answer(at=OUT), record(said=LATE), about=ANSWERED) == ()


@pytest.mark.parametrize(
    "said", [comment(arrival=arrival(account=AMINA.account)), comment(speaker=Speaker(name="amina"))]
)
def test_nobody_answers_their_own_comment_whatever_the_outcome(said: object) -> None:
    assert disposing(answer(), record(said=said)) == ("disposition-of-own-comment",)
    assert disposing(answer(by=BASHIR.account), record(said=said), decider=BASHIR) == ()


def test_nobody_answers_under_another_name() -> None:
    assert disposing(answer(by=BASHIR.account), record()) == ("disposition-not-by-decider",)


# Merges -----------------------------------------------------------------------------------------------------------


def test_a_comment_is_merged_into_one_that_everybody_reads() -> None:
    assert disposing(merged(2), record(1), record(2)) == ()
    hidden = record(2, moderation=(hiding(),))
    unpublished = record(2, said=comment(2, wish=PublicationWish.NOT_PUBLISHED))
    for target in (hidden, unpublished):
        assert disposing(merged(2), record(1), target) == ("disposition-merge-unseen",)


def test_a_comment_is_not_merged_into_itself_into_a_circle_or_into_nothing() -> None:
    assert disposing(merged(1), record(1)) == ("disposition-merge-cycle",)
    assert disposing(merged(2), record(1), record(2, merged(1))) == ("disposition-merge-cycle",)
    chain = (record(2, merged(3)), record(3, merged(4)), record(4, merged(1)))
    assert disposing(merged(2), record(1), *chain) == ("disposition-merge-cycle",)
    assert disposing(merged(2), record(1), record(2, merged(3)), record(3)) == ()  # the twin: a chain that ends
    assert disposing(merged(9), record(1)) == ("disposition-merge-unknown",)


def test_the_answer_of_a_merged_comment_is_that_at_the_end_of_its_chain() -> None:
    records = by_number(
        record(1, merged(2)), record(2, merged(3)), record(3, answer()), record(4, merged(5)), record(5)
    )
    assert answer_of(1, records) == records[3]
    assert answer_of(4, records) is None
    assert answer_of(9, records) is None


def test_a_circle_that_stands_in_a_broken_store_is_no_answer_and_ends() -> None:
    records = by_number(record(1, merged(2)), record(2, merged(1)))
    assert answer_of(1, records) is None
    assert not leads_to(1, 7, records)


# One answer for many ----------------------------------------------------------------------------------------------

LETTER = "We ask that the people of the lake decide themselves who counts the fish and what is done with the numbers"


def test_one_answer_may_be_given_to_what_says_the_same_and_not_to_what_differs() -> None:
    same = [record(number, said=comment(number, rationale=LETTER)) for number in (1, 2, 3)]
    check_together(same, Outcome.REJECTED)
    check_together(same[:1], Outcome.REJECTED)
    for other in (comment(4), comment(4, rationale=LETTER, clause="C2"), comment(4, rationale=LETTER, proposed="No.")):
        with pytest.raises(Refusal) as refused:
            check_together([*same, record(4, said=other)], Outcome.REJECTED)
        assert refused.value.codes == ("disposition-not-alike",)


def test_what_machines_made_is_answered_together_only_once_it_was_hidden_as_such() -> None:
    noise = [record(number, moderation=(hiding("machine-made"),)) for number in (1, 2)]
    check_together(noise, Outcome.OUT_OF_SCOPE)
    for other in (record(3), record(3, moderation=(hiding("hate"),))):
        with pytest.raises(Refusal):
            check_together([*noise, other], Outcome.OUT_OF_SCOPE)


def test_many_are_not_merged_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        check_together([record(1)], Outcome.MERGED)
    assert refused.value.codes == ("disposition-merge-unclear",)


# Contests ---------------------------------------------------------------------------------------------------------


def contesting(one: CommentRecord, at: object = CONTESTED, *, receipt: bool = True, about: object = ANSWERED) -> object:
    try:
        check_may_contest(about, one, holds_receipt=receipt, now=at)  # type: ignore[arg-type]
    except Refusal as refused:
        return refused.codes
    return ()


def test_whoever_holds_the_receipt_may_contest_once_the_answer_is_shown() -> None:
    assert contesting(record(1, answer())) == ()
    assert contesting(record(1, answer()), SHOWN) == ()


def test_nobody_else_may_and_learns_nothing_about_the_comment() -> None:
    for one in (record(1), record(1, answer()), record(1, answer(), contest=contest())):
        assert contesting(one, receipt=False) == ("contest-without-receipt",)


def test_there_is_nothing_to_contest_before_answers_are_shown() -> None:
    assert contesting(record(1, answer()), about=CLOSED) == ("contest-nothing-shown",)
    assert contesting(record(1)) == ("contest-nothing-shown",)
    assert contesting(record(1, answer()), SHOWN - timedelta(seconds=1)) == ("contest-nothing-shown",)


def test_it_is_contested_once_also_after_it_was_decided() -> None:
    open_one = record(1, answer(), contest=contest())
    decided = record(1, answer(), contest=contest(), contest_answer=answer(by=BASHIR.account, at=CONTESTED))
    assert contesting(open_one) == contesting(decided) == ("contest-once",)


def test_the_time_ends_with_the_last_day_at_the_place() -> None:
    one = record(1, answer())
    until = contest_until(ANSWERED, one)
    assert until is not None and until.isoformat() == "2026-05-11T21:00:00+00:00"  # midnight in Nairobi, 21 days on
    assert contesting(one, until - timedelta(microseconds=1)) == ()
    assert contesting(one, until) == ("contest-too-late",)


def test_whoever_is_answered_later_has_as_much_time() -> None:
    late = record(1, answer(at=OUT), said=LATE)
    assert shown_at(ANSWERED, late) == OUT
    assert contesting(late, OUT + timedelta(days=20)) == ()


def test_a_contest_says_something() -> None:
    with pytest.raises(Refusal) as refused:
        Contest(words=" ! ", at=CONTESTED)
    assert refused.value.codes == ("contest-words-missing",)


def deciding(one: CommentRecord, given: Disposition, decider: Decider, *others: CommentRecord) -> tuple[str, ...]:
    try:
        check_contest_answer(one, given, decider, by_number(one, *others))
    except Refusal as refused:
        return refused.codes
    return ()


def test_another_person_decides_a_contest_and_not_whoever_answered() -> None:
    one = record(1, answer(), contest=contest())
    assert deciding(one, answer(), AMINA) == ("contest-same-decider",)
    assert deciding(one, answer(Outcome.REJECTED, by=BASHIR.account), BASHIR) == ()


def test_nor_anybody_who_gave_an_earlier_answer_or_that_of_the_comment_it_is_merged_into() -> None:
    one = record(1, answer(by=BASHIR.account), merged(2), contest=contest())
    root = record(2, answer(by=CHIPO.account))
    assert deciders_of(one, by_number(one, root)) == {AMINA.account, BASHIR.account, CHIPO.account}
    for decider in (AMINA, BASHIR, CHIPO):
        assert deciding(one, answer(by=decider.account), decider, root) == ("contest-same-decider",)


def test_nor_whoever_said_on_the_way_what_it_is_answered_with() -> None:
    one, between = record(1, merged(2), contest=contest()), record(2, merged(3, by=BASHIR.account))
    root = record(3, answer(by=CHIPO.account))
    assert deciding(one, answer(by=BASHIR.account), BASHIR, between, root) == ("contest-same-decider",)


def test_nor_whoever_commented_or_in_another_name_or_into_a_circle() -> None:
    own = record(1, answer(), said=comment(arrival=arrival(account=BASHIR.account)), contest=contest())
    assert deciding(own, answer(by=BASHIR.account), BASHIR) == ("disposition-of-own-comment",)
    one = record(1, answer(), contest=contest())
    assert deciding(one, answer(), BASHIR) == ("disposition-not-by-decider",)
    circle = record(2, merged(1))
    assert deciding(one, merged(2, by=BASHIR.account), BASHIR, circle) == ("disposition-merge-cycle",)


def test_a_contest_is_decided_once_and_only_where_there_is_one() -> None:
    decided = record(1, answer(), contest=contest(), contest_answer=answer(by=BASHIR.account))
    for one in (record(1, answer()), decided):
        assert deciding(one, answer(by=CHIPO.account), CHIPO) == ("contest-not-open",)


def test_after_a_contest_its_answer_is_the_one_that_counts() -> None:
    other = answer(Outcome.IN_PART, by=BASHIR.account)
    assert record(1, answer(), contest=contest(), contest_answer=other).disposition == other


# Moderation -------------------------------------------------------------------------------------------------------

SHOWN_AGAIN = ModerationAct(hides=False, words="It names nobody.", by="a-chipo", at=AFTER)


def moderating(one: CommentRecord, act: ModerationAct, moderator: Decider = CHIPO) -> tuple[str, ...]:
    try:
        check_moderate(one, act, moderator)
    except Refusal as refused:
        return refused.codes
    return ()


def test_a_comment_is_hidden_once_and_shown_again_once() -> None:
    hidden = record(1, moderation=(hiding(),))
    again = record(1, moderation=(hiding(), SHOWN_AGAIN))
    assert moderating(record(), hiding()) == moderating(hidden, SHOWN_AGAIN) == moderating(again, hiding()) == ()
    assert moderating(hidden, hiding()) == moderating(record(), SHOWN_AGAIN) == ("moderation-out-of-turn",)
    assert again.is_public and not hidden.is_public


@pytest.mark.parametrize("why", ["disagrees", "", "off-topic", "Hate"])
def test_no_reason_but_those_of_the_list_hides_anything(why: str) -> None:
    with pytest.raises(Refusal) as refused:
        hiding(why)
    assert refused.value.codes == ("moderation-reason-unknown",)


def test_what_is_shown_again_needs_words_and_no_reason_of_the_list() -> None:
    with pytest.raises(Refusal) as refused:
        hiding(hides=False)
    assert refused.value.codes == ("moderation-reason-unknown",)
    with pytest.raises(Refusal) as refused:
        hiding(words="")
    assert refused.value.codes == ("moderation-words-missing",)


def test_a_moderator_stands_for_it_and_does_not_moderate_themselves() -> None:
    assert moderating(record(), hiding(), AMINA) == ("moderation-not-by-moderator",)
    own = record(said=comment(arrival=arrival(account=CHIPO.account)))
    assert moderating(own, hiding()) == ("moderation-of-own-comment",)
