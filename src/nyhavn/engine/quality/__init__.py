"""Quality findings: what the contributions ask their producer, and which columns say who somebody is."""

from nyhavn.engine.quality.finding import Examined, examined, findings
from nyhavn.engine.quality.identifying import identifiers
from nyhavn.engine.quality.profiles import ColumnProfile, Profile, profile
from nyhavn.engine.quality.responses import response
from nyhavn.engine.quality.shape import profile_findings

__all__ = [
    "ColumnProfile",
    "Examined",
    "Profile",
    "examined",
    "findings",
    "identifiers",
    "profile",
    "profile_findings",
    "response",
]
