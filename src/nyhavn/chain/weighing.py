"""Weights from a table of clusters: every row of a cluster stands for its share of the cluster's population."""

import pyarrow as pa
import pyarrow.compute as pc

from nyhavn.chain.inputs import Inputs, unknown_column
from nyhavn.chain.plan import Plan, Weights
from nyhavn.framework.refusal import Refusal, refusal

WEIGHT = "_weight"


def with_weights(plan: Plan, inputs: Inputs, answers: pa.Table) -> pa.Table:
    """The answers with the column WEIGHT, if the plan takes weights from a table of clusters.

    Weight of a row = value of its cluster / rows of that cluster in the contributions. Raises Refusal: column-unknown,
    weight-unusable.
    """
    if plan.weights is None or inputs.weights is None:
        return answers
    values = _values(plan.weights, inputs.weights)
    column = plan.design.cluster
    if column not in answers.column_names:
        raise Refusal(unknown_column(column, answers.column_names, "[design], cluster"))
    clusters = answers.column(column)
    sizes = {entry["values"]: entry["counts"] for entry in pc.value_counts(clusters).to_pylist()}
    lacking = [cluster for cluster in sizes if cluster not in values]
    if lacking:
        what = f"{len(lacking)} clusters of the contributions are not in the table of weights."
        raise refusal("weight-unusable", what, where=f"{plan.weights.table.file}, column {plan.weights.key}")
    weights = [f"{values[cluster] / sizes[cluster]:.12g}" for cluster in clusters.to_pylist()]
    return answers.append_column(WEIGHT, pa.array(weights, pa.string()))


def _values(weights: Weights, table: pa.Table) -> dict[str | None, float]:
    """The value of each cluster."""
    unknown = [
        unknown_column(name, table.column_names, f"[weights], {key}")
        for key, name in (("key", weights.key), ("value", weights.value))
        if name not in table.column_names
    ]
    if unknown:
        raise Refusal(*unknown)
    try:
        sizes = [float(text) for text in table.column(weights.value).to_pylist()]
    except (TypeError, ValueError):
        what = "The table of weights holds a value that is missing or no number."
        where = f"{weights.table.file}, column {weights.value}"
        raise refusal("weight-unusable", what, where=where, do="Give every cluster a number.") from None
    return dict(zip(table.column(weights.key).to_pylist(), sizes, strict=True))
