"""Backups, and bringing them back without bringing back whoever took their data back."""
