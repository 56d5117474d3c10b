"""Protect a release: all its tables as one system."""

from collections.abc import Callable, Sequence

from nyhavn.framework.protection import Audit, Protection, ProtectionPolicy
from nyhavn.framework.statistics import GroupCounts, Indicator


def protect(
    counts: Sequence[GroupCounts],
    indicators: Sequence[Indicator],
    policy: ProtectionPolicy,
    progress: Callable[[str, int, int], None] | None = None,
) -> Protection:
    """Which cells of the release must be hidden, and what an attacker can still work out."""
    raise NotImplementedError
