"""Cleaning: replay a log on the data as received, and tell which differences a log explains."""

from nyhavn.engine.cleaning.explaining import ColumnDifferences, Explanation, explain
from nyhavn.engine.cleaning.replaying import CLEANED, Replayed, replay

__all__ = ["CLEANED", "ColumnDifferences", "Explanation", "Replayed", "explain", "replay"]
