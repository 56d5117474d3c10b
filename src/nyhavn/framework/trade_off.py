"""Risk against loss, or against use: which options are worth a look. Which of them to take is for people to decide."""

from collections.abc import Iterable

Harms = tuple[float, float]


def is_beaten(one: Harms, others: Iterable[Harms]) -> bool:
    """Whether another option has at most as much of both, and less of one (Pareto). Equal in both beats nothing."""
    return any(other[0] <= one[0] and other[1] <= one[1] and other != one for other in others)
