"""What the page shows beside the figures: whether the community finds itself in them, and who sees it otherwise."""

from dataclasses import dataclass

from nyhavn.exchange.report import home_words as words
from nyhavn.exchange.report.days import day
from nyhavn.exchange.report.independence_page import SaidRow
from nyhavn.exchange.report.speech import say
from nyhavn.framework.validation import AskedIn, CommunitySaid, Validation


@dataclass(frozen=True)
class SaidView:
    """One answer. who: in the community's own words, "" where it is not named, and then `instead` stands there."""

    who: str
    instead: str
    where: str
    outcome: str
    people: str
    reasons: str
    dissent: tuple[str, ...]
    unread: str


@dataclass(frozen=True)
class ValidationView:
    """All answers, and what was answered to them. instead: why there are none; its words may be somebody's own."""

    said: tuple[SaidView, ...]
    answers: tuple[SaidRow, ...]
    instead: SaidRow | None


def validation_view(found: Validation | None) -> ValidationView | None:
    """What is laid out; None where a release says nothing of it."""
    if found is None:
        return None
    answers = tuple(
        SaidRow(say(words.SAID_ANSWER).format(day=day(each.answered_on)), each.words) for each in found.answers
    )
    return ValidationView(tuple(map(_said, found.said)), answers, None if found.said else _instead(found))


def _instead(found: Validation) -> SaidRow | None:
    if found.waived_on is not None:
        return SaidRow(say(words.SAID_WAIVED), found.waived_because)
    return SaidRow(say(words.SAID_RESTS).format(day=day(found.rests_on))) if found.rests_on else None


def _said(one: CommunitySaid) -> SaidView:
    is_body = one.asked_in is AskedIn.MEETING
    return SaidView(
        who=one.who,
        instead=say(words.SAID_BY_BODY if is_body else words.SAID_BY_PEOPLE),
        where=say(words.SAID_LINE).format(day=day(one.said_on), where=say(words.ASKED_IN[one.asked_in])),
        outcome=say(words.DESCRIBES_OUTCOMES[one.outcome]),
        people=say(words.SAID_PEOPLE).format(people=one.people) if one.people else "",
        reasons=one.reasons,
        dissent=one.dissent,
        unread=say(words.SAID_UNREAD) if one.unread else "",
    )
