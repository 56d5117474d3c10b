"""An office's own indicators beside the global ones, and its own codes for groups that have none in the structure."""

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.sdg import GROUPS, INDICATORS, Group

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
AREA = r"^[1-9][0-9]{0,2}$"  # M49, as the structure's REF_AREA


class NationalIndicator(Declared):
    """One indicator of an office's own list.

    of: the global indicator that it goes with; "" for none. named: breakdowns that its title names. admitted: those
    that the office can make.
    """

    code: str = Field(pattern=CODE)
    title: str = Field(min_length=3, max_length=500)
    of: str = ""
    named: tuple[Group, ...] = ()
    admitted: tuple[Group, ...] = ()

    def admits(self, group: Group) -> bool:
        """Whether it can be broken down so."""
        return group in self.admitted


class ProxyCode(Declared):
    """One code, and what it means in the words of the office."""

    code: str = Field(min_length=1, max_length=60)
    label: str = Field(min_length=1, max_length=200)


class ProxyCodes(Declared):
    """National codes for a group that has none in the official structure.

    office, handed_in_on: whose they are, shown wherever they are. column: under which they stand in the office's files.
    """

    group: Group
    title: str
    column: str
    codes: tuple[ProxyCode, ...]
    office: str
    handed_in_on: date


def list_faults(indicators: Iterable[NationalIndicator]) -> Iterator[Reason]:
    """What is wrong with a list as a whole."""
    seen: set[str] = set()
    for number, one in enumerate(indicators, start=1):
        where = f"indicator {number}, {one.code}"
        if one.code in seen:
            yield Reason("national-list-wrong", "The code stands in the list twice.", where, "Keep one of them.")
        seen.add(one.code)
        if one.of and one.of not in INDICATORS:
            what = f'There is no global indicator "{one.of}".'
            yield Reason("national-list-wrong", what, where, "Write it as 4.5.1, or leave it empty.")
    if not seen:
        yield Reason("national-list-wrong", "The list holds no indicator.", "list", "Write at least one.")


def check_needs_codes(group: Group) -> None:
    """Whether national codes may stand for a group. Raises Refusal "national-codes-not-needed"."""
    if GROUPS.entry(group).codes:
        what = "The official structure has codes for this group, and national ones would hide that."
        do = "Use the official codes. National ones are for groups that have none, such as Indigenous identity."
        raise refusal("national-codes-not-needed", what, where="group", do=do)
