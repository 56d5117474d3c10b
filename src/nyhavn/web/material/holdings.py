"""What is held of pieces that came with single contributions, and the person's copy of it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from uuid import UUID

from django.db.models import Model

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, hold
from nyhavn.web.material.contents import content_of
from nyhavn.web.material.models import Piece, PieceCheck, PieceState
from nyhavn.web.material.withdrawn import MATERIAL

OF_OTHERS = (
    "It says what somebody of the team found in the piece, and is gone with it. The piece itself is in the copy."
)


def pieces(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Those that are not gone."""
    found = Piece.objects.filter(initiative=initiative, contribution=contribution).exclude(state=PieceState.GONE)
    return found.select_related("initiative", "epoch")


def opened(row: Model) -> Mapping[str, object]:
    """What it holds. The file is given by its size: whoever has it shows it, or sends it, when asked."""
    if not isinstance(row, Piece):
        return {}
    content = asdict(content_of(row))
    return {"piece": row.kind, **content, "file": f"{len(content['file'])} bytes, {row.media_type}"}


hold(Holding(Piece, "piece", erased_by=MATERIAL, rows=pieces, opened=opened))
hold(Holding(PieceCheck, "piece-check", erased_by=MATERIAL, not_copied_because=OF_OTHERS))
