"""Weighting: a sample collapsed to cells, and factors on cells that make it meet known totals of its population."""

from nyhavn.engine.weighting.calibrated import Calibrated
from nyhavn.engine.weighting.sample import SampleCells

__all__ = ["Calibrated", "SampleCells"]
