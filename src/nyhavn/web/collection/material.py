"""What a collection hands to a production run: one table of canonical answers, with consent and day beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

import pyarrow as pa

from nyhavn.chain.plan import ConsentSection, PurposeColumn
from nyhavn.framework.basis import Basis
from nyhavn.framework.consent import ConsentRecord, ConsentState, Notice, Purpose
from nyhavn.web.collection.vault import Answers
from nyhavn.web.instruments.models import Questionnaire

BATCH = 20_000  # contributions that are taken apart at a time, so that few are in memory as single answers
GIVEN = (ConsentState.GIVEN.value, ConsentState.RENEWED.value)
REFUSED, WITHDRAWN = (ConsentState.REFUSED.value,), (ConsentState.WITHDRAWN.value,)


@dataclass(frozen=True)
class Used:
    """A contribution that takes part, and the version of its answers."""

    uuid: UUID
    version: int


@dataclass(frozen=True)
class Material:
    """What a run works on.

    table: strings only, one row per contribution, in the order received. contributions: whose rows they are.
    consent, collected_on: the sections and keys of the plan, with the columns as they are named in this table. bases:
    those that some of the contributions rest on. opened_on: the day on which the questionnaire was frozen.
    """

    table: pa.Table
    contributions: tuple[Used, ...]
    questionnaire: Questionnaire
    consent: ConsentSection
    collected_on: str
    collected_from: date
    collected_to: date
    bases: tuple[Basis, ...]
    opened_on: date


@dataclass(frozen=True)
class Names:
    """What the added columns are called here: a word of our own, unless a question or a received column has it."""

    purposes: Mapping[Purpose, str]
    notice_version: str
    language: str
    consented_at: str
    contributed_on: str


def free_names(taken: Iterable[str]) -> Names:
    """Names that no column has yet."""
    used = set(taken)

    def free(word: str) -> str:
        while word in used:
            word += "_"
        used.add(word)
        return word

    purposes = {purpose: free(f"consent_{purpose.value}") for purpose in Purpose}
    rest = (free(word) for word in ("notice_version", "notice_language", "consented_at", "contributed_on"))
    return Names(purposes, *rest)


def table_of(answers: Iterable[Answers], order: Sequence[str]) -> pa.Table:
    """The union of all columns: those in `order` first, then the others by name; null where nothing was said."""
    parts, waiting = [], iter(answers)
    while batch := list(islice(waiting, BATCH)):
        found = {column for said in batch for column in said}
        parts.append(pa.table({name: pa.array([said.get(name) for said in batch], pa.string()) for name in found}))
    whole = pa.concat_tables(parts, promote_options="default")
    known = [column for column in order if column in whole.column_names]
    return whole.select([*known, *sorted(set(whole.column_names) - set(known))])


def with_consent(table: pa.Table, records: Sequence[ConsentRecord], names: Names) -> pa.Table:
    """The table with what each person agreed to, under which notice, and the day of the contribution."""
    for purpose, name in names.purposes.items():
        states = (record.state(purpose) for record in records)
        said = [None if state is ConsentState.UNKNOWN else state.value for state in states]
        table = table.append_column(name, pa.array(said, pa.string()))
    for name, texts in _facts(records, names):
        table = table.append_column(name, pa.array(texts, pa.string()))
    return table


def _facts(records: Sequence[ConsentRecord], names: Names) -> Iterator[tuple[str, list[str | None]]]:
    yield names.notice_version, [record.notice_version or None for record in records]
    yield names.language, [record.language or None for record in records]
    yield names.consented_at, [_iso(record.consented_on) for record in records]
    yield names.contributed_on, [_iso(record.contributed_on) for record in records]


def consent_section(names: Names, notices: tuple[Notice, ...]) -> ConsentSection:
    """The section of the plan that explains the added columns."""
    purposes = {
        purpose: PurposeColumn(column=name, given=GIVEN, refused=REFUSED, withdrawn=WITHDRAWN)
        for purpose, name in names.purposes.items()
    }
    return ConsentSection(
        purposes=purposes,
        notice_version=names.notice_version,
        language=names.language,
        at=names.consented_at,
        notice=notices,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
