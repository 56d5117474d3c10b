"""What pages and interface show of loss by group and of remedies: numbers of figures, never of people."""

from datetime import datetime

from nyhavn.framework.declared import Declared
from nyhavn.web.production.schemas import JobShown, ReasonShown


class GroupLossShown(Declared):
    """The figures about one group, by what becomes of them. breakdown, category: both "" for everybody together.

    label: as people read it. left_out: asked for as planned, and not here. disappears: nothing would be said about it.
    within: the wider group, as people read it, in which it would be seen together with others; "" if in none.
    """

    breakdown: str
    category: str
    label: str
    shown: int
    hidden: int
    empty: int
    left_out: int
    disappears: bool
    within: str = ""


class LossShown(Declared):
    """The loss under one choice of tables: all its figures, each counted once, and by group; everybody stands first."""

    shown: int
    hidden: int
    empty: int
    left_out: int
    groups: tuple[GroupLossShown, ...]


class RunLossShown(Declared):
    """The loss in the tables that came out of a run; null if none did."""

    loss: LossShown | None


class TriedShown(Declared):
    """One choice of tables. passes: nothing in it stands against publishing. loss: null where no tables came out."""

    code: str
    sentence: str
    passes: bool
    reasons: tuple[ReasonShown, ...]
    loss: LossShown | None


class RemediesShown(Declared):
    """The remedies of a run, those first that pass and lose least. planned: null until they are compared.

    compared_at: tables and contributions are those of that time. not_tried: how many more remedies there would be.
    is_possible: whether they may be compared now. job: how far it is. reasons: why nothing came of it.
    """

    is_possible: bool
    compared_at: datetime | None = None
    planned: TriedShown | None = None
    tried: tuple[TriedShown, ...] = ()
    not_tried: int = 0
    job: JobShown | None = None
    reasons: tuple[ReasonShown, ...] = ()
