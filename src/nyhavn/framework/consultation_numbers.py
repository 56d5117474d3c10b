"""Who commented, by one thing at a time, and who is missing of those whom the convenor wanted to hear beforehand.

Counted are commenters, not comments: whoever writes much is one. People somebody says they speak for are claims, shown
beside who makes them and added up nowhere.

Whoever reads the names of those who are shown with one can subtract them. So people with a name and people without are
counted apart, each in whole thresholds, and never all of them in one place: nobody is told apart from nobody, and what
is left after any subtraction is either nothing or a threshold of people with as many who may be elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nyhavn.framework.consultation import STATE_WORDS, Consultation, ConsultationState, Wanted
from nyhavn.framework.consultation_comments import NOT_SAID, PublicationWish
from nyhavn.framework.consultation_moderation import public_name
from nyhavn.framework.consultation_policy import CONSULTATION_POLICY
from nyhavn.framework.consultation_records import CommentRecord
from nyhavn.framework.consultation_words import Dimension, OwnWords, entries, values_of
from nyhavn.framework.evidence import as_compared
from nyhavn.framework.refusal import refusal

FEW_OR_NONE = "few or none"


class _Shown(StrEnum):
    """How somebody stands before everybody, the most open way first."""

    ORGANISATION = "organisation"
    PERSON = "person"
    UNNAMED = "unnamed"


_Commenter = tuple[_Shown, str]
_BySending = Sequence[Sequence[tuple[_Commenter, CommentRecord]]]


@dataclass(frozen=True)
class NumbersRow:
    """How many commenters. at_least: 0 where there are few or none, which are not told apart; exact for the body."""

    code: str
    name: str
    at_least: int

    @property
    def words(self) -> str:
        """The number in words."""
        return f"at least {self.at_least}" if self.at_least else FEW_OR_NONE


@dataclass(frozen=True)
class NumbersBy:
    """Commenters by one thing. Somebody may be in several rows, so that rows are never added up."""

    dimension: Dimension
    rows: tuple[NumbersRow, ...]
    not_said: NumbersRow

    def of(self, code: str) -> int:
        """How many there are at least under that code."""
        return next((row.at_least for row in self.rows if row.code == code), 0)


def check_numbers_public(consultation: Consultation, now: datetime) -> None:
    """Whether everybody may see numbers: once, when the answers are shown, or each new one would tell who came.

    What is shown then is kept, and not counted anew. Raises Refusal "consultation-numbers-not-yet".
    """
    state = consultation.state(now)
    if state not in (ConsultationState.ANSWERED, ConsultationState.PUBLISHED):
        what = f"{STATE_WORDS[state]} Numbers are shown together with the answers."
        raise refusal("consultation-numbers-not-yet", what, do="Come back then.")


def public_numbers(
    consultation: Consultation, records: Iterable[CommentRecord], now: datetime
) -> Mapping[Dimension, NumbersBy]:
    """Numbers for everybody, of what came in time. Raises Refusal "consultation-numbers-not-yet"."""
    check_numbers_public(consultation, now)
    in_time = [record for record in records if not consultation.is_late(record.comment) and not record.is_machine_made]
    together = _by_sending(in_time)
    return {dimension: _numbers(together, dimension, consultation.own, is_public=True) for dimension in Dimension}


def inner_numbers(consultation: Consultation, records: Iterable[CommentRecord]) -> Mapping[Dimension, NumbersBy]:
    """Exact numbers for the body, who read the comments anyway; late ones included. Never to be published."""
    together = _by_sending(record for record in records if not record.is_machine_made)
    return {dimension: _numbers(together, dimension, consultation.own, is_public=False) for dimension in Dimension}


def _numbers(together: _BySending, dimension: Dimension, own: OwnWords, *, is_public: bool) -> NumbersBy:
    commenters = _commenters(together, dimension)
    names = {entry.code: entry.name for entry in entries(dimension, own)}
    counted: dict[str, Counter[_Shown]] = {code: Counter() for code in names}
    for (shown, _), values in commenters.items():
        for value in values or {NOT_SAID}:
            counted.setdefault(value, Counter())[shown] += 1
    everybody = Counter(shown for shown, _ in commenters)
    told = {
        code: _told(number, everybody, dimension) if is_public else number.total() for code, number in counted.items()
    }
    not_said = NumbersRow(NOT_SAID, "not said", told.pop(NOT_SAID, 0))
    # A row that is there only because somebody said it would tell that somebody did.
    rows = tuple(NumbersRow(code, names.get(code, code), told[code]) for code in told if code in names or told[code])
    return NumbersBy(dimension, rows, not_said)


def _commenters(together: _BySending, dimension: Dimension) -> Mapping[_Commenter, frozenset[str]]:
    """Everybody once, and what they count under."""
    found: dict[_Commenter, frozenset[str]] = {}
    for sent in together:
        for key, record in sent:
            found[key] = found.get(key, frozenset()) | values_of(record.comment, dimension)
    return found


def _by_sending(records: Iterable[CommentRecord]) -> _BySending:
    """What each commenter sent, as they stand before everybody.

    Whoever is shown with a name in one comment and without in another counts by what stands beside the name: a count
    that needs the other comment would join them.
    """
    by_sending: dict[str, list[tuple[_Commenter, CommentRecord]]] = {}
    for record in records:
        sending = record.comment.arrival.sending
        by_sending.setdefault(sending, []).append((_key(record, sending), record))
    return [_most_open(sent) for sent in by_sending.values()]


def _most_open(sent: Sequence[tuple[_Commenter, CommentRecord]]) -> Sequence[tuple[_Commenter, CommentRecord]]:
    most_open = min((shown for (shown, _), _ in sent), key=list(_Shown).index)
    return [one for one in sent if one[0][0] is most_open]


def _key(record: CommentRecord, sending: str) -> _Commenter:
    name = as_compared(public_name(record))
    if not name:
        return _Shown.UNNAMED, sending
    is_organisation = record.comment.wish is PublicationWish.ORGANISATION
    return (_Shown.ORGANISATION if is_organisation else _Shown.PERSON), name


def _told(counted: Counter[_Shown], everybody: Counter[_Shown], dimension: Dimension) -> int:
    """What everybody may know. Organisations chose to be seen; of which group somebody is, is never told of few."""
    people = [_Shown.PERSON, _Shown.UNNAMED]
    if dimension is Dimension.GROUP:
        people.append(_Shown.ORGANISATION)
    exact = sum(number for shown, number in counted.items() if shown not in people)
    return exact + sum(whole_thresholds(counted[shown], everybody[shown]) for shown in people)


def whole_thresholds(there: int, everybody: int) -> int:
    """The most whole thresholds of people that are not more than are there, and that leave a threshold elsewhere."""
    threshold = CONSULTATION_POLICY.told_from
    return max(0, min(there, everybody - threshold)) // threshold * threshold


# Who is missing ---------------------------------------------------------------------------------------------------


class Heard(StrEnum):
    """Whether those were heard whom the convenor said they want to hear."""

    FEW_OR_NONE = "few-or-none"
    FEWER = "fewer-than-wanted"
    HEARD = "heard"


@dataclass(frozen=True)
class WantedRow:
    """One of those whom the convenor wants to hear, and how many were heard at least."""

    wanted: Wanted
    name: str
    at_least: int
    heard: Heard


def who_is_missing(consultation: Consultation, numbers: Mapping[Dimension, NumbersBy]) -> tuple[WantedRow, ...]:
    """Everybody who was named beforehand, those who are missing most first. numbers: public, or those of the body."""
    rows = [_wanted(consultation, one, numbers[one.dimension].of(one.code)) for one in consultation.wanted]
    return tuple(sorted(rows, key=lambda row: (list(Heard).index(row.heard), row.at_least / row.wanted.commenters)))


def _wanted(consultation: Consultation, wanted: Wanted, at_least: int) -> WantedRow:
    names = {entry.code: entry.name for entry in entries(wanted.dimension, consultation.own)}
    heard = Heard.HEARD if at_least >= wanted.commenters else Heard.FEWER if at_least else Heard.FEW_OR_NONE
    return WantedRow(wanted, names.get(wanted.code, wanted.code), at_least, heard)


# For whom somebody says they speak --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """For how many people somebody says they speak: theirs to prove, and added up nowhere."""

    reference: str
    who: str
    for_whom: str
    for_how_many: int


def claims(records: Iterable[CommentRecord]) -> tuple[Claim, ...]:
    """Claims of those who are shown with a name. Without one, a number of members may tell who it is."""
    return tuple(
        Claim(record.reference, public_name(record), speaker.for_whom, speaker.for_how_many)
        for record in records
        if (speaker := record.comment.speaker).for_how_many is not None and public_name(record)
    )
