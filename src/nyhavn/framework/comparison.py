"""Published figures beside those of a census or a survey: a plausibility check, never a proof.

Each comparison says, for population, definition, period and method, what both sides mean. Where they count other people
or other cases, the figures differ "by definition": neither side is wrong because of it. Another period or method is no
other meaning: nearly all references have one, and it must not explain away that somebody was not reached.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from math import fsum, isclose

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release
from nyhavn.framework.safeguards.wording import says_something
from nyhavn.framework.statistics import DECLINED, NOT_STATED, TOTAL, CellStatus, Figure, Statistic, StatisticalTable

LABEL = "A plausibility check, not a proof: figures that agree can both be wrong, and figures that differ both right."


class Aspect(StrEnum):
    """In what two figures can mean something else."""

    POPULATION = "population"
    DEFINITION = "definition"
    PERIOD = "period"
    METHOD = "method"


BY_DEFINITION = frozenset({Aspect.POPULATION, Aspect.DEFINITION})  # the others: how it was collected


class MarginKind(StrEnum):
    """What the numbers of a reference are."""

    COUNTS = "counts"  # how many in each group; shares are worked out
    SHARES = "shares"  # of each group, 0 to 1
    FIGURES = "figures"  # of an indicator in each group, in its unit


class RowState(StrEnum):
    """Whether two figures stand side by side, and if not, why."""

    COMPARED = "compared"
    NOT_SHOWN = "not-shown"  # our figure did not pass the gate
    NO_ANSWERS = "no-answers"
    ONLY_OURS = "only-ours"
    ONLY_THEIRS = "only-theirs"


class AspectSaid(Declared):
    """What both sides mean in one respect."""

    aspect: Aspect
    ours: str
    theirs: str
    is_same: bool


class Margin(Declared):
    """One group of a reference, by its code."""

    category: str
    value: float


class PublishedValue(Declared):
    """One group of a release. value: None where nothing may be shown."""

    category: str
    label: str
    value: float | None
    state: RowState


class ComparedRow(Declared):
    """Both figures of a group. difference: ours less theirs; None where one of them is not there."""

    category: str
    label: str
    ours: float | None
    theirs: float | None
    difference: float | None
    state: RowState


class Comparison(Declared):
    """A comparison. about: what is compared, in words. is_share: figures are shares, 0 to 1.

    coverage: share of the groups of the reference that could be compared.
    """

    about: str
    is_share: bool
    aspects: tuple[AspectSaid, ...]
    rows: tuple[ComparedRow, ...]

    @property
    def differs_in(self) -> tuple[Aspect, ...]:
        """In what both sides are not the same."""
        return tuple(one.aspect for one in self.aspects if not one.is_same)

    @property
    def means_other(self) -> tuple[Aspect, ...]:
        """In what both sides mean other people or other cases."""
        return tuple(one for one in self.differs_in if one in BY_DEFINITION)

    @property
    def collected_otherwise(self) -> tuple[Aspect, ...]:
        """In what both sides were collected in another way. A difference can come from that, or from a lack of ours."""
        return tuple(one for one in self.differs_in if one not in BY_DEFINITION)

    @property
    def is_by_definition(self) -> bool:
        """Whether differences can be no error of either side, because both mean something else."""
        return bool(self.means_other)

    @property
    def compared(self) -> tuple[ComparedRow, ...]:
        """Groups with both figures."""
        return tuple(row for row in self.rows if row.state is RowState.COMPARED)

    @property
    def left_out(self) -> tuple[ComparedRow, ...]:
        """What was not comparable."""
        return tuple(row for row in self.rows if row.state is not RowState.COMPARED)

    @property
    def coverage(self) -> float:
        """Share of the groups of the reference that stand beside a published figure."""
        theirs = [row for row in self.rows if row.theirs is not None]
        return len(self.compared) / len(theirs) if theirs else 0.0


def published_profile(release: Release, breakdown: str) -> tuple[PublishedValue, ...]:
    """Who took part: the share of each group among participants, from what is published alone.

    The rows that the release compares with its own reference; without those, the counts of a table, over their total.
    Raises Refusal "comparison-nothing-published".
    """
    rows = [row for row in release.coverage if row.breakdown == breakdown]
    if rows:
        return tuple(
            PublishedValue(
                category=row.category, label=row.label, value=row.participants, state=_state(row.participants)
            )
            for row in rows
        )
    table = next((one for one in _tables(release, breakdown) if _statistic(release, one) is Statistic.COUNT), None)
    whole = table.figure(TOTAL).value if table and _has(table, TOTAL) else None
    if table is None or not whole:
        raise _nothing("who took part, by this breakdown")
    return tuple(_value(release, breakdown, one, by=whole) for one in table.figures if one.categories != (TOTAL,))


def published_figures(release: Release, indicator: str, breakdown: str) -> tuple[PublishedValue, ...]:
    """An indicator by a breakdown; its total besides. Raises Refusal "comparison-nothing-published"."""
    table = next((one for one in _tables(release, breakdown) if one.indicator == indicator), None)
    if table is None:
        raise _nothing("this indicator, by this breakdown")
    return tuple(_value(release, breakdown, one) for one in table.figures)


def compare(
    ours: tuple[PublishedValue, ...],
    theirs: tuple[Margin, ...],
    kind: MarginKind,
    *,
    about: str,
    aspects: tuple[AspectSaid, ...],
    is_share: bool,
) -> Comparison:
    """Both sides, group by group. Raises Refusal: comparison-definitions-missing, comparison-unit,
    comparison-nothing-common."""
    check_aspects(aspects)
    wanted = as_shares(theirs, kind)
    if is_share and any(not 0 <= value <= 1 for value in wanted.values()):
        what = "These figures are shares, and lie between 0 and 1."
        do = "Write 0.45 instead of 45, or say that the numbers are counts."
        raise refusal("comparison-unit", what, where="file", do=do)
    made = Comparison(about=about, is_share=is_share, aspects=aspects, rows=tuple(_rows(ours, wanted)))
    if not {one.category for one in ours} & wanted.keys():
        do = "Use the codes of the breakdown: {codes}.".format(codes=", ".join(one.category for one in ours[:12]))
        raise refusal("comparison-nothing-common", "No group of the file is one of the release.", where="file", do=do)
    return made


def as_shares(theirs: tuple[Margin, ...], kind: MarginKind) -> Mapping[str, float]:
    """What stands in the reference; counts as shares of their sum."""
    whole = fsum(one.value for one in theirs if one.category != TOTAL) if kind is MarginKind.COUNTS else 1.0
    if not whole:
        raise refusal("comparison-unit", "The counts of the file are all zero.", where="file", do="Check the file.")
    counted = kind is MarginKind.COUNTS
    return {one.category: one.value / whole for one in theirs if not (counted and one.category == TOTAL)}


def check_aspects(aspects: tuple[AspectSaid, ...]) -> None:
    """What both sides mean is said in every respect, once. Raises Refusal "comparison-definitions-missing"."""
    said = sorted(one.aspect for one in aspects)
    empty = [one.aspect for one in aspects if not (says_something(one.ours) and says_something(one.theirs))]
    if said != sorted(Aspect) or empty:
        which = ", ".join(empty or (one for one in Aspect if one not in said)) or "each once"
        what = f"It is not said what both sides mean: {which}."
        do = "Say for population, definition, period and method what the release means, and what the reference means."
        raise refusal("comparison-definitions-missing", what, where="population", do=do)


def check_reference_day(day: date, today: date) -> None:
    """Raises Refusal "comparison-day-in-future"."""
    if day > today:
        what = "This day is still to come."
        raise refusal("comparison-day-in-future", what, where="reference_date", do="Please check the day.")


def _rows(ours: tuple[PublishedValue, ...], theirs: Mapping[str, float]) -> Iterator[ComparedRow]:
    for one in ours:
        other = theirs.get(one.category)
        both = one.value is not None and other is not None
        yield ComparedRow(
            category=one.category,
            label=one.label,
            ours=one.value,
            theirs=other,
            difference=_less(one.value, other),
            state=RowState.COMPARED if both else _why(one, other),
        )
    known = {one.category for one in ours}
    for category, value in theirs.items():
        if category not in known:
            yield ComparedRow(
                category=category,
                label=category,
                ours=None,
                theirs=value,
                difference=None,
                state=RowState.ONLY_THEIRS,
            )


def _less(ours: float | None, theirs: float | None) -> float | None:
    if ours is None or theirs is None:
        return None
    return 0.0 if isclose(ours, theirs, abs_tol=1e-12) else ours - theirs


def _why(one: PublishedValue, other: float | None) -> RowState:
    return RowState.ONLY_OURS if other is None and one.value is not None else one.state


def _tables(release: Release, breakdown: str) -> Iterator[StatisticalTable]:
    return (table for table in release.tables if table.breakdowns == (breakdown,))


def _statistic(release: Release, table: StatisticalTable) -> Statistic | None:
    return next((one.statistic for one in release.indicators if one.id == table.indicator), None)


def _has(table: StatisticalTable, *categories: str) -> bool:
    return any(one.categories == categories and one.status is CellStatus.PUBLISHED for one in table.figures)


def _value(release: Release, breakdown: str, figure: Figure, *, by: float = 1.0) -> PublishedValue:
    """A figure that passed the gate; of every other one nothing but that it is not shown."""
    (code,) = figure.categories
    is_shown = figure.status is CellStatus.PUBLISHED and figure.value is not None
    value = figure.value / by if is_shown and figure.value is not None else None
    none = RowState.NO_ANSWERS if figure.status is CellStatus.NO_ANSWERS else RowState.NOT_SHOWN
    state = RowState.COMPARED if is_shown else none
    return PublishedValue(category=code, label=label_of(release, breakdown, code), value=value, state=state)


def _state(value: float | None) -> RowState:
    return RowState.NOT_SHOWN if value is None else RowState.COMPARED


def label_of(release: Release, breakdown: str, code: str) -> str:
    """What a group is called."""
    own = {TOTAL: "All", NOT_STATED: "Not stated", DECLINED: "Preferred not to say"}
    found = (each for one in release.breakdowns if one.id == breakdown for each in one.categories)
    return next((each.label for each in found if each.code == code), own.get(code, code))


def _nothing(what: str) -> Exception:
    said = f"Nothing is published about {what}."
    return refusal("comparison-nothing-published", said, where="breakdown", do="Choose what the release publishes.")
