"""The catalogue follows what is published, by itself."""

from datetime import timedelta

from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.site.catalogue import index_some


@handles("index-catalogue", every=timedelta(minutes=1))
def index_catalogue(lease: Lease) -> None:
    """Make the entries that are missing, and take out those of releases that are no longer published."""
    while index_some():
        lease.renew()
