"""Jobs that run by themselves: drafts that nobody touched are forgotten."""

from datetime import timedelta

from nyhavn.web.collection.form import drafts
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles("collection-drafts-expire", every=timedelta(minutes=10))
def expire_drafts(lease: Lease) -> None:
    """Forget drafts whose hour is over. Nothing is recorded: that somebody began is nobody's business."""
    drafts.expire()
    lease.done()
