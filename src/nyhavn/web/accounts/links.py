"""Secrets in links: long, random, and only their hash is kept."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits for a link."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """SHA-256, lower-case hex. A plain hash suffices: nobody can try 2**256 secrets."""
    return hashlib.sha256(secret.encode()).hexdigest()
