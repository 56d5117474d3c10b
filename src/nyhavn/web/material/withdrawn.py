"""What a withdrawal does to pieces that came with a contribution: they are gone with it, before its answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.lineage import NodeRef, Outcome, Trace
from nyhavn.framework.material import PieceKind, purposes_of
from nyhavn.web.lineage.kinds import Kind, Link, Stage, Withdrawn, at_once, register
from nyhavn.web.material.contents import content_of, put, words_of, words_sealed
from nyhavn.web.material.emptying import destroy, overwritten
from nyhavn.web.material.models import Piece, PieceState

MATERIAL = "material"
ENDS = frozenset(purpose for kind in PieceKind for purpose in purposes_of(kind))


def of(withdrawn: Withdrawn) -> QuerySet[Piece]:
    """Pieces that came with what was taken back."""
    found = Piece.objects.filter(initiative=withdrawn.initiative, contribution__in=withdrawn.contributions)
    return found.select_related("initiative", "epoch").order_by("id")


def destroy_at_once(withdrawn: Withdrawn) -> None:
    """Those whose consent ends are destroyed; of others the name goes, if that is what ends."""
    for piece in of(withdrawn).exclude(state=PieceState.GONE).select_for_update(of=("self",)):
        if purposes_of(PieceKind(piece.kind)) & withdrawn.purposes:
            destroy(piece)
        elif Purpose.ATTRIBUTION in withdrawn.purposes:
            _unname(piece)


def _unname(piece: Piece) -> None:
    """The name is gone. What people see is the same otherwise, so whoever looked need not look again."""
    content = content_of(piece)
    if not content.credit:
        return
    words = [(check, words_of(check)) for check in piece.checks.select_related("piece__initiative", "piece__epoch")]
    put(piece, replace(content, credit=""))
    piece.save()
    for check, said in words:
        check.sealed = words_sealed(piece, check.uuid, said)
        check.save(update_fields=["sealed"])
    overwritten(piece)


def pieces(withdrawn: Withdrawn) -> Iterable[Link]:
    """What is gone, or goes."""
    for piece in of(withdrawn):
        if piece.contribution is not None and (
            piece.state == PieceState.GONE or purposes_of(PieceKind(piece.kind)) & withdrawn.purposes
        ):
            yield Link(piece.uuid, frozenset({piece.contribution}))


def settle(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """What is left, for whatever reason, is destroyed; and nothing points at the contribution any more."""
    for piece in of(withdrawn).filter(uuid__in=[link.on for link in links]):
        destroy(piece)
        piece.contribution = None
        piece.save(update_fields=["contribution"])
        if piece.release is None:  # nobody outside ever saw it, so nobody has its address
            piece.delete()
    day = timezone.localtime(withdrawn.at).date()
    return [Trace(NodeRef(MATERIAL, link.on), Outcome.ERASED, "material-destroyed", day) for link in links]


register(Kind(MATERIAL, Stage.RELEASE, ENDS, pieces, settle, at_once=100))
at_once(destroy_at_once, first=True)
