"""Nyhavn: a safe harbour for citizen data."""

__version__ = "0.1.0"
