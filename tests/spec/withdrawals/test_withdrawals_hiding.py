"""A town with small places: what is hidden tells nobody who left, and years of releases add up to nothing."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from nyhavn.chain.over_time import OverTime
from nyhavn.chain.plan import Plan
from nyhavn.chain.previous import Previous
from nyhavn.chain.production import Prepared, prepare_release
from nyhavn.chain.release_plan import showings_of
from nyhavn.engine import over_time
from nyhavn.engine.confidentiality.vintages.differencing import isolated
from nyhavn.engine.confidentiality.vintages.looking_back import Attacked
from nyhavn.framework.shown_numbers import Group, Isolated, Route, Showing, Subtraction
from nyhavn.framework.statistics import CellStatus
from spec.bad_input.village import PLAN
from spec.release.village_in_memory import from_memory, nothing, table_of, village_plan

Person = tuple[str, str, str, str]
PLACES, THRESHOLD, PEOPLE = "abcdef", 5, 300
HEADERS = ("place", "sex", "age", "water")


def choices(codes: Sequence[str]) -> str:
    return "[" + ", ".join(f'{{ code = "{code}", label = "{code}" }}' for code in codes) + "]"


ASKED = {"place": PLACES, "sex": "fm", "age": "xyz", "water": ("yes", "no")}
DICTIONARY = 'id = "town"\nversion = "1"\ntitle = "Town"\n' + "".join(
    f'[[question]]\nname = "{name}"\ntype = "select_one"\nchoices = {choices(codes)}\n' for name, codes in ASKED.items()
)
GROUPS = "".join(
    f'[[breakdown]]\nid = "{name}"\ntitle = "{name}"\nquestion = "{name}"\ncategories = {choices(ASKED[name])}\n'
    for name in ("sex", "age")
)


def plan(version: int) -> Plan:
    text = PLAN.replace("licence =", f'version = "{version}"\nlicence =')
    north_and_south = 'categories = [{ code = "north", label = "North" }, { code = "south", label = "South" }]'
    assert north_and_south in text
    text = text.replace(north_and_south, f"categories = {choices(PLACES)}")
    text = text.replace('by = [["place"]]', 'by = [["place", "sex"], ["age"]]')
    return village_plan(f"{text}{GROUPS}[over_time]\nchanges = 10\npeople = 60\n")


def somebody(chance: random.Random) -> Person:
    """Two of the six places are small."""
    place = chance.choices(PLACES, (6, 5, 4, 3, 1, 1))[0]
    age = chance.choices("xyz", (5, 3, 1))[0]
    return place, chance.choice("fm"), age, "yes" if chance.random() < 0.4 else "no"


def town(chance: random.Random) -> list[Person]:
    return [somebody(chance) for _ in range(PEOPLE)]


def published(people: Sequence[Person], version: int, last: Prepared | None) -> Prepared:
    declared = plan(version)
    inputs = from_memory(declared, DICTIONARY.encode(), table_of(HEADERS, people))
    release = last.release if last else None
    before = Previous(release.id, release.version, release.tables, release) if release else None
    return prepare_release(
        declared, inputs, before=before, over_time=OverTime(last.book if last else None), step=nothing
    )


def hidden(made: Prepared) -> int:
    return sum(f.status is CellStatus.SUPPRESSED for table in made.release.tables for f in table.figures)


def moved(made: Prepared, person: Person) -> bool:
    """Whether the block of a person was refreshed in this release."""
    assert made.book is not None
    family = made.book.family
    stands = dict(zip(HEADERS, person, strict=True))
    block = family.division.block(tuple(stands[name] for name in family.division.breakdowns))
    return family.tables.refreshed[block] == family.tables.vintage


def test_which_figures_are_hidden_is_the_same_whether_somebody_of_a_small_place_left_or_not() -> None:
    chance = random.Random(4)
    people = town(chance)
    begun = published(people, 1, None)
    assert hidden(begun) > 0
    stayed = published([*people, *[("a", "f", "x", "yes")] * 40], 2, begun)
    assert stayed.release.tables != begun.release.tables
    waiting = [person for person in people if person[0] in "ef" and not moved(stayed, person)]
    assert waiting
    for leaver in waiting[:3]:
        now = list(people)
        now.remove(leaver)
        left = published([*now, *[("a", "f", "x", "yes")] * 40], 2, begun)
        assert left.release.tables == stayed.release.tables
        assert left.release.protection == stayed.release.protection
        assert left.restricted.behind != stayed.restricted.behind  # the steward sees that somebody waits


def years(seed: int, releases: int) -> list[Prepared]:
    chance = random.Random(seed)
    people, made = town(chance), []
    for version in range(1, releases + 1):
        made.append(published(people, version, made[-1] if made else None))
        people = [person for person in people if chance.random() > 0.06]
        people += [somebody(chance) for _ in range(chance.randint(10, 30))]
    return made


def blocks_in(made: Prepared, group: Group) -> set[int]:
    """The blocks that hold anybody of a group."""
    assert made.book is not None
    register = made.book.family.tables
    found: set[int] = set()
    for at, name in enumerate(register.cells):
        if "|" in name:
            _, by, *codes, _ = name.split("|")
            if group <= set(zip(by.split("+"), codes, strict=True)):
                found |= {block for block, row in enumerate(register.held) if row[at]}
    return found


def refreshed(made: Prepared, block: int) -> int:
    assert made.book is not None
    return made.book.family.tables.refreshed[block]


def given_away(made: Sequence[Prepared], now: Prepared) -> list[Isolated]:
    """The few who come out of a release by numbers of all others in whose groups no block has moved in between."""
    standing = [
        number
        for other in made
        for showing in showings_of(other.release)
        for number in showing.numbers
        if other is not now
        and number.value is not None
        and all(
            refreshed(other, block) == refreshed(now, block)
            for block in blocks_in(other, number.group) | blocks_in(now, number.group)
        )
    ]
    known = Showing("known", "of other releases", (Route.FILE,), tuple(standing))
    shown = [replace(showing, release="now") for showing in showings_of(now.release)]
    return [one for one in isolated([known, *shown], THRESHOLD) if one.how is Subtraction.RESIDUAL]


def check(made: Sequence[Prepared]) -> None:
    """No small group comes out of all releases together; and numbers do move, what is said about the data too."""
    assert [one for now in made for one in given_away(made, now)] == []
    behind = [one.restricted.behind for one in made if one.restricted.behind is not None]
    assert len({one.release.tables for one in made}) > len(made) // 5  # idle blocks join after four releases
    assert sum(one.about_is_fresh for one in behind) >= 2
    assert sum(one.held_back for one in behind) <= len(made) // 4


def test_without_looking_at_earlier_releases_small_groups_would_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack finds something where nothing is done against it, so it can fail."""
    monkeypatch.setattr(over_time, "attacked", lambda *_: Attacked())
    made = years(49, 6)
    assert [one for now in made for one in given_away(made, now)]


def test_releases_of_a_year_and_a_half_add_up_to_nothing() -> None:
    check(years(1, 6))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
def test_releases_of_three_years_add_up_to_nothing(seed: int) -> None:
    check(years(seed, 12))
