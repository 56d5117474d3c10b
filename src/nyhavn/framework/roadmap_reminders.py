"""Who is reminded of what, and when: from the roadmap, the day, and what was sent. Never more often than the rule says.

A reminder goes to whoever answers for the action, also where that body is not named in public. It is no public text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from nyhavn.framework.roadmap import Action, Roadmap
from nyhavn.framework.roadmap_standing import standing
from nyhavn.framework.roadmap_vocabulary import ROADMAP, ActionStatus, ReminderRule


class RemindedOf(StrEnum):
    """What somebody is reminded of."""

    ENDS_SOON = "ends-soon"
    LATE_TO_START = "late-to-start"
    OVERDUE = "overdue"
    NOT_SHOWN = "not-shown"  # said to be done, and evidence is missing


@dataclass(frozen=True)
class Reminder:
    """One reminder. due: the day that it is about. to: the body that answers for the action, not for public texts."""

    code: str
    of: RemindedOf
    due: date
    to: str = field(repr=False)


@dataclass(frozen=True)
class SentReminder:
    """A reminder that went out."""

    code: str
    of: RemindedOf
    due: date
    on: date


def reminders(
    roadmap: Roadmap, today: date, sent: Iterable[SentReminder], rule: ReminderRule = ROADMAP.reminders
) -> tuple[Reminder, ...]:
    """What is to be sent today, at most one for each action. sent: all that went out, in any order."""
    earlier = tuple(sent)
    found = (_due(action, today, rule) for action in roadmap.actions)
    return tuple(one for one in found if one is not None and _may_be_sent(one, today, earlier, rule))


def _due(action: Action, today: date, rule: ReminderRule) -> Reminder | None:
    return next((Reminder(action.code, of, due, action.owner.name) for of, due in _about(action, today, rule)), None)


def _about(action: Action, today: date, rule: ReminderRule) -> Iterator[tuple[RemindedOf, date]]:
    status, days = standing(action, today).status, action.days
    if status is ActionStatus.OVERDUE:
        yield RemindedOf.OVERDUE, days.ends
    if status is ActionStatus.CLAIMED and action.claim is not None and action.claim.recorded_on < today:
        yield RemindedOf.NOT_SHOWN, action.claim.recorded_on
    if status is ActionStatus.LATE_TO_START:
        yield RemindedOf.LATE_TO_START, days.starts
    is_soon = days.ends - timedelta(days=rule.before_days) <= today <= days.ends
    if is_soon and status in (ActionStatus.UNDER_WAY, ActionStatus.PLANNED):
        yield RemindedOf.ENDS_SOON, days.ends


def _may_be_sent(one: Reminder, today: date, sent: tuple[SentReminder, ...], rule: ReminderRule) -> bool:
    """Of whatever kind, and after a clock that ran ahead, the distance to every earlier one is kept."""
    about_it = [each for each in sent if each.code == one.code]
    is_too_soon = any(today - each.on < timedelta(days=rule.every_days) for each in about_it)
    same = [each for each in about_it if (each.of, each.due) == (one.of, one.due)]
    is_before_the_end = one.of is RemindedOf.ENDS_SOON and bool(same)  # a last call is one call
    return not is_too_soon and not is_before_the_end and len(same) < rule.most
