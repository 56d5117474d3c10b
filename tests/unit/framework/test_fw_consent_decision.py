"""One function decides, on drawn histories as slowly and plainly as the rules are written."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.framework.community_consent import (
    CommunityDecision,
    CommunityStanding,
    CommunityStep,
    community_stands,
)
from nyhavn.framework.community_standing import meeting_reasons
from nyhavn.framework.consent import ConsentDecision, ConsentStanding, ConsentState, Notice, Purpose, decide
from nyhavn.framework.consent_decision import may_use
from nyhavn.framework.consent_ledger import LedgerEntry, standing

ONE, COUNCIL, WOMEN = UUID(int=1), UUID(int=8), UUID(int=9)
BEGIN = datetime(2026, 5, 1, 8, tzinfo=UTC)
DAYS = st.integers(0, 12).map(lambda days: BEGIN.date() + timedelta(days=days))
MOMENTS = st.integers(0, 12 * 24).map(lambda hours: BEGIN + timedelta(hours=hours))
PURPOSES = (Purpose.COLLECTION, Purpose.STATISTICS_OFFICE)
NOTICES = (
    Notice(version="1", languages=("en",), valid_from=BEGIN.date(), purposes=(Purpose.COLLECTION,)),
    Notice(version="2", languages=("en", "sw"), valid_from=BEGIN.date(), purposes=PURPOSES),
)
NOES = (ConsentState.REFUSED, ConsentState.WITHDRAWN, ConsentState.REVOKED, ConsentState.INVALIDATED)
YES = (ConsentState.GIVEN, ConsentState.RENEWED)
SAID = [state for state in ConsentState if state is not ConsentState.UNKNOWN]
RECIPIENTS = st.sampled_from(["", "office"])


@st.composite
def entry(draw: st.DrawFn) -> LedgerEntry:
    at = draw(MOMENTS)
    return LedgerEntry(
        ONE,
        draw(st.sampled_from(PURPOSES)),
        draw(
            st.one_of(st.sampled_from(YES), st.sampled_from([s for s in ConsentState if s is not ConsentState.UNKNOWN]))
        ),
        draw(st.sampled_from(["1", "2", "2", "2"])),
        draw(st.sampled_from(["en", "en", "sw"])),
        at.date(),
        at,
        draw(st.one_of(st.none(), DAYS)),
    )


@st.composite
def decision(draw: st.DrawFn) -> CommunityDecision:
    return CommunityDecision(
        draw(st.sampled_from([COUNCIL, WOMEN])),
        draw(st.sampled_from(CommunityStep)),
        draw(st.frozensets(st.sampled_from(PURPOSES), min_size=1)),
        draw(st.frozensets(st.sampled_from(["office", "press"]))),
        draw(DAYS),
        draw(st.one_of(st.none(), DAYS)),
        draw(MOMENTS),
    )


@st.composite
def limit_or_lift(draw: st.DrawFn) -> CommunityDecision:
    recipients = draw(st.sampled_from([frozenset(), frozenset({"office"}), frozenset({"office", "press"})]))
    body, step = draw(st.sampled_from([COUNCIL, WOMEN])), draw(st.sampled_from(CommunityStep))
    ends_on = draw(st.one_of(st.none(), DAYS))
    return CommunityDecision(body, step, frozenset({Purpose.COLLECTION}), recipients, BEGIN.date(), ends_on, BEGIN)


HISTORY = st.lists(entry(), max_size=12)
COMMUNITY = st.lists(decision(), max_size=6)


# --- The slow twin: no folding, everything looked up in the whole history again ---------------


def ground_of(history: Sequence[LedgerEntry], purpose: Purpose, at: datetime) -> LedgerEntry | None:
    """The line with which the yes began that stands at that moment; None if none stands."""
    mine = [one for one in history if one.purpose is purpose and one.moment <= at]
    counted: list[LedgerEntry] = []
    for one in mine:
        last = counted[-1] if counted else None
        if one.state in YES and last is not None and last.state in NOES and one.moment < last.moment:
            continue
        counted.append(one)
    if not counted or counted[-1].state not in YES or lapsed(counted[-1], at.date()):
        return None
    first = len(counted) - 1
    while first > 0 and counted[first - 1].state in YES and not lapsed(counted[first - 1], counted[first].day):
        first -= 1
    return counted[first]


def personally(history: Sequence[LedgerEntry], purpose: Purpose, at: datetime, contributed_on: date | None) -> bool:
    ground = ground_of(history, purpose, at)
    if ground is None or contributed_on is None:
        return False
    notice = {known.version: known for known in NOTICES}[ground.notice_version]
    asked = ground.language in notice.languages and purpose in notice.purposes
    kept = ground_of(history, Purpose.COLLECTION, at)
    is_in_time = ground.day <= contributed_on or (kept is not None and kept.day <= contributed_on)
    return asked and is_in_time


def lapsed(one: LedgerEntry, day: date) -> bool:
    return one.valid_until is not None and one.valid_until < day


def communally(told: Sequence[CommunityDecision], purpose: Purpose, at: datetime, recipient: str) -> bool:
    day = at.date()
    heard = [
        one
        for one in told
        if one.at <= at
        and purpose in one.purposes
        and one.starts_on <= day
        and (one.ends_on is None or one.ends_on >= day)
    ]
    for body in (COUNCIL, WOMEN):
        mine = [one for one in heard if one.body == body]
        if still_limits(mine, CommunityStep.VETOES, CommunityStep.LIFTS_VETO, recipient):
            return False
        agrees = [one for one in mine if one.step is CommunityStep.AGREES]
        agreed = any(not one.recipients or recipient in one.recipients for one in agrees)
        if still_limits(mine, CommunityStep.NEEDS_AGREEMENT, CommunityStep.NEEDS_NONE, recipient) and not agreed:
            return False
    return True


def still_limits(
    mine: Sequence[CommunityDecision], limit: CommunityStep, freeing: CommunityStep, recipient: str
) -> bool:
    everybody = frozenset({"office", "press", "anybody else"})
    for number, one in enumerate(mine):
        if one.step is limit and (recipient == "" or recipient in (one.recipients or everybody)):
            wide = one.recipients or everybody
            later = [other.recipients or everybody for other in mine[number + 1 :] if other.step is freeing]
            if not any(wide <= freed for freed in later):
                return True
    return False


@settings(max_examples=400)
@given(
    HISTORY, COMMUNITY, st.sampled_from(PURPOSES), MOMENTS, st.one_of(st.none(), DAYS), st.sampled_from(["", "office"])
)
def test_the_function_says_what_the_slow_twin_says(
    history: list[LedgerEntry],
    told: list[CommunityDecision],
    purpose: Purpose,
    at: datetime,
    contributed_on: date | None,
    recipient: str,
) -> None:
    found = may_use(history, told, NOTICES, purpose, at, contributed_on, recipient=recipient)
    person = personally(history, purpose, at, contributed_on)
    assert found.is_covered is (person and communally(told, purpose, at, recipient))
    assert (found.standing in (ConsentStanding.COMMUNITY_VETOED, ConsentStanding.COMMUNITY_NOT_AGREED)) is (
        person and not found.is_covered
    )


@settings(max_examples=400)
@given(st.lists(limit_or_lift(), min_size=2, max_size=5), DAYS, RECIPIENTS)
def test_what_a_community_stands_against_is_what_the_slow_twin_says(
    told: list[CommunityDecision], day: date, recipient: str
) -> None:
    """Drawn close together, so that vetoes meet what could lift them, of the same body and of another."""
    found = community_stands(told, Purpose.COLLECTION, day, recipient=recipient)
    at = datetime.combine(day, time(23), UTC)
    assert (found is None) is communally(told, Purpose.COLLECTION, at, recipient)


@settings(max_examples=300)
@given(HISTORY, st.sampled_from(PURPOSES), DAYS)
def test_whoever_asks_the_standing_consent_is_told_the_same(
    history: list[LedgerEntry], purpose: Purpose, contributed_on: date
) -> None:
    """`record_for` says the same; `record`, which has one ground for all purposes, never allows more."""
    at = BEGIN + timedelta(days=30)
    found = may_use(history, (), NOTICES, purpose, at, contributed_on)
    stands = standing(history).get(ONE)
    if stands is None:
        assert found.standing is ConsentStanding.UNANSWERED
        return
    now = stands.on(at.date())
    assert decide(now.record_for(purpose, contributed_on), NOTICES, purpose) == found
    of_all: ConsentDecision = decide(now.record(contributed_on, NOTICES), NOTICES, purpose)
    assert found.is_covered or not of_all.is_covered
    grounds = {(one.notice_version, one.language, one.day) for one in now.grounds.values()}
    if len(grounds) == 1 and Purpose.COLLECTION in now.grounds:
        assert of_all == found


@settings(max_examples=300)
@given(HISTORY, COMMUNITY, st.sampled_from(PURPOSES), MOMENTS, DAYS)
def test_no_community_ever_allows_what_the_person_does_not(
    history: list[LedgerEntry],
    told: list[CommunityDecision],
    purpose: Purpose,
    at: datetime,
    contributed_on: date,
) -> None:
    alone = may_use(history, (), NOTICES, purpose, at, contributed_on)
    together = may_use(history, told, NOTICES, purpose, at, contributed_on)
    assert alone.is_covered or together == alone


@settings(max_examples=300)
@given(HISTORY, st.sampled_from(PURPOSES), MOMENTS, DAYS)
def test_what_is_said_later_does_not_change_the_past(
    history: list[LedgerEntry], purpose: Purpose, at: datetime, contributed_on: date
) -> None:
    until_then = [one for one in history if one.moment <= at]
    assert may_use(history, (), NOTICES, purpose, at, contributed_on) == may_use(
        until_then, (), NOTICES, purpose, at, contributed_on
    )


@settings(max_examples=200)
@given(HISTORY, st.sampled_from(PURPOSES), MOMENTS, DAYS)
def test_after_a_withdrawal_nothing_is_used_until_the_person_says_yes_again(
    history: list[LedgerEntry], purpose: Purpose, at: datetime, contributed_on: date
) -> None:
    no = LedgerEntry(ONE, purpose, ConsentState.WITHDRAWN, "", "", at.date(), at)
    for moment in (at, at + timedelta(days=400)):
        assert not may_use([*history, no], (), NOTICES, purpose, moment, contributed_on).is_covered
    yes = LedgerEntry(ONE, purpose, ConsentState.GIVEN, "2", "en", at.date(), at)
    again = may_use([*history, no, yes], (), NOTICES, purpose, at, at.date())
    assert again.is_covered


WEEK_LATER = BEGIN + timedelta(days=7)


def of_the_office(state: ConsentState, at: datetime, version: str = "2") -> LedgerEntry:
    return LedgerEntry(ONE, Purpose.STATISTICS_OFFICE, state, version, "en", at.date(), at)


def kept(at: datetime = BEGIN) -> LedgerEntry:
    return LedgerEntry(ONE, Purpose.COLLECTION, ConsentState.GIVEN, "2", "en", at.date(), at)


def test_a_use_that_is_switched_off_and_on_again_later_counts_again() -> None:
    day = BEGIN.date()
    history = [
        kept(),
        of_the_office(ConsentState.GIVEN, BEGIN),
        of_the_office(ConsentState.WITHDRAWN, BEGIN + timedelta(days=1)),
        of_the_office(ConsentState.GIVEN, WEEK_LATER),
    ]
    office = Purpose.STATISTICS_OFFICE
    between, after = BEGIN + timedelta(days=2), WEEK_LATER + timedelta(days=1)
    assert not may_use(history, (), NOTICES, office, between, day).is_covered
    assert may_use(history, (), NOTICES, office, after, day).is_covered
    assert decide(standing(history)[ONE].record(day, NOTICES), NOTICES, office).is_covered


def test_a_later_yes_to_a_use_does_not_mend_that_the_keeping_came_after_the_answers() -> None:
    history = [kept(WEEK_LATER), of_the_office(ConsentState.GIVEN, WEEK_LATER)]
    for purpose in PURPOSES:
        found = may_use(history, (), NOTICES, purpose, WEEK_LATER, BEGIN.date())
        assert found.standing is ConsentStanding.AFTER_COLLECTION
        assert not decide(standing(history)[ONE].record(BEGIN.date(), NOTICES), NOTICES, purpose).is_covered


def test_drawn_histories_are_not_all_refused() -> None:
    """A function that always says no would pass most of the above; this counts that many a history gets its yes."""
    yes = [LedgerEntry(ONE, Purpose.COLLECTION, ConsentState.GIVEN, "1", "en", BEGIN.date(), BEGIN)]
    renewed = LedgerEntry(
        ONE, Purpose.COLLECTION, ConsentState.RENEWED, "2", "sw", BEGIN.date() + timedelta(3), BEGIN + timedelta(3)
    )
    for history in (yes, [*yes, renewed]):
        for before, after in pairwise(range(0, 9, 2)):
            at = BEGIN + timedelta(days=after)
            found = may_use(history, (), NOTICES, Purpose.COLLECTION, at, BEGIN.date() + timedelta(days=before))
            assert found.is_covered


def test_an_agreement_recorded_alone_for_other_recipients_too_meets_no_need_of_a_meeting() -> None:
    """The two lists overlap, and neither holds the other: the office is in both."""

    def said(step: CommunityStep, *recipients: str, in_meeting: bool) -> CommunityDecision:
        purposes = frozenset({Purpose.COLLECTION})
        return CommunityDecision(
            WOMEN, step, purposes, frozenset(recipients), BEGIN.date(), None, BEGIN, in_meeting=in_meeting
        )

    needed = said(CommunityStep.NEEDS_AGREEMENT, "office", "press", in_meeting=True)
    alone, together = (said(CommunityStep.AGREES, "office", "school", in_meeting=met) for met in (False, True))
    assert [one.code for one in meeting_reasons((needed,), alone)] == ["community-lift-needs-meeting"]
    stands = [
        community_stands(told, Purpose.COLLECTION, BEGIN.date(), recipient="office")
        for told in ((needed, alone), (alone, needed), (needed, together))
    ]
    assert stands == [CommunityStanding.NOT_AGREED, CommunityStanding.NOT_AGREED, None]
