"""Jobs that run by themselves: visits end, days of guessing and help with lost codes are forgotten."""

from datetime import timedelta

from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.receipts import lost_code_actions, sessions, throttle


@handles("receipts-visits-expire", every=timedelta(minutes=10))
def expire_visits(lease: Lease) -> None:
    """Forget visits that are over, the days before today, and old help. Nothing is recorded: nobody's business."""
    sessions.expire()
    throttle.forget_days()
    lost_code_actions.forget()
    lease.done()
