"""The peer: a small Django site as one would write it today, with one page made from one row, and nothing else."""
