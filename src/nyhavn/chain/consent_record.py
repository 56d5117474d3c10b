"""Consent as the contributions record it: who may be counted for which purpose, decided by the framework."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from nyhavn.chain.inputs import Inputs
from nyhavn.chain.plan import ConsentSection, Plan, PurposeColumn
from nyhavn.framework.basis import BasisKind
from nyhavn.framework.consent import (
    ConsentAnswer,
    ConsentRecord,
    ConsentState,
    Coverage,
    Purpose,
    coverage,
    decide,
)
from nyhavn.framework.records import ConsentColumn
from nyhavn.framework.release_kind import NEEDED_PURPOSES

ISO_DAY = 10  # characters of a date such as 2026-11-22; what follows (time, zone) does not matter here


@dataclass(frozen=True)
class ConsentFound:
    """What the consent columns say.

    covered: for each row, whether it may be used for this release. coverage: counts by purpose, all rows received.
    coverage_used: the same for the rows that are used, and the purposes that this release needs.
    columns: how often each kind of answer stands in each purpose's column, before any check.
    """

    covered: pa.Array
    coverage: tuple[Coverage, ...]
    coverage_used: tuple[Coverage, ...]
    columns: tuple[ConsentColumn, ...]


def read_consent(plan: Plan, inputs: Inputs) -> ConsentFound | None:
    """The consent found in the contributions; None where none of them rests on a consent record per person."""
    if plan.consent is None or BasisKind.CONSENT_RECORD_PER_PERSON not in (plan.basis.kind, *plan.basis.also):
        return None
    records = Counter(rows := list(_records(plan, plan.consent, inputs)))
    needed = sorted({purpose for kind in plan.release.kinds for purpose in NEEDED_PURPOSES[kind]})
    if plan.basis.kind is not BasisKind.CONSENT_RECORD_PER_PERSON:
        return _respected(records, rows, plan.consent, needed)
    asked = [purpose for purpose in Purpose if purpose in plan.consent.purposes or purpose in needed]
    decisions = {record: {p: decide(record, plan.consent.notice, p) for p in asked} for record in records}
    covered = [all(decisions[record][purpose].is_covered for purpose in needed) for record in rows]
    found = tuple(coverage(records.items(), plan.consent.notice, purpose) for purpose in asked)
    used = [
        (record, count) for record, count in records.items() if all(decisions[record][p].is_covered for p in needed)
    ]
    covering = tuple(coverage(used, plan.consent.notice, purpose) for purpose in needed)
    columns = tuple(_answers_given(purpose, records) for purpose in plan.consent.purposes)
    return ConsentFound(pa.array(covered, pa.bool_()), found, covering, columns)


def _respected(
    records: Iterable[ConsentRecord], rows: Sequence[ConsentRecord], consent: ConsentSection, needed: Sequence[Purpose]
) -> ConsentFound:
    """Who takes part where a weaker basis governs: everybody except those whose own record does not cover it.

    Nothing is claimed about consent then, so no coverage is given.
    """
    covers = {record: all(decide(record, consent.notice, p).is_covered for p in needed) for record in records}
    return ConsentFound(pa.array([covers[row] or row.is_silent for row in rows], pa.bool_()), (), (), ())


def _records(plan: Plan, consent: ConsentSection, inputs: Inputs) -> Iterable[ConsentRecord]:
    """One consent record per row."""
    size = inputs.answers.num_rows
    states = [_states(inputs, purpose, said) for purpose, said in consent.purposes.items()]
    version = _texts(inputs, consent.notice_version, "[consent], notice_version", size)
    language = _texts(inputs, consent.language, "[consent], language", size)
    consented = days(_texts(inputs, consent.at, "[consent], at", size))
    contributed = contribution_days(plan, inputs)
    answers: Iterable[tuple[ConsentAnswer, ...]] = zip(*states, strict=True)
    for said, number, spoken, at, on in zip(answers, version, language, consented, contributed, strict=True):
        yield ConsentRecord(said, number or "", spoken or "", at, on)


def _states(inputs: Inputs, purpose: Purpose, said: PurposeColumn) -> list[ConsentAnswer]:
    """The state of one purpose, per row. An answer that the plan does not explain is unknown, never a yes."""
    meaning: Mapping[str, ConsentState] = {
        **dict.fromkeys(said.given, ConsentState.GIVEN),
        **dict.fromkeys(said.refused, ConsentState.REFUSED),
        **dict.fromkeys(said.withdrawn, ConsentState.WITHDRAWN),
    }
    column = inputs.column(said.column, named_in=f"[consent.purposes.{purpose}], column").to_pylist()
    by_answer = {answer: ConsentAnswer(purpose, meaning.get(answer, ConsentState.UNKNOWN)) for answer in set(column)}
    return [by_answer[answer] for answer in column]


def _texts(inputs: Inputs, name: str, named_in: str, size: int) -> Sequence[str | None]:
    """A column as texts; all null where the plan names none."""
    return inputs.column(name, named_in=named_in).to_pylist() if name else [None] * size


def contribution_days(plan: Plan, inputs: Inputs) -> list[date | None]:
    """The day of each contribution, None where the records hold none that can be read."""
    section = plan.contributions
    texts = _texts(inputs, section.collected_on, "[contributions], collected_on", inputs.answers.num_rows)
    return days(texts, section.date_format)


def days(texts: Iterable[str | None], form: str = "%Y-%m-%d") -> list[date | None]:
    """Days written as text; None where there is none or where it cannot be read."""
    known: dict[str, date | None] = {}
    found: list[date | None] = []
    for text in texts:
        if text is not None and text not in known:
            known[text] = _day(text, form)
        found.append(known.get(text) if text is not None else None)
    return found


def _day(text: str, form: str) -> date | None:
    """One day written as text."""
    try:
        return datetime.strptime(text.strip()[:ISO_DAY] if form == "%Y-%m-%d" else text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None


def _answers_given(purpose: Purpose, records: Mapping[ConsentRecord, int]) -> ConsentColumn:
    """How often each kind of answer stands in one purpose's column."""
    counts: Counter[ConsentState] = Counter()
    for record, count in records.items():
        counts[record.state(purpose)] += count
    given, refused = counts[ConsentState.GIVEN], counts[ConsentState.REFUSED]
    return ConsentColumn(purpose, given, refused, counts.total() - given - refused)
