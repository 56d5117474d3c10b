"""Changes of what is counted, as pure steps from one value to the next."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nyhavn.chain.plan import Margin, ReferenceSection
from nyhavn.chain.tables_plan import TablesPlan
from nyhavn.framework.refusal import Reason, Refusal, refusal


class Part(StrEnum):
    """The parts of the tables that hold several entries, by their section in a plan."""

    BREAKDOWN = "breakdown"
    INDICATOR = "indicator"
    IDENTITY = "identity"
    RULE = "rule"

    @property
    def named_by(self) -> str:
        """The field by which entries are told apart."""
        return "question" if self is Part.IDENTITY else "id"


@dataclass(frozen=True)
class Change:
    """One change: a code for the record of what was done, the part it is in, and the step itself."""

    code: str
    part: str
    apply: Callable[[TablesPlan], TablesPlan]


def entry_named(tables: TablesPlan, part: Part, name: str) -> Any:
    """The entry of that name, None if there is none."""
    return next((entry for entry in getattr(tables, part) if getattr(entry, part.named_by) == name), None)


def names_in(tables: TablesPlan, part: Part) -> tuple[str, ...]:
    """The names that are taken."""
    return tuple(getattr(entry, part.named_by) for entry in getattr(tables, part))


def added(part: Part, entry: Any) -> Change:
    """One entry more. Raises Refusal "table-part-already-there" for a name that is taken."""

    def apply(tables: TablesPlan) -> TablesPlan:
        _check_free(tables, part, getattr(entry, part.named_by))
        return _with(tables, part, (*getattr(tables, part), entry))

    return Change("added", part, apply)


def changed(part: Part, name: str, entry: Any) -> Change:
    """Another entry in the place of the one of that name. Raises Refusal: table-part-gone, table-part-already-there."""

    def apply(tables: TablesPlan) -> TablesPlan:
        _check_there(tables, part, name)
        if getattr(entry, part.named_by) != name:
            _check_free(tables, part, getattr(entry, part.named_by))
        entries = getattr(tables, part)
        return _with(tables, part, tuple(entry if getattr(old, part.named_by) == name else old for old in entries))

    return Change("changed", part, apply)


def removed(part: Part, name: str) -> Change:
    """Without the entry of that name. Raises Refusal "table-part-gone"."""

    def apply(tables: TablesPlan) -> TablesPlan:
        _check_there(tables, part, name)
        kept = tuple(entry for entry in getattr(tables, part) if getattr(entry, part.named_by) != name)
        return _with(tables, part, kept)

    return Change("removed", part, apply)


def stated(section: str, value: Any) -> Change:
    """Another value for a section that stands once."""
    return Change("stated", section, lambda tables: tables.model_copy(update={section: value}))


def replaced(tables: TablesPlan) -> Change:
    """Everything anew, from a file."""
    return Change("replaced", "all", lambda before: tables)


def compared(breakdown: str, totals: Mapping[str, float], about: ReferenceSection) -> Change:
    """A reference population for one breakdown. about: source, day and kind of counts, which hold for all of them."""

    def apply(tables: TablesPlan) -> TablesPlan:
        margin = Margin(breakdown=breakdown, totals=totals)
        margins = (*_margins_without(tables, breakdown), margin)
        return tables.model_copy(update={"reference": about.model_copy(update={"margins": margins})})

    return Change("stated", "reference", apply)


def not_compared(breakdown: str) -> Change:
    """Without the reference population of one breakdown."""

    def apply(tables: TablesPlan) -> TablesPlan:
        margins = _margins_without(tables, breakdown)
        kept = tables.reference.model_copy(update={"margins": margins}) if tables.reference and margins else None
        return tables.model_copy(update={"reference": kept})

    return Change("removed", "reference", apply)


def not_weighted() -> Change:
    """Without weights to the population, and without an adjustment."""
    return Change(
        "removed", "weighting", lambda tables: tables.model_copy(update={"weighting": None, "adjustment": None})
    )


def no_records() -> Change:
    """Without a policy for records, and without the columns of them that were to go out."""

    def apply(tables: TablesPlan) -> TablesPlan:
        release = tables.release and tables.release.model_copy(update={"microdata_columns": ()})
        return tables.model_copy(update={"records": None, "release": release})

    return Change("removed", "records", apply)


def check_no_new(before: Iterable[Reason], after: Iterable[Reason]) -> None:
    """Raises Refusal with the reasons that a change adds; what stood against the tables before does not hinder it."""
    known = set(before)
    new = [reason for reason in after if reason not in known]
    if new:
        raise Refusal(*new)


def _margins_without(tables: TablesPlan, breakdown: str) -> tuple[Margin, ...]:
    margins = tables.reference.margins if tables.reference else ()
    return tuple(margin for margin in margins if margin.breakdown != breakdown)


def _with(tables: TablesPlan, part: Part, entries: tuple[Any, ...]) -> TablesPlan:
    return tables.model_copy(update={part.value: entries})


def _check_free(tables: TablesPlan, part: Part, name: str) -> None:
    if entry_named(tables, part, name) is not None:
        what = "There is one of this name already."
        raise refusal("table-part-already-there", what, where=f"{part} {name}", do="Choose another name, or change it.")


def _check_there(tables: TablesPlan, part: Part, name: str) -> None:
    if entry_named(tables, part, name) is None:
        what = "It is not there any more. Somebody else may have removed or renamed it."
        raise refusal("table-part-gone", what, where=f"{part} {name}", do="Look at the tables again.")
