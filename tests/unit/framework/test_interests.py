"""Who has an interest on which day, what stands of what was declared, and whether a release is what was announced."""

from datetime import date

import pytest

from nyhavn.framework.interests import (
    DeclaredInterest,
    InterestKind,
    InterestStanding,
    OwnInterest,
    OwnStatement,
    check_own_statement,
    conflict_reasons,
    has_interest,
    locked_reasons,
    standing_declarations,
    standing_on,
)
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role

MAY = date(2026, 5, 4)


def said(
    kind: OwnInterest, since: str = "2026-05-04", until: str | None = None, declared: str = "2026-05-04"
) -> OwnStatement:
    return OwnStatement(
        role=Role.APPROVER,
        kind=kind,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
        declared_on=date.fromisoformat(declared),
    )


def declared(number: int, who: str = "City fund", **more: object) -> DeclaredInterest:
    values = {"number": number, "kind": "funder", "who": who, "declared_on": MAY, "by_role": "coordinator", **more}
    return DeclaredInterest.model_validate(values)


@pytest.mark.parametrize(
    ("until", "on", "expected"),
    [
        (None, date(2026, 5, 3), False),
        (None, date(2026, 5, 4), True),
        ("2026-05-10", date(2026, 5, 10), True),
        ("2026-05-10", date(2026, 5, 11), False),
    ],
)
def test_an_interest_counts_from_its_first_to_its_last_day(until: str | None, on: date, expected: bool) -> None:
    assert has_interest([said(OwnInterest.GAINS, until=until)], on) is expected


def test_to_say_none_ends_no_interest_that_was_declared() -> None:
    assert has_interest([said(OwnInterest.PAID), said(OwnInterest.NONE)], MAY)
    assert not has_interest([said(OwnInterest.NONE)], MAY)


def test_an_interest_does_not_begin_later_because_it_is_said_again() -> None:
    again = [
        said(OwnInterest.PAID, since="2026-01-01"),
        said(OwnInterest.PAID, since="2026-06-01", declared="2026-06-01"),
    ]
    assert has_interest(again, MAY)


def test_ending_one_interest_leaves_another() -> None:
    both = [said(OwnInterest.PAID), said(OwnInterest.RELATED), said(OwnInterest.PAID, until="2026-05-04")]
    assert has_interest(both, date(2026, 6, 1))
    assert not has_interest([both[0], both[2]], date(2026, 6, 1))


def test_an_interest_that_is_told_only_later_counts_for_the_day_of_the_decision() -> None:
    before = [said(OwnInterest.NONE, declared="2026-05-01")]
    later = [*before, said(OwnInterest.GAINS, since="2026-04-01", declared="2026-06-01")]
    assert standing_on(before, MAY) is InterestStanding.NO_INTEREST
    assert standing_on(later, MAY) is InterestStanding.INTEREST


def test_what_was_said_after_a_decision_is_no_word_before_it() -> None:
    assert standing_on([said(OwnInterest.NONE, declared="2026-05-05")], MAY) is InterestStanding.UNDECLARED
    assert standing_on([], MAY) is InterestStanding.UNDECLARED


def test_silence_stops_only_where_a_word_is_needed() -> None:
    assert conflict_reasons([], MAY) == ()
    assert [each.code for each in conflict_reasons([], MAY, must_have_declared=True)] == ["interest-not-declared"]
    assert conflict_reasons([said(OwnInterest.NONE)], MAY, must_have_declared=True) == ()
    found = conflict_reasons([said(OwnInterest.OTHER)], MAY, must_have_declared=True)
    assert [each.code for each in found] == ["decision-with-interest"]


@pytest.mark.parametrize(
    ("kind", "since", "until", "is_known", "code"),
    [
        (OwnInterest.GAINS, date(2026, 5, 5), None, False, "own-interest-in-future"),
        (OwnInterest.GAINS, date(2026, 5, 1), date(2026, 5, 3), True, "own-interest-ended-backwards"),
        (OwnInterest.GAINS, date(2026, 5, 3), date(2026, 5, 1), False, "interest-days-order"),
        (OwnInterest.NONE, date(2026, 5, 1), date(2026, 5, 9), False, "interest-days-order"),
        (OwnInterest.GAINS, date(2026, 5, 1), date(2026, 5, 3), False, ""),  # it was over before anybody asked
        (OwnInterest.GAINS, date(2026, 5, 1), date(2026, 5, 4), True, ""),
        (OwnInterest.NONE, date(2026, 5, 4), None, True, ""),
    ],
)
def test_what_can_be_said_of_oneself(
    kind: OwnInterest, since: date, until: date | None, is_known: bool, code: str
) -> None:
    if not code:
        check_own_statement(kind, since, until, MAY, is_known=is_known)
        return
    with pytest.raises(Refusal) as refused:
        check_own_statement(kind, since, until, MAY, is_known=is_known)
    assert refused.value.codes == (code,)


def test_what_was_corrected_or_taken_back_does_not_stand() -> None:
    first, second = declared(1), declared(2, who="City fund for water", corrects=1, because="Its whole name")
    assert standing_declarations([first, second]) == (second,)
    third = declared(3, who="City fund for water", corrects=2, taken_back=True, because="Another initiative")
    assert standing_declarations([first, second, third]) == ()


def test_there_is_nobody_ends_where_somebody_is_named() -> None:
    nobody, other = declared(1, who=""), declared(2, who="", kind=InterestKind.INTEREST)
    assert standing_declarations([nobody, other]) == (nobody, other)
    assert standing_declarations([nobody, other, declared(3)]) == (other, declared(3))


@pytest.mark.parametrize(
    ("announced", "planned", "today", "is_same", "codes"),
    [
        (MAY, MAY, MAY, True, []),
        (MAY, MAY, date(2026, 5, 6), True, []),  # the site was down for two days
        (MAY, MAY, date(2026, 5, 3), True, ["release-not-on-its-day"]),
        (MAY, date(2026, 5, 3), MAY, True, ["release-not-on-its-day"]),
        (None, MAY, MAY, True, ["release-not-on-its-day"]),
        (MAY, MAY, MAY, False, ["release-not-as-announced"]),
        (MAY, MAY, date(2026, 5, 3), False, ["release-not-on-its-day", "release-not-as-announced"]),
    ],
)
def test_only_what_was_announced_goes_out_and_not_before_its_day(
    announced: date | None, planned: date, today: date, is_same: bool, codes: list[str]
) -> None:
    found = locked_reasons(announced=announced, planned=planned, today=today, is_same=is_same)
    assert [each.code for each in found] == codes
