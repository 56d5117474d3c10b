"""How many wrong codes are borne, so that guessing is hopeless and people who mistype still come in.

A bucket fills by one with every wrong code and runs out slowly. Each source (an address) has one, and all of them
together have one. Right codes cost nothing. A full bucket of a source stops that source for a while. When the bucket of
all is full, somebody guesses from many places at once. Nobody is shut out for that: a source then comes in as long as
it has made almost no mistake in the last minutes, so that people with a right code do, and a guesser gets no more out
of each place than what runs out of its bucket. That is little enough; see years_of_guessing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nyhavn.framework.refusal import Refusal, refusal

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """How much a bucket holds, and how much runs out of it in an hour."""

    holds: float
    per_hour: float


# Thirty people behind one address, each mistyping twice, are sixty wrong codes within minutes.
SOURCE = Limit(holds=90, per_hour=30)
EVERYBODY = Limit(holds=600, per_hour=600)
FRESH = 3  # how full a try may make the bucket of a source, to be let in while everybody's is full
CODE_BITS = 63  # of the shorter kind of code


@dataclass(frozen=True)
class Bucket:
    """How full one was at a moment."""

    level: float
    at: datetime

    def later(self, limit: Limit, now: datetime) -> "Bucket":
        """How full it is now. A clock that was put back runs nothing in."""
        passed = max(timedelta(), now - self.at) / HOUR
        return Bucket(max(0.0, self.level - passed * limit.per_hour), now)

    def filled(self, limit: Limit, cost: float) -> "Bucket":
        """After one more; what runs over is gone, so that a flood does not shut the door for days."""
        return Bucket(min(limit.holds, max(0.0, self.level + cost)), self.at)

    def is_full(self, limit: Limit) -> bool:
        """Whether one more does not fit."""
        return self.level + 1 > limit.holds


def may_try(source: Bucket, everybody: Bucket) -> bool:
    """Whether one more code is looked at. Both buckets as they are now."""
    if source.is_full(SOURCE):
        return False
    return not everybody.is_full(EVERYBODY) or source.level + 1 <= FRESH


def check_try(source: Bucket, everybody: Bucket) -> None:
    """Raises Refusal "too-many-tries", the same for every code, right or wrong."""
    if not may_try(source, everybody):
        raise too_many()


def too_many() -> Refusal:
    """The answer while a bucket is full."""
    what = "Very many codes were tried just now."
    return refusal("too-many-tries", what, do="Please wait a few minutes and try again.")


def years_of_guessing(codes: int, sources: int) -> float:
    """Years until a guesser with so many addresses, all day and night, has probably found one of the codes in use.

    Half of all codes for each code in use, at what runs out of the bucket of each source.
    """
    in_a_year = sources * SOURCE.per_hour * 24 * 365
    return float(1 << (CODE_BITS - 1)) / codes / in_a_year
