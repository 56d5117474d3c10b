"""All checks of the answers, run in one order."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.answer_checks import CHECKS
from nyhavn.engine.quality.declared import Looking, checks_of
from nyhavn.engine.quality.duplicates import agreeing_rows, repeated_rows, row_count
from nyhavn.engine.quality.flags import count_flags, flagged
from nyhavn.engine.quality.material import ColumnCounts, Material, column_counts
from nyhavn.engine.quality.passes import ROW
from nyhavn.engine.quality.rule_checks import broken_rules, header_of
from nyhavn.engine.quality.subjects import collected_types, subjects
from nyhavn.engine.quality.time_checks import timed
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.findings import Finding
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, Refusal


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
    columns = [name for name in answers.collect_schema().names() if name != ROW]
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
    counts = count_flags(material.looked_at, (*flags, *further), {name: column_counts(name) for name in by_name})
    found = list(flagged(material.looked_at, (*flags, *further), counts))
    material = replace(material, columns={name: ColumnCounts(*each) for name, each in counts.of_columns.items()})
    repeated = repeated_rows(answers, material.different, row_count(answers))
    agreeing = [agreeing_rows(answers, key, tuple(header_of(instrument, name) for name in key)) for key in keys]
    listed = (*found[: len(flags)], repeated, *agreeing)
    return (*(one for one in listed if one is not None), *looking.end(material, found[len(flags) :]))


def _check_keys(keys: Sequence[tuple[str, ...]], columns: Collection[str]) -> None:
    unknown = dict.fromkeys(name for key in keys for name in key if name not in columns)
    if unknown:
        do = "Use a question's name or a column header as it stands in the file."
        where = "[quality], keys"
        raise Refusal(*(Reason("key-unknown", f"There is no column {name}.", where, do) for name in unknown))
