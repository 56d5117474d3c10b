"""The village of forty under a register: releases that follow each other, in memory."""

from dataclasses import dataclass

from nyhavn.chain.over_time import OverTime, RegisterBook
from nyhavn.chain.plan import Plan
from nyhavn.chain.previous import Previous
from nyhavn.chain.production import Prepared, prepare_release
from nyhavn.framework.release import Release
from spec.bad_input.village import PLAN
from spec.quality_report.village_of_forty import DICTIONARY, NAMES, Village
from spec.release.village_in_memory import from_memory, nothing, table_of, village_plan

T = 6
KEEPING = f"""
[over_time]
changes = {T}
people = 20
"""
HEALTH = """
[[indicator]]
id = "good_health"
title = "In good health"
statistic = "proportion"
numerator = "${health} = 'good'"
by = [["place"]]
"""


@dataclass(frozen=True)
class Kept:
    """A release and the register after it."""

    prepared: Prepared

    @property
    def release(self) -> Release:
        return self.prepared.release

    @property
    def book(self) -> RegisterBook:
        assert self.prepared.book is not None
        return self.prepared.book

    @property
    def previous(self) -> Previous:
        return Previous(self.release.id, self.release.version, self.release.tables, self.release)


def plan_of(version: str = "1", more: str = KEEPING + HEALTH) -> Plan:
    return village_plan(PLAN.replace("licence =", f'version = "{version}"\nlicence =') + more)


def first(village: Village, more: str = KEEPING + HEALTH) -> Kept:
    """The first release of a village under a register."""
    plan = plan_of(more=more)
    inputs = from_memory(plan, DICTIONARY.encode(), table_of(NAMES, village.rows()))
    return Kept(prepare_release(plan, inputs, before=None, over_time=OverTime(), step=nothing))


def after(kept: Kept, village: Village, version: str, more: str = KEEPING + HEALTH) -> Kept:
    """The release that follows. Raises Refusal."""
    plan = plan_of(version, more)
    inputs = from_memory(plan, DICTIONARY.encode(), table_of(NAMES, village.rows()))
    moving = OverTime(kept.book)
    return Kept(prepare_release(plan, inputs, before=kept.previous, over_time=moving, step=nothing))


def without_register(village: Village, more: str = KEEPING + HEALTH) -> Release:
    """The same village, released as if there had been nothing before."""
    plan = plan_of(more=more)
    inputs = from_memory(plan, DICTIONARY.encode(), table_of(NAMES, village.rows()))
    return prepare_release(plan, inputs, before=None, step=nothing).release
