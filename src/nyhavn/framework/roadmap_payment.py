"""Who pays communities for their work, and whether they were paid: as both sides say, and never estimated.

Where the side that pays says one thing and the community another, both stand.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import Field, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import as_compared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roadmap_bodies import RoadmapBody, check_no_address
from nyhavn.framework.roadmap_record import OnRecord, follows
from nyhavn.framework.roadmap_vocabulary import Paid
from nyhavn.framework.safeguards.wording import says_something

NO_ANSWER = frozenset({Paid.DO_NOT_KNOW, Paid.DECLINED, Paid.NOT_ANSWERED})
NOBODY_WAS_PAID = frozenset({Paid.NOT_YET, Paid.UNPAID})


class PaymentSaid(OnRecord):
    """What one side said about the work of one community.

    community: whose work. payer: who pays; None: not said. by_community: the community says it, not the side that
    pays. people_paid, unpaid_hours: None where it was not said. source: where it was said (a meeting, a letter).
    """

    community: RoadmapBody
    payer: RoadmapBody | None = None
    by_community: bool
    paid: Paid
    people_paid: int | None = Field(default=None, ge=0)
    unpaid_hours: Decimal | None = Field(default=None, ge=0, max_digits=9, decimal_places=2)
    on: date
    source: str = Field(max_length=500)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        check_payment_said(self)
        return self


def check_payment_said(said: PaymentSaid) -> None:
    """Raises Refusal: payment-contradicts-itself, payment-day, payment-source-missing, roadmap-holds-address."""
    check_no_address(said.community.name, said.payer.name if said.payer else "", said.source)
    if said.on > said.recorded_on:
        raise refusal("payment-day", "This day is still to come.", where="on", do="Write the day on which it was said.")
    if not says_something(said.source):
        what = "It is not said where this was said."
        do = "Write where it stands: minutes of a meeting, a letter, a receipt."
        raise refusal("payment-source-missing", what, where="source", do=do)
    if _contradicts_itself(said):
        what = "The answer and the numbers beside it do not fit each other."
        do = "Check who pays, whether people were paid, and how many. Leave open what nobody said."
        raise refusal("payment-contradicts-itself", what, where="paid", do=do)


def _contradicts_itself(said: PaymentSaid) -> bool:
    return (
        (said.paid in NOBODY_WAS_PAID and bool(said.people_paid))
        or (said.paid is Paid.UNPAID and said.payer is not None)
        or (said.paid in (Paid.PAID, Paid.IN_PART) and said.people_paid == 0)
    )


def check_payment_follows(before: Sequence[PaymentSaid], said: PaymentSaid) -> None:
    """What is said is only added. Raises Refusal "payment-out-of-order"."""
    if not follows(before, said):
        what = "What is said is only added, one after the other."
        raise refusal("payment-out-of-order", what, where="number", do="Add it behind the last one.")


class PaymentStanding(Declared):
    """What both sides said last about one community; None where a side said nothing."""

    community: RoadmapBody
    by_payer: PaymentSaid | None = None
    by_community: PaymentSaid | None = None

    @property
    def differs(self) -> bool:
        """Whether both sides answered, and not the same."""
        said = [one.paid for one in (self.by_payer, self.by_community) if one is not None]
        answers = {one for one in said if one not in NO_ANSWER}
        return len(answers) > 1

    @property
    def unpaid_hours(self) -> Decimal | None:
        """Hours without pay: as those say who worked; as the other side says where they said nothing; else None."""
        said = [one.unpaid_hours for one in (self.by_community, self.by_payer) if one is not None]
        return next((hours for hours in said if hours is not None), None)


class UnpaidHours(Declared):
    """Hours without pay that somebody said. hours: None if nobody said any. not_said: communities without a number."""

    hours: Decimal | None
    not_said: int


def payments_standing(said: Iterable[PaymentSaid]) -> tuple[PaymentStanding, ...]:
    """Each community once, in the order in which they were first spoken of."""
    found: dict[str, PaymentStanding] = {}
    for one in said:
        key = as_compared(one.community.name)
        earlier = found.get(key, PaymentStanding(community=one.community))
        side = "by_community" if one.by_community else "by_payer"
        found[key] = earlier.model_copy(update={side: one})
    return tuple(found.values())


def unpaid_hours(standing: Iterable[PaymentStanding]) -> UnpaidHours:
    """What was said, added up; what was not said is counted and never filled in."""
    hours = [one.unpaid_hours for one in standing]
    said = [one for one in hours if one is not None]
    return UnpaidHours(hours=sum(said, Decimal(0)) if said else None, not_said=len(hours) - len(said))
