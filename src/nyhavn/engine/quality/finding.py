"""All checks of the answers, run in one order."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import narwhals as nw

from nyhavn.engine.quality.answer_checks import CHECKS
from nyhavn.engine.quality.duplicates import agreeing_rows, repeated_rows, row_count
from nyhavn.engine.quality.flags import flagged
from nyhavn.engine.quality.rule_checks import broken_rules, header_of
from nyhavn.engine.quality.subjects import collected_types, subjects
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
    today: date,
) -> tuple[Finding, ...]:
    """What the answers ask their producer; nothing is changed, nothing dropped.

    answers: one text column per question, further columns only as keys need them, and Int64 `_row`. A question without
    a column was not collected, and is not looked at. keys: columns in which no two rows should agree. today: what
    today() means. Raises Refusal for a rule or key that names what is not there.
    """
    columns = answers.collect_schema().names()
    types = collected_types(instrument, columns)
    known = subjects(columns, instrument, types, today)
    flags = [flag for check in CHECKS for subject in known for flag in check(subject)]
    flags += broken_rules(rules, instrument, types, today)
    _check_keys(keys, columns)
    repeated = repeated_rows(answers, [subject.question.name for subject in known], row_count(answers))
    agreeing = [agreeing_rows(answers, key, tuple(header_of(instrument, name) for name in key)) for key in keys]
    return (*flagged(answers, flags), *(found for found in (repeated, *agreeing) if found is not None))


def _check_keys(keys: Sequence[tuple[str, ...]], columns: Collection[str]) -> None:
    unknown = dict.fromkeys(name for key in keys for name in key if name not in columns)
    if unknown:
        do = "Use a question's name or a column header as it stands in the file."
        where = "[quality], keys"
        raise Refusal(*(Reason("key-unknown", f"There is no column {name}.", where, do) for name in unknown))
