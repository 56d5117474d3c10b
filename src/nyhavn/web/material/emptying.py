"""Destroying a piece: at once, everywhere, with its key."""

from nyhavn.web.collection.shredding import WIPE_JOB, schedule_turn
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.material.models import Piece, PieceState


def destroy(piece: Piece) -> None:
    """Nothing of it is left but an empty row, and what older copies of the database need to open it goes as well.

    Call it in the transaction that decides it.
    """
    if empty(piece):
        overwritten(piece)


def overwritten(piece: Piece) -> None:
    """Something sealed is gone or replaced: the keys turn, and freed pages of the database are cut."""
    schedule_turn(piece.initiative)
    enqueue(WIPE_JOB)


def empty(piece: Piece) -> bool:
    """Empty the row; whether there was anything in it. What it came with stays known until the walk has told it."""
    was = piece.state != PieceState.GONE
    piece.checks.all().delete()
    piece.state = PieceState.GONE.value
    piece.kind = piece.language = piece.media_type = piece.agreed_how = piece.digest = ""
    piece.sealed = piece.wrapped_key = b""
    piece.agreed_on = piece.agreed_until = piece.added_by = piece.changed_by = None
    piece.save()
    return was
