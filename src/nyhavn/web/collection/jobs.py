"""Jobs that run by themselves: what must not stay does not stay."""

from datetime import timedelta

from nyhavn.chain.incoming import remove_left_behind
from nyhavn.web.collection.form import drafts
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease

READING_TAKES = timedelta(minutes=10)  # far more than a file of the largest size needs


@handles("collection-drafts-expire", every=timedelta(minutes=10))
def expire_drafts(lease: Lease) -> None:
    """Forget drafts whose hour is over, and files of readers that were killed.

    Nothing is recorded: that somebody began is nobody's business.
    """
    drafts.expire()
    remove_left_behind(READING_TAKES)
    lease.done()
