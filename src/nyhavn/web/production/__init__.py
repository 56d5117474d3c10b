"""From contributions to a candidate release: findings, decisions, runs."""
