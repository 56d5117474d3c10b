"""Floor 4: where people work. Pages and endpoints translate; the chain decides."""
