"""Whose key a peer has: pinned at first sight or given by hand, and changed by hand only.

A key that changes by itself is what an attacker's key looks like. So a new one is never taken from the file that it
signed: either the old key signed for it, or the operator decided and said why. Both times a person does it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.refusal import refusal
from nyhavn.framework.safeguards.wording import says_something

WHERE = "key of the peer"


class KeyOrigin(StrEnum):
    """How a key came to be trusted, as pages say it: what was seen first was seen by nobody else."""

    FIRST_SIGHT = "first-sight"
    BY_HAND = "by-hand"
    OLD_KEY = "old-key-signed"
    OPERATOR = "operator-decided"


@dataclass(frozen=True)
class PinnedKey:
    """A key that is trusted for one peer. line: the verifier key. by: who did it, None at first sight."""

    line: str
    origin: KeyOrigin
    since: datetime
    by: UUID | None = None
    why: str = ""


def key_seen(pinned: PinnedKey | None, line: str, now: datetime) -> PinnedKey:
    """The key to trust after a file with this one was seen. Raises Refusal "peer-key-changed"."""
    if pinned is None:
        return PinnedKey(line, KeyOrigin.FIRST_SIGHT, now)
    if pinned.line != line:
        what = "This is signed with another key than the one that is known of this peer."
        do = "Nothing was read from it. Ask whoever runs the site, by another way, and change the key by hand."
        raise refusal("peer-key-changed", what, where=WHERE, do=do)
    return pinned


def key_given(line: str, *, by: UUID, now: datetime) -> PinnedKey:
    """A key that the operator got by another way than the feed, before anything was read."""
    return PinnedKey(line, KeyOrigin.BY_HAND, now, by)


def key_turned(pinned: PinnedKey, old: str, new: str, *, by: UUID, now: datetime) -> PinnedKey:
    """After the old key signed for the new one (exchange.incoming.peer_key). Raises Refusal "peer-key-not-turned"."""
    if old != pinned.line:
        what = "What was handed in is signed by a key that is not the one that is known of this peer."
        do = "Ask the site for the change that its old key signed, or decide it yourself and say why."
        raise refusal("peer-key-not-turned", what, where=WHERE, do=do)
    return PinnedKey(new, KeyOrigin.OLD_KEY, now, by)


def key_decided(new: str, *, by: UUID, why: str, now: datetime) -> PinnedKey:
    """The operator decided, because the old key is lost or was stolen. Raises Refusal "peer-key-without-reason"."""
    if not says_something(why):
        what = "A key is changed by decision only with a reason that can be read later."
        raise refusal("peer-key-without-reason", what, where=WHERE, do="Say how you know that the new key is theirs.")
    return PinnedKey(new, KeyOrigin.OPERATOR, now, by, why.strip())
