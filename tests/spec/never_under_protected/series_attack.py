"""What must stay hidden in a series of releases, and what the attacker makes of all that was published."""

from dataclasses import dataclass

from series_attacker import TOTAL, Need, SeriesAttacker
from series_draws import ILL, counted, groups

PEOPLE, VALID, YES, NO = ("yes", "no", "none"), ("yes", "no"), ("yes",), ("no",)


@dataclass(frozen=True)
class Attacked:
    """narrowed: (need, side, who). needs: how many small counts were asked for. shown, numbers: published figures."""

    narrowed: list
    needs: int
    shown: int
    numbers: int
    changed: int


def attacker_of(series, out):
    """Somebody who has read every table of every vintage."""
    attacker = SeriesAttacker(series.codes, out.block_of, out.states)
    for vintage, tables in enumerate(out.tables):
        for table in tables:
            _learn(attacker, series, vintage, table)
    attacker.close(counted(series, out)[0])
    return attacker


def _learn(attacker, series, vintage, table):
    valid = VALID if table.indicator == ILL else PEOPLE
    listed = set()
    for figure in table.figures:
        group = _group_of(table, figure)
        listed.add(group)
        if figure.n is not None:
            attacker.learn(vintage, group, valid, figure.n)
        if figure.numerator is not None and table.indicator == ILL:
            attacker.learn(vintage, group, YES, figure.numerator)
    for group in groups(series, table.breakdowns):
        if group not in listed:
            attacker.learn(vintage, group, valid, 0)


def _group_of(table, figure):
    named = zip(table.breakdowns, figure.categories, strict=True)
    return tuple(pair for pair in named if pair[1] != TOTAL)


def needs_of(series, attacker, truth):
    """Every small count of every vintage, as it was published; and for what is sensitive, 0 % and 100 % of a group."""
    found = {}
    for vintage in range(len(attacker.states)):
        for by in series.people_by:
            for group in groups(series, by):
                _ask(found, attacker, truth, series, (vintage, group, PEOPLE))
        for by in series.ill_by:
            for group in groups(series, by):
                for answers in (VALID, YES, NO):
                    _ask(found, attacker, truth, series, (vintage, group, answers))
    return list(found.values())


def _ask(found, attacker, truth, series, name):
    vintage, group, answers = name
    parts = attacker.parts(*name)
    asked = frozenset(attacker.parts(vintage, group, PEOPLE if answers == PEOPLE else VALID))
    value, least = sum(truth[part] for part in parts), series.threshold
    if 0 < value < least:
        found.setdefault(parts, Need(name, parts, 0, least, frozenset(parts)))
    size, of_all = (sum(truth[part] for part in many) for many in (asked, attacker.parts(vintage, (), answers)))
    is_unanimous = series.is_sensitive and answers in (YES, NO) and not value and size >= least
    if is_unanimous and group and of_all:  # else everybody says the same anyway
        found.setdefault(parts, Need(name, parts, 0, least, asked))


def attacked(series, out, *, with_respondents):
    """What somebody narrows down who knows everything published; with_respondents: and where they stand themselves."""
    attacker = attacker_of(series, out)
    truth, own = counted(series, out)
    by_number = {attacker.unknowns[unknown]: count for unknown, count in truth.items()}
    needs = needs_of(series, attacker, {part: by_number.get(part, 0) for part in attacker.unknowns.values()})
    known = {frozenset(attacker.unknowns[unknown] for unknown in places) for places in own.values()}
    respondents = sorted(known, key=sorted) if with_respondents else []
    figures = [{(t.id, f.categories): f for t in tables for f in t.figures} for tables in out.tables]
    return Attacked(
        attacker.narrows(needs, respondents) if needs else [],
        len(needs),
        sum(figure.status.value == "published" for by_place in figures for figure in by_place.values()),
        sum(len(by_place) for by_place in figures),
        sum(
            was.status.value == "published" and later.get(place) != was
            for earlier, later in zip(figures, figures[1:], strict=False)
            for place, was in earlier.items()
        ),
    )
