"""Sealing happens by itself."""

from datetime import timedelta

from nyhavn.web.audit.seals import seal
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles("seal-audit", every=timedelta(minutes=1))
def seal_audit(lease: Lease) -> None:
    """Seal everything that is not sealed yet."""
    while seal() is not None:
        lease.renew()
