"""Two dates compared: what came, what moved, what was done, what was dropped and why, and what became late.

What counts is the day on which something was recorded, so that nobody was in time afterwards. Its texts are for
everybody: whoever wishes today not to be named is not named in what was said before that, either.
"""

from datetime import date

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roadmap import Action, Roadmap
from nyhavn.framework.roadmap_bodies import Naming
from nyhavn.framework.roadmap_history import Shift
from nyhavn.framework.roadmap_standing import ActionStanding, standing
from nyhavn.framework.roadmap_vocabulary import IS_SHOWN_DONE, ActionStatus

_LATE = frozenset({ActionStatus.OVERDUE, ActionStatus.LATE_TO_START})


class ActionChange(Declared):
    """What changed of one action. before: where it stood; None: it was not there. shifts: recorded in between.

    because: why it was dropped, "" for everything else. What shows it stands on the roadmap, and not here.
    """

    code: str
    before: ActionStanding | None
    after: ActionStanding
    shifts: tuple[Shift, ...] = ()
    because: str = ""

    @property
    def came(self) -> bool:
        """Whether it was put on the roadmap in between."""
        return self.before is None

    @property
    def was_done(self) -> bool:
        """Whether evidence shows since then that it is done."""
        return self.after.status in IS_SHOWN_DONE and not self._was(IS_SHOWN_DONE)

    @property
    def was_claimed(self) -> bool:
        """Whether somebody said since then that it is done, and nothing shows it."""
        claims = frozenset({ActionStatus.CLAIMED, ActionStatus.DISPUTED})
        return self.after.status in claims and not self._was(claims)

    @property
    def was_dropped(self) -> bool:
        """Whether it was dropped since then."""
        dropped = frozenset({ActionStatus.DROPPED})
        return self.after.status in dropped and not self._was(dropped)

    @property
    def was_taken_up(self) -> bool:
        """Whether it had been dropped or shown to be done, and goes on."""
        ended = IS_SHOWN_DONE | {ActionStatus.DROPPED}
        return self._was(ended) and self.after.status not in ended

    @property
    def became_late(self) -> bool:
        """Whether a day passed since then without what was planned for it."""
        return self.after.status in _LATE and not self._was(frozenset({self.after.status}))

    @property
    def is_change(self) -> bool:
        """Whether there is anything to say."""
        return self.came or bool(self.shifts) or self.before is None or self.before.status is not self.after.status

    def _was(self, statuses: frozenset[ActionStatus]) -> bool:
        return self.before is not None and self.before.status in statuses


def as_of(roadmap: Roadmap, day: date) -> Roadmap:
    """The roadmap as it was on record at the end of that day. Dependencies are those of now, on what was there."""
    there = {action.code for action in roadmap.actions if action.recorded_on <= day}
    return Roadmap(
        code=roadmap.code,
        title=roadmap.title,
        actions=tuple(_action_as_of(action, there, day) for action in roadmap.actions if action.code in there),
        withheld=roadmap.naming.withheld,
    )


def _action_as_of(action: Action, there: set[str], day: date) -> Action:
    known = {name: getattr(action, name) for name in Action.model_fields}
    recorded = {
        name: tuple(one for one in known[name] if one.recorded_on <= day)
        for name in ("entries", "evidence", "funding", "payments")
    }
    depends_on = tuple(code for code in action.depends_on if code in there)
    return Action(**known | recorded | {"depends_on": depends_on})


def changes(roadmap: Roadmap, earlier: date, later: date) -> tuple[ActionChange, ...]:
    """What changed from the end of one day to the end of a later one. Raises Refusal "roadmap-dates-out-of-order"."""
    if earlier >= later:
        what = "The first day must come before the second one."
        raise refusal("roadmap-dates-out-of-order", what, where="later", do="Choose two days, the earlier one first.")
    before, after = as_of(roadmap, earlier).by_code, as_of(roadmap, later)
    naming = roadmap.naming
    found = (_change(before.get(action.code), action, earlier, later, naming) for action in after.actions)
    return tuple(one for one in found if one.is_change)


def _change(was: Action | None, now: Action, earlier: date, later: date, naming: Naming) -> ActionChange:
    known = len(was.shifts) if was is not None else 0
    return ActionChange(
        code=now.code,
        before=_without_evidence(standing(was, earlier)) if was is not None else None,
        after=_without_evidence(standing(now, later)),
        shifts=tuple(shift.public(naming) for shift in now.shifts[known:]),
        because=naming.text(now.dropped.because) if now.dropped else "",
    )


def _without_evidence(found: ActionStanding) -> ActionStanding:
    return found.model_copy(update={"evidence": ()})
