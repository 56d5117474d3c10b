"""Gatherings: times that clocks show, questions that are answered, places that not everybody reads."""

from datetime import UTC, date, datetime, time, timezone
from itertools import product

import pytest
from pydantic import ValidationError

from exchange_cast import AT_THE_MINISTRY, AT_THE_WATER, DAY, HOUR, NOW, WATER, listing, number, unnamed
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.gatherings import (
    GATHERING_STEPS,
    AccessNeed,
    Gathering,
    GatheringAct,
    GatheringState,
    GatheringStep,
    Moment,
    PaysTravel,
    check_gathering_step,
    shown_gathering,
)
from nyhavn.framework.learning import Said
from nyhavn.framework.organisation_consent import PASSER_BY, Circle
from nyhavn.framework.refusal import Refusal

ACCRA, PARIS = "Africa/Accra", "Europe/Paris"


def moment(day: date = date(2026, 9, 1), clock: time = time(10), zone: str = ACCRA, **more: object) -> Moment:
    return Moment.model_validate({"day": day, "clock": clock, "zone": zone} | more)


def gathering(*steps: GatheringStep, **more: object) -> Gathering:
    values = {
        "uuid": number(60),
        "title": "Learning together",
        "what": "Two days on consent.",
        "by": WATER,
        "begins": moment(),
        "ends": moment(clock=time(16)),
        "place": "Community hall",
        "read_by": Circle.EVERYBODY,
        "languages": ("en",),
        "sign_languages": ("gse",),
        "access": dict.fromkeys(AccessNeed, Said.NOT_KNOWN),
        "pays_travel": PaysTravel.ORGANISER,
        "acts": tuple(act(step) for step in steps),
    }
    return Gathering.model_validate(values | more)


def act(step: GatheringStep, at: datetime = NOW - DAY, because: str = "The hall burned down.") -> GatheringAct:
    return GatheringAct(step=step, at=at, because=because)


ANNOUNCE = act(GatheringStep.ANNOUNCE, NOW)


def codes(one: Gathering, step: GatheringAct = ANNOUNCE) -> tuple[str, ...]:
    try:
        check_gathering_step(one, step)
    except Refusal as error:
        return error.codes
    return ()


def test_a_time_is_kept_as_people_say_it_and_known_everywhere() -> None:
    assert moment().at == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert moment(zone=PARIS).at == datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert moment(day=date(2026, 12, 1), zone=PARIS).at == datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "fault",
    [{"zone": "CET+1"}, {"zone": ""}, {"zone": "../etc"}, {"clock": time(10, tzinfo=timezone.utc)}],  # noqa: UP017
)
def test_a_zone_is_one_of_the_database(fault: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Moment.model_validate({"day": date(2026, 9, 1), "clock": time(10), "zone": ACCRA} | fault)


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_a_day_at_the_edge_of_the_calendar_is_none(edge: date) -> None:
    with pytest.raises(ValidationError):
        moment(edge)
    inside = edge + DAY if edge == date.min else edge - DAY
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        for clock in (time(0), time(23, 59)):
            assert moment(inside, clock, zone).is_on_the_clock
            assert not moment(inside, clock, zone).is_twice


FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)  # Europe/Paris


def test_a_time_that_no_clock_shows_is_refused() -> None:
    night = moment(FORWARD, time(2, 30), PARIS)
    assert not night.is_on_the_clock
    assert codes(gathering(begins=night, ends=moment(FORWARD, time(9), PARIS))) == ("gathering-time-not-there",)
    assert moment(FORWARD, time(3, 30), PARIS).is_on_the_clock
    assert codes(gathering(begins=moment(FORWARD, time(3, 30), PARIS), ends=moment(FORWARD, time(9), PARIS))) == ()


def test_a_time_that_clocks_show_twice_is_one_of_both() -> None:
    first, second = (moment(BACK, time(2, 30), PARIS, is_second=later) for later in (False, True))
    assert first.is_twice and second.is_twice and not moment(BACK, time(4), PARIS).is_twice
    assert second.at.astimezone(UTC) - first.at.astimezone(UTC) == HOUR
    assert first.is_on_the_clock and second.is_on_the_clock
    assert not moment(FORWARD, time(2, 30), PARIS).is_twice
    assert codes(gathering(begins=first, ends=second)) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends": moment(clock=time(9))}, "gathering-ends-first"),
        ({"ends": moment(clock=time(11), zone=PARIS)}, "gathering-ends-first"),
        ({"begins": moment(day=date(2026, 5, 1))}, "gathering-in-past"),
        ({"what": "-"}, "gathering-says-nothing"),
        ({"title": ""}, "gathering-says-nothing"),
        ({"place": "", "online": ""}, "gathering-nowhere"),
        ({"languages": (), "sign_languages": ()}, "gathering-language-missing"),
        ({"access": {}}, "gathering-access-unanswered"),
        (
            {"access": dict.fromkeys(set(AccessNeed) - {AccessNeed.CHILDCARE}, Said.YES)},
            "gathering-access-unanswered",
        ),
        ({"pays_travel": None}, "gathering-travel-unsaid"),
        ({"pays_travel": PaysTravel.NO_JOURNEY}, "gathering-travel-unsaid"),
        ({"pays_travel": PaysTravel.IN_PART}, "gathering-travel-unsaid"),
        ({"what": "Call 0700 123 456"}, "words-name-somebody"),
        ({"travel_words": "Ask bus@example.org"}, "words-name-somebody"),
        ({"online": "https://example.org/?pwd=1"}, "web-address-wrong"),
        ({"place_for": Circle.EVERYBODY, "not_for": frozenset({PartyKind.GOVERNMENT})}, "listing-exclusion-empty"),
    ],
)
def test_people_are_asked_to_come_once_everything_is_answered(changes: dict[str, object], code: str) -> None:
    assert codes(gathering(**changes)) == (code,)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"pays_travel": PaysTravel.EVERYBODY_THEIR_OWN},
        {"pays_travel": PaysTravel.IN_PART, "travel_words": "The bus."},
        {"pays_travel": PaysTravel.NO_JOURNEY, "place": "", "online": "https://example.org/room"},
        {"languages": ()},
        {"ends": moment(clock=time(13), zone=PARIS)},
    ],
)
def test_what_is_answered_is_announced(changes: dict[str, object]) -> None:
    assert codes(gathering(**changes)) == ()


WAY: dict[GatheringState, tuple[GatheringStep, ...]] = {
    GatheringState.DRAFT: (),
    GatheringState.ANNOUNCED: (GatheringStep.ANNOUNCE,),
    GatheringState.CALLED_OFF: (GatheringStep.ANNOUNCE, GatheringStep.CALL_OFF),
    GatheringState.HELD: (GatheringStep.ANNOUNCE, GatheringStep.HOLD),
}


@pytest.mark.parametrize(("state", "step"), list(product(GatheringState, GatheringStep)))
def test_each_step_is_done_where_the_total_table_says_so(state: GatheringState, step: GatheringStep) -> None:
    assert set(GATHERING_STEPS) == set(GatheringState) == set(WAY)
    one = gathering(*WAY[state])
    assert one.state is state
    at = NOW + 365 * DAY if step is GatheringStep.HOLD else NOW
    found = codes(one, act(step, at))
    assert found == (() if step in GATHERING_STEPS[state] else ("gathering-out-of-turn",))
    if found:
        with pytest.raises(ValidationError):
            gathering(*WAY[state], step)


def test_what_was_announced_is_changed_and_called_off_with_a_reason() -> None:
    for step in (GatheringStep.CHANGE, GatheringStep.CALL_OFF):
        assert codes(gathering(GatheringStep.ANNOUNCE), act(step, NOW, "")) == ("gathering-without-reason",)
    assert codes(gathering(), act(GatheringStep.CHANGE, NOW, "")) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"what": "Call 0700 123 456"}, "words-name-somebody"),
        ({"online": "https://example.org/?pwd=1"}, "web-address-wrong"),
        ({"access": {}}, "gathering-access-unanswered"),
        ({"ends": moment(clock=time(9))}, "gathering-ends-first"),
    ],
)
def test_what_was_announced_is_changed_to_nothing_that_could_not_be_announced(
    changes: dict[str, object], code: str
) -> None:
    assert codes(gathering(GatheringStep.ANNOUNCE, **changes), act(GatheringStep.CHANGE)) == (code,)
    assert codes(gathering(**changes), act(GatheringStep.CHANGE)) == (), "a draft may lack anything"


def test_a_room_may_change_after_it_has_begun_and_the_reason_names_nobody() -> None:
    one = gathering(GatheringStep.ANNOUNCE)
    assert codes(one, act(GatheringStep.CHANGE, one.begins.at + HOUR)) == ()
    for step in (GatheringStep.CHANGE, GatheringStep.CALL_OFF):
        assert codes(one, act(step, NOW, "Call 0700 123 456")) == ("words-name-somebody",)


def test_what_has_not_begun_was_not_held() -> None:
    one = gathering(GatheringStep.ANNOUNCE)
    assert codes(one, act(GatheringStep.HOLD, one.begins.at - HOUR)) == ("gathering-not-begun",)
    assert codes(one, act(GatheringStep.HOLD, one.begins.at)) == ()


def test_who_wants_to_wait_at_the_door_does_not_read_where_it_is() -> None:
    one = gathering(
        GatheringStep.ANNOUNCE, online="https://example.org/room", not_for=frozenset({PartyKind.GOVERNMENT})
    )
    for reader in (PASSER_BY, AT_THE_MINISTRY):
        shown = shown_gathering(one, {}, reader, NOW)
        assert shown is not None
        assert (shown.place, shown.online) == ("", "")
    shown = shown_gathering(one, {}, AT_THE_WATER, NOW)
    assert shown is not None and (shown.place, shown.online) == ("Community hall", "https://example.org/room")


def test_an_organiser_who_stays_unnamed_is_not_named_here() -> None:
    one = gathering(GatheringStep.ANNOUNCE)
    hidden, seen = (
        shown_gathering(one, {WATER: who}, PASSER_BY, NOW) for who in (unnamed(WATER), listing(WATER, "Us"))
    )
    assert hidden is not None and hidden.organiser == ""
    assert seen is not None and seen.organiser == "Us"


@pytest.mark.parametrize("one", [gathering(), gathering(GatheringStep.CHANGE), gathering(read_by=Circle.NOBODY)])
def test_a_draft_is_read_by_nobody_else(one: Gathering) -> None:
    assert shown_gathering(one, {}, PASSER_BY, NOW) is None
