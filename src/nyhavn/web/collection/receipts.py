"""Receipts: seven words to keep in the head, or a code for neutral paper. Only a keyed hash of them is stored.

Both follow from the secret of the page, so that a form that is sent twice shows the same receipt, and nothing has to
remember it in between. What people type is read kindly: capitals, blanks, dashes, look-alikes and digits of other
scripts do not matter. A paper code carries two check signs; with them, and with the list of words, a slip is known as
one, and cannot open what belongs to somebody else.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nyhavn.web.collection import vault
from nyhavn.web.collection.movable import movable

LENGTH = 7  # words
WORDS = 512
WORDS_BITS = 63  # 7 words of 512
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # of Crockford's base 32: no I, L, O, U
DRAWN, CHECKING = 13, 2  # signs of a paper code: 13 of 32 are 65 bits; two more for checking
PAPER_BITS = 65
CHECKED_BY = 1021  # the largest prime below 32²: every single wrong sign and every two swapped ones show
GROUP = 4
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LONGEST_TYPED = 300


class ReceiptKind(StrEnum):
    """What a person takes along. Nothing is chosen beforehand."""

    NONE = "none"
    WORDS = "words"
    PAPER = "paper"


@dataclass(frozen=True)
class Typed:
    """What somebody typed, read. is_code: False for a slip, which can open nothing; it is hashed all the same."""

    is_code: bool
    plain: str = field(repr=False)


@cache
def all_words() -> tuple[str, ...]:
    """Short words, none the beginning of another, that are hard to mistake for each other."""
    text = (resources.files("nyhavn.web.collection") / "receipt_words.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@cache
def _known_words() -> frozenset[str]:
    return frozenset(all_words())


def words_for(secret: bytes) -> tuple[str, ...]:
    """The words of the receipt that belongs to that secret."""
    listed = all_words()
    drawn = HKDF(SHA256(), 2 * LENGTH, salt=None, info=b"nyhavn receipt").derive(secret)
    # 65,536 is a multiple of 512, so every word is equally likely.
    return tuple(
        listed[int.from_bytes(drawn[place : place + 2], "big") % len(listed)] for place in range(0, 2 * LENGTH, 2)
    )


def paper_code_for(secret: bytes) -> str:
    """The code for paper that belongs to that secret, in groups."""
    drawn = HKDF(SHA256(), DRAWN, salt=None, info=b"nyhavn paper receipt").derive(secret)
    body = "".join(SIGNS[byte % len(SIGNS)] for byte in drawn)  # 256 is a multiple of 32
    return grouped(body + _check_signs(body))


def grouped(code: str) -> str:
    """A code as it is printed: in groups that the eye can hold."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read_typed_code(text: str) -> Typed:
    """What somebody typed, whatever they write with."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TYPED]).casefold()
    words = "".join(sign if sign.isalpha() else " " for sign in plain).split()
    if len(words) == LENGTH and _known_words().issuperset(words):
        return Typed(True, " ".join(words))
    signs = "".join(_digit(sign) for sign in plain if sign.isalnum()).upper().translate(LOOK_ALIKES)
    if _is_paper_code(signs):
        return Typed(True, signs)
    return Typed(False, " ".join(words))


def receipt_hash(text: str, initiative: UUID) -> str:
    """The hash under which a contribution is found, however its receipt was written down."""
    return _hash_in(initiative, read_typed_code(text))


def hashes_of(typed: Typed, initiatives: Iterable[UUID]) -> tuple[str, ...]:
    """Every hash under which what was read may stand. The same work, whether or not it can be a code."""
    return (_earlier(typed), *(_hash_in(one, typed) for one in initiatives))


def _hash_in(initiative: UUID, typed: Typed) -> str:
    return movable(vault.initiative_hash(initiative, "receipt", typed.plain.encode()))


def _earlier(typed: Typed) -> str:
    """As earlier versions made it, under the key of the installation."""
    return vault.keyed_hash("receipt", typed.plain.encode())


def _digit(sign: str) -> str:
    """A digit of any script as ours."""
    value = unicodedata.digit(sign, None)
    return sign if value is None else str(value)


def _is_paper_code(signs: str) -> bool:
    body = signs[:DRAWN]
    is_written = len(signs) == DRAWN + CHECKING and set(signs) <= set(SIGNS)
    return is_written and signs[DRAWN:] == _check_signs(body)


def _check_signs(body: str) -> str:
    number = 0
    for sign in body:
        number = number * len(SIGNS) + SIGNS.index(sign)
    high, low = divmod(number % CHECKED_BY, len(SIGNS))
    return SIGNS[high] + SIGNS[low]
