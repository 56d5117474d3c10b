"""The actions of a roadmap as entries of a calendar: whole days, with the days they were moved from.

Nothing in it depends on today: whether an action is late stands on the page, which is worked out anew each day.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from nyhavn.exchange.described.calendar import CalendarEntry, WholeDays
from nyhavn.exchange.report import roadmap_words as words
from nyhavn.exchange.report.days import day as day_words
from nyhavn.exchange.report.roadmap_picture import days_words
from nyhavn.exchange.report.roadmap_table import body_words
from nyhavn.exchange.report.speech import say
from nyhavn.framework.roadmap import Action, Roadmap
from nyhavn.framework.roadmap_bodies import Naming


def action_entries(roadmap: Roadmap, page: str, anchor: str = "roadmap") -> tuple[CalendarEntry, ...]:
    """One for each action, dropped ones among them, as cancelled. page: address of the roadmap, "" for none.

    anchor: what the ids of the table begin with. Whoever wished not to be named is not named.
    """
    naming = roadmap.naming
    return tuple(
        _entry(roadmap, action, naming, f"{page}#{anchor}-{action.code}" if page else "") for action in roadmap.actions
    )


def _entry(roadmap: Roadmap, action: Action, naming: Naming, address: str) -> CalendarEntry:
    last = action.entries[-1].recorded_on if action.entries else action.recorded_on
    return CalendarEntry(
        key=f"{roadmap.code}_{action.code}",  # no code holds an underscore, so that no two keys are the same
        title=say(words.ROADMAP_LABEL).format(code=action.code, what=naming.text(action.what)),
        when=WholeDays(action.days.starts, action.days.ends),
        changed_at=datetime.combine(last, time(), UTC),
        changes=len(action.entries),
        lines=tuple(_lines(action, naming)),
        address=address,
        cancelled=naming.text(action.dropped.because) if action.dropped else "",
    )


def _lines(action: Action, naming: Naming) -> Iterator[str]:
    yield say(words.CALENDAR_STRAND).format(strand=say(words.ROADMAP_STRANDS[action.strand.value]))
    yield say(words.CALENDAR_OWNER).format(owner=body_words(naming.name(action.owner)))
    for shift in action.shifts:
        yield say(words.CALENDAR_MOVED).format(
            was=days_words(shift.was), now=days_words(shift.now), because=naming.text(shift.because)
        )
    if action.claim is not None:
        yield say(words.CALENDAR_DONE).format(day=day_words(action.claim.on))
