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
    """One choice of tables. passes: nothing in it stands against publishing. loss: null where no tables came out.

    at_risk: figures that would give somebody away if all that is asked for were shown.
    """

    code: str
    sentence: str
    passes: bool
    reasons: tuple[ReasonShown, ...]
    loss: LossShown | None
    at_risk: int | None = None


class GroupAtRiskShown(Declared):
    """The figures about one group that could give somebody away, by why. breakdown, category: both "" for all."""

    breakdown: str
    category: str
    label: str
    few: int
    all_or_none: int
    unanswered: int


class AtRiskShown(Declared):
    """What is at risk in the tables of a run before anything is hidden. with_them: hidden for the sake of these."""

    few: int
    all_or_none: int
    unanswered: int
    with_them: int
    groups: tuple[GroupAtRiskShown, ...]


class RunRiskShown(Declared):
    """What is at risk in the tables that came out of a run; null if none did, or if nothing had to be protected."""

    at_risk: AtRiskShown | None


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
