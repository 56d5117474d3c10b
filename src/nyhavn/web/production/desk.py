"""The steward's desk as people see it: findings with references to the contributions behind them."""

from collections.abc import Iterable
from dataclasses import dataclass

from nyhavn.web.production.decision_queries import DeskItem
from nyhavn.web.production.models import FindingDecision
from nyhavn.web.production.schemas import DecisionShown
from nyhavn.web.production.showing import decision_shown, reference

MOST_SHOWN = 20  # references on the desk; the page of a decision lists all


@dataclass(frozen=True)
class Row:
    """One contribution behind a finding. href: "" for people who may not see single contributions."""

    reference: str
    href: str
    is_open: bool


@dataclass(frozen=True)
class DeskRow:
    """One finding with the first of its contributions. more: how many further ones there are."""

    item: DeskItem
    home: str
    rows: tuple[Row, ...]
    more: int
    decisions: tuple[DecisionShown, ...]


@dataclass(frozen=True)
class ChangeRow:
    """A decision about a finding that is not found any more."""

    wording: str
    decision: DecisionShown


def as_changes(decisions: Iterable[FindingDecision]) -> tuple[ChangeRow, ...]:
    """What was decided about earlier findings, with their words."""
    return tuple(ChangeRow(one.finding.wording, decision_shown(one)) for one in decisions)


def as_rows(items: Iterable[DeskItem], *, sees_contributions: bool) -> tuple[DeskRow, ...]:
    """What lies on the desk, for somebody who may or may not see single contributions."""
    return tuple(_row(item, sees_contributions) for item in items)


def _row(item: DeskItem, sees_contributions: bool) -> DeskRow:
    home = f"/work/initiatives/{item.finding.run.initiative.slug}"
    still = set(item.open)
    named = item.finding.contributions
    shown = tuple(
        Row(reference(one), f"{home}/contributions/{one}/" if sees_contributions else "", one in still)
        for one in named[:MOST_SHOWN]
    )
    more = item.finding.rows - len(shown) if named else 0
    decisions = tuple(decision_shown(one) for one in item.decisions)
    return DeskRow(item, f"{home}/findings/{item.finding.uuid}", shown, more, decisions)
