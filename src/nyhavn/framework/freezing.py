"""A freeze: everything stops in one action of anybody with a role. Only two people together end it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from nyhavn.framework.refusal import Reason

PEOPLE_TO_END = 2  # this project's decision: nobody alone says that a danger is over


@dataclass(frozen=True)
class Agreed:
    """Somebody agreed that a freeze may end. outside: stood outside team and organisation then."""

    by: UUID | None
    outside: bool


def frozen_reason() -> Reason:
    """Why nothing goes on. It says neither who stopped it nor why: that is for those who may know."""
    what = "Everything in this initiative is stopped for the safety of people."
    do = "See the page “Safety”. People can still see, copy, correct and take back their own answers."
    return Reason("initiative-frozen", what, "safety", do)


def may_end(agreed: Collection[Agreed]) -> bool:
    """Whether enough people agreed, one of them from outside. Accounts that are gone count: they agreed when it was."""
    known = {one.by for one in agreed if one.by is not None}
    people = len(known) + sum(one.by is None for one in agreed)
    return people >= PEOPLE_TO_END and any(one.outside for one in agreed)


def still_needed(agreed: Collection[Agreed]) -> str:
    """What is missing for the end, in a sentence; "" if nothing is."""
    if may_end(agreed):
        return ""
    if not agreed:
        return "Two people have to agree, one of them from outside the team and the organisation."
    if any(one.outside for one in agreed):
        return "One more person has to agree."
    return "Somebody from outside the team and the organisation has to agree."
