"""Openness by choice: how open results and records are, who chose it, and who from outside may read."""
