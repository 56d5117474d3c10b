"""What the page of tables offers: the entries with their addresses, and the questions to make something from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from nyhavn.chain.tables_plan import TablesPlan as Tables
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import Indicator
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.production.queries import instrument_of, tables_of
from nyhavn.web.production.subjects import BREAKDOWN, IDENTITY, INDICATOR, QUESTION, RULE
from nyhavn.web.production.tables import Part

SUBJECTS = {Part.BREAKDOWN: BREAKDOWN, Part.INDICATOR: INDICATOR, Part.IDENTITY: IDENTITY, Part.RULE: RULE}


@dataclass(frozen=True)
class Entry:
    """One entry of the tables. home: of what can be done with it. by: the tables of an indicator, in words.

    is_compared: a breakdown for which there is a reference population.
    """

    name: str
    entry: Any
    home: str
    anchor: str
    by: str = ""
    is_compared: bool = False


@dataclass(frozen=True)
class Offer:
    """A question with a list of answers. home: of what can be made from it."""

    name: str
    label: str
    home: str


def entries_of(initiative: Initiative) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of every part."""
    tables = tables_of(initiative)
    return {part.value: tuple(_entry(initiative, tables, part, e) for e in getattr(tables, part)) for part in Part}


def _entry(initiative: Initiative, tables: Tables, part: Part, entry: Any) -> Entry:
    name = getattr(entry, part.named_by)
    titles = {breakdown.id: breakdown.title for breakdown in tables.breakdowns}
    margins = tables.reference.margins if tables.reference else ()
    return Entry(
        name=name,
        entry=entry,
        home=_address(SUBJECTS[part].route, initiative, name),
        anchor=f"{part}-{name}",
        by=", ".join(_crossed(names, titles) for names in entry.by) if isinstance(entry, Indicator) else "",
        is_compared=part is Part.BREAKDOWN and any(margin.breakdown == name for margin in margins),
    )


def _crossed(names: tuple[str, ...], titles: Mapping[str, str]) -> str:
    return " and ".join(titles.get(name, name) for name in names)


def questions_on_offer(initiative: Initiative) -> tuple[Offer, ...]:
    """Questions of the main sheet with a list of answers; none without a questionnaire."""
    try:
        asked = instrument_of(initiative).questions
    except Refusal:
        return ()
    language = about_of(initiative).language
    return tuple(
        Offer(one.name, one.label(language), _address(QUESTION.route, initiative, one.name))
        for one in asked
        if one.type.is_select and one.choices and not one.repeat
    )


def _address(route: str, initiative: Initiative, name: str) -> str:
    """The address of a subject below work/."""
    last = route.rsplit("/", 1)[0].replace("<slug:initiative>", initiative.slug)
    return f"/work/{last}/{quote(name, safe='')}"
