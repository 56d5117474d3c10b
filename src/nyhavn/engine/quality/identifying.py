"""Direct identifiers in a file as received: by the instrument, by the header, by the form of the values."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.passes import ones, totals
from nyhavn.engine.quality.profiles import ColumnProfile, Profile
from nyhavn.engine.quality.value_forms import (
    CODE_FORM,
    DATE_LIKE,
    DECIMAL,
    EMAIL_FORM,
    WHOLE_CELL,
    Form,
)
from nyhavn.engine.quality.values import rows_where, value_totals
from nyhavn.framework.identifier_words import LATITUDE, LONGITUDE, METADATA, header_rule, words_of
from nyhavn.framework.identifiers import Identifier, Kind
from nyhavn.framework.instrument import AnswerType, Instrument

MOST_OF = 0.5  # share of filled cells with a form, from which a column counts as holding it
NEAR_UNIQUE = 0.9  # distinct values by filled cells, from which a value nearly is the row (own choice, stated in docs)
FEWEST_FOR_UNIQUE = 20  # filled cells; in fewer, values differ by chance
MOST_CATEGORIES = 3  # up to so many values in a column of FEWEST_FOR_UNIQUE cells are categories (yes, no, don't know)
SHORTEST_OWN_WORDS = 20  # characters of the longest value, from which near-unique text is somebody's own words
MANY_VALUES = 0.25  # distinct values by rows, from which rows are looked at faster than values found
POSITION_LIMIT = 0.9  # share of numbers among filled cells of both columns of a position


def identifiers(received: nw.LazyFrame[Any], instrument: Instrument | None, profile: Profile) -> tuple[Identifier, ...]:
    """The direct identifiers of a table as received, in the order of their columns.

    profile: of the same frame. A column that is wholly empty gives nobody away. Each column is named once, by the
    first of: instrument, pair of coordinates, header, form of the values, values that nearly are the row.
    """
    filled = {column.name: column for column in profile.columns if not column.is_empty}
    counts = _form_counts(received, filled)
    found: dict[str, Identifier] = {}
    for identifier in _candidates(filled, instrument, counts):
        if not any(column in found for column in identifier.columns):
            found |= dict.fromkeys(identifier.columns, identifier)
    order = {name: place for place, name in enumerate(filled)}
    return tuple(sorted(dict.fromkeys(found.values()), key=lambda each: order[each.columns[0]]))


_KNOWN = frozenset(
    {AnswerType.SELECT_ONE, AnswerType.SELECT_MULTIPLE, AnswerType.INTEGER, AnswerType.DECIMAL, AnswerType.DATE}
    | {AnswerType.DATETIME, AnswerType.TIME}
)
Counts = Mapping[tuple[str, str], int]


def _candidates(
    filled: Mapping[str, ColumnProfile], instrument: Instrument | None, counts: Counts
) -> Iterator[Identifier]:
    yield from _by_instrument(filled, instrument)
    yield from _positions(filled, counts)
    for column in filled.values():
        yield from _by_header(column)
    answered = _with_known_answers(instrument)
    for column in filled.values():
        yield from _by_form(column, counts)
        if column.name not in answered:
            yield from _by_uniqueness(column, counts)


def _by_instrument(filled: Mapping[str, ColumnProfile], instrument: Instrument | None) -> Iterator[Identifier]:
    for question in instrument.questions if instrument else ():
        header = question.column if question.column in filled else question.name
        kind = Kind.POSITION if question.type is AnswerType.GEOPOINT else METADATA.get(question.metadata)
        if kind and header in filled:
            yield Identifier(kind, (header,), "The instrument records it as such.")


def _with_known_answers(instrument: Instrument | None) -> frozenset[str]:
    """Columns of choices, numbers and dates: many different answers there are no code and no free text."""
    known = [question for question in instrument.questions if question.type in _KNOWN] if instrument else []
    return frozenset(name for question in known for name in (question.column, question.name))


def _positions(filled: Mapping[str, ColumnProfile], counts: Counts) -> Iterator[Identifier]:
    """Pairs of columns whose headers differ only in latitude and longitude, and which hold numbers."""
    numeric = [
        name for name, column in filled.items() if counts.get((name, DECIMAL), 0) >= POSITION_LIMIT * column.filled
    ]
    latitudes = {_without(name, LATITUDE): name for name in numeric if LATITUDE & set(words_of(name))}
    longitudes = {_without(name, LONGITUDE): name for name in numeric if LONGITUDE & set(words_of(name))}
    for rest in latitudes.keys() & longitudes.keys():
        why = "Two columns together are a position."
        yield Identifier(Kind.POSITION, (latitudes[rest], longitudes[rest]), why)


def _without(name: str, words: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words_of(name) if word not in words)


def _by_header(column: ColumnProfile) -> Iterator[Identifier]:
    rule = header_rule(column.name)
    if rule and not (rule.varied and _is_categories(column)):
        yield Identifier(rule.kind, (column.name,), "The header says so.")


def _is_categories(column: ColumnProfile) -> bool:
    return column.filled >= FEWEST_FOR_UNIQUE and column.distinct <= MOST_CATEGORIES


def _by_form(column: ColumnProfile, counts: Counts) -> Iterator[Identifier]:
    if counts.get((column.name, EMAIL_FORM.pattern), 0):
        yield Identifier(Kind.EMAIL, (column.name,), EMAIL_FORM.words)
    for form in WHOLE_CELL:
        if counts.get((column.name, form.pattern), 0) - _dates(column, form, counts) >= MOST_OF * column.filled:
            yield Identifier(form.kind, (column.name,), form.words)


def _dates(column: ColumnProfile, form: Form, counts: Counts) -> int:
    """Dates look like phone numbers."""
    return counts.get((column.name, DATE_LIKE), 0) if form.kind is Kind.PHONE else 0


def _by_uniqueness(column: ColumnProfile, counts: Counts) -> Iterator[Identifier]:
    if not _is_near_unique(column) or counts.get((column.name, DATE_LIKE), 0) >= MOST_OF * column.filled:
        return
    if counts.get((column.name, CODE_FORM.pattern), 0) >= MOST_OF * column.filled:
        yield Identifier(CODE_FORM.kind, (column.name,), CODE_FORM.words)
    elif column.longest >= SHORTEST_OWN_WORDS and not counts.get((column.name, DECIMAL), 0):
        yield Identifier(Kind.OWN_WORDS, (column.name,), "Nearly every row has a text of its own.")


def _is_near_unique(column: ColumnProfile) -> bool:
    return column.filled >= FEWEST_FOR_UNIQUE and column.distinct >= NEAR_UNIQUE * column.filled


def _form_counts(received: nw.LazyFrame[Any], filled: Mapping[str, ColumnProfile]) -> Counts:
    """How many cells of each column have each form, by header and pattern; only where it is asked for."""
    wanted = {(column.name, pattern): column for column in filled.values() for pattern in _patterns(column)}
    return {
        **_by_value(received, {key: column for key, column in wanted.items() if not _is_varied(column)}),
        **_by_row(received, {key: column for key, column in wanted.items() if _is_varied(column)}),
    }


def _is_varied(column: ColumnProfile) -> bool:
    return column.distinct >= MANY_VALUES * column.rows


def _by_value(received: nw.LazyFrame[Any], wanted: Mapping[tuple[str, str], ColumnProfile]) -> Counts:
    keys: dict[str, list[tuple[str, str]]] = {}
    for key, column in wanted.items():
        keys.setdefault(column.column, []).append(key)
    found = value_totals(
        received,
        {name: [rows_where(nw.col(name).str.contains(form)) for _, form in each] for name, each in keys.items()},
    )
    return {key: count for name, each in keys.items() for key, count in zip(each, found[name], strict=True)}


def _by_row(received: nw.LazyFrame[Any], wanted: Mapping[tuple[str, str], ColumnProfile]) -> Counts:
    keys = {f"{place}": key for place, key in enumerate(wanted)}
    counts = {place: ones(nw.col(wanted[key].column).str.contains(key[1])) for place, key in keys.items()}
    return {keys[place]: count for place, count in totals(received, counts).items()}


def _patterns(column: ColumnProfile) -> Iterator[str]:
    """The patterns worth counting in a column: where some cell has a form, and where uniqueness matters."""
    if column.formed:
        yield from (form.pattern for form in (*WHOLE_CELL, EMAIL_FORM))
    if _is_near_unique(column):
        yield CODE_FORM.pattern
    if _is_near_unique(column) or column.formed:
        yield DATE_LIKE
    if (LATITUDE | LONGITUDE) & set(words_of(column.name)) or _is_near_unique(column):
        yield DECIMAL
