"""What must stay hidden in a series of releases, and what the attacker makes of all that was published."""

from dataclasses import dataclass

from series_attacker import TOTAL, Need, SeriesAttacker
from series_draws import ILL, Out, counted, draw, groups, naively, over_time

from nyhavn.framework.refusal import Refusal

PEOPLE, VALID, YES, NO = ("yes", "no", "none"), ("yes", "no"), ("yes",), ("no",)


@dataclass(frozen=True)
class Attacked:
    """What came of one series.

    narrowed: (name of the number, side, who) of each end that somebody rules out. needs: how many were attacked.
    shown, numbers: published figures, and all. later, repeated: vintages after the first, and how many of them show the
    same everywhere; held_back: those that do although blocks would have moved. cells, fresh: the
    smallest cells, and those that the last vintage shows newer than the first.
    """

    narrowed: list
    needs: int
    shown: int
    numbers: int
    later: int
    repeated: int
    held_back: int
    cells: int
    fresh: int


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


def respondents_of(series, attacker, truth):
    """Those who stand in a smallest group of a table: of each the numbers that count them, in all vintages.

    Where a table asks, they know what they answered.
    """
    found = {}
    for names in _finest((*series.people_by, *series.ill_by)):
        answers = (YES, NO) if names in series.ill_by else (PEOPLE,)
        if names in series.ill_by and names in series.people_by:
            answers = (YES, NO, ("none",))
        for group in (group for group in groups(series, names) if len(group) == len(names)):
            for answer in answers:
                parts = (attacker.parts(vintage, group, answer) for vintage in range(len(attacker.states)))
                found[group, answer] = frozenset(part for part in parts if sum(truth[unknown] for unknown in part))
    return [own for own in found.values() if own]


def _finest(tables):
    return [names for names in dict.fromkeys(tables) if not any(set(names) < set(other) for other in tables)]


def attacked(series, out, *, with_respondents):
    """What somebody narrows down who knows everything published; with_respondents: and where they stand themselves."""
    attacker = attacker_of(series, out)
    truth = counted(series, out)[0]
    by_number = {number: truth[unknown] for unknown, number in attacker.unknowns.items()}
    needs = needs_of(series, attacker, by_number)
    respondents = respondents_of(series, attacker, by_number) if with_respondents else []
    narrowed = attacker.narrows(needs, respondents) if needs else []
    figures = [figure for tables in out.tables for table in tables for figure in table.figures]
    return Attacked(
        narrowed=[(need.name, side, who) for need, side, who in narrowed],
        needs=len(needs),
        shown=sum(figure.n is not None for figure in figures),
        numbers=len(figures),
        later=len(out.tables) - 1,
        repeated=sum(was == now for was, now in zip(out.tables, out.tables[1:], strict=False)),
        held_back=out.held_back,
        cells=len(out.block_of),
        fresh=sum(out.states[-1][block] > 0 for block in out.block_of.values()),
    )


def over_time_attacked(seed, *, with_respondents):
    """A drawn series published over time, and attacked; None: refused."""
    series = draw(seed)
    try:
        return attacked(series, over_time(series), with_respondents=with_respondents)
    except Refusal:
        return None


def naively_attacked(seed):
    """A drawn series published naively: what all vintages together give away, and what each of them does by itself."""
    series = draw(seed)
    out = naively(series)
    alone = [
        attacked(series, Out((tables,), out.block_of, (states,)), with_respondents=False).narrowed
        for tables, states in zip(out.tables, out.states, strict=True)
    ]
    return attacked(series, out, with_respondents=False).narrowed, sum(map(len, alone))
