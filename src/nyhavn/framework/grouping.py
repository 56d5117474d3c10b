"""Wider categories that a community agreed on: which people may be put together is for their community to decide.

To put a small group together with others protects it, and puts it out of sight. So software proposes nothing of its
own: it shows what each agreed grouping would show and hide, and keeps who chose one, when, and with which record.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason


class WiderCategory(Declared):
    """Categories that are counted together. of: their codes."""

    code: str = Field(pattern=r"^[A-Za-z0-9_.+-]{1,60}$")
    label: str
    of: tuple[str, ...] = Field(min_length=1)


class Grouping(Declared):
    """One way to count the categories of a breakdown together, with the body that agreed to it and its record."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    agreed_by: str = Field(min_length=1)
    agreed_date: date
    record: str = ""
    category: tuple[WiderCategory, ...] = Field(min_length=1)


class GroupingChoice(Declared):
    """That a grouping is used: the body that chose it after seeing which groups vanish, the day, and its record."""

    grouping: str
    chosen_by: str = Field(min_length=1)
    chosen_date: date
    record: str = ""


def grouping_reasons(
    groupings: tuple[Grouping, ...], choice: GroupingChoice | None, codes: tuple[str, ...], where: str
) -> tuple[Reason, ...]:
    """What is wrong with the groupings of a breakdown. codes: of its categories."""
    found = [reason for one in groupings for reason in _of_one(one, codes, f"{where}: grouping {one.id}")]
    twice = [name for name, times in Counter(one.id for one in groupings).items() if times > 1]
    found += [Reason("counted-twice", f"{name} stands there more than once.", where, "Keep one.") for name in twice]
    if choice is not None and choice.grouping not in {one.id for one in groupings}:
        what = f"The grouping {choice.grouping} was chosen, and nobody agreed to one of that name."
        found.append(Reason("grouping-unknown", what, f"{where}: chosen", "Choose one that stands there."))
    return tuple(found)


def _of_one(grouping: Grouping, codes: tuple[str, ...], where: str) -> Iterator[Reason]:
    placed = Counter(code for wider in grouping.category for code in wider.of)
    unknown, twice = [code for code in placed if code not in codes], [code for code in placed if placed[code] > 1]
    lacking = [code for code in codes if code not in placed]
    names = [name for name, times in Counter(wider.code for wider in grouping.category).items() if times > 1]
    if unknown:
        what = f"The breakdown has no category {', '.join(unknown)}."
        yield Reason("grouping-wrong", what, where, "Use the codes of its categories.")
    if twice:
        what = f"{', '.join(twice)} stands in more than one group; its people would be counted twice."
        yield Reason("grouping-wrong", what, where, "Put each category in one group.")
    if lacking:
        what = f"{', '.join(lacking)} stands in no group; its people would be dropped."
        yield Reason("grouping-wrong", what, where, "Put each category in one group, if need be alone.")
    taken = [wider.code for wider in grouping.category if len(wider.of) > 1 and wider.code in codes]
    if taken:
        what = f"The code {', '.join(taken)} already stands for one of the categories."
        yield Reason("grouping-wrong", what, where, "Give the wider category a code of its own.")
    if names:
        yield Reason("counted-twice", f"The group {', '.join(names)} stands there more than once.", where, "Keep one.")
