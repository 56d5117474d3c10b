"""What is to be published beside what is out: does a hidden count follow from all of it together?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nyhavn.engine.confidentiality.needs import needs
from nyhavn.engine.confidentiality.publications import Shown, publications
from nyhavn.engine.confidentiality.release_problem import release_problem
from nyhavn.engine.confidentiality.suppression.attackers import Respondents
from nyhavn.engine.confidentiality.system import System, systems
from nyhavn.engine.confidentiality.vintages.blocks import Division
from nyhavn.engine.confidentiality.vintages.history import History, Place, Seen, Wanted, linked_with
from nyhavn.engine.confidentiality.vintages.together import place_of, together
from nyhavn.framework.protection import CellRef, ProtectionPolicy
from nyhavn.framework.statistics import GroupCounts, Indicator


@dataclass(frozen=True)
class Outlook:
    """A vintage that may be published, beside what is out.

    systems: its tables, as the attacker sees them, and who attacks. history: what is out, with all places of
    now. now: the vintage.
    """

    systems: tuple[tuple[System, Respondents], ...]
    history: History
    now: Seen

    def followed(self) -> History:
        """The history once this vintage is out."""
        return self.history.followed(self.now)


def outlook(
    counts: Sequence[GroupCounts],
    indicators: Sequence[Indicator],
    policy: ProtectionPolicy,
    suppressed: frozenset[CellRef],
    *,
    refreshed: tuple[int, ...],
    history: History,
) -> Outlook:
    """What is to be published, beside what is out.

    counts: all tables now, with every group that was ever listed. suppressed: what they hide. refreshed: per block, the
    vintage that it shows.
    """
    found: list[tuple[System, Respondents]] = []
    values: dict[Place, int | None] = {}
    wanted: list[Wanted] = []
    stood: list[Place] = []
    for system in systems(publications(counts, indicators)):
        problem = release_problem(system, needs(system, policy))
        for column, shown in system.shown.items():
            values[place_of(system.keys[column])] = None if _is_hidden(shown, suppressed) else shown.value
        wanted += [
            Wanted(place=place_of(system.keys[need.cell]), low=0, high=round(need.lower + need.upper))
            for need in problem.needs
        ]
        respondents = Respondents(problem)
        stood += [place_of(system.keys[cell]) for cell in respondents.cells]
        found.append((system, respondents))
    history = history.widened(values)
    numbers = tuple(values.get(place, 0) for place in history.places)
    return Outlook(
        tuple(found), history, Seen(refreshed=refreshed, values=numbers, wanted=tuple(wanted), stood=tuple(stood))
    )


def _is_hidden(shown: Shown, suppressed: frozenset[CellRef]) -> bool:
    """Whether no table shows a number: it is hidden itself, or the n that its figure stands beside."""
    return any(ref in suppressed or replace(ref, part="n") in suppressed for ref in shown.refs)


@dataclass(frozen=True)
class Attacked:
    """What came of it.

    is_narrowed: something that must stay uncertain, now or in a vintage that is out, would do so no more.
    is_whole: no vintage was left out, and every block was taken by itself.
    """

    is_narrowed: bool = False
    is_whole: bool = True


def attacked(found: Outlook, division: Division) -> Attacked:
    """All vintages that bear on this one, and this one, together."""
    linked = linked_with(found.now, found.history.vintages)
    if not linked or found.now in linked:
        return Attacked()
    made = [together(*each, [*linked, found.now], found.history, division) for each in found.systems]
    return Attacked(any(one.narrows() for one in made), all(one.is_whole for one in made))
