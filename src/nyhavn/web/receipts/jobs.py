"""Jobs that run by themselves: visits end, and days of guessing are forgotten."""

from datetime import timedelta

from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.receipts import sessions, throttle


@handles("receipts-visits-expire", every=timedelta(minutes=10))
def expire_visits(lease: Lease) -> None:
    """Forget visits that are over and the days before today. Nothing is recorded: it is nobody's business."""
    sessions.expire()
    throttle.forget_days()
    lease.done()
