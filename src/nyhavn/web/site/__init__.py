"""The top: addresses, front page, catalogue, feeds, health."""
