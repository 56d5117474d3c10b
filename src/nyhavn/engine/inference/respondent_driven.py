"""Respondent-driven samples: people bring others, and it is on record who brought whom (RDS-II).

    share = (sum of y / d) / (sum of 1 / d),    d: how many of the group a participant knows

Volz and Heckathorn 2008 (Journal of Official Statistics 24, 79-97). It speaks of the network that the first
participants (seeds) belong to, and supposes that knowing is mutual, that people bring others at random, and that few
took part. The interval comes from the tree bootstrap: seeds, then the recruits of each, are drawn again with
replacement (Baraff, McCormick and Raftery 2016, PNAS 113, 14668-14673).

Who brought whom is no cell, so four columns are read into memory, rows and all; only numbers leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from nyhavn.engine.inference.arrays import FloatArray, IntArray
from nyhavn.framework.adjustment import INTERVAL_LABEL
from nyhavn.framework.refusal import Reason, Refusal, refusal

FEWEST_SEEDS = 2  # drawing one seed again and again shows nothing of how seeds differ


@dataclass(frozen=True)
class NetworkEstimate:
    """value, standard_error, low, high in the unit of the outcome. effective_n: Kish's, of the weights 1 / d.

    participants: with a valid answer. seeds: who were brought by nobody. waves: longest way from a seed.
    """

    value: float
    standard_error: float
    low: float
    high: float
    participants: int
    effective_n: float
    seeds: int
    waves: int
    replicates: int
    seed: int
    interval_label: str = INTERVAL_LABEL


@dataclass(frozen=True)
class Recruitment:
    """Everybody by number. parent: number of the recruiter, -1 for seeds. y: nan without a valid answer."""

    parent: IntArray
    degree: FloatArray
    y: FloatArray


def read_recruitment(
    frame: nw.LazyFrame[Any], *, person: str, recruiter: str, degree: str, outcome: str
) -> Recruitment:
    """Read who brought whom. person, recruiter: text (a seed's recruiter is empty or null); degree, outcome: numbers.

    Raises Refusal, with numbers of rows and never a code of a person: somebody without a code or with one twice, a
    recruiter who is not among them, a chain that leads to no seed, a degree that is not at least 1.
    """
    read = frame.select(
        nw.col(person).cast(nw.String).alias("person"),
        nw.col(recruiter).cast(nw.String).alias("recruiter"),
        nw.col(degree).cast(nw.Float64).alias("degree"),
        nw.col(outcome).cast(nw.Float64).alias("y"),
    ).collect("pyarrow")
    people = read["person"].to_list()
    by = read["recruiter"].to_list()
    known = np.array([np.nan if value is None else value for value in read["degree"].to_list()], dtype=np.float64)
    y = np.array([np.nan if value is None else value for value in read["y"].to_list()], dtype=np.float64)
    number = {code: place for place, code in enumerate(people) if code}
    _check_people(people, by, known, number, (person, recruiter, degree))
    order = sorted(range(len(people)), key=people.__getitem__)  # whatever the order of rows on an engine
    place = {people[row]: position for position, row in enumerate(order)}
    parent = np.array([place[by[row]] if by[row] else -1 for row in order], dtype=np.int64)
    _depths(parent)
    return Recruitment(parent, known[order], y[order])


def respondent_driven(
    recruitment: Recruitment, *, replicates: int, seed: int, confidence: float = 0.95
) -> NetworkEstimate:
    """RDS-II estimate of a mean or share, with the tree bootstrap. Raises Refusal without two seeds or any recruit."""
    depth = _depths(recruitment.parent)
    seeds = np.flatnonzero(recruitment.parent < 0)
    valid = ~np.isnan(recruitment.y)
    if len(seeds) < FEWEST_SEEDS or not depth.any() or not valid.any():
        raise refusal(
            "network-too-small",
            "The recruitment has fewer than two first participants, nobody was brought by another, or nobody answered.",
            where="design.recruiter",
            do="Let the figures describe participants.",
        )
    weights = np.where(valid, 1 / recruitment.degree, 0.0)
    sums = weights * np.where(valid, recruitment.y, 0.0)
    found = _redrawn(recruitment.parent, seeds, (sums, weights), replicates, np.random.default_rng(seed))
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, (tail, 1 - tail)).tolist()
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    value, error = float(sums.sum() / weights.sum()), float(found.std(ddof=1))
    waves = int(depth.max())
    return NetworkEstimate(value, error, low, high, int(valid.sum()), effective, len(seeds), waves, replicates, seed)


def _redrawn(
    parent: IntArray,
    seeds: IntArray,
    sums: tuple[FloatArray, FloatArray],
    replicates: int,
    chance: np.random.Generator,
) -> FloatArray:
    """Estimates of trees that were drawn again. Recruits of a person stand together once sorted by recruiter."""
    recruits = np.argsort(parent, kind="stable")[len(seeds) :]
    counts = np.bincount(parent[parent >= 0], minlength=len(parent))
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    found = np.empty(replicates)
    for replicate in range(replicates):
        wave = chance.choice(seeds, len(seeds))
        above, below = 0.0, 0.0
        while len(wave):
            above += float(sums[0][wave].sum())
            below += float(sums[1][wave].sum())
            parents = np.repeat(wave, counts[wave])
            drawn = (chance.random(len(parents)) * counts[parents]).astype(np.int64)
            wave = recruits[first[parents] + drawn]
        found[replicate] = above / below if below else np.nan
    return found[~np.isnan(found)]


def _depths(parent: IntArray) -> IntArray:
    """Steps from a seed. Raises Refusal where a chain leads to no seed, since it then turns in a circle."""
    depth = np.where(parent < 0, 0, -1).astype(np.int64)
    while (open_ := depth < 0).any():
        reached = open_ & (depth[parent] >= 0)
        if not reached.any():
            raise refusal(
                "network-chain-broken",
                f"{int(open_.sum())} people were brought by each other in a circle.",
                where="design.recruiter",
                do="Correct who brought whom.",
            )
        depth[reached] = depth[parent[reached]] + 1
    return depth


def _check_people(
    people: Sequence[str | None],
    by: Sequence[str | None],
    degree: FloatArray,
    number: dict[str, int],
    columns: tuple[str, str, str],
) -> None:
    person, recruiter, known = columns
    do = "Correct it in the records, or let the figures describe participants."
    unusable = int(np.count_nonzero(~(degree >= 1)))
    unnamed = len(people) - len(number)
    strangers = sum(1 for code in by if code and code not in number)
    found = (
        (unnamed, "network-person-unclear", f"{unnamed} people have no code of their own.", person),
        (strangers, "network-recruiter-unknown", f"{strangers} were brought by somebody not among them.", recruiter),
        (unusable, "network-degree-unusable", f"{unusable} people do not say how many others they know.", known),
    )
    reasons = [Reason(code, what, where, do) for count, code, what, where in found if count]
    if reasons:
        raise Refusal(*reasons)
