"""What stands between a consultation and its next version, by clause and without anybody's words."""

from datetime import timedelta

import pytest

from consultation_cast import (
    AFTER,
    ANSWERS_SHOWN,
    BASHIR,
    CONTESTED,
    DURING,
    OUT,
    SHOWN,
    answer,
    comment,
    consultation,
    contest,
    hiding,
    merged,
    record,
    standings,
)
from nyhavn.framework.consultation import Consultation, ConsultationState
from nyhavn.framework.consultation_comments import WHOLE_TEXT, Speaker
from nyhavn.framework.consultation_publishing import (
    CommentStanding,
    check_may_publish,
    check_may_show_answers,
    has_answer,
    publish,
    show_answers,
)
from nyhavn.framework.consultation_records import CommentRecord
from nyhavn.framework.refusal import Refusal

CLOSED = consultation()
ANSWERED = consultation(ANSWERS_SHOWN)


def refused(about: Consultation, *records: CommentRecord, at: object = OUT) -> Refusal:
    with pytest.raises(Refusal) as found:
        check_may_publish(about, standings(about, records), at)  # type: ignore[arg-type]
    return found.value


def test_with_an_answer_to_each_the_next_version_is_published() -> None:
    records = [record(1, answer()), record(2, merged(1)), record(3, answer(), moderation=(hiding(),))]
    shown = show_answers(CLOSED, standings(CLOSED, records), now=SHOWN, by="a-amina")
    assert shown.state(SHOWN) is ConsultationState.ANSWERED
    out = publish(shown, standings(shown, records), now=OUT, by="a-amina")
    assert out.state(OUT) is ConsultationState.PUBLISHED


def test_a_consultation_in_which_nobody_commented_ends_too() -> None:
    check_may_publish(ANSWERED, [], OUT)


@pytest.mark.parametrize(
    "missing",
    [record(2), record(2, moderation=(hiding(),)), record(2, merged(3)), record(2, said=comment(2, clause="C9"))],
    ids=["unanswered", "hidden", "merged into what waits", "on another clause"],
)
def test_one_missing_answer_is_enough(missing: CommentRecord) -> None:
    records = [record(1, answer()), missing, record(3, answer(), said=comment(3))]
    if missing.disposition is not None:
        records[2] = record(3, said=comment(3, at=OUT))  # late, and so not waited for, but nobody is answered by it
    assert refused(ANSWERED, *records).codes == ("consultation-disposition-missing",)
    with pytest.raises(Refusal):
        check_may_show_answers(CLOSED, standings(CLOSED, records), SHOWN)
    with pytest.raises(Refusal):
        publish(ANSWERED, standings(ANSWERED, records), now=OUT, by="a-amina")


def test_the_refusal_counts_by_clause_and_repeats_nothing_that_anybody_said() -> None:
    told = Speaker(name="Dada", organisation="Fishers of the lake", in_own_words="Luo")
    said = [
        comment(number, clause=clause, speaker=told, rationale="The chief took my boat.")
        for number, clause in enumerate(["C2", "C2", "C1", WHOLE_TEXT], start=1)
    ]
    found = refused(ANSWERED, *(record(number, said=one) for number, one in enumerate(said, start=1)))
    assert found.reasons[0].what == (
        "4 comments have no answer yet: 1 on the text as a whole, 1 on clause C1, 2 on clause C2."
    )
    for word in ("Dada", "Fishers", "Luo", "boat", "s-1", "K-"):
        assert word not in str(found)


def test_a_long_list_of_clauses_is_cut_and_says_so() -> None:
    records = [record(number, said=comment(number, clause=f"C{number}")) for number in range(1, 16)]
    assert refused(ANSWERED, *records).reasons[0].what.endswith("1 on clause C12, and others on 3 more clauses.")
    assert refused(ANSWERED, *records[:13]).reasons[0].what.endswith("1 on clause C12, and others on one more clause.")


def test_one_comment_is_spoken_of_as_one() -> None:
    assert refused(ANSWERED, record(1)).reasons[0].what == "1 comment has no answer yet: 1 on clause C1."


@pytest.mark.parametrize("about", [consultation(acts=()), CLOSED], ids=["draft", "closed"])
def test_nothing_is_published_before_the_answers_are_shown(about: Consultation) -> None:
    assert refused(about, record(1, answer())).codes == ("consultation-out-of-turn",)


def test_answers_are_shown_once_and_not_while_comments_come_in() -> None:
    for about, at in ((CLOSED, DURING), (ANSWERED, SHOWN)):
        with pytest.raises(Refusal) as found:
            check_may_show_answers(about, standings(about, [record(1, answer())]), at)
        assert found.value.codes == ("consultation-out-of-turn",)
    check_may_show_answers(CLOSED, standings(CLOSED, [record(1, answer())]), AFTER)


def test_an_open_contest_holds_it_up_and_a_decided_one_does_not() -> None:
    contested = record(1, answer(), contest=contest())
    assert refused(ANSWERED, contested).codes == ("consultation-contest-open",)
    assert "1 on clause C1" in refused(ANSWERED, contested).reasons[0].what
    decided = record(1, answer(), contest=contest(), contest_answer=answer(by=BASHIR.account, at=CONTESTED))
    check_may_publish(ANSWERED, standings(ANSWERED, [decided]), OUT)


def test_it_waits_until_everybody_had_the_time_to_contest() -> None:
    one = record(1, answer())
    until = standings(ANSWERED, [one])[0].contest_until
    assert until is not None
    found = refused(ANSWERED, one, at=until - timedelta(seconds=1))
    assert found.codes == ("consultation-contest-time",)
    assert "until the end of 2026-05-11" in found.reasons[0].what
    check_may_publish(ANSWERED, standings(ANSWERED, [one]), until)


def test_a_comment_that_was_found_in_a_mailbox_later_has_its_time_too() -> None:
    found_later = record(2, answer(at=OUT))
    assert refused(ANSWERED, record(1, answer()), found_later).codes == ("consultation-contest-time",)


def test_nobody_holds_it_up_by_sending_more_after_the_end() -> None:
    late = [
        record(2, said=comment(2, at=AFTER)),
        record(3, answer(at=OUT), said=comment(3, at=OUT), contest=contest(OUT)),
    ]
    check_may_publish(ANSWERED, standings(ANSWERED, [record(1, answer()), *late]), OUT)


def test_whoever_asks_about_a_part_of_the_comments_is_not_told_about_the_whole() -> None:
    records = [record(number, answer()) for number in (1, 2, 3)]
    for part in (records[1:], [records[0], records[2]]):
        with pytest.raises(ValueError, match="without gaps"):
            check_may_publish(ANSWERED, standings(ANSWERED, part), OUT)


def test_a_circle_in_a_broken_store_is_missing_and_no_endless_loop() -> None:
    circle = {n: CommentStanding(n, "C1", is_late=False, is_answered=True, merged_into=3 - n) for n in (1, 2)}
    assert not has_answer(1, circle)
