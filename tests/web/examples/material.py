"""A picture that somebody added, and the same beside a release."""

from collections.abc import Mapping

from nyhavn.web.material.models import Piece, PieceState
from web import pieces
from web.cast import Cast
from web.examples.public import a_public_release, a_version
from web.examples.registry import example


def a_piece(cast: Cast, state: PieceState) -> Piece:
    """One in that state, made once."""
    found = Piece.objects.filter(initiative=cast.initiative, state=state).first()
    return found or pieces.photograph(cast)


@example("initiatives/<slug:initiative>/material/<uuid:piece>")
def somebodys_picture(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "piece": a_piece(cast, PieceState.KEPT).uuid}


@example("data/<str:name>/<str:version>/stories/<uuid:piece>")
def a_picture_beside_a_release(cast: Cast) -> Mapping[str, object]:
    release = a_public_release(cast)
    found = a_piece(cast, PieceState.SHOWN)
    shown = found if found.state == PieceState.SHOWN else pieces.shown(cast, found, release)
    return {**a_version(cast), "piece": shown.uuid}
