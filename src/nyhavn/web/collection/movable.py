"""Hashes that go on working when an initiative moves to another installation, because their key goes along.

Earlier versions hashed under the key of the installation, which never leaves it. A sign tells the two apart.
"""

OWN = "i"  # no hexadecimal digit; 252 bits of the hash are left behind it


def movable(found: str) -> str:
    """A hash under the initiative's own key, as it is stored."""
    return OWN + found[len(OWN) :]


def is_movable(stored: str) -> bool:
    """Whether a stored hash works elsewhere."""
    return stored.startswith(OWN)
