"""The picture of a roadmap: where bars and marks stand, that its table says the same, in both directions."""

import re
from datetime import date, timedelta
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from nyhavn.exchange.report import roadmap_words
from nyhavn.exchange.report.roadmap_html import roadmap_parts, roadmap_svg
from nyhavn.exchange.report.roadmap_picture import EDGE, MOST_TICKS, roadmap_picture, ticks
from nyhavn.exchange.report.roadmap_table import roadmap_table
from nyhavn.framework.roadmap_bodies import UNNAMED_BODY, RoadmapBody
from nyhavn.framework.roadmap_history import ActionStep
from nyhavn.framework.roadmap_timeline import MarkKind, Timeline, timeline
from nyhavn.framework.roadmap_vocabulary import ActionStatus, FundingKind, Paid, Strand
from spec.roadmap.a_roadmap import (
    ENDS,
    FUND,
    NETWORK,
    STARTS,
    UNNAMED,
    action,
    days,
    money,
    paid,
    proof,
    roadmap,
    said,
    shown,
)

S = ActionStep
TODAY = date(2026, 12, 15)
MOVED = days(ends=date(2026, 9, 30))
SVG = "{http://www.w3.org/2000/svg}"

ONE_OF_EACH = {
    ActionStatus.PLANNED: action("A1", planned=days(date(2027, 1, 1), date(2027, 3, 31)), what="وحدة المياه"),
    ActionStatus.LATE_TO_START: action("A2", planned=days(date(2026, 12, 1), date(2027, 3, 31)), depends_on=("A4",)),
    ActionStatus.UNDER_WAY: action(
        "A3", said(1, S.START, ENDS), said(2, S.MOVE, ENDS, days=days(ends=date(2027, 5, 1))), strand=Strand.IMPLEMENT
    ),
    ActionStatus.OVERDUE: action("A4", said(1, S.START, STARTS), said(2, S.MOVE, STARTS, days=MOVED)),
    ActionStatus.CLAIMED: action("A5", said(1, S.FINISH, ENDS), evidence=(shown(by="Secretariat"),)),
    ActionStatus.DISPUTED: action("A6", said(1, S.FINISH, ENDS), evidence=(shown(shows="contradicts"),)),
    ActionStatus.DONE: action("A7", said(1, S.FINISH, ENDS), evidence=(shown(),)),
    ActionStatus.DONE_LATE: action("A8", said(1, S.FINISH, ENDS + timedelta(days=1)), evidence=(shown(),)),
    ActionStatus.DROPPED: action("A9", said(1, S.DROP, ENDS, because="<b>No</b> money & no time"), owner=UNNAMED),
}


def everything() -> Timeline:
    return timeline(roadmap(*ONE_OF_EACH.values()), TODAY)


def drawn(of: Timeline, language: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(roadmap_svg(of, language=language))


def words_in(markup: str) -> list[str]:
    """Texts of an HTML fragment, each element by itself."""
    return [unescape(text) for text in re.split(r"<[^>]+>", markup) if text.strip()]


def test_each_state_is_drawn_in_a_way_of_its_own_that_no_colour_is_needed_for() -> None:
    assert {row.status for row in everything().rows} == set(ONE_OF_EACH)
    bars = [one for one in drawn(everything()).iter(f"{SVG}rect") if one.get("class")]
    looks = [tuple(one.get(name) for name in ("fill", "stroke", "stroke-width", "stroke-dasharray")) for one in bars]
    assert len(bars) == len(set(looks)) == len(ActionStatus)
    texts = " ".join("".join(one.itertext()) for one in drawn(everything()).iter(f"{SVG}text"))
    for name in roadmap_words.ROADMAP_STATUSES.values():
        assert all(word in texts for word in name.split())


def test_the_table_says_whatever_the_picture_says() -> None:
    made = roadmap_parts(everything())
    table = " ".join(words_in(made.table))
    picture = roadmap_picture(everything(), is_mirrored=False)
    for row in picture.rows:
        assert " ".join(row.label) in table
        assert all(part in table for part in " ".join(row.state).split(" · "))
        assert all(mark.says in table for mark in row.marks)
    assert all("".join(one.lines).replace(" ", "") in table.replace(" ", "") for one in picture.strands)
    assert "Today is 15 December 2026." in table
    assert {row.code for row in everything().rows} == {
        row.code for part in roadmap_table(everything()) for row in part.rows
    }


def test_bars_stand_where_their_days_are_and_the_last_day_is_included() -> None:
    one = timeline(roadmap(action("A", planned=days(date(2026, 1, 1), date(2026, 12, 31)))), date(2026, 7, 2))
    picture = roadmap_picture(one, is_mirrored=False)
    assert picture.rows[0].bar.x == EDGE and picture.rows[0].bar.width == pytest.approx(100 - 2 * EDGE)
    assert picture.today == pytest.approx(EDGE + (100 - 2 * EDGE) * 182 / 365)


def test_a_delay_begins_where_the_bar_ends_and_reaches_today() -> None:
    picture = roadmap_picture(everything(), is_mirrored=False)
    (overdue,) = (row for row in picture.rows if row.status == "overdue")
    assert overdue.late is not None
    assert overdue.late.x == pytest.approx(overdue.bar.x + overdue.bar.width)
    assert overdue.late.x + overdue.late.width >= picture.today
    assert [row.late for row in picture.rows if row.status in ("planned", "under-way", "done", "dropped")] == [None] * 4


def test_a_last_day_that_was_moved_keeps_its_mark() -> None:
    rows = {row.code: row for row in everything().rows}
    assert [(mark.kind, mark.on) for mark in rows["A4"].marks][0] == (MarkKind.EARLIER_END, ENDS)
    titles = [one.text for one in drawn(everything()).iter(f"{SVG}title")]
    assert titles.count("last day as it was planned before: 30 June 2026") == 2


def test_from_right_to_left_everything_is_the_mirror_image() -> None:
    left, right = (roadmap_picture(everything(), is_mirrored=mirrored) for mirrored in (False, True))
    assert right.today == pytest.approx(100 - left.today) and right.start == pytest.approx(100 - left.start)
    for one, other in zip(left.rows, right.rows, strict=True):
        assert other.bar.x == pytest.approx(100 - one.bar.x - one.bar.width)
        assert [mark.x for mark in other.marks] == pytest.approx([100 - mark.x for mark in one.marks])
    root = drawn(everything(), "ar")
    assert (root.get("direction"), root.get("lang")) == ("rtl", "ar")
    assert drawn(everything()).get("direction") == "ltr"


def test_nothing_lies_on_another_and_no_line_is_longer_than_a_phone_is_wide() -> None:
    picture = roadmap_picture(everything(), is_mirrored=False)
    for one, other in pairwise(picture.rows):
        assert one.top + 14 < other.label_top
        assert one.state_top + 18 * len(one.state) <= one.top
    assert picture.rows[-1].top + 14 < picture.height
    assert all(len(line) <= 46 for row in picture.rows for line in (*row.label, *row.state))
    assert all(row.bar.x >= 0 and row.bar.x + row.bar.width <= 100 for row in picture.rows)


def test_an_action_of_one_day_on_a_long_road_is_still_to_be_seen() -> None:
    short, long = action("A", planned=days(ENDS, ENDS)), action("B", planned=days(date(1990, 1, 1), date(2090, 1, 1)))
    picture = roadmap_picture(timeline(roadmap(short, long), TODAY), is_mirrored=False)
    assert min(row.bar.width for row in picture.rows) > 0.5


@pytest.mark.parametrize("length", [0, 1, 40, 200, 400, 2000, 9000, 40000, 76000])
def test_there_are_few_marks_of_time_in_order_on_firsts_of_months(length: int) -> None:
    first = date(1990, 1, 15)
    found = ticks(first, first + timedelta(days=length))
    assert len(found) <= MOST_TICKS and [on for on, _ in found] == sorted(on for on, _ in found)
    assert all(on.day == 1 for on, _ in found)
    assert found or length < 40


def test_it_stands_alone_and_has_words_for_those_who_do_not_see_it() -> None:
    content = roadmap_svg(everything())
    root = ElementTree.fromstring(content)
    there = {one.get("id") for one in root if one.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "img" and set(root.get("aria-labelledby").split()) == there
    assert content.count(b"http") == 1 and b"<script" not in content and b"style" not in content
    assert "Dashed line: today." in "".join(root.find(f"{SVG}desc").itertext())
    assert content == roadmap_svg(everything())


def test_words_are_never_marks_in_picture_and_table() -> None:
    evil = action("A", what="<script>alert(1)</script>\u202e", partners=(NETWORK,))
    of = timeline(roadmap(evil), TODAY)
    made = roadmap_parts(of)
    assert "<script" not in made.picture + made.table and "&lt;script&gt;" in made.table
    assert "\u202e" not in made.picture + made.table + roadmap_svg(of).decode()
    assert "Why: <b>No</b> money & no time" in words_in(roadmap_parts(everything()).table)


def test_two_pictures_on_one_page_share_no_id() -> None:
    ids = [set(re.findall(r'id="([^"]+)"', roadmap_parts(everything(), id=id).picture)) for id in ("a", "b")]
    assert ids[0].isdisjoint(ids[1]) and len(ids[0]) == 3


@pytest.mark.parametrize("code", ["title", "desc", "late"])
def test_no_code_of_an_action_is_an_id_of_the_picture(code: str) -> None:
    made = roadmap_parts(timeline(roadmap(action(code)), TODAY))
    ids = re.findall(r' id="([^"]+)"', made.picture + made.table)
    assert len(ids) == len(set(ids)) == 4


def test_an_empty_roadmap_says_so() -> None:
    made = roadmap_parts(timeline(roadmap(), TODAY))
    assert roadmap_words.ROADMAP_EMPTY in made.picture and "tbody" not in made.table


def test_all_our_words_are_in_the_language_of_the_reader() -> None:
    made = roadmap_parts(everything(), language="ar", with_words=lambda word: re.sub(r"[A-Za-z]+(?![^{]*})", "•", word))
    picture = ElementTree.fromstring(f'<svg xmlns:x="x">{made.picture}</svg>')
    texts = [*words_in(made.table), *("".join(one.itertext()) for one in picture.iter(f"{SVG}text"))]
    own = "Agree who pays communities Secretariat Harbour Network The partners meet later. <b>No</b> money & no time"
    own += " https://example.org/report Roadmap of the Collaborative A1 A2 A3 A4 A5 A6 A7 A8 A9 b"
    left = {word for text in texts for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert {word for word in left if word not in own} == set()
    assert made.direction == "rtl"


# Money, pay, evidence ------------------------------------------------------------------------------------------


def cells(one, name: str) -> tuple[str, ...]:
    (strand,) = roadmap_table(timeline(roadmap(one), TODAY))
    return getattr(strand.rows[0], name)


def test_money_stands_by_currency_with_what_is_shown_of_it() -> None:
    entries = (
        money(1, FundingKind.PLEDGED, "120000.50", "EUR"),
        money(2, FundingKind.RECEIVED, "5000000", proof=proof()),
        money(3, FundingKind.SPENT, "6000000", because="The network advanced it."),
    )
    assert cells(action(funding=entries), "money") == (
        "EUR 120,000.5 pledged (of this, shown: 0)",
        "KES 5,000,000 received (of this, shown: 5,000,000)",
        "KES 6,000,000 spent (of this, shown: 0)",
        "More was spent than was received.",
    )
    assert cells(action(), "money") == (roadmap_words.ROADMAP_NO_MONEY,)


def test_what_both_sides_say_of_pay_stands_and_silence_is_silence() -> None:
    said_both = (
        paid(1, Paid.PAID, by_community=False, payer=FUND, people_paid=12),
        paid(2, Paid.NOT_YET, by_community=True),
    )
    assert cells(action(payments=said_both), "pay") == (
        "Forum of Alta. Who pays: Fund of the North",
        "The community says: not paid yet",
        "Those who run the action say: paid (people: 12)",
        "Hours without pay: nobody said how many",
        "Both sides do not say the same.",
    )
    alone = cells(action(payments=(paid(1, Paid.DECLINED, by_community=True),)), "pay")
    assert "The community says: does not wish to say" in alone and "Those who run the action say: nothing" in alone


def test_who_pays_is_told_as_either_side_says() -> None:
    said_both = (
        paid(1, Paid.PAID, by_community=False, payer=FUND),
        paid(2, Paid.NOT_YET, by_community=True, payer=NETWORK),
    )
    assert "Forum of Alta. Who pays: Fund of the North; Harbour Network" in cells(action(payments=said_both), "pay")
    alike = (said_both[0], paid(2, Paid.NOT_YET, by_community=True, payer=RoadmapBody(name="FUND of the North")))
    (line, *_) = cells(action(payments=alike), "pay")
    assert line.count(";") == 0


def test_evidence_that_does_not_count_says_why() -> None:
    line = cells(ONE_OF_EACH[ActionStatus.CLAIMED], "stands")[-1]
    assert line.startswith("Shown by: https://example.org/report, 30 June 2026, vouched for by Secretariat")
    assert line.endswith("Does not count: attested by the one who makes the claim.")
    assert "Does not count" not in " ".join(cells(ONE_OF_EACH[ActionStatus.DONE], "stands"))


def test_whoever_is_unnamed_stands_in_no_cell_and_no_picture() -> None:
    hidden = action(
        "M1",
        said(1, S.DROP, ENDS, because="The Shelter of the Lamp is in danger."),
        owner=UNNAMED,
        payments=(paid(1, Paid.PAID, by_community=True, community=UNNAMED, payer=FUND),),
        funding=(money(1, FundingKind.PLEDGED, "1", by=UNNAMED, proof=proof(by=UNNAMED.name)),),
        evidence=(shown(about=None, by=UNNAMED.name, reference="https://example.org/shelter-of-the-lamp"),),
    )
    made = roadmap_parts(timeline(roadmap(hidden), TODAY))
    assert "lamp" not in (made.picture + made.table).casefold()
    assert UNNAMED_BODY in made.table and "Fund of the North" in made.table
