"""From a typed code to a visit. Unknown, ended and mistyped codes cost the same work and get the same answer.

Always one reading, one keyed hash, one count and the same two look-ups, in this order. A slip, which cannot be the code
of anybody, is looked up all the same; only it is not counted as a guess, because nothing can be found with it.
"""

from uuid import UUID

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import hash_of, read_typed_code
from nyhavn.web.receipts import throttle
from nyhavn.web.receipts.models import ProofKey
from nyhavn.web.receipts.sessions import Visit


def knock(typed: str, *, source: str, mode: ConsentMode) -> Visit | None:
    """The visit that a code opens; None if it opens nothing. Raises Refusal "too-many-tries"."""
    read = read_typed_code(typed)
    receipt = hash_of(read)
    paid = throttle.pay(source, 1 if read.is_code else 0)
    found = opened_by(receipt)
    if found is None:
        return None
    throttle.give_back(paid)
    return Visit(contribution=found, receipt=receipt, mode=mode)


def opened_by(receipt: str) -> UUID | None:
    """The contribution that a code opens, itself or what became of it. Both look-ups are always made."""
    held = Contribution.objects.filter(receipt=receipt).values_list("uuid", flat=True).first()
    ended = ProofKey.objects.filter(receipt=receipt).values_list("contribution", flat=True).first()
    return held or ended
