"""All checks of the answers, run in one order; and the file as received profiled on the way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.answer_checks import CHECKS
from nyhavn.engine.quality.declared import Looking, checks_of
from nyhavn.engine.quality.duplicates import agreeing_rows, repeated_rows, row_count
from nyhavn.engine.quality.flags import count_flags, flagged
from nyhavn.engine.quality.material import ColumnCounts, Material, column_counts
from nyhavn.engine.quality.passes import ROW
from nyhavn.engine.quality.profiles import Profile, profile_of, sizes
from nyhavn.engine.quality.rule_checks import broken_rules, header_of
from nyhavn.engine.quality.subjects import collected_types, subjects
from nyhavn.engine.quality.time_checks import timed
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.findings import Finding
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, Refusal


@dataclass(frozen=True)
class Examined:
    """What one look at a file gives: its findings, and the profile of its columns as received."""

    findings: tuple[Finding, ...]
    profile: Profile


def findings(
    answers: nw.LazyFrame[Any],
    instrument: Instrument,
    *,
    rules: Sequence[Rule] = (),
    keys: Sequence[tuple[str, ...]] = (),
    checks: Sequence[CheckDeclaration] = (),
    identity: Collection[str] = (),
    today: date,
) -> tuple[Finding, ...]:
    """What the answers ask their producer; nothing is changed, nothing dropped.

    answers: one text column per question, further columns only as keys and checks need them, and Int64 `_row`. A
    question without a column was not collected, and is not looked at. keys: columns in which no two rows should agree.
    checks: declared in a plan, beside those that the instrument declares or brings with it. identity: questions about
    identity, whose own words are compared with no list. today: what today() means. Raises Refusal for a rule, key or
    check that names what is not there.
    """
    return examined(
        answers, instrument, {}, rules=rules, keys=keys, checks=checks, identity=identity, today=today
    ).findings


def examined(
    answers: nw.LazyFrame[Any],
    instrument: Instrument,
    received: Mapping[str, str],
    *,
    rules: Sequence[Rule] = (),
    keys: Sequence[tuple[str, ...]] = (),
    checks: Sequence[CheckDeclaration] = (),
    identity: Collection[str] = (),
    today: date,
) -> Examined:
    """The findings of the answers (`findings`) and the profile of the file as received, in the same passes.

    received: by header the column of the frame in which that column stands as received, in the order of the file. It
    is a question's own where the answers are what was received; a column that is neither a question nor called as its
    header is there for the profile alone, and no key and no check can name it.
    """
    columns = _named(answers, instrument, received)
    types = collected_types(instrument, columns)
    known = subjects(columns, instrument, types, today)
    _check_keys(keys, columns)
    asked = checks_of(checks, instrument, columns, identity)
    by_name = {subject.question.name: subject for subject in known}
    looking = Looking(asked)
    material = Material(answers, timed(answers, asked), instrument, by_name)
    flags = [flag for check in CHECKS for subject in known for flag in check(subject)]
    flags += broken_rules(rules, instrument, types, today)
    further = looking.begin(material)
    also = ({name: column_counts(name) for name in by_name}, {name: sizes(name) for name in received.values()})
    counts = count_flags(material.looked_at, (*flags, *further), also)
    of_questions, of_received = counts.further
    found = list(flagged(material.looked_at, (*flags, *further), counts))
    material = replace(material, columns={name: ColumnCounts(*each) for name, each in of_questions.items()})
    rows = row_count(answers)
    repeated = repeated_rows(answers, material.different, rows)
    of_keys = [(key, tuple(header_of(instrument, name) for name in key)) for key in keys]
    agreeing = [agreeing_rows(answers, key, headers, material.different, rows) for key, headers in of_keys]
    listed = (one for one in (*found[: len(flags)], repeated, *agreeing) if one is not None)
    of_checks = looking.end(material, found[len(flags) :])
    return Examined((*listed, *of_checks), profile_of(answers, rows, received, of_received))


def _named(answers: nw.LazyFrame[Any], instrument: Instrument, received: Mapping[str, str]) -> list[str]:
    """The columns that keys and checks may name."""
    questions = {question.name for question in instrument.questions}
    unnamed = {column for header, column in received.items() if column != header} - questions
    return [name for name in answers.collect_schema().names() if name != ROW and name not in unnamed]


def _check_keys(keys: Sequence[tuple[str, ...]], columns: Collection[str]) -> None:
    unknown = dict.fromkeys(name for key in keys for name in key if name not in columns)
    if unknown:
        do = "Use a question's name or a column header as it stands in the file."
        where = "[quality], keys"
        raise Refusal(*(Reason("key-unknown", f"There is no column {name}.", where, do) for name in unknown))
