"""The list that an archive carries of itself, and names of its parts."""

from typing import Literal

from pydantic import Field

from nyhavn.exchange.bundle.canonical import Strict
from nyhavn.exchange.workspace.statements import Sha256, Uuid

MANIFEST, OFFERED, PEOPLE, HASH_KEY, CONTINUITY = (
    "manifest.json", "offered.json", "people.json", "keys/hash", "continuity.json",
)  # fmt: skip
ROWS, RELEASES, AUDIT, OLD_LOG = "rows", "releases", "audit/records.jsonl", "log/leaves.txt"


class Listed(Strict):
    """One file."""

    sha256: Sha256
    size: int


class Manifest(Strict):
    """What is in an archive. digest: of the workspace. epoch: number of the last period of keys at the old site.

    checkpoint: of the old log of releases then. rows: how many there are of each model.
    """

    archive: Uuid
    at: str
    by: str
    checkpoint: str
    digest: Sha256
    epoch: int
    files: dict[str, Listed]
    format: Literal["nyhavn-workspace-1"]
    initiative: Uuid
    organisation: str
    releases: tuple[str, ...]
    rows: dict[str, int]
    slug: str
    software: str
    title: str


class Person(Strict):
    """Somebody with a role, who is invited anew. member, admin: of the organisation behind the initiative."""

    admin: bool
    email: str
    member: bool
    role: str


class People(Strict):
    """All of them."""

    people: tuple[Person, ...] = Field(default=())
