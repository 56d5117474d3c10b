"""What runs by itself: forgetting who once asked to read."""

from datetime import timedelta

from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.openness.actions import forget_old


@handles("tidy-access", every=timedelta(hours=24))
def tidy_access(lease: Lease) -> None:
    """Delete requests that were answered long ago, and whose access is over."""
    forget_old()
