"""Ways around: what stands in a breadcrumb or in the list of parts of a working page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One entry. address: "" for the page one is on, in a breadcrumb."""

    label: str
    address: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class LinkGroup:
    """Entries that belong together, under a title."""

    title: str
    links: tuple[Link, ...]
