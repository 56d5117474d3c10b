"""Who may hand in what is published of a place, and which initiatives may never stand on the map of gaps.

The map says of an initiative whom it asks about. For people in danger that is too much, however kindly it was meant. So
nobody stands there unless the coordinator said so, and these reasons hold at that moment and at every look at the map:
what becomes sensitive later is gone at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.openness import AccessLevel
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.risk import Level, RiskStands

OFFICES = frozenset({PartyKind.STATISTICS_OFFICE, PartyKind.INTERNATIONAL, PartyKind.HUMAN_RIGHTS_INSTITUTION})
WHERE = "map of gaps"
PRIVATELY = "The page of the initiative shows you alone which gaps it could fill."


class Coverage(StrEnum):
    """Of what the figures of an initiative speak, beside those of a country."""

    PART = "part"
    WHOLE = "whole"


def check_is_office(kind: PartyKind) -> None:
    """Whether an organisation may say what is published of a place. Raises Refusal "gap-source-not-office"."""
    if kind not in OFFICES:
        what = "Only a statistics office, an international body or a human rights institution can hand this in."
        do = "Ask an office to do it. Releases of your own initiatives come onto the map when they opt in."
        raise refusal("gap-source-not-office", what, where="organisation", do=do)


@dataclass(frozen=True)
class Showable:
    """What is on record of an initiative. is_public: it has a public page. results: who may read its results."""

    is_public: bool
    is_unnamed: bool
    results: AccessLevel
    risks: tuple[RiskStands, ...]


def showing_reasons(found: Showable) -> Iterator[Reason]:
    """Why an initiative may not stand on the map; none if it may."""
    if not found.is_public:
        what = "Nobody outside can read of this initiative yet, and the map would tell of it."
        yield Reason("gap-map-not-public", what, WHERE, "List it among the public initiatives first.")
    if found.is_unnamed:
        what = "The community wishes to stay unnamed. The map would say whom it asks about, and where."
        yield Reason(
            "gap-map-unnamed", what, WHERE, "Nothing needs to be done. You alone see which gaps you could fill."
        )
    if found.results is not AccessLevel.OPEN:
        what = "The results are not open to everybody, so the map may not say what is in them."
        yield Reason("gap-map-not-open", what, WHERE, "Choose with the community how open the results are.")
    if any(risk.level is Level.HIGH and not risk.is_ended for risk in found.risks):
        what = "A risk of this initiative is high, and what is that dangerous never stands on the map."
        yield Reason("gap-map-high-risk", what, WHERE, PRIVATELY)
