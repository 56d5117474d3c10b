"""Fitness of releases: an office judges a published release for a purpose, with reasons, reply and appeal."""
