"""svy: `Sample.weighting.rake` with totals, tolerance 1e-8 relative, the same measure as ours."""

import polars as pl
import svy
from raking_peer import run


def rake(sample, margins):
    """Weights of all rows."""
    frame = pl.read_parquet(sample).with_columns(pl.lit(1.0).alias("base"))
    raked = svy.Sample(frame, svy.Design(wgt="base")).weighting.rake(controls=margins, tol=1e-8, max_iter=5000)
    return raked.data["rk_wgt"].to_numpy()


run(rake)
