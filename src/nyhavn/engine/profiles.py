"""Contributions by profile: who stands in the same category of every breakdown, counted once on the data engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt

from nyhavn.engine.estimation import columns
from nyhavn.framework.statistics import Indicator

Integers = npt.NDArray[np.int64]
Profile = tuple[str, ...]
STATES = ("yes", "no", "missing")  # in the numerator; valid and not in it; in the universe without a valid answer

_ALL = "_all"  # the same for every row: without breakdowns there still is one profile


@dataclass(frozen=True, eq=False)
class Profiles:
    """Counts by profile. Exact and restricted; only for as long as a run takes.

    codes: one category code per breakdown and profile. people: contributions of each profile. states: by indicator,
    profiles x `STATES`.
    """

    breakdowns: tuple[str, ...]
    codes: tuple[Profile, ...]
    people: Integers
    states: Mapping[str, Integers]


def profiles(coded: nw.LazyFrame[Any], indicators: Sequence[Indicator], breakdowns: Sequence[str]) -> Profiles:
    """The profiles of a coded frame (see `estimation.columns`), in the order of their codes."""
    keys = [columns.category(breakdown) for breakdown in breakdowns]
    counted = [name for indicator in indicators for name in _counted(indicator)]
    sums = [nw.col(name).sum().alias(name) for name in counted]
    grouped = coded.with_columns(nw.lit("").alias(_ALL)).group_by(_ALL, *keys).agg(nw.len().alias("_people"), *sums)
    table = grouped.collect("pyarrow").to_native()
    codes = list(zip(*(table.column(key).to_pylist() for key in keys), strict=True)) or [()] * table.num_rows
    order = sorted(range(len(codes)), key=codes.__getitem__)

    def column(name: str) -> Integers:
        return np.array(table.column(name).to_pylist(), dtype=np.int64)[order]

    states = {}
    for indicator in indicators:
        asked, valid, holds = (column(name) for name in _counted(indicator))
        states[indicator.id] = np.stack((holds, valid - holds, asked - valid), axis=1)
    return Profiles(tuple(breakdowns), tuple(codes[at] for at in order), column("_people"), states)


def _counted(indicator: Indicator) -> tuple[str, str, str]:
    return columns.asked(indicator.id), columns.valid(indicator.id), columns.holds(indicator.id)
