"""Slowing down a source that sends very much, without locking anybody out who shares it.

A device of a community, a school or a whole town behind one address is one source. So nobody is refused for good: many
come in at once, and each one beyond waits a little, at most two minutes, with the words kept on the page. Whoever has
waited is let in, however much others send meanwhile. What comes in is always kept; what is alike is answered together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from pydantic import AwareDatetime, Field

from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal


class Wait(Declared):
    """What a source was told: come back after so many seconds. Whoever tells it signs it; it serves one comment."""

    told_at: AwareDatetime
    seconds: int = Field(ge=0)

    @property
    def over_at(self) -> datetime:
        """From when on it lets somebody in."""
        return self.told_at + timedelta(seconds=self.seconds)

    @property
    def good_until(self) -> datetime:
        """Until when it does."""
        return self.over_at + timedelta(minutes=CONSULTATION_POLICY.flood.wait_holds_minutes)


@dataclass(frozen=True)
class Sending:
    """A comment that somebody sends. lately: how many came in from the source in the counted minutes, and how many were
    told to wait in them. waited: the signed wait that comes with it, if it was not used before.
    """

    lately: int
    at: datetime
    waited: Wait | None = None


def wait_for(sending: Sending) -> Wait | None:
    """How long this one has to wait; None where it is let in. A wait that runs goes on, and does not begin anew."""
    waited = sending.waited
    if waited is not None and waited.told_at <= sending.at <= waited.good_until:
        return None if sending.at >= waited.over_at else waited
    more = sending.lately - CONSULTATION_POLICY.flood.without_wait + 1
    if more <= 0:
        return None
    flood = CONSULTATION_POLICY.flood
    return Wait(told_at=sending.at, seconds=min(more * flood.seconds_for_each_more, flood.longest_wait_seconds))


def check_flood(sending: Sending) -> None:
    """Whether the comment is let in now. Raises Refusal "consultation-please-wait", with the seconds that are left."""
    wait = wait_for(sending)
    if wait is not None:
        left = ceil((wait.over_at - sending.at).total_seconds())
        seconds = "1 second" if left == 1 else f"{left} seconds"
        what = f"Very many comments come from where you are. Yours can go in {seconds}."
        raise refusal("consultation-please-wait", what, do="Leave the page open; your words stay on it, and go then.")
