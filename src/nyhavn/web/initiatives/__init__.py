"""Who collects data with whom, what counts as citizen data, and who has which role."""
