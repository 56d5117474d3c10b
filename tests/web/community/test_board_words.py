"""Every word of a meeting's page is among the messages that are translated."""

from nyhavn.web.community.asks import MATTERS, STEPS
from nyhavn.web.community.form_words import DECISIONS, MEETING, POINT
from nyhavn.web.community.meeting_asks import MeetingSaid, PointSaid
from nyhavn.web.pages.asked import Asked, Kind, asked

HIDDEN = ("sent", "on", "words")


def words_of(fields: tuple[Asked, ...]) -> set[str]:
    found: set[str] = set()
    for one in fields:
        if one.name in HIDDEN:
            continue
        found |= {one.title, one.hint} | {label for _, label in one.choices}
    return found - {""}


def test_the_words_of_the_form_are_those_that_are_translated() -> None:
    assert words_of(asked(MeetingSaid)) == set(MEETING)
    assert words_of(asked(PointSaid)) == set(POINT)
    assert [one.kind for one in asked(MeetingSaid) if one.name == "points"] == [Kind.GROUPS]


def test_the_words_of_decisions_are_those_that_are_translated() -> None:
    shown = {str(words) for matter, words in MATTERS.items() if matter != "other"} | {str(w) for w in STEPS.values()}
    assert shown == set(DECISIONS)
