"""What could go wrong for whom, how much it weighs, and when it stops the work.

The level of a risk is looked up, never typed in. A high one stops the collection until somebody from outside the
producing team has signed the measures as they stand. What once was high stays to be signed: otherwise the signature
could be avoided by writing the danger smaller.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import model_validator

from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.roles import Role
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary

WHERE = "risk register"
NOT_REVIEWED = "harm-not-reviewed"


class AtRisk(StrEnum):
    """Who could suffer a harm."""

    PERSON = "person"
    HOUSEHOLD = "household"
    GROUP = "group"  # stigma: also for those who never answered
    ENUMERATOR = "enumerator"
    DEFENDER = "defender"  # of human rights, and whoever works for the initiative


class Likelihood(StrEnum):
    """How likely a harm is, with the measures in place."""

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"
    EXPECTED = "expected"


class Severity(StrEnum):
    """How bad a harm would be for those it falls on."""

    SLIGHT = "slight"
    NOTICEABLE = "noticeable"
    SERIOUS = "serious"
    GRAVE = "grave"


class Level(StrEnum):
    """What likelihood and severity come to."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Publicity(StrEnum):
    """How somebody who signed, stopped or reviewed appears in public; they say it themselves, and silence is no."""

    NOT = "not"
    ROLE = "role"
    NAME = "name"


class RiskLevels(Vocabulary):
    """The table of levels, total, with the words of its steps."""

    likelihood: Mapping[Likelihood, str]
    severity: Mapping[Severity, str]
    level: Mapping[Likelihood, Mapping[Severity, Level]]

    @model_validator(mode="after")
    def _is_total(self) -> Self:
        rows = (self.likelihood, self.level)
        if any(set(row) != set(Likelihood) for row in rows) or set(self.severity) != set(Severity):
            raise ValueError("a likelihood or a severity is missing")
        if any(set(row) != set(Severity) for row in self.level.values()):
            raise ValueError("the table of levels has a hole")
        return self


RISK_LEVELS = read_vocabulary(RiskLevels, "risk_levels")


def level_of(likelihood: Likelihood, severity: Severity) -> Level:
    """The level, from the table."""
    return RISK_LEVELS.level[likelihood][severity]


@dataclass(frozen=True)
class RiskStands:
    """One risk as it stands now.

    was_high: any version of it was. agree, refuse: how many from outside the team signed this very version, and how
    many said no to it. has_owner: somebody who still has a role answers for it. is_ended: it cannot happen any more.
    """

    level: Level
    was_high: bool
    review_date: date
    has_owner: bool
    agree: int = 0
    refuse: int = 0
    is_ended: bool = False

    @property
    def needs_signature(self) -> bool:
        """Whether somebody outside has to sign: high now, or once."""
        return self.was_high or self.level is Level.HIGH

    @property
    def is_unsigned(self) -> bool:
        """Whether that signature is missing. One no weighs more than any yes."""
        return self.needs_signature and (self.agree < 1 or self.refuse > 0)

    def is_overdue(self, today: date) -> bool:
        """Whether its day of review is over. What has ended needs no review."""
        return not self.is_ended and self.review_date < today


@dataclass(frozen=True)
class Register:
    """Everything on record. open_prompts: what the data themselves ask about, and nobody answered."""

    risks: tuple[RiskStands, ...] = ()
    open_prompts: tuple[str, ...] = ()


class StopAt(StrEnum):
    """Before what the register is asked."""

    OPENING = "opening"
    TAKING_IN = "taking-in"
    RELEASING = "releasing"


def stop_reasons(register: Register, at: StopAt, today: date) -> tuple[Reason, ...]:
    """Why it may not go on; empty if it may. What comes in is stopped only by a danger that nobody signed for."""
    return tuple(_reasons(register, at, today))


def _reasons(register: Register, at: StopAt, today: date) -> Iterator[Reason]:
    unsigned = [risk for risk in register.risks if risk.is_unsigned]
    refused = sum(risk.refuse > 0 for risk in unsigned)
    yield from signature_reasons(refused=refused, unsigned=len(unsigned) - refused)
    if at is not StopAt.TAKING_IN:
        yield from review_day_reasons(sum(risk.is_overdue(today) for risk in register.risks))
    if at is StopAt.OPENING:
        yield from _before_opening(register)


def signature_reasons(*, refused: int, unsigned: int) -> Iterator[Reason]:
    """Why high risks stop it. refused: how many somebody from outside said no to; unsigned: how many nobody signed."""
    if refused:
        what = "Somebody from outside the team looked at a high risk and said no to it as it stands."
        do = "Change what is done against the harm, and ask for a signature under the new version."
        yield Reason("risk-refused", what, WHERE, do)
    if unsigned:
        what = "A risk is high, or was, and nobody from outside the team has signed the measures as they stand."
        do = "Ask somebody who belongs neither to the team nor to the organisation to read and sign them."
        yield Reason("risk-unsigned", what, WHERE, do)


def review_day_reasons(overdue: int) -> Iterator[Reason]:
    """Why risks stop it that were to be looked at again, and were not."""
    if overdue:
        what = "The day on which a risk was to be looked at again is over."
        yield Reason("risk-review-overdue", what, WHERE, "Look at it again, and record what you find.")


def _before_opening(register: Register) -> Iterator[Reason]:
    if any(not risk.has_owner and not risk.is_ended for risk in register.risks):
        what = "Nobody who has a role here answers for one of the risks."
        yield Reason("risk-without-owner", what, WHERE, "Name somebody in a new version of it.")
    if register.open_prompts:
        named = ", ".join(dict.fromkeys(key.split(":")[1] for key in register.open_prompts))
        what = f"The questionnaire or the plan asks about dangers that nobody looked at: {named}."
        do = "Answer each with a risk, or say why there is none."
        yield Reason("risk-prompt-unanswered", what, WHERE, do)


THE_TEAM = frozenset({Role.COORDINATOR, Role.STEWARD, Role.ENUMERATOR})


def is_outside(roles: Collection[Role], *, is_member: bool) -> bool:
    """Whether somebody stands outside the producing team: in no role of it, and not of the organisation behind it."""
    return bool(roles) and not is_member and THE_TEAM.isdisjoint(roles)


def check_may_sign(*, outside: bool, wrote_it: bool, owns_it: bool) -> None:
    """Nobody signs for a danger of their own making. Raises Refusal: risk-signed-from-inside, risk-signed-by-author."""
    if not outside:
        what = "You belong to the team or to the organisation behind it, so you cannot sign this."
        do = "Ask somebody from outside; the coordinator can give them a role, such as assessor or observer."
        raise refusal("risk-signed-from-inside", what, where=WHERE, do=do)
    if wrote_it or owns_it:
        what = "You wrote this version, or answer for the risk. Nobody signs measures of their own."
        raise refusal("risk-signed-by-author", what, where=WHERE, do="Ask somebody else from outside the team.")


def check_review_date(day: date, today: date) -> None:
    """A review lies ahead. Raises Refusal "risk-review-in-past"."""
    if day < today:
        what = "This day is over already. Please check it."
        raise refusal("risk-review-in-past", what, where="review_date", do="Choose today or a later day.")


@dataclass(frozen=True)
class HarmReviewed:
    """Somebody weighed benefit and harm of a result. by: None once that account is gone."""

    by: UUID | None
    at: datetime
    may_go: bool


def _last_words(reviews: Iterable[HarmReviewed]) -> tuple[HarmReviewed, ...]:
    """The last word of each person. Accounts that are gone are people of their own: none takes back another's no."""
    last: dict[object, HarmReviewed] = {}
    for place, review in enumerate(sorted(reviews, key=lambda one: one.at)):
        last[review.by or place] = review
    return tuple(last.values())


def review_reasons(
    reviews: Iterable[HarmReviewed], *, run_ended: datetime | None, starter: UUID | None
) -> tuple[Reason, ...]:
    """What stands against a release; the last word of each person counts, and one no weighs more than any yes."""
    after = (one for one in reviews if run_ended is not None and one.at > run_ended)
    last = _last_words(one for one in after if one.by is None or one.by != starter)
    if any(not review.may_go for review in last):
        what = "Somebody weighed benefit and harm of these results and said that they should not go out."
        do = "Produce results that answer the objection, or ask this person to look again."
        return (Reason("harm-review-says-no", what, "release", do),)
    if not last:
        what = "Nobody but those who made these results has weighed their benefit and harm since the run."
        do = "Ask somebody who did not start the run to do it, on the page of the release."
        return (Reason("harm-not-reviewed", what, "release", do),)
    return ()


# This project's decision: the same tables, agreed to beforehand, are looked at anew at least once a year.
VINTAGES_REST_FOR = timedelta(days=365)


def vintage_rests_on(reviews: Iterable[HarmReviewed], *, register_changed: datetime | None, now: datetime) -> bool:
    """Whether a vintage, which comes by itself, may rest on the reviews of the editions before it.

    Only while none of them says no, the newest is not too old, and nobody has changed the register since.
    """
    last = _last_words(reviews)
    if not last or any(not review.may_go for review in last):
        return False
    newest = max(review.at for review in last)
    return now - newest <= VINTAGES_REST_FOR and (register_changed is None or register_changed <= newest)


def check_may_review(*, by: UUID, starter: UUID | None) -> None:
    """Whoever started the run does not review it. Raises Refusal "harm-review-by-starter"."""
    if by == starter:
        what = "You started the run that these results come from."
        raise refusal("harm-review-by-starter", what, where="release", do="Ask somebody else to weigh it.")
