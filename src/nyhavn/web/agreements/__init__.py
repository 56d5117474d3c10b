"""Agreements with those who take data in, and what is handed over under them."""
