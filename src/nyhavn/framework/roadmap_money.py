"""Money for an action: pledged, received, spent; by whom, in which currency, when, and what shows it.

Currencies are never added up: a sum across them would hide which rate was taken, on which day, and by whom.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roadmap_bodies import RoadmapBody, check_no_address
from nyhavn.framework.roadmap_evidence import RoadmapProof, proof_fault
from nyhavn.framework.roadmap_record import OnRecord, follows
from nyhavn.framework.roadmap_vocabulary import FundingKind
from nyhavn.framework.safeguards.wording import says_something

NO_CURRENCIES = frozenset({"XXX", "XTS"})  # ISO 4217: no currency, and for tests
NOTHING = Decimal(0)


class FundingEntry(OnRecord):
    """One entry, in the order of recording. by: who pledged it, whom it came from, or who spent it.

    amount: in units of the currency (ISO 4217); 0 only in a correction. corrects: number of the entry in whose place
    this one stands. because: why it is corrected, or why more is spent than was received.
    """

    kind: FundingKind
    amount: Decimal = Field(ge=0, max_digits=18, decimal_places=4)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    by: RoadmapBody
    on: date
    proof: RoadmapProof | None = None
    corrects: int | None = None
    because: str = Field(default="", max_length=1000)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.currency in NO_CURRENCIES:
            what = "This code stands for no currency."
            raise refusal("funding-currency", what, where="currency", do="Write the code of ISO 4217, such as KES.")
        if self.on > self.recorded_on:
            what = "This day is still to come."
            raise refusal(
                "funding-day", what, where="on", do="Write the day on which it was pledged, came or was spent."
            )
        if not self.amount and self.corrects is None:
            what = "There is no amount."
            raise refusal("funding-amount", what, where="amount", do="Write how much it is, or leave the entry out.")
        check_no_address(self.by.name, self.because)
        return self


class Amount(Declared):
    """How much of one kind. shown: the part of it that evidence shows."""

    said: Decimal = NOTHING
    shown: Decimal = NOTHING


class Balance(Declared):
    """Money of one currency."""

    currency: str
    pledged: Amount
    received: Amount
    spent: Amount

    @property
    def is_spent_beyond(self) -> bool:
        """Whether more is spent than was received."""
        return self.spent.said > self.received.said


def standing_funding(entries: Iterable[FundingEntry]) -> tuple[FundingEntry, ...]:
    """Those that no later one corrects."""
    found = tuple(entries)
    corrected = {entry.corrects for entry in found}
    return tuple(entry for entry in found if entry.number not in corrected)


def balances(entries: Iterable[FundingEntry], claimant: str, on: date) -> tuple[Balance, ...]:
    """Each currency by itself, by the alphabet. claimant: whoever answers for the action, and so cannot attest."""
    standing = standing_funding(entries)
    return tuple(
        Balance(
            currency=currency, **{kind.value: _amount(standing, currency, kind, claimant, on) for kind in FundingKind}
        )
        for currency in sorted({entry.currency for entry in standing if entry.amount})
    )


def _amount(entries: Sequence[FundingEntry], currency: str, kind: FundingKind, claimant: str, on: date) -> Amount:
    found = [entry for entry in entries if entry.currency == currency and entry.kind is kind]
    shown = [one for one in found if _is_shown(one, claimant, on)]
    return Amount(said=sum((one.amount for one in found), NOTHING), shown=sum((one.amount for one in shown), NOTHING))


def _is_shown(entry: FundingEntry, claimant: str, on: date) -> bool:
    """Whoever gave money vouches for having given it; whoever spent it does not vouch for that."""
    claimants = (claimant, entry.by.name) if entry.kind is FundingKind.SPENT else (claimant,)
    return entry.proof is not None and not proof_fault(entry.proof, claimants, on)


def check_funding(before: Sequence[FundingEntry], said: FundingEntry) -> None:
    """Whether an entry fits those before it. Raises Refusal: funding-out-of-order, funding-corrects-unknown,
    funding-reason-missing, funding-spent-beyond."""
    if not follows(before, said):
        what = "Entries are only added, one after the other."
        raise refusal("funding-out-of-order", what, where="number", do="Add it behind the last one.")
    has_reason = says_something(said.because)
    if said.corrects is not None:
        _check_correction(before, said, has_reason=has_reason)
    if not has_reason and _beyond((*before, said), said.currency) > max(NOTHING, _beyond(before, said.currency)):
        what = f"More would be spent in {said.currency} than was received."
        do = "Enter what was received first, or write why more is spent, such as who advanced it."
        raise refusal("funding-spent-beyond", what, where="because", do=do)


def _check_correction(before: Sequence[FundingEntry], said: FundingEntry, *, has_reason: bool) -> None:
    corrected = next((one for one in standing_funding(before) if one.number == said.corrects), None)
    if corrected is None or (corrected.kind, corrected.currency) != (said.kind, said.currency):
        what = "It corrects no entry of this kind and currency that stands."
        do = "Choose from what is shown. To change the currency, correct the amount to 0 and enter it anew."
        raise refusal("funding-corrects-unknown", what, where="corrects", do=do)
    if not has_reason:
        what = "It is not said why this is corrected."
        raise refusal("funding-reason-missing", what, where="because", do="Write the reason in one plain sentence.")


def _beyond(entries: Sequence[FundingEntry], currency: str) -> Decimal:
    """By how much more is spent than was received, in one currency; negative where something is left."""
    found = [one for one in standing_funding(entries) if one.currency == currency]
    received = sum((one.amount for one in found if one.kind is FundingKind.RECEIVED), NOTHING)
    return sum((one.amount for one in found if one.kind is FundingKind.SPENT), NOTHING) - received
