"""All comments as a table: for everybody, and for the body that answers them.

The public one names neither the order nor the time nor the way in which comments came, nor what people said of
themselves: beside a list of who was in a workshop, each of these tells who wrote without a name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from nyhavn.framework.consultation import Consultation
from nyhavn.framework.consultation_comments import clause_order
from nyhavn.framework.consultation_moderation import Reader, SeenComment, public_name, seen
from nyhavn.framework.consultation_records import CommentRecord, Records, answer_of


@dataclass(frozen=True)
class _Row:
    """One comment in its place. shown: as the reader of the table sees it. is_answered: through all merges."""

    consultation: Consultation
    record: CommentRecord
    shown: SeenComment
    is_answered: bool

    @property
    def is_kept_back(self) -> bool:
        return not self.shown.type


Column = Callable[[_Row], object]


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _claimed(row: _Row) -> object:
    return row.record.comment.speaker.for_how_many if public_name(row.record) else None


PUBLIC_COLUMNS: Mapping[str, Column] = {
    "reference": lambda row: row.shown.reference,
    "shown as": lambda row: row.record.comment.wish,
    "clause": lambda row: row.shown.clause,
    "type": lambda row: row.shown.type,
    "proposed wording": lambda row: row.shown.proposed,
    "rationale": lambda row: row.shown.rationale,
    "language": lambda row: "" if row.is_kept_back else row.record.comment.language,
    "who": lambda row: row.shown.who,
    "says they speak for": lambda row: row.record.comment.speaker.for_whom if public_name(row.record) else "",
    "says for how many": _claimed,
    "hidden because": lambda row: row.shown.hidden_because,
    "late": lambda row: "" if row.is_kept_back else _yes(row.consultation.is_late(row.record.comment)),
    "answered": lambda row: _yes(row.is_answered),
    "outcome": lambda row: row.shown.outcome,
    "reason": lambda row: row.shown.reason,
    "merged into": lambda row: row.shown.merged_into,
    "contested": lambda row: "" if row.is_kept_back else _yes(row.record.contest),
}

_SPEAKER: Mapping[str, Column] = {
    "speaks as": lambda row: row.record.comment.speaker.speaks_as,
    "name": lambda row: row.record.comment.speaker.name,
    "organisation": lambda row: row.record.comment.speaker.organisation,
    "says they speak for": lambda row: row.record.comment.speaker.for_whom,
    "says for how many": lambda row: row.record.comment.speaker.for_how_many,
    "region": lambda row: row.record.comment.speaker.region,
    "sector": lambda row: row.record.comment.speaker.sector,
    "groups": lambda row: ", ".join(sorted(row.record.comment.speaker.groups)),
    "in own words": lambda row: row.record.comment.speaker.in_own_words,
}
_ARRIVAL: Mapping[str, Column] = {
    "door": lambda row: row.record.comment.arrival.door,
    "sent at": lambda row: row.record.comment.arrival.at.isoformat(),
    "sent together": lambda row: row.record.comment.arrival.sending,
    "recorder": lambda row: row.record.comment.arrival.recorder,
    "source": lambda row: row.record.comment.arrival.source,
}
_DECIDED: Mapping[str, Column] = {
    "moderator": lambda row: row.shown.moderator,
    "words of the moderator": lambda row: row.shown.words_of_moderator,
    "decided by": lambda row: row.shown.decided_by,
    "decided at": lambda row: row.record.disposition.at.isoformat() if row.record.disposition else "",
    "contested with": lambda row: row.record.contest.words if row.record.contest else "",
}
INNER_COLUMNS: Mapping[str, Column] = {
    "number": lambda row: row.record.number,
    **{name: column for name, column in PUBLIC_COLUMNS.items() if name not in ("who", *_SPEAKER)},
    **_SPEAKER,
    **_ARRIVAL,
    **_DECIDED,
}


def public_table(consultation: Consultation, records: Records) -> tuple[tuple[str, ...], ...]:
    """A heading and a row for each comment, by clause and then by reference, which is drawn at random.

    What is not to be published has a row with its reference and whether it is answered, so that none is missing.
    """
    # By what is seen, never by number; what is kept back stands together, whichever clause it is on.
    rows = _rows(consultation, records, Reader.EVERYBODY)
    by_clause = sorted(rows, key=lambda row: (clause_order(row.shown.clause), row.shown.reference))
    return _table(PUBLIC_COLUMNS, by_clause)


def inner_table(consultation: Consultation, records: Records) -> tuple[tuple[str, ...], ...]:
    """A heading and a row for each comment with everything that is known, by number. For the body alone."""
    rows = sorted(_rows(consultation, records, Reader.BODY), key=lambda row: row.record.number)
    return _table(INNER_COLUMNS, rows)


def _rows(consultation: Consultation, records: Records, reader: Reader) -> Iterable[_Row]:
    for one in records.values():
        is_answered = answer_of(one.number, records) is not None
        yield _Row(consultation, one, seen(consultation, one, reader, records), is_answered)


def _table(columns: Mapping[str, Column], rows: Iterable[_Row]) -> tuple[tuple[str, ...], ...]:
    return (tuple(columns), *(tuple(_text(column(row)) for column in columns.values()) for row in rows))


def _text(value: object) -> str:
    return "" if value is None else str(value)
