"""A published release described for others: how to cite it, and its entry in catalogues and search engines."""
