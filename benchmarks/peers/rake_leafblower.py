"""leafblower: `harvest` by raking, without its default upper bound on weights, until shares differ by 1e-10 at most."""

import pandas as pd
from leafblower import harvest
from raking_peer import run, shares

NO_BOUND = 1e9


def rake(sample, margins):
    """Weights of all rows."""
    frame = pd.read_parquet(sample)
    targets = {name: {str(code): share for code, share in by.items()} for name, by in shares(margins).items()}
    found = harvest(
        frame,
        targets,
        method="raking",
        max_weight=NO_BOUND,
        max_iterations=5000,
        attach_weights=False,
        convergence={"absolute": 1e-10},
    )
    return found["weights"]


run(rake)
