"""Why a contribution takes no part: in somebody's words, sealed with it, so that old copies lose them with its key."""

from base64 import b64decode, b64encode
from uuid import UUID, uuid5

from nyhavn.web.collection.credits import opened_beside, sealed_beside
from nyhavn.web.collection.models import Contribution

REASON = "reason"
SEALED = "sealed:"  # what stands before it in the row; words without it are from before they were sealed


def sealed_reason(contribution: Contribution, reason: str) -> str:
    """The reason as it stands in the row."""
    return SEALED + b64encode(sealed_beside(contribution, _on(contribution), {REASON: reason})).decode("ascii")


def reason_of(contribution: Contribution) -> str:
    """The reason as it was written; "" for none, or where it does not open."""
    kept = contribution.set_aside
    if not kept.startswith(SEALED):
        return kept
    found = opened_beside(contribution, _on(contribution), b64decode(kept.removeprefix(SEALED)))
    return found[REASON] if found else ""


def _on(contribution: Contribution) -> UUID:
    """Another place than that of the answers, which are sealed under the same key."""
    return uuid5(contribution.uuid, "set aside")
