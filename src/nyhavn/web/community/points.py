"""What can be put to a meeting, and the key under which its page names it.

A page that was open while the connection was gone is sent later, when things may have moved on. So a key says by itself
what was asked, and what people decided is recorded whatever happened since.
"""

import re
from dataclasses import dataclass
from datetime import date

from nyhavn.framework.community_body import Matter, Proposal
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.web.community.models import AgendaItem
from nyhavn.web.community.waiting_for_board import ForBoard
from nyhavn.web.consent.community_models import CommunityBody

AGENDA = "agenda"
DESCRIBES = "describes"  # does this describe us? The answer binds nothing by itself; a release waits for it
QUESTIONS = {"opening": Matter.OPENING, "release": Matter.RELEASE, "coding": Matter.CODING, DESCRIBES: Matter.OTHER}
# No longer than a proposal keeps them.
KEY = re.compile(r"(?P<kind>opening|release|coding|describes)(?::(?P<about>[^:]{0,200}))?(?::(?P<version>[^:]{0,40}))?")


@dataclass(frozen=True)
class Point:
    """One thing that a meeting is asked. is_question: a no binds as well, as a veto. row: of the agenda."""

    key: str
    title: str
    words: str
    proposal: Proposal
    is_question: bool = False
    row: AgendaItem | None = None


def point_of_row(row: AgendaItem) -> Point:
    """Something that people put on the agenda."""
    return Point(f"{AGENDA}:{row.uuid}", row.title, row.words, Proposal.model_validate(row.proposal), row=row)


def point_waiting(item: ForBoard, day: date) -> Point:
    """Something that waits for the board."""
    return Point(item.key, item.title, item.words, _asked(item.key, day), is_question=_binds(item.key))


def point_sent(body: CommunityBody, key: str, title: str, words: str, day: date) -> Point:
    """What the page of a meeting names. A key that nobody knows any more is kept as words that bind nothing."""
    if key.startswith(f"{AGENDA}:"):
        row = next((one for one in body.agenda.all() if f"{AGENDA}:{one.uuid}" == key), None)
        if row is not None and row.settled_at is None:
            return point_of_row(row)
        key = ""
    return Point(key, title, words, _asked(key, day), is_question=_binds(key))


def _named(key: str) -> re.Match[str] | None:
    """The parts of a key that asks something; None for everything else. Categories are those of one question."""
    found = KEY.fullmatch(key)
    if found is None or QUESTIONS[found["kind"]] is not Matter.CODING:
        return found
    return found if (found["about"] or "").strip() and (found["version"] or "").strip() else None


def _binds(key: str) -> bool:
    """Whether a no is a veto."""
    found = _named(key)
    return found is not None and QUESTIONS[found["kind"]] is not Matter.OTHER


def _asked(key: str, day: date) -> Proposal:
    """The yes to a question; for anything else words only."""
    found = _named(key)
    if found is None:
        return Proposal(matter=Matter.OTHER, step=CommunityStep.AGREES, starts_on=day)
    return Proposal(
        matter=QUESTIONS[found["kind"]],
        step=CommunityStep.AGREES,
        about=found["about"] or "",
        version=found["version"] or "",
        starts_on=day,
    )
