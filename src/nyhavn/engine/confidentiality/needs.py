"""Which counts are disclosive by themselves, and how uncertain the attacker must stay about each.

Further rules (p %, dominance) are further sources of needs; everything after this module only knows needs.
"""

from collections.abc import Iterator

from nyhavn.engine.confidentiality.measures import Group, Kind, Measure
from nyhavn.engine.confidentiality.suppression.problem import Need
from nyhavn.engine.confidentiality.system import System
from nyhavn.framework.protection import ProtectionPolicy


def needs(system: System, policy: ProtectionPolicy) -> tuple[Need, ...]:
    """All needs of a system, by column, in counts; each goes down to 0. None if the threshold is 1."""
    if policy.threshold == 1:
        return ()
    found = {need.cell: need for need in _small(system, policy.threshold)}
    if policy.protect_nonresponse:
        found |= {need.cell: need for need in _nonresponse(system, policy.threshold)}
    if policy.group_disclosure:
        found |= {need.cell: need for need in _unanimous(system, policy.threshold)}
    return tuple(found[column] for column in sorted(found))


def _small(system: System, threshold: int) -> Iterator[Need]:
    """Counts of 1 to threshold - 1: the attacker may rule out neither an empty cell nor a publishable one."""
    for column in system.shown:
        value = int(system.values[column])
        if 1 <= value < threshold:
            yield Need(column, value, threshold - value)


def _nonresponse(system: System, threshold: int) -> Iterator[Need]:
    """Small differences between a group's size and its valid answers, where tables show both."""
    at = {key: index for index, key in enumerate(system.keys)}
    for (measure, group), index in at.items():
        if measure.kind is not Kind.MISSING:
            continue
        whole = at.get((Measure(measure.universe, "", "", Kind.ALL), group))
        valid = system.shown.get(at.get((measure.sibling(Kind.VALID), group), -1))
        if whole in system.shown and valid and 1 <= valid.nonresponse < threshold:
            yield Need(index, valid.nonresponse, threshold - valid.nonresponse)


def _unanimous(system: System, threshold: int) -> Iterator[Need]:
    """0 % or 100 % of a group: the attacker must not be able to rule out a minority of publishable size.

    Not for the grand total; and where the grand total itself is unanimous, it says of every group what the group says.
    """
    at = {key: index for index, key in enumerate(system.keys)}
    for column, shown in system.shown.items():
        measure, group = system.keys[column]
        if measure.kind not in (Kind.YES, Kind.NO) or shown.value or not shown.sensitive:
            continue
        n = int(system.values[at[measure.sibling(Kind.VALID), group]])
        if n >= threshold and _is_new(system, at, measure, group):
            yield Need(column, 0, min(threshold, n))


def _is_new(system: System, at: dict[tuple[Measure, Group], int], measure: Measure, group: Group) -> bool:
    """Whether the group tells something that the grand total does not tell already."""
    everybody: Group = frozenset()
    return group != everybody and int(system.values[at[measure, everybody]]) > 0
