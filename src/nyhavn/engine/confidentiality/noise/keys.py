"""Keys of contributions: made once, when contributions come in, from a restricted secret and their ids.

They are columns of the data from then on, so that every data engine finds the same cell keys: an engine's own hash
would differ from one to the next. Whoever lacks the secret cannot work them out from an id.
"""

import hmac
from collections import Counter

import numpy as np
import pyarrow as pa

from nyhavn.engine.weighting.collapse import category_text
from nyhavn.framework.refusal import Reason, Refusal, refusal

RECORD_KEY = "_record_key"  # the first 32 bits of the digest; adds up to the cell key
ORDER_KEY = "_order_key"  # the next 63 bits; says which of a person's contributions come first
KEYS = 2**32  # sums of 2^31 contributions stay below 2^63
SHORTEST_SECRET = 16  # bytes; a secret that can be tried out is none

_DIGEST = np.dtype([("record", ">u4"), ("order", ">u8"), ("rest", "V20")])  # HMAC-SHA-256: 32 bytes


def with_keys(rows: pa.Table, identifier: str, secret: bytes) -> pa.Table:
    """The same rows with the columns RECORD_KEY and ORDER_KEY. identifier: the column of their ids.

    Raises Refusal: noise-secret-short; noise-id-unusable for ids that are missing or stand there twice (contributions
    with the same key would have noise that is guessed more easily).
    """
    check_secret(secret)
    found = [category_text(value) for value in rows.column(identifier).to_pylist()]
    reasons = []
    if missing := sum(not text for text in found):
        reasons.append(_unusable(f"{missing} contributions have no id.", identifier))
    if repeated := sum(number - 1 for text, number in Counter(found).items() if text):
        reasons.append(_unusable(f"{repeated} contributions have an id that another one has.", identifier))
    if reasons:
        raise Refusal(*reasons)
    digests = b"".join(_digest(text or "", secret) for text in found)
    keys = np.frombuffer(digests, dtype=_DIGEST)
    records, orders = keys["record"].astype(np.int64), (keys["order"] >> 1).astype(np.int64)
    return rows.append_column(RECORD_KEY, pa.array(records)).append_column(ORDER_KEY, pa.array(orders))


def check_secret(secret: bytes) -> None:
    """Raises Refusal "noise-secret-short"."""
    if len(secret) < SHORTEST_SECRET:
        what = f"The secret has {len(secret)} bytes; it needs {SHORTEST_SECRET}."
        do = "Make one at random, and keep it where keys are kept."
        raise refusal("noise-secret-short", what, where="secret of the noise", do=do)


def _digest(identifier: str, secret: bytes) -> bytes:
    return hmac.digest(secret, b"nyhavn contribution\0" + identifier.encode(), "sha256")


def _unusable(what: str, identifier: str) -> Reason:
    return Reason("noise-id-unusable", what, f"column {identifier}", "Give every contribution an id of its own.")
