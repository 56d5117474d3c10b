"""Whether what is to be counted can be counted: the tables of a plan against the questionnaire, before any answer."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from nyhavn.chain.described import check_margins
from nyhavn.chain.tables_plan import TablesPlan
from nyhavn.engine.estimation.declaration import check_declared, expression_reasons, unknown_question
from nyhavn.exchange.licences import is_known_licence
from nyhavn.framework.expression import parse
from nyhavn.framework.expression_codes import impossible_codes
from nyhavn.framework.identity import IdentityQuestion, identity_reasons, mapping_reasons
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.modules import as_read, counted, module_reasons
from nyhavn.framework.refusal import Reason, Refusal


def tables_reasons(tables: TablesPlan, instrument: Instrument) -> tuple[Reason, ...]:
    """Everything that stands against counting this, with its place and the nearest name; empty if nothing does."""
    of_modules = module_reasons(tables.module, instrument, tables.identity)
    return tuple(
        dict.fromkeys(
            (
                *of_modules,
                *_declared(tables, instrument, are_modules_sound=not of_modules),
                *_twice("rule", [rule.id for rule in tables.rule]),
                *_twice("identity, question", [one.question for one in tables.identity]),
                *_codes(tables, instrument),
                *_rules(tables, instrument),
                *(reason for one in tables.identity for reason in _identity(one, instrument)),
                *identity_reasons(instrument, tuple(one for one in tables.identity if _is_asked(one, instrument))),
                *mapping_reasons(tables.breakdown, tables.identity),
                *_margins(tables),
                *_release(tables, instrument),
            )
        )
    )


def _declared(tables: TablesPlan, instrument: Instrument, *, are_modules_sound: bool) -> tuple[Reason, ...]:
    """What indicators and breakdowns ask that cannot be counted. What a module lacks is said by the module alone."""
    groups = counted(tables.breakdown, tables.module, instrument, {})
    try:
        check_declared(tables.indicator, groups, as_read(tables.module, instrument, {}))
    except Refusal as refused:
        said = () if are_modules_sound else tuple(f"breakdown {one.id}:" for one in groups[len(tables.breakdown) :])
        return tuple(reason for reason in refused.reasons if not reason.where.startswith(said))
    return ()


def _codes(tables: TablesPlan, instrument: Instrument) -> Iterator[Reason]:
    """Codes in expressions that no answer can be: a misspelt one would count nobody, in silence."""
    for place, text in _expressions(tables):
        try:
            found = impossible_codes(parse(text), instrument)
        except Refusal:
            continue  # that it cannot be read is said elsewhere
        for question, code in found:
            what = f"{question.name} has no answer {code}.{_near(code, question.codes)}"
            yield Reason("counted-answer-unknown", what, where=place, do="Use the codes of the instrument.")


def _expressions(tables: TablesPlan) -> Iterator[tuple[str, str]]:
    """Every expression, with the place it stands in."""
    for indicator in tables.indicator:
        for part in ("numerator", "universe", "valid"):
            yield f"indicator {indicator.id}: {part}", getattr(indicator, part)
    for breakdown in tables.breakdown:
        for category in breakdown.told_apart:
            yield f"breakdown {breakdown.id}: category {category.code}: when", category.when
    for rule in tables.rule:
        yield f"rule {rule.id}: must_hold", rule.must_hold
        yield f"rule {rule.id}: when", rule.when


def _twice(what: str, names: Iterable[str]) -> Iterator[Reason]:
    """Names that are declared more than once."""
    for name, times in Counter(names).items():
        if times > 1:
            yield Reason("counted-twice", f"{name} stands there {times} times.", f"{what} {name}", "Keep one.")


def _rules(tables: TablesPlan, instrument: Instrument) -> Iterator[Reason]:
    """Rules that cannot be worked out."""
    for rule in tables.rule:
        yield from expression_reasons(rule.must_hold, f"rule {rule.id}: must_hold", instrument)
        yield from expression_reasons(rule.when, f"rule {rule.id}: when", instrument)


def _identity(one: IdentityQuestion, instrument: Instrument) -> Iterator[Reason]:
    """Questions and codes that an identity declaration names and that are not there."""
    where = f"identity, question {one.question}"
    question = instrument.question(one.question)
    if question is None:
        yield unknown_question(one.question, where, instrument)
        return
    if one.own_words_question and instrument.question(one.own_words_question) is None:
        yield unknown_question(one.own_words_question, f"{where}: own_words_question", instrument)
    named = [("decline", code) for code in one.decline]
    named += [(f"mapping {name}", code) for name, codes in one.mapping.items() for code in codes]
    for place, code in named:
        if question.codes and not question.open_choices and code not in question.codes:
            what = f"{question.name} has no answer {code}.{_near(code, question.codes)}"
            yield Reason("counted-answer-unknown", what, f"{where}: {place}", "Use the codes of the instrument.")


def _is_asked(one: IdentityQuestion, instrument: Instrument) -> bool:
    """Whether the question is there, so that the framework may judge how it came about."""
    return instrument.question(one.question) is not None


def _margins(tables: TablesPlan) -> tuple[Reason, ...]:
    """Where a reference population has other categories than the breakdown."""
    try:
        check_margins(tables.reference, tables.breakdowns)
    except Refusal as refused:
        return refused.reasons
    return ()


def _release(tables: TablesPlan, instrument: Instrument) -> Iterator[Reason]:
    """A licence that nobody knows, and columns of records that nobody was asked."""
    if tables.release is None:
        return
    licence = tables.release.licence
    if licence and not is_known_licence(licence):
        what = f"The licence {licence} is not an SPDX licence expression."
        yield Reason("licence-unknown", what, "release: licence", "Choose one such as CC-BY-4.0.")
    for name in tables.release.microdata_columns:
        if instrument.question(name) is None:
            yield unknown_question(name, "release: microdata_columns", instrument)


def _near(name: str, known: Iterable[str]) -> str:
    """The codes that come close, as a sentence with a leading space, or nothing."""
    close = get_close_matches(name, sorted(known))
    return f" Near to it: {', '.join(close)}." if close else ""
