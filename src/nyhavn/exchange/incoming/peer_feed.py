"""The feed of a peer, from its bytes: one value, or everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from nyhavn.exchange.bundle.canonical import Unreadable, canonical_json
from nyhavn.exchange.described.alignment import digest_of
from nyhavn.exchange.described.alignment_feed import FEED_FAMILY, FEED_FORMAT
from nyhavn.exchange.incoming.signed_file import SignedFile, read_signed
from nyhavn.framework.federation import Feed, FeedEntry, ReleaseRef, Tombstone
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.refusal import Reason, Refusal, refusal

WHERE = "feed of the peer"
NAMED_AT_MOST = 20  # faults; whoever mends a feed mends these first
_ASK = "Nothing was changed. Ask whoever runs the site."


@dataclass(frozen=True)
class FeedRead:
    """A feed whose signature fits the key in it. by: the line of that key, to be compared with the pinned one."""

    feed: Feed
    by: str
    digest: str


def read_feed(data: bytes) -> FeedRead:
    """The feed. Raises Refusal peer-feed-unreadable, peer-feed-newer, or peer-feed-wrong with each part that is wrong.

    Whose key it is, whether it is older than another, and what it lists are rules: framework.peer_keys and harvest.
    """
    try:
        file = read_signed(data, most_bytes=FEDERATION.feed_bytes)
    except Unreadable as fault:
        raise refusal("peer-feed-unreadable", f"{fault}", where=WHERE, do=_ASK) from None
    _check_format(file)
    try:
        feed = Feed.model_validate_json(canonical_json(file.said), strict=True)
    except ValidationError as fault:
        raise Refusal(*_reasons(fault)) from None
    return FeedRead(feed, file.by, digest_of(data))


def _check_format(file: SignedFile) -> None:
    if file.format == FEED_FORMAT:
        return
    if file.version_of(FEED_FAMILY) is not None:
        what = "The feed is written in a version that this software does not know."
        raise refusal("peer-feed-newer", what, where=WHERE, do="Install a newer version. What was read before stays.")
    raise refusal("peer-feed-unreadable", "It is signed, and it is no feed.", where=WHERE, do=_ASK)


def _reasons(fault: ValidationError) -> Iterator[Reason]:
    """The parts by their place. What stands there is not repeated: it is a stranger's."""
    for one in fault.errors(include_input=False, include_context=False, include_url=False)[:NAMED_AT_MOST]:
        place = ", ".join(f"{part + 1}" if isinstance(part, int) else _known(part) for part in one["loc"])
        what = "This part is missing." if one["type"] == "missing" else "This part is not what it has to be."
        yield Reason("peer-feed-wrong", what, f"{WHERE}: {place}" if place else WHERE, _ASK)


def _known(part: str) -> str:
    """A name that we know; one that the peer made up could say anything."""
    return part if part in _NAMES else "a name that nobody knows"


_MODELS = (Feed, FeedEntry, Tombstone, ReleaseRef)
_NAMES = frozenset(name for model in _MODELS for name in model.model_fields)
