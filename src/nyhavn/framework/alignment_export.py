"""Which initiatives have an alignment record that others may take along, and which never do.

A copy in other portals cannot be called back. So nothing leaves that was not listed by its coordinator, nothing of
people in danger, and nothing that says who a community is that wishes to stay unnamed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.risk import Level, RiskStands

WHERE = "alignment record"
STAYS = "Nothing needs to be done. The record stays on this site, where its team reads it."


@dataclass(frozen=True)
class Exportable:
    """What is on record of an initiative. is_listed: its coordinator said that it may be listed for everybody."""

    is_listed: bool
    is_unnamed: bool
    risks: tuple[RiskStands, ...]


def check_may_export(found: Exportable) -> None:
    """Raises Refusal alignment-unlisted, alignment-unnamed, alignment-high-risk."""
    check_none(export_reasons(found))


def may_export(found: Exportable) -> bool:
    """Whether others may take the record along."""
    return not any(export_reasons(found))


def export_reasons(found: Exportable) -> Iterator[Reason]:
    """What keeps the record of an initiative here; none if nothing does. Asked anew whenever a record is made."""
    if not found.is_listed:
        what = "This initiative is not listed for everybody, and its record would list it everywhere."
        yield Reason("alignment-unlisted", what, WHERE, "List it among the public initiatives first.")
    if found.is_unnamed:
        what = "The community wishes to stay unnamed, and a record that others copy cannot be called back."
        yield Reason("alignment-unnamed", what, WHERE, STAYS)
    if any(risk.level is Level.HIGH and not risk.is_ended for risk in found.risks):
        what = "A risk of this initiative is high, and what is that dangerous is not handed to other sites."
        yield Reason("alignment-high-risk", what, WHERE, STAYS)
