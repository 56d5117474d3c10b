"""Choices about precision that a design declares by name: lonely strata, intervals of shares, kinds of replicates."""

from enum import StrEnum


class LonelyStratum(StrEnum):
    """What happens where only one unit was drawn in a stratum (or in a cluster, at the second stage).

    One unit shows no spread, so something has to be assumed, and the reader must know what. R survey: option
    `survey.lonely.psu`.
    """

    NO_ERROR = "no-error"  # nothing is assumed: a figure with answers there has no standard error
    ADJUST = "adjust"  # the unit is compared with the mean of all units; cautious
    AVERAGE = "average"  # the stratum counts like the average of the other strata
    CERTAINTY = "certainty"  # the stratum adds nothing: right only if its unit was certain to be drawn


class ShareInterval(StrEnum):
    """Intervals of proportions; both use the effective number of answers, and stay between 0 and 1."""

    KORN_GRAUBARD = "korn-graubard"  # Clopper and Pearson's exact interval (Korn and Graubard 1998)
    WILSON = "wilson"  # the score interval (Wilson 1927); shorter, for rows rather than clusters


class Replication(StrEnum):
    """How replicates of a sample are made (Wolter 2007, chapters 3 to 5)."""

    JK1 = "JK1"  # each unit left out once, no strata
    JKN = "JKn"  # each unit left out once, within its stratum
    BRR = "BRR"  # balanced halves of strata with two units each; with a factor between 0 and 1: Fay's method
    BOOTSTRAP = "bootstrap"  # n - 1 units drawn again in each stratum (Rao and Wu 1988)
