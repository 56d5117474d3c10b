"""Disclosure control of tables: what is hidden, what else must be hidden with it, and the attack that checks it."""

from nyhavn.engine.confidentiality.application import apply
from nyhavn.engine.confidentiality.protecting import protect

__all__ = ["apply", "protect"]
