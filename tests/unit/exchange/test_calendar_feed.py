"""The calendar: read back by the library, and by a second reader that knows lines and nothing else."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from nyhavn.exchange.described.calendar import (
    CalendarEntry,
    Feed,
    Meeting,
    WholeDays,
    calendar_bytes,
    one_line,
    zone_of,
)
from nyhavn.exchange.described.roadmap_calendar import action_entries
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roadmap import Roadmap
from nyhavn.framework.roadmap_history import ActionStep
from spec.roadmap.a_roadmap import ENDS, FORUM, STARTS, UNNAMED, action, days, roadmap, said, shown

FEED = Feed("Roadmap; of all, \\ of us", "harbour.example", "https://harbour.example/roadmap/")
CHANGED = datetime(2026, 1, 5, 9, tzinfo=UTC)
MOVED = days(ends=date(2026, 9, 30))
MOST_OCTETS = 75  # RFC 5545, 3.1, without the line break


def entry(**more: object) -> CalendarEntry:
    values = {"key": "event_1", "title": "A day", "when": WholeDays(STARTS, ENDS), "changed_at": CHANGED, "changes": 0}
    return CalendarEntry(**values | more)


def meeting(
    zone: str = "Africa/Nairobi", starts: datetime = datetime(2026, 7, 1, 7, tzinfo=UTC), hours: int = 2
) -> Meeting:
    return Meeting(starts, starts + timedelta(hours=hours), zone)


def events(content: bytes) -> list[Component]:
    return Calendar.from_ical(content).walk("VEVENT")


def event(**more: object) -> Component:
    (found,) = events(calendar_bytes(FEED, [entry(**more)]))
    return found


def plain_lines(content: bytes) -> list[str]:
    """The lines of the file, unfolded, by RFC 5545 section 3.1 alone. Fails for a line that is too long."""
    assert content.endswith(b"\r\n")
    folded = content[:-2].split(b"\r\n")
    assert all(len(line) <= MOST_OCTETS for line in folded)
    assert not any(b"\r" in line or b"\n" in line for line in folded)
    assert all(line.decode("utf-8") for line in folded)  # no letter is cut in two
    return content[:-2].replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def names(content: bytes) -> list[str]:
    """The name of every property, in order."""
    return [line.replace(";", ":").split(":")[0] for line in plain_lines(content)]


# What stands in it ---------------------------------------------------------------------------------------------


def test_the_head_says_what_it_is_and_how_often_to_look() -> None:
    assert Calendar.from_ical(calendar_bytes(FEED, []))["VERSION"] == "2.0"
    lines = plain_lines(calendar_bytes(FEED, []))
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H", "CALSCALE:GREGORIAN"} <= {*lines}
    assert {f"{name}:Roadmap\\; of all\\, \\\\ of us" for name in ("NAME", "X-WR-CALNAME")} <= {*lines}
    assert "METHOD" not in names(calendar_bytes(FEED, []))  # with it, an organiser and thus an address is demanded


def test_whole_days_end_on_the_day_after_the_last_one_and_block_nobody() -> None:
    found = event(when=WholeDays(STARTS, ENDS))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (STARTS, ENDS + timedelta(days=1))
    assert found["TRANSP"] == "TRANSPARENT"
    assert b"DTSTART;VALUE=DATE:20260301\r\n" in calendar_bytes(FEED, [entry()])
    one_day = event(when=WholeDays(ENDS, ENDS))
    assert one_day["DTEND"].dt - one_day["DTSTART"].dt == timedelta(days=1)


@pytest.mark.parametrize("zone", ["Africa/Nairobi", "Europe/Copenhagen", "America/Bogota", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize("month", [1, 7])
def test_a_meeting_is_the_same_moment_when_it_is_read_back(zone: str, month: int) -> None:
    starts = datetime(2026, month, 1, 7, tzinfo=UTC)
    content = calendar_bytes(FEED, [entry(when=meeting(zone, starts))])
    (found,) = events(content)
    assert found["DTSTART"].dt == starts and found["DTEND"].dt == starts + timedelta(hours=2)
    described = [str(one["TZID"]) for one in Calendar.from_ical(content).walk("VTIMEZONE")]
    assert described == ([] if zone == "UTC" else [zone])


@pytest.mark.parametrize("month", [1, 7])
def test_the_zone_is_described_so_that_who_knows_no_zones_finds_the_same_moment(month: int) -> None:
    starts = datetime(2026, month, 1, 7, tzinfo=UTC)
    calendar = Calendar.from_ical(calendar_bytes(FEED, [entry(when=meeting("Europe/Copenhagen", starts))]))
    (described,) = calendar.walk("VTIMEZONE")
    by_clock = starts.astimezone(ZoneInfo("Europe/Copenhagen")).replace(tzinfo=None)
    assert by_clock.replace(tzinfo=described.to_tz(lookup_tzid=False)).astimezone(UTC) == starts


def test_the_hour_that_clocks_show_twice_is_written_so_that_it_is_not_taken_for_the_first() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 2:30 in Copenhagen for the second time
    content = calendar_bytes(FEED, [entry(when=meeting("Europe/Copenhagen", second))])
    assert b"DTSTART:20261025T013000Z" in content and events(content)[0]["DTSTART"].dt == second
    first = calendar_bytes(FEED, [entry(when=meeting("Europe/Copenhagen", second - timedelta(hours=2), 1))])
    assert b"DTEND;TZID=Europe/Copenhagen:20261025T023000" in first


@pytest.mark.parametrize(
    "zone", ["", "Nairobi", "Mars/Base", "../../etc/passwd", "/etc/localtime", "a/\x00", "A/" + "b" * 300]
)
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(Refusal) as refused:
        zone_of(zone)
    assert refused.value.codes == ("calendar-zone-unknown",)


@pytest.mark.parametrize("hours", [0, -1])
def test_a_meeting_ends_after_it_starts(hours: int) -> None:
    with pytest.raises(Refusal) as refused:
        meeting(hours=hours)
    assert refused.value.codes == ("calendar-times-out-of-order",)


def test_each_moment_of_a_meeting_may_be_told_in_a_zone_of_its_own() -> None:
    east = datetime(2026, 7, 2, 1, tzinfo=timezone(timedelta(hours=14)))
    west = datetime(2026, 7, 1, 12, tzinfo=UTC)  # an hour later, and a day before by the calendar
    assert event(when=Meeting(east, west, "UTC"))["DTEND"].dt == west
    with pytest.raises(Refusal):
        Meeting(west, east, "UTC")


@pytest.mark.parametrize("year", [1, 1989, 2200, 9999])
def test_a_mistyped_year_of_a_meeting_is_found(year: int) -> None:
    with pytest.raises(Refusal) as refused:
        meeting(starts=datetime(year, 12, 31, 1, tzinfo=UTC))
    assert refused.value.codes == ("calendar-times-out-of-order",)


def test_what_is_cancelled_stays_in_the_calendar_and_says_why() -> None:
    found = event(cancelled="The road is flooded.", lines=("Bring water.",))
    assert found["STATUS"] == "CANCELLED"
    assert str(found["DESCRIPTION"]).split("\n") == ["Cancelled. Why: The road is flooded.", "Bring water."]
    assert event()["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    "make",
    [
        lambda: entry(key="a b"),
        lambda: entry(key="a\r\nX:1"),
        lambda: entry(key="a\n"),
        lambda: entry(key="a@b"),
        lambda: entry(changes=-1),
        lambda: entry(changed_at=datetime(2026, 1, 1)),  # noqa: DTZ001 (that is what is tried)
        lambda: entry(address="javascript:alert(1)"),
        lambda: entry(address="https://harbour.example/\r\nATTENDEE:mailto:a@b"),
        lambda: WholeDays(ENDS, STARTS),
        lambda: Feed("x", "harbour example"),
        lambda: Feed("x", "harbour.example\r\nX:1"),
        lambda: Feed("x", "harbour.example", "ftp://harbour.example"),
        lambda: Meeting(datetime(2026, 1, 1), datetime(2026, 1, 2), "UTC"),  # noqa: DTZ001
        lambda: calendar_bytes(FEED, [entry(), entry()]),
    ],
)
def test_what_is_no_entry_cannot_be_built(make) -> None:
    with pytest.raises(ValueError, match="."):
        make()


# Who attacks it ------------------------------------------------------------------------------------------------

ATTACKS = [
    "Tea\r\nATTENDEE:mailto:ana@example.org",
    "Tea\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "Tea\rATTACH:https://example.org/x.exe",
    "Tea\u2028ATTACH:x",
    "Tea\u0085ATTACH:x",
    "Tea\x0bATTACH:x\x0c\x00\x1b[2J",
    "Tea\\nATTACH:x\\",
    "Tea;VALUE=URI:x,y",
    "Tea \u202etxt.exe",
    '";X="\r\n BEGIN:VALARM',
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("field", ["title", "place", "organiser", "cancelled", "lines", "name"])
def test_no_text_adds_a_property_or_an_event(attack: str, field: str) -> None:
    full = {"title": "t", "place": "p", "organiser": "o", "cancelled": "c", "lines": ("l",)}
    ours = names(calendar_bytes(Feed("n", FEED.host, FEED.address), [entry(**full)]))
    feed = Feed(attack, FEED.host, FEED.address) if field == "name" else Feed("n", FEED.host, FEED.address)
    attacked = full if field == "name" else full | {field: (attack,) if field == "lines" else attack}
    content = calendar_bytes(feed, [entry(**attacked)])
    assert names(content) == ours
    assert len(events(content)) == 1
    assert "ana@example.org" not in content.decode()
    assert not any(sign in content.decode() for sign in "\x00\x0b\x0c\x1b\u0085\u2028\u202e")


def test_what_is_no_attack_comes_through_letter_by_letter() -> None:
    title = "Té, “water”; \\ سوق · 水 ‌می‌خواهم 50 %" + " and on" * 30
    assert str(event(title=title)["SUMMARY"]) == title
    assert str(event(place=title)["LOCATION"]) == title


@settings(max_examples=60)
@given(st.text(max_size=200), st.lists(st.text(max_size=120), max_size=4))
def test_whatever_is_written_lines_stay_short_and_the_text_comes_back(title: str, lines: list[str]) -> None:
    content = calendar_bytes(FEED, [entry(title=title, lines=tuple(lines))])
    plain_lines(content)
    (found,) = events(content)
    assert str(found["SUMMARY"]) == one_line(title)
    assert str(found.get("DESCRIPTION", "")) == "\n".join(map(one_line, lines))


def test_there_is_no_property_that_holds_a_person() -> None:
    found = names(calendar_bytes(FEED, [entry(organiser="The forum of Alta", when=meeting())]))
    assert not {"ORGANIZER", "ATTENDEE", "CONTACT", "VALARM", "ATTACH"} & {*found}
    assert "Who invites: The forum of Alta" in str(event(organiser="The forum of Alta")["DESCRIPTION"])


# The same bytes ------------------------------------------------------------------------------------------------


def test_the_same_entries_give_the_same_bytes_in_whichever_order() -> None:
    zones = ("Africa/Nairobi", "Europe/Copenhagen", "America/Bogota")
    made = [entry(key=f"event_{zone.split('/')[1]}", when=meeting(zone)) for zone in zones]
    assert calendar_bytes(FEED, made) == calendar_bytes(FEED, reversed(made))


PROGRAM = """
import sys
from unit.exchange.test_calendar_feed import FEED, entry, meeting
from nyhavn.exchange.described.calendar import calendar_bytes
zones = ("Africa/Nairobi", "Europe/Copenhagen", "America/Bogota", "Asia/Kathmandu")
made = [entry(key=f"event_{n}", when=meeting(zone)) for n, zone in enumerate(zones)]
sys.stdout.buffer.write(calendar_bytes(FEED, made))
"""


def test_another_process_with_other_hashes_writes_the_same_bytes() -> None:
    paths = os.pathsep.join(path for path in sys.path if path)
    made = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1 and len(events(made.pop())) == 4


# Actions -------------------------------------------------------------------------------------------------------


def of(made: Roadmap) -> dict[str, Component]:
    content = calendar_bytes(FEED, action_entries(made, FEED.address))
    plain_lines(content)
    return {str(one["UID"]): one for one in events(content)}


def test_an_action_keeps_its_uid_when_it_moves_and_its_sequence_grows() -> None:
    move = said(1, ActionStep.MOVE, STARTS, days=MOVED, because="Two funders meet later.")
    uid = "collaborative_M1@harbour.example"
    before, after = of(roadmap(action("M1")))[uid], of(roadmap(action("M1", move)))[uid]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["DTEND"].dt == date(2026, 10, 1)
    assert "from 1 March 2026 to 30 June 2026 to 1 March 2026 to 30 September 2026" in str(after["DESCRIPTION"])
    assert "Two funders meet later." in str(after["DESCRIPTION"])


def test_a_dropped_action_is_cancelled_and_one_taken_up_again_is_not() -> None:
    drop, again = said(1, ActionStep.DROP, STARTS, because="Nobody pays."), said(2, ActionStep.TAKE_UP, ENDS)
    (dropped,), (taken_up,) = (of(roadmap(action("M1", *entries))).values() for entries in ((drop,), (drop, again)))
    assert dropped["STATUS"] == "CANCELLED" and "Nobody pays." in str(dropped["DESCRIPTION"])
    assert taken_up["STATUS"] == "CONFIRMED" and taken_up["SEQUENCE"] == 2


def test_a_claim_is_written_as_a_claim_whatever_evidence_says() -> None:
    (found,) = of(roadmap(action("M1", said(1, ActionStep.FINISH, ENDS), evidence=(shown(),)))).values()
    assert "Said to be done on 30 June 2026." in str(found["DESCRIPTION"])
    assert not str(found["SUMMARY"]).startswith("Done")


def test_no_two_actions_of_two_roadmaps_have_the_same_uid() -> None:
    one = Roadmap(code="a.b", title="x", actions=(action("c"),))
    other = Roadmap(code="a", title="x", actions=(action("b.c"),))
    assert of(one).keys().isdisjoint(of(other))


def test_whoever_wished_not_to_be_named_stands_nowhere_in_the_calendar() -> None:
    told = said(
        1, ActionStep.MOVE, STARTS, days=MOVED, because="The shelter of the lamp asked for it.", by=UNNAMED.name
    )
    left = said(2, ActionStep.DROP, ENDS, because="SHELTER OF THE LAMP was threatened.")
    hidden = action("M1", told, left, owner=UNNAMED, partners=(FORUM,), what="Help the Shelter of the Lamp")
    elsewhere = action("M2", what="Shelter of the Lamp, again")
    content = calendar_bytes(FEED, action_entries(roadmap(hidden, elsewhere), FEED.address))
    assert "lamp" not in "\n".join(plain_lines(content)).casefold()
    assert "a body that stays unnamed" in "\n".join(plain_lines(content))
    (named,) = of(roadmap(action("M1", owner=FORUM))).values()  # the twin
    assert "Who answers for it: Forum of Alta" in str(named["DESCRIPTION"])
