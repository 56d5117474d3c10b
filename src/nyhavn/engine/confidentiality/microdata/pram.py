"""Post-randomisation (PRAM): some codes are exchanged by chance, in such a way that counts stay right on average.

Gouweleeuw, Kooiman, Willenborg and de Wolf, Journal of Official Statistics 14 (1998), 463-478. An invariant matrix R
has counts R = counts: the expected counts after are the counts before. It is made in two stages: a stage P that keeps a
code with a given chance, and a stage that draws back, with the chance of Bayes, a code that may have led there.
"""

from dataclasses import dataclass

import numpy as np

from nyhavn.engine.confidentiality.microdata.numbering import MISSING, Codes, Floats, Integers
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Randomised:
    """codes: after. changed: how many rows. expected: how many were expected to change. Restricted."""

    codes: Codes
    changed: int
    expected: float


def invariant_matrix(counts: Integers, keep: float) -> Floats:
    """The chances that code i becomes code j, rows sum to 1 and counts @ matrix = counts.

    counts: rows per code, all above 0. keep: the chance that the first stage keeps a code, above 0 and at most 1; the
    others share the rest alike. Raises Refusal "pram-chance-wrong".
    """
    if not 0 < keep <= 1:
        what = "The chance to keep a code must lie above 0 and be at most 1."
        raise refusal("pram-chance-wrong", what, where="PRAM", do="Give a chance such as 0.8.")
    codes = len(counts)
    if codes == 1:
        return np.ones((1, 1))
    first = np.full((codes, codes), (1.0 - keep) / (codes - 1))
    np.fill_diagonal(first, keep)
    led = counts[:, None] * first  # rows of code i that are expected at j
    back = (led / led.sum(axis=0)).T  # the chance that what is at j came from i
    return np.asarray(first @ back, dtype=np.float64)


def randomise(codes: Codes, matrix: Floats, seed: int) -> Randomised:
    """Each row's code drawn anew from its line of the matrix; a missing one stays missing.

    seed: restricted; who knows it, the order of rows and the matrix, can tell which codes were kept.
    """
    after, stated = codes.copy(), codes != MISSING
    limits = np.cumsum(matrix, axis=1)
    limits[:, -1] = 1.0
    drawn = np.random.default_rng(seed).random(len(codes))[stated]
    after[stated] = (drawn[:, None] >= limits[codes[stated]]).sum(axis=1)
    counts = np.bincount(codes[stated], minlength=len(matrix))
    expected = float(counts @ (1.0 - np.diag(matrix)))
    return Randomised(after.astype(np.int32), int(np.count_nonzero(after != codes)), expected)
