"""Receipts that a person can keep in the head: six words. Only a keyed hash of them is stored.

The words follow from the secret of the page, so that a form that is sent twice shows the same words, and nothing has to
remember them in between.
"""

import unicodedata
from functools import cache
from importlib import resources

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nyhavn.web.collection import vault

LENGTH = 6  # of 512 words: 54 bits, and the hash is keyed, so that nobody tries them all


@cache
def all_words() -> tuple[str, ...]:
    """Short words, none the beginning of another, that are hard to mistake for each other."""
    text = (resources.files("nyhavn.web.collection") / "receipt_words.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def words_for(secret: bytes) -> tuple[str, ...]:
    """The words of the receipt that belongs to that secret."""
    listed = all_words()
    drawn = HKDF(SHA256(), 2 * LENGTH, salt=None, info=b"nyhavn receipt").derive(secret)
    # 65,536 is a multiple of 512, so every word is equally likely.
    return tuple(
        listed[int.from_bytes(drawn[place : place + 2], "big") % len(listed)] for place in range(0, 2 * LENGTH, 2)
    )


def receipt_hash(words: str) -> str:
    """The hash under which a contribution is found, however the words were written down."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    said = "".join(sign if sign.isalpha() else " " for sign in plain).split()
    return vault.keyed_hash("receipt", " ".join(said).encode())
