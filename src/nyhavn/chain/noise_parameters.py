"""The parameters that decide what a secret draws, each in one way of writing: a secret is bound to them.

Two noises of one number, from one secret by two tables of perturbations, are nearer to it together than each alone.
"""

import json
from collections.abc import Mapping
from enum import StrEnum

from nyhavn.engine.confidentiality.noise import PTable
from nyhavn.framework.noise_policy import CellKeyPolicy, SumKeyPolicy
from nyhavn.framework.table_method import RandomRounding


class Drawn(StrEnum):
    """What a secret draws the noise of, each by parameters of its own."""

    COUNTS = "counts"
    SUMS = "sums"


Parameters = Mapping[Drawn, str]
Perturbations = CellKeyPolicy | PTable | RandomRounding


def of_counts(by: Perturbations) -> str:
    """Of counts: one secret draws either cell keys, by a policy or a table of an office, or roundings."""
    if isinstance(by, RandomRounding):
        return json.dumps(["random-rounding", by.base])
    if isinstance(by, PTable):
        return json.dumps(["p-table", by.changes.tolist()])
    return json.dumps(["cell-key", by.most, by.variance, by.absent])


def of_sums(by: SumKeyPolicy) -> str:
    """Of sums."""
    return json.dumps(["cell-key", *by.shares])
