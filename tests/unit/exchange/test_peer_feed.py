"""The bytes of a peer's feed: whatever comes is a feed or a named fault, and nothing of a stranger is repeated."""

import json
import time
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.exchange.bundle.canonical import canonical_json
from nyhavn.exchange.described.alignment import digest_of
from nyhavn.exchange.described.alignment_feed import signed_feed
from nyhavn.exchange.described.signed_json import signed_json
from nyhavn.exchange.incoming.alignment_record import Expected, RecordStanding, read_record
from nyhavn.exchange.incoming.peer_feed import NAMED_AT_MOST, read_feed
from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.refusal import Refusal
from spec.federation.two_sites import NOW, Site

SITE = Site("harbour.example", 1)
WHOLE = SITE.publish(SITE.entry(SITE.record()))
RECORD = SITE.signed(SITE.record())
FILE: dict[str, Any] = json.loads(WHOLE)


def refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as found:
        read_feed(data)
    return found.value


def signed(**changes: Any) -> bytes:
    return signed_json({**FILE["body"], **changes}, SITE.key, SITE.sign)


def test_a_whole_feed_is_read_with_the_key_in_it_and_its_hash() -> None:
    read = read_feed(WHOLE)
    assert (read.feed, read.by, read.digest) == (SITE.feed, SITE.key.line, digest_of(WHOLE))


NESTED = 10_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"[" * NESTED,
        b"[" * (FEDERATION.feed_bytes - 1),
        b'{"body":' * 500_000,
        b'{"body":' + b"[" * 5_000 + b"]" * 5_000 + b',"by":"","signature":""}\n',
        b'{"body":{"format":1' + b"0" * 300_000 + b'},"by":"","signature":""}\n',
        b'"' + b"\\" * 1_000_000,
    ],
    ids=["10 MB of nesting", "nesting within the limit", "objects", "5,000 deep", "a number without end", "a text"],
)
def test_no_file_runs_over_the_stack_or_keeps_the_site_busy(data: bytes) -> None:
    begun = time.process_time()
    assert refused(data).codes == ("peer-feed-unreadable",)
    assert read_record(data, Expected(SITE.key.line), now=NOW).standing is RecordStanding.UNPROVEN
    assert time.process_time() - begun < 2  # of this process; a tenth of it is usual


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null\n",
        b"[]\n",
        b"\xff\xfe",
        b"<html></html>",
        WHOLE[:-1],
        WHOLE + b"\n",
        WHOLE.replace(b'"by"', b' "by"'),
        b"\xef\xbb\xbf" + WHOLE,
        WHOLE.replace(b'{"body"', b'{"body":{},"body"'),
        canonical_json({**FILE, "more": 1}),
        canonical_json({"body": FILE["body"], "by": FILE["by"]}),
        canonical_json({**FILE, "body": [FILE["body"]]}),
        canonical_json({**FILE, "by": 1}),
        canonical_json({**FILE, "by": "no key"}),
        canonical_json({**FILE, "by": FILE["by"].replace("harbour", "another")}),
        canonical_json({**FILE, "signature": None}),
        canonical_json({**FILE, "signature": ""}),
        canonical_json({**FILE, "signature": "ü"}),
        canonical_json({**FILE, "signature": "A" * 86 + "=="}),
        canonical_json({**FILE, "body": {**FILE["body"], "number": 99}}),
        b'{"body":{"x":"\\ud800"},"by":"a","signature":"b"}\n',
        b'{"body":{"x":NaN},"by":"a","signature":"b"}\n',
        RECORD,
    ],
)
def test_what_is_no_signed_feed_is_named_as_that(data: bytes) -> None:
    assert refused(data).codes == ("peer-feed-unreadable",)


def test_a_signature_over_something_else_of_ours_does_not_serve() -> None:
    raw = SITE.private.sign(canonical_json(FILE["body"]))
    stolen = canonical_json({**FILE, "signature": b64encode(raw).decode()})
    assert refused(stolen).codes == ("peer-feed-unreadable",)


def test_every_part_that_is_wrong_is_named_by_its_place_and_never_by_what_stands_there() -> None:
    entry = {**FILE["body"]["entries"][0], "digest": "Ana was here", "Ana": "Ana"}
    found = refused(signed(number="Ana", entries=[entry]))
    assert set(found.codes) == {"peer-feed-wrong"} and len(found.reasons) == 3
    assert "Ana" not in f"{found}"
    assert "feed of the peer: entries, 1, digest" in {one.where for one in found.reasons}


def test_a_part_that_is_wrong_is_named_once_and_by_its_own_name() -> None:
    entry = {**FILE["body"]["entries"][0], "releases": [{"id": "agua-2026-1", "version": "1", "digest": "short"}]}
    (found,) = refused(signed(entries=[entry])).reasons
    assert found.where == "feed of the peer: entries, 1, releases, 1, digest"


def test_faults_without_end_are_not_all_named() -> None:
    found = refused(signed(entries=[{}] * 300))
    assert len(found.reasons) == NAMED_AT_MOST


def test_a_newer_feed_and_another_file_are_told_apart() -> None:
    assert refused(signed(format="urn:nyhavn:alignment-feed:v2")).codes == ("peer-feed-newer",)
    for none in ("", "0", "02", "2.0", "x", "²", "10000"):
        told = signed(format=f"urn:nyhavn:alignment-feed:v{none}")
        assert refused(told).codes == ("peer-feed-unreadable",)
        body = {**json.loads(RECORD)["body"], "format": f"urn:nyhavn:alignment:v{none}"}
        found = read_record(signed_json(body, SITE.key, SITE.sign), Expected(SITE.key.line), now=NOW)
        assert found.standing is RecordStanding.UNPROVEN
    assert refused(signed(format="urn:another")).codes == ("peer-feed-unreadable",)
    assert refused(signed(format=["urn"])).codes == ("peer-feed-unreadable",)


@pytest.mark.parametrize("name", ["entries", "tombstones"])
def test_more_than_the_limit_is_refused(name: str) -> None:
    one = {"entries": FILE["body"]["entries"][0], "tombstones": tombstone(0)}[name]
    most = getattr(FEDERATION, name)
    many = [{**one, "initiative": f"00000000-0000-0000-0000-{n:012d}"} for n in range(100, 101 + most)]
    assert refused(signed(**{"entries": [], name: many})).codes == ("peer-feed-wrong",)
    assert len(getattr(read_feed(signed(**{"entries": [], name: many[1:]})).feed, name)) == most


def tombstone(number: int) -> dict[str, Any]:
    return {
        "initiative": f"00000000-0000-0000-0000-{number:012d}",
        "release": None,
        "version": None,
        "on": "2026-01-01",
    }


def test_the_largest_feed_that_may_be_listed_is_one_that_others_read() -> None:
    entry = SITE.entry(SITE.record())
    ref = {"id": "a" * 60, "version": "1.0", "digest": "ab" * 32}
    body = [
        {**entry.model_dump(mode="json"), "initiative": f"00000000-0000-0000-0000-{n:012d}", "releases": [
            {**ref, "version": f"{v}"} for v in range(20)
        ]}
        for n in range(FEDERATION.entries)
    ]  # fmt: skip
    data = signed(entries=body)
    assert len(data) < FEDERATION.feed_bytes
    read = read_feed(data)
    assert len(read.feed.entries) == FEDERATION.entries
    assert signed_feed(read.feed, SITE.key, SITE.sign) == data


@given(st.binary(max_size=300))
def test_whatever_bytes_come_there_is_an_answer(data: bytes) -> None:
    refused(data)
    assert read_record(data, Expected(SITE.key.line), now=NOW).standing is RecordStanding.UNPROVEN


@given(st.integers(min_value=0, max_value=len(WHOLE) - 1), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_is_found(place: int, by: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= by
    assert set(refused(bytes(changed)).codes) <= {"peer-feed-unreadable"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.sampled_from(sorted(json.loads(RECORD)["body"])), VALUES)
def test_a_peer_may_sign_whatever_it_likes(name: str, value: Any) -> None:
    """Its key is right, and what it signs is not: the record is unproven, or it is one."""
    try:
        data = signed_json({**json.loads(RECORD)["body"], name: value}, SITE.key, SITE.sign)
    except ValueError:
        return
    found = read_record(data, Expected(SITE.key.line), now=NOW)
    assert found.standing is not RecordStanding.READ or found.record is not None
    assert found.standing is RecordStanding.READ or found.reasons
