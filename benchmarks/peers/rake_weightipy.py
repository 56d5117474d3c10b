"""weightipy: `weight_dataframe` with a rim scheme, run until it settles as far as it can."""

import pandas as pd
import weightipy
from raking_peer import run, shares


def rake(sample, margins):
    """Weights of all rows."""
    frame = pd.read_parquet(sample)
    percent = {name: {code: 100 * share for code, share in by.items()} for name, by in shares(margins).items()}
    scheme = weightipy.scheme_from_dict(percent, rim_params={"convcrit": 1e-10, "max_iterations": 5000})
    return weightipy.weight_dataframe(frame, scheme)["weights"].to_numpy()


run(rake)
