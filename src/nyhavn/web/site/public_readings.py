"""What programs may read without an account: each stage that publishes something adds its readings here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PublicReading:
    """Something that everybody may read.

    name: of the subject and of the reading, as "catalogue.read". route: below api/v1/, e.g. "data/<slug:name>".
    gives: the shape of the answer. read: the query, by the names in the route; raises Refusal "not-found".
    """

    name: str
    title: str
    route: str
    gives: type[Any]
    read: Callable[..., Any]


PUBLIC_READINGS: tuple[PublicReading, ...] = ()
