"""The credit file: who is named, salted, beside a release and never in it.

The signed files hold only its hash. As long as the file is as it was, anybody can see that. When somebody asks not to
be named any more, the file is exchanged: the salt is gone with the old one, and no guess at a name can be tried against
the hash that stays.
"""

import hashlib
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from nyhavn.exchange.bundle.canonical import Strict, Unreadable, read_model, write_model
from nyhavn.framework.attribution import CreditLine

CREDIT, COMMITMENT = "credit.json", "credit.sha256"
MOST_BYTES = 16 * 1024 * 1024
CREDIT_SAME = "Who is named stands beside the release, and is as it was when the release was signed."
CREDIT_CHANGED = (
    "Who is named was changed since the release was signed: somebody may have asked not to be named any more. "
    "Nobody signed the change, so take these names from the publisher's page."
)
CREDIT_ELSEWHERE = "Who is named stands beside the release and was not given (--credit), so it was not checked."


class CreditFile(Strict):
    """The file. salt: 64 hex digits; "" in a file that was changed after publication."""

    community: str
    format: Literal[1]
    named: tuple[str, ...]
    others: bool
    salt: str = Field(pattern=r"^([0-9a-f]{64})?$")


def write_credit(line: CreditLine, salt: str) -> bytes:
    """The bytes of the file."""
    made = CreditFile(format=1, salt=salt, community=line.community, named=line.names, others=line.others)
    return write_model(made)


def read_credit(data: bytes) -> CreditLine:
    """Who is named in a credit file. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("It is far too large.")
    found = read_model(CreditFile, data)
    return CreditLine(found.community, found.named, found.others)


def commitment_of(data: bytes) -> str:
    """The hash that is signed in place of the names, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def write_commitment(commitment: str) -> bytes:
    """The signed file that holds the hash, as `sha256sum -c` reads it."""
    return f"{commitment}  {CREDIT}\n".encode()


def credit_note(signed: Mapping[str, str], commitment: bytes, credit: bytes | None) -> str:
    """What there is to say about the names beside a release; "" where nobody could be named. Raises Unreadable.

    signed: the signed files. commitment: bytes of the signed file with the hash. credit: of the credit file, if given.
    """
    if COMMITMENT not in signed:
        return ""
    if credit is None:
        return CREDIT_ELSEWHERE
    read_credit(credit)
    return CREDIT_SAME if write_commitment(commitment_of(credit)) == commitment else CREDIT_CHANGED
