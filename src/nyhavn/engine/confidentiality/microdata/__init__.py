"""Disclosure risk of records about persons, and its remedies: on cells, the different combinations of what is known."""

from nyhavn.engine.confidentiality.microdata.assessment import Assessed, Assessment, assess
from nyhavn.engine.confidentiality.microdata.cells import KeyCells, collapse
from nyhavn.engine.confidentiality.microdata.households import collapse_households
from nyhavn.engine.confidentiality.microdata.special_uniques import special_uniques

__all__ = ["Assessed", "Assessment", "KeyCells", "assess", "collapse", "collapse_households", "special_uniques"]
