"""What a file says about its persons, row by row: what they agreed to, under which notice, when they took part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

import pyarrow as pa

from nyhavn.chain.consent_record import days
from nyhavn.chain.incoming_check import RowProblem
from nyhavn.chain.inputs import unknown_column
from nyhavn.chain.plan import PurposeColumn
from nyhavn.exchange.incoming.cells import trimmed
from nyhavn.framework.consent import ConsentState, Notice, Purpose
from nyhavn.framework.consent_circumstances import ALONE, Circumstances, Helper, Modality, Present
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid, entry_reasons
from nyhavn.framework.refusal import Reason, Refusal

NOBODY = UUID(int=0)  # stands for the contribution while a row is only looked at


@dataclass(frozen=True)
class Source:
    """Where one fact about each row comes from: a column, or one value for all rows. Both "": from nowhere."""

    column: str = ""
    value: str = ""

    @property
    def is_given(self) -> bool:
        """Whether the fact comes from anywhere."""
        return bool(self.column or self.value)


@dataclass(frozen=True)
class PersonColumns:
    """Where consent and days stand. is_per_person: the basis is a consent record per person; else nothing is read.

    modality, present: how the notice was taken in and who was there, as codes of `framework.consent_circumstances`;
    several of the second with blanks between them. Where they are not given, nothing is known of it.
    """

    contributed_on: Source
    purposes: Mapping[Purpose, PurposeColumn]
    is_per_person: bool
    notice_version: Source = Source()
    language: Source = Source()
    consented_on: Source = Source()
    modality: Source = Source()
    present: Source = Source()
    date_format: str = "%Y-%m-%d"

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is read for this."""
        days = (self.contributed_on, self.consented_on)
        sources = (*days, self.notice_version, self.language, self.modality, self.present)
        return frozenset({*(source.column for source in sources), *(said.column for said in self.purposes.values())})


@dataclass(frozen=True)
class PersonRow:
    """One row. said: what the person agreed to, None where the basis is another one, or something is wrong.

    circumstances: how it was said; None if a code in it is not known.
    """

    row: int
    contributed_on: date | None
    consented_on: date | None
    said: Mapping[Purpose, ConsentState] | None
    notice_version: str = ""
    language: str = ""
    circumstances: Circumstances | None = ALONE


def check_columns(table: pa.Table, columns: PersonColumns) -> None:
    """Refuses columns that are not in the file, and facts that come from nowhere; all at once."""
    sources = {"the day of the interview": columns.contributed_on}
    if columns.is_per_person:
        sources["the version of the notice"] = columns.notice_version
        sources["the language of the notice"] = columns.language
        sources["the day of the consent"] = columns.consented_on
    missing = [_nowhere(words) for words, source in sources.items() if not source.is_given]
    if columns.is_per_person and Purpose.COLLECTION not in columns.purposes:
        what = f'No column says whether people agreed to "{Purpose.COLLECTION}".'
        missing.append(Reason("import-fact-missing", what, "consent", "Name the column, or state another basis."))
    optional = (columns.modality.column, columns.present.column) if columns.is_per_person else ()
    named = [*(source.column for source in sources.values()), *optional] + [
        said.column for said in columns.purposes.values()
    ]
    headers = table.column_names
    unknown = [unknown_column(name, headers, "consent and days") for name in named if name and name not in headers]
    if missing or unknown:
        raise Refusal(*missing, *dict.fromkeys(unknown))


def person_rows(table: pa.Table, columns: PersonColumns) -> Iterator[PersonRow]:
    """What each row says, in order."""
    texts = {purpose: _column(table, said.column) for purpose, said in columns.purposes.items()}
    contributed, consented = (
        _days(table, source, columns.date_format) for source in (columns.contributed_on, columns.consented_on)
    )
    versions, languages = (_source(table, source) for source in (columns.notice_version, columns.language))
    known = (columns.modality, columns.present) if columns.is_per_person else (Source(), Source())
    how = [_source(table, source) for source in known]
    for place in range(table.num_rows):
        said = {purpose: _state(columns.purposes[purpose], column[place]) for purpose, column in texts.items()}
        yield PersonRow(
            row=place + 1,
            contributed_on=contributed[place],
            consented_on=consented[place],
            said=said if columns.is_per_person else None,
            notice_version=versions[place] or "",
            language=languages[place] or "",
            circumstances=_circumstances(how[0][place] or "", how[1][place] or ""),
        )


def _circumstances(modality: str, present: str) -> Circumstances | None:
    """How something was said, from codes; None if one of them is not known."""
    helpers = present.split()
    if modality not in {"", *Modality} or not set(helpers) <= set(Helper):
        return None
    taken_in = Modality(modality) if modality else None
    return Circumstances(taken_in, tuple(Present(Helper(helper)) for helper in helpers))


def consent_said(row: PersonRow, contribution: UUID, notices: Mapping[str, UUID]) -> ConsentSaid | None:
    """What goes into the ledger for one row; None where the basis is no consent record, or no day is known.

    notices: uuid by version. A purpose without an answer is left out: silence is not recorded as an answer.
    """
    if row.said is None or row.consented_on is None:
        return None
    answers = {purpose: state for purpose, state in row.said.items() if state is not ConsentState.UNKNOWN}
    noon = datetime.combine(row.consented_on, time(12), UTC)  # a file says the day only; noon is that day everywhere
    return ConsentSaid(
        contribution,
        answers,
        notices.get(row.notice_version),
        row.language,
        noon,
        ConsentMode.IMPORTED,
        circumstances=row.circumstances or ALONE,
    )


def person_problems(
    table: pa.Table, columns: PersonColumns, notices: Sequence[Notice], today: date
) -> Iterator[RowProblem]:
    """Rows whose consent or day cannot be taken in, each named by column, never with its text."""
    by_version = {notice.version: notice for notice in notices}
    for row in person_rows(table, columns):
        yield from _of_day(row, columns, today)
        if row.said is not None:
            yield from _of_consent(row, columns, by_version)


def _of_day(row: PersonRow, columns: PersonColumns, today: date) -> Iterator[RowProblem]:
    where = columns.contributed_on.column
    if row.contributed_on is None:
        what = f"The day of the interview is empty or not written as {columns.date_format}."
        yield RowProblem(row.row, where, "", "import-day-unreadable", what)
    elif row.contributed_on > today:
        yield RowProblem(row.row, where, "", "import-day-ahead", "The day of the interview has not come yet.")


def _of_consent(row: PersonRow, columns: PersonColumns, notices: Mapping[str, Notice]) -> Iterator[RowProblem]:
    said = row.said or {}
    collection = columns.purposes[Purpose.COLLECTION].column
    if not said.get(Purpose.COLLECTION, ConsentState.UNKNOWN).allows_processing:
        what = "The row does not say that this person agreed to the collection, so it may not be stored."
        yield RowProblem(row.row, collection, "", "import-no-consent", what, "Leave it out.")
        return
    if row.consented_on is None:
        what = f"The day of the consent is empty or not written as {columns.date_format}."
        yield RowProblem(row.row, columns.consented_on.column, "", "import-consent-undated", what)
        return
    if row.circumstances is None:
        where = columns.modality.column or columns.present.column
        what = "How the notice was taken in, or who was there, is not written as one of the codes."
        do = f"Modality: {', '.join(Modality)}. Who was there: {', '.join(Helper)}."
        yield RowProblem(row.row, where, "", "import-circumstance-unknown", what, do)
        return
    if row.notice_version not in notices:
        what = "There is no notice of the version that the row names."
        do = "Write the version as it stands on the page of notices."
        yield RowProblem(row.row, columns.notice_version.column, "", "import-notice-unknown", what, do)
        return
    entry = consent_said(row, NOBODY, dict.fromkeys(notices, NOBODY))
    for reason in entry_reasons(entry, notices[row.notice_version], row.consented_on) if entry else ():
        column = columns.language.column if reason.code == "consent-language-unknown" else columns.notice_version.column
        yield RowProblem(row.row, column, "", reason.code, reason.what, reason.do)


def unexplained(table: pa.Table, columns: PersonColumns) -> tuple[str, ...]:
    """Plain sentences about answers in consent columns that nobody explained; they count as no answer."""
    sentences = []
    for purpose, said in columns.purposes.items():
        known = {*said.given, *said.refused, *said.withdrawn}
        rows = sum(1 for text in _column(table, said.column) if text is not None and text not in known)
        if rows:
            sentences.append(f'{purpose}: {rows:,} rows hold an answer that is neither yes, no nor "taken back".')
    return tuple(sentences)


def _state(said: PurposeColumn, text: str | None) -> ConsentState:
    """An answer that nobody explained is unknown, never a yes."""
    for state, texts in (
        (ConsentState.GIVEN, said.given),
        (ConsentState.REFUSED, said.refused),
        (ConsentState.WITHDRAWN, said.withdrawn),
    ):
        if text in texts:
            return state
    return ConsentState.UNKNOWN


def _nowhere(words: str) -> Reason:
    do = "Name the column that holds it, or give one value that holds for all rows."
    return Reason("import-fact-missing", f"Nothing says {words}.", "consent and days", do)


def _column(table: pa.Table, name: str) -> Sequence[str | None]:
    texts: Sequence[str | None] = trimmed(table.column(name)).to_pylist()
    return texts


def _source(table: pa.Table, source: Source) -> Sequence[str | None]:
    return _column(table, source.column) if source.column else [source.value or None] * table.num_rows


def _days(table: pa.Table, source: Source, date_format: str) -> Sequence[date | None]:
    """Days as the file writes them; one value for all rows is written 2026-11-22."""
    return days(_source(table, source), date_format if source.column else "%Y-%m-%d")
