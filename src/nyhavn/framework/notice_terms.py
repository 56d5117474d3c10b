"""How long answers are kept and who gets them, purpose by purpose, as data that timers and receipts read."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, Self

from pydantic import Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared

# A hundred years: a timer that nobody alive will see is a mistake in typing, or "until withdrawn".
MOST_MONTHS, LONGEST_NAMES, LONGEST_NOTE = 1200, 500, 2000


class Kept(StrEnum):
    """How long something is kept for a purpose."""

    MONTHS = "months"
    UNTIL_WITHDRAWN = "until-withdrawn"
    NOT_KEPT = "not-kept"


class RecipientKind(StrEnum):
    """Who gets something. Codes, so that each language says it in its own words."""

    TEAM = "team"
    COMMUNITY = "community"
    PARTNERS = "partners"
    STATISTICS_OFFICE = "statistics-office"
    RESEARCHERS = "researchers"
    FUNDERS = "funders"
    AUTHORITIES = "authorities"
    EVERYBODY = "everybody"


KEPT_LABELS: JsonDict = {
    Kept.MONTHS: "For a number of months",
    Kept.UNTIL_WITHDRAWN: "Until the person takes it back",
    Kept.NOT_KEPT: "It is not kept",
}
RECIPIENT_LABELS: JsonDict = {
    RecipientKind.TEAM: "The team of this initiative",
    RecipientKind.COMMUNITY: "The community itself",
    RecipientKind.PARTNERS: "Partner organisations (name them)",
    RecipientKind.STATISTICS_OFFICE: "The statistics office",
    RecipientKind.RESEARCHERS: "Researchers (name them)",
    RecipientKind.FUNDERS: "Those who pay for it (name them)",
    RecipientKind.AUTHORITIES: "Other public offices (name them)",
    RecipientKind.EVERYBODY: "Everybody: it is published",
}
# Kinds that say nothing without a name: nobody can judge "partners".
NAMED = frozenset({RecipientKind.PARTNERS, RecipientKind.RESEARCHERS, RecipientKind.FUNDERS, RecipientKind.AUTHORITIES})


class PurposeTerms(Declared):
    """What holds for one purpose. months: counted from the day of the yes; None unless kept for
    months."""

    purpose: Purpose = Field(title="For")
    kept: Kept = Field(title="How long it is kept", json_schema_extra={"labels": KEPT_LABELS})
    months: int | None = Field(
        default=None,
        title="How many months",
        description="Only for a number of months. Counted from the day of the yes; a new yes begins them again.",
        ge=1,
        le=MOST_MONTHS,
    )
    recipients: tuple[RecipientKind, ...] = Field(
        title="Who gets it", min_length=1, json_schema_extra={"labels": RECIPIENT_LABELS}
    )
    names: str = Field(
        default="",
        title="Their names",
        description="As they are known. They stand like this in every language.",
        max_length=LONGEST_NAMES,
    )
    note: str = Field(
        default="",
        title="Something more",
        description="It stands like this in every language, so leave it empty if you can.",
        max_length=LONGEST_NOTE,
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """A number of months where one is needed, and nowhere else; a name where a kind alone says nothing."""
        if self.kept is Kept.MONTHS and self.months is None:
            raise PydanticCustomError("months_missing", "Say how many months.")
        if self.kept is not Kept.MONTHS and self.months is not None:
            raise PydanticCustomError("months_unasked", "Months are only for what is kept for a number of months.")
        if NAMED.intersection(self.recipients) and not self.names:
            raise PydanticCustomError("names_missing", "Name those who get it.")
        return self


class HasTerms(Protocol):
    """A notice, as far as its terms go."""

    @property
    def terms(self) -> tuple[PurposeTerms, ...]:
        """Those that are said; none for a notice whose text alone says them."""


def terms_of(notice: HasTerms, purpose: Purpose) -> PurposeTerms | None:
    """What holds for that purpose; None if only the text of the notice says it."""
    return next((terms for terms in notice.terms if terms.purpose is purpose), None)


def retention_months(notice: HasTerms, purpose: Purpose) -> int | None:
    """After how many months nothing may be kept for that purpose any more; 0 for at once.

    None where no timer ends it: it is kept until it is taken back, or only the text of an older notice says how long.
    """
    terms = terms_of(notice, purpose)
    if terms is None or terms.kept is Kept.UNTIL_WITHDRAWN:
        return None
    return 0 if terms.kept is Kept.NOT_KEPT else terms.months


def purposes_without_terms(notice: HasTerms, purposes: Sequence[Purpose]) -> tuple[Purpose, ...]:
    """Those of which nobody said how long and for whom."""
    return tuple(purpose for purpose in purposes if terms_of(notice, purpose) is None)
