"""May records about persons be handed over, to whom, and if not, why not.

Free text and media are refused unless a named person has looked at every one: no measure of risk sees what they say.
Columns whose kind nobody stated are refused too. The numbers of a policy stand in `data/microdata_policies.toml`, each
with its date and source. That there are limits, and of which kind, is public; which values a file reached is not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class ColumnKind(StrEnum):
    """What a column of records holds. UNKNOWN: nobody said."""

    CODE = "code"
    NUMBER = "number"
    COARSE_DAY = "coarse-day"
    EXACT_DAY = "exact-day"
    MOVED_POINT = "moved-point"
    POSITION = "position"
    HOUSEHOLD = "household"
    DIRECT_IDENTIFIER = "direct-identifier"
    FREE_TEXT = "free-text"
    MEDIA = "media"
    UNKNOWN = "unknown"


NEVER_UNSEEN = frozenset({ColumnKind.FREE_TEXT, ColumnKind.MEDIA})  # only a person's check lets these pass

KIND_OF_ANSWER = {
    AnswerType.INTEGER: ColumnKind.NUMBER,
    AnswerType.DECIMAL: ColumnKind.NUMBER,
    AnswerType.SELECT_ONE: ColumnKind.CODE,
    AnswerType.SELECT_MULTIPLE: ColumnKind.CODE,
    AnswerType.DATE: ColumnKind.EXACT_DAY,
    AnswerType.DATETIME: ColumnKind.EXACT_DAY,
    AnswerType.TIME: ColumnKind.EXACT_DAY,
    AnswerType.TEXT: ColumnKind.FREE_TEXT,
    AnswerType.GEOPOINT: ColumnKind.POSITION,
    AnswerType.MEDIA: ColumnKind.MEDIA,
    AnswerType.CALCULATE: ColumnKind.UNKNOWN,
    AnswerType.METADATA: ColumnKind.DIRECT_IDENTIFIER,
}


class Limit(Declared):
    """One number of a policy, with its date and source."""

    value: float
    unit: str
    date: date
    source: str


class RefusedKinds(Declared):
    """Kinds of columns that the policy never lets pass, with date and source."""

    kinds: tuple[ColumnKind, ...]
    date: date
    source: str


class MicrodataPolicy(Declared):
    """For whom a file of records may be made, and within which limits.

    k: rows that agree in all keys, at least. distinct: values of each sensitive variable among them, at least.
    risky_share: of rows that miss k or the individual risk, at most. individual_risk: of a row, at most.
    """

    id: str
    title: str
    who: str
    k: Limit
    distinct: Limit
    risky_share: Limit
    individual_risk: Limit
    refused: RefusedKinds


class MicrodataPolicies(Vocabulary):
    """All policies."""

    policy: tuple[MicrodataPolicy, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The names that may be chosen from."""
        return tuple(policy.id for policy in self.policy)

    def named(self, name: str) -> MicrodataPolicy:
        """The policy of that name. Raises Refusal "microdata-policy-unknown"."""
        for policy in self.policy:
            if policy.id == name:
                return policy
        what = f'There is no policy "{name}".'
        raise refusal("microdata-policy-unknown", what, where="policy", do=f"Choose one of {', '.join(self.ids)}.")


MICRODATA_POLICIES = read_vocabulary(MicrodataPolicies, "microdata_policies")


@dataclass(frozen=True)
class RecordColumn:
    """A column that would be handed over."""

    name: str
    kind: ColumnKind


class Review(Declared):
    """[[records.reviewed]]: a person has looked at every text, picture or recording of a column. on: the day."""

    column: str
    by: str
    on: date


@dataclass(frozen=True)
class MicrodataFacts:
    """What was measured of a file. Restricted.

    rows: how many. risky: rows that miss the policy's k, or its individual risk. distinct: per sensitive variable the
    fewest values among rows that agree; a variable nobody answered is left out.
    """

    rows: int
    risky: int
    distinct: tuple[tuple[str, int], ...]


def check_microdata(
    policy: MicrodataPolicy,
    facts: MicrodataFacts,
    columns: Sequence[RecordColumn],
    reviews: Sequence[Review] = (),
) -> None:
    """Refuses a file that the policy does not let pass, with every reason at once.

    Raises Refusal: microdata-not-reviewed, microdata-kind-unknown, microdata-kind-refused, microdata-rows-at-risk,
    microdata-values-alike, microdata-review-without-name.
    """
    reasons = (*_of_columns(policy, columns, reviews), *_of_rows(policy, facts))
    if reasons:
        raise Refusal(*reasons)


def _of_columns(
    policy: MicrodataPolicy, columns: Sequence[RecordColumn], reviews: Sequence[Review]
) -> Iterator[Reason]:
    reviewed = {review.column for review in reviews if review.by.strip()}
    for review in reviews:
        if not review.by.strip():
            what = f"The review of {review.column} names nobody."
            yield Reason("microdata-review-without-name", what, f"column {review.column}", "Say who looked at it.")
    for column in columns:
        where = f"column {column.name}"
        if column.kind in policy.refused.kinds:
            what = f"A column of the kind {column.kind} is not handed over under {policy.id}."
            yield Reason("microdata-kind-refused", what, where, "Leave it out, or make it coarser.")
        elif column.kind in NEVER_UNSEEN and column.name not in reviewed:
            what = "Free text and media can say who somebody is in ways that no measure sees."
            do = "Leave it out, or have a person look at every entry and record who did, and when."
            yield Reason("microdata-not-reviewed", what, where, do)
        elif column.kind is ColumnKind.UNKNOWN:
            what = "Nobody said what this column holds."
            yield Reason("microdata-kind-unknown", what, where, "Say whether it is a key, sensitive, or free text.")


def _of_rows(policy: MicrodataPolicy, facts: MicrodataFacts) -> Iterator[Reason]:
    allowed = policy.risky_share.value * facts.rows
    if facts.risky > allowed:
        what = f"{facts.risky} of {facts.rows} rows could be found more easily than {policy.id} allows."
        do = "Make keys coarser, or blank values of these rows; the options say what that loses."
        yield Reason("microdata-rows-at-risk", what, "file", do)
    for name, distinct in facts.distinct:
        if distinct < policy.distinct.value:
            what = f"Some rows that agree in all keys have fewer different values of {name} than {policy.id} asks for."
            do = "Make keys coarser, or leave the variable out."
            yield Reason("microdata-values-alike", what, f"column {name}", do)
