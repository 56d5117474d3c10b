"""Contributions: asked, entered or imported, kept sealed, each under a key of its own."""
