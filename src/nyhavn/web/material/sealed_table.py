"""The keys of pieces turn with those of contributions."""

from typing import Any

from django.db.models import QuerySet

from nyhavn.web.collection.wrapped_tables import WrappedTable, add_wrapped_table
from nyhavn.web.material.emptying import empty
from nyhavn.web.material.models import Piece


def lose(found: "QuerySet[Any]") -> int:
    """A piece that opens no more is gone."""
    return sum(1 for piece in list(found) if empty(piece))


add_wrapped_table(WrappedTable("material", Piece, lose))
