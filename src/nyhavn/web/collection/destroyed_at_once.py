"""A contribution that is taken back is destroyed in the transaction of the withdrawal, not when the walk comes by."""

from nyhavn.framework.consent import Purpose
from nyhavn.web.collection.shredding import shred
from nyhavn.web.lineage.kinds import Withdrawn, at_once


def destroy(withdrawn: Withdrawn) -> None:
    """Its key and its answers, if nothing of it may be kept."""
    if Purpose.COLLECTION in withdrawn.purposes:
        shred(contributions=sorted(withdrawn.contributions))


at_once(destroy)
