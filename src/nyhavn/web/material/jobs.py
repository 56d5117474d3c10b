"""What runs by itself: an agreement ends on its day, and what rested on it is destroyed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nyhavn.web.audit.actions import record
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.material.emptying import destroy
from nyhavn.web.material.models import Piece, PieceState


@handles("material-ends", every=timedelta(hours=24))
def end_agreements(lease: Lease) -> None:
    """Destroy what was agreed to for a time that is over. It is shown to nobody from the day on, whenever this runs."""
    over = Piece.objects.filter(agreed_until__lt=timezone.localdate()).exclude(state=PieceState.GONE)
    for piece in over.select_related("initiative", "epoch"):
        with transaction.atomic():
            destroy(piece)
            record("material-ended", by=None, kind="material", on=piece.uuid, scope=piece.initiative.uuid)
        lease.renew()
