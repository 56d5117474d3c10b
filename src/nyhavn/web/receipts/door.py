"""From a typed code to a visit. Unknown, ended and mistyped codes cost the same work and get the same answer.

Always one reading, the same keyed hashes (one for each initiative), one count and the same two look-ups, in this order.
A slip, which cannot be the code of anybody, is looked up all the same; only it is not counted as a guess, because
nothing can be found with it.
"""

from collections.abc import Sequence
from uuid import UUID

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import hashes_of, read_typed_code
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.receipts import throttle
from nyhavn.web.receipts.models import ProofKey
from nyhavn.web.receipts.sessions import Visit


def knock(typed: str, *, source: str, mode: ConsentMode) -> Visit | None:
    """The visit that a code opens; None if it opens nothing. Raises Refusal "too-many-tries"."""
    read = read_typed_code(typed)
    receipts = hashes_of(read, Initiative.objects.order_by("id").values_list("uuid", flat=True))
    paid = throttle.pay(source, 1 if read.is_code else 0)
    found = _opened_by(receipts)
    if found is None:
        return None
    throttle.give_back(paid)
    contribution, receipt = found
    return Visit(contribution=contribution, receipt=receipt, mode=mode)


def opened_by(receipt: str) -> UUID | None:
    """The contribution that a code opens, itself or what became of it."""
    found = _opened_by([receipt])
    return found[0] if found else None


def _opened_by(receipts: Sequence[str]) -> tuple[UUID, str] | None:
    """The contribution, and which of these hashes opens it. Both look-ups are always made."""
    held = Contribution.objects.filter(receipt__in=receipts).values_list("uuid", "receipt").first()
    ended = ProofKey.objects.filter(receipt__in=receipts).values_list("contribution", "receipt").first()
    return held or ended
