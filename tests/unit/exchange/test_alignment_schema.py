"""The published schemas and the reading of the files refuse the same single faults, and let the same files through."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nyhavn.exchange.described.alignment import FORMAT, SCHEMA_BYTES, schema
from nyhavn.exchange.described.alignment_feed import FEED_FORMAT, FEED_SCHEMA_BYTES, feed_schema
from nyhavn.exchange.described.signed_json import signed_json
from nyhavn.exchange.incoming.alignment_record import Expected, RecordStanding, read_record
from nyhavn.exchange.incoming.peer_feed import read_feed
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from spec.federation.two_sites import CLINIC, COLLECTION, DESIGN, NOW, Site, release_of

SITE = Site("harbour.example", 1)
Body = dict[str, Any]


def a_record() -> Body:
    withdrawn = SITE.lay_out(release_of(id="agua-2025-1"), ReleaseState.WITHDRAWN)
    data = SITE.signed(SITE.record(SITE.lay_out(release_of()), withdrawn, strict=True))
    read: Body = json.loads(data)
    return read


def a_feed() -> Body:
    """With an initiative that stands, and one that went away."""
    entry = SITE.entry(SITE.record(SITE.lay_out(release_of())))
    SITE.publish(entry, SITE.entry(SITE.record(initiative=CLINIC)))
    read: Body = json.loads(SITE.publish(entry))
    return read


RECORD, FEED = a_record(), a_feed()


def schema_takes(which: Body, file: Body) -> bool:
    return Draft202012Validator(which).is_valid(file)


def record_is_read(body: Body) -> bool:
    data = signed_json(body, SITE.key, SITE.sign)
    return read_record(data, Expected(SITE.key.line), now=NOW).standing is RecordStanding.READ


def feed_is_read(body: Body) -> bool:
    try:
        read_feed(signed_json(body, SITE.key, SITE.sign))
    except Refusal:
        return False
    return True


def test_the_schemas_are_of_draft_2020_12_and_explain_every_name() -> None:
    for found in (schema(), feed_schema()):
        Draft202012Validator.check_schema(found)
        objects = [part for part in (found, *found["$defs"].values()) if "properties" in part]
        assert all(part["additionalProperties"] is False for part in objects)
        assert all(part.get("description") for one in objects for part in one["properties"].values())
        assert all(sorted(one["required"]) == sorted(one["properties"]) for one in objects)


def test_what_is_written_is_as_the_schema_says_and_is_read() -> None:
    assert schema_takes(schema(), RECORD) and record_is_read(RECORD["body"])
    assert schema_takes(feed_schema(), FEED) and feed_is_read(FEED["body"])
    assert FEED["body"]["tombstones"]
    assert (RECORD["body"]["format"], FEED["body"]["format"]) == (FORMAT, FEED_FORMAT)
    for participation in ((), (DESIGN,), (COLLECTION,)):
        assert schema_takes(schema(), json.loads(SITE.signed(SITE.record(participation=participation))))


def test_the_documentation_holds_the_same_schemas() -> None:
    folder = Path(__file__).resolve().parents[3] / "docs/reference"
    assert (folder / "alignment-1.schema.json").read_bytes() == SCHEMA_BYTES
    assert (folder / "alignment-feed-1.schema.json").read_bytes() == FEED_SCHEMA_BYTES


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value; of lists the first entry stands for all."""
    parts = value.items() if isinstance(value, dict) else list(enumerate(value))[:1] if isinstance(value, list) else ()
    return [at, *(place for name, part in parts for place in places(part, (*at, name)))]


def at(value: Any, place: tuple[Any, ...]) -> Any:
    for name in place:
        value = value[name]
    return value


def faults(body: Body) -> list[tuple[str, Callable[[Body], None]]]:
    """One fault at each place: it is missing, of another kind, has a name that nobody knows, or an unknown word."""
    found: list[tuple[str, Callable[[Body], None]]] = []
    for place in places(body):
        if not place:
            continue
        *way, name = place
        shown = "/".join(map(str, place))
        if isinstance(name, str):
            found.append((f"{shown} missing", lambda b, w=way, n=name: at(b, tuple(w)).pop(n)))
        found.append((f"{shown} a list of nothing known", lambda b, w=way, n=name: at(b, tuple(w)).update({n: [[1]]})
                      if isinstance(n, str) else at(b, tuple(w)).__setitem__(n, [[1]])))  # fmt: skip
        if isinstance(at(body, place), dict):
            found.append((f"{shown} more", lambda b, p=place: at(b, p).update(score=7)))
    return found


@pytest.mark.parametrize(("fault"), faults(RECORD["body"]), ids=lambda fault: fault[0])
def test_schema_and_reading_refuse_each_single_fault_of_a_record(fault: tuple[str, Callable[[Body], None]]) -> None:
    file = copy.deepcopy(RECORD)
    fault[1](file["body"])
    assert not schema_takes(schema(), file)
    assert not record_is_read(file["body"])


@pytest.mark.parametrize(("fault"), faults(FEED["body"]), ids=lambda fault: fault[0])
def test_schema_and_reading_refuse_each_single_fault_of_a_feed(fault: tuple[str, Callable[[Body], None]]) -> None:
    file = copy.deepcopy(FEED)
    fault[1](file["body"])
    assert not schema_takes(feed_schema(), file)
    assert not feed_is_read(file["body"])


WRONG_WORDS = [
    ("made_at", "2026-11-27T12:00:00"),
    ("made_at", "2026-11-27T12:00:00+01:00"),
    ("made_at", "2026-11-27T11:00:00.5Z"),
    ("made_at", 0),
    ("number", 0),
    ("number", 2**53),
    ("number", 1.5),
    ("number", True),
    ("number", "1"),
    ("licence", ""),
    ("format", "urn:nyhavn:alignment:v0.1"),
    ("initiative/id", "no-uuid"),
    ("initiative/address", "ftp://harbour.example/"),
    ("initiative/address", "https://harbour.example/" + "a" * 1000),
    ("initiative/language", "not a language"),
    ("initiative/title", ""),
    ("initiative/title", "a" * 301),
    ("verdict/outcome", "yes"),
    ("verdict/clause", "use"),
    ("verdict/reading", "or"),
    ("verdict/judged_on", "yesterday"),
    ("stages/0/standing", "proven"),
    ("stages/0/level_claimed", 6),
    ("stages/0/level_claimed", 0),
    ("principles/0/number", 11),
    ("releases/0/state", "candidate"),
    ("releases/0/statement/sha256", "AB" * 32),
    ("releases/0/id", "../up"),
]


@pytest.mark.parametrize(("place", "value"), WRONG_WORDS)
def test_schema_and_reading_refuse_a_wrong_word(place: str, value: object) -> None:
    file = copy.deepcopy(RECORD)
    *way, name = [int(part) if part.isdigit() else part for part in place.split("/")]
    at(file["body"], tuple(way))[name] = value
    assert not schema_takes(schema(), file)
    assert not record_is_read(file["body"])


@pytest.mark.parametrize("change", [
    lambda body: body["stages"].reverse(),
    lambda body: body["stages"].pop(),
    lambda body: body["principles"].reverse(),
    lambda body: body["principles"].pop(),
    lambda body: body["releases"].append(body["releases"][0]),
    lambda body: body["releases"][1].update(dossier=body["releases"][0]["dossier"]),
    lambda body: body["releases"][0].update(access="closed-with-metadata"),
    lambda body: body["stages"][0]["evidence"][0].update(why_not="not dated"),
    lambda body: body["initiative"].update(title="<b></b>"),
])  # fmt: skip
def test_what_no_schema_can_say_is_refused_when_it_is_read(change: Callable[[Body], None]) -> None:
    body = copy.deepcopy(RECORD["body"])
    change(body)
    assert not record_is_read(body)
