"""Floor 4: the chain from a terminal."""
