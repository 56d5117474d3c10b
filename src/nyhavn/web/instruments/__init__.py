"""Questionnaires, frozen when collection opens, and the method card."""
