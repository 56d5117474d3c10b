"""balance: `rake` to a target frame that holds the margins exactly: one row per combination, weighted by the product.

Its own `target_margins` makes at most 10,000 rows of them, which cannot hold them to 1e-8.
"""

import numpy as np
import pandas as pd
from balance.weighting_methods.rake import rake as balance_rake
from raking_peer import run, shares


def rake(sample, margins):
    """Weights of all rows."""
    frame = pd.read_parquet(sample).astype(str)
    by = shares(margins)
    combinations = pd.MultiIndex.from_product([[str(code) for code in each] for each in by.values()], names=list(by))
    target = combinations.to_frame(index=False)
    weight = np.ones(1)
    for each in by.values():
        weight = np.outer(weight, list(each.values())).ravel()
    found = balance_rake(
        frame,
        pd.Series(np.ones(len(frame))),
        target,
        pd.Series(weight),
        transformations=None,
        max_iteration=5000,
        convergence_rate=1e-10,
        rate_tolerance=0,
    )
    return found["weight"].to_numpy()


run(rake)
