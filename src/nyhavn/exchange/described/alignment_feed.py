"""The feed of an installation as a signed file. Format: docs/reference/alignment.md."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.described.signed_json import signed_json
from nyhavn.framework.federation import Feed, feed_too_long
from nyhavn.framework.federation_limits import FEDERATION

FEED_FORMAT: Final = "urn:nyhavn:alignment-feed:v1"
FEED_FAMILY: Final = "urn:nyhavn:alignment-feed:v"
TURN_FORMAT: Final = "urn:nyhavn:key-turn:v1"
FEED_SCHEMA_BYTES = files("nyhavn.exchange.described").joinpath("alignment-feed-1.schema.json").read_bytes()


def feed_plain(feed: Feed) -> dict[str, Any]:
    """The body of the file, in the values that JSON knows."""
    return {"format": FEED_FORMAT, **feed.model_dump(mode="json")}


def signed_feed(feed: Feed, key: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
    """The file. Raises Refusal "feed-too-long" for one that other sites would not read to its end."""
    data = signed_json(feed_plain(feed), key, sign)
    if len(data) > FEDERATION.feed_bytes:
        raise feed_too_long()
    return data


def signed_key_turn(old: VerifierKey, new: VerifierKey, sign_with_old: Callable[[bytes], bytes]) -> bytes:
    """What an installation hands to its peers when its key changes: the old key says which one comes next."""
    return signed_json({"format": TURN_FORMAT, "new": new.line}, old, sign_with_old)


def feed_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the whole file."""
    read: dict[str, Any] = json.loads(FEED_SCHEMA_BYTES)
    return read
