"""A town whose people are known one by one, so that what a release says of it can be held against the truth.

Young people have less water at home and are asked more often, in the north most of all. Whoever takes part depends on
age and quarter alone, so weights by both can mend it.
"""

import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nyhavn.chain.consent_record import contribution_days, read_consent
from nyhavn.chain.counting import Counted, count
from nyhavn.chain.inputs import read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.plan_rules import check_plan
from nyhavn.chain.production import judged
from nyhavn.framework.release import Release

SIZE = 20_000
CHANCE = {("young", "north"): 0.18, ("young", "south"): 0.09, ("old", "north"): 0.06, ("old", "south"): 0.03}
WATER = {("young", "north"): 0.30, ("young", "south"): 0.45, ("old", "north"): 0.60, ("old", "south"): 0.85}

DICTIONARY = """
id = "town"
version = "1"
title = "Town"
[[question]]
name = "quarter"
type = "select_one"
refused = ["declined"]
choices = [{ code = "north", label = "North" }, { code = "south", label = "South" },
  { code = "island", label = "Island" }, { code = "islet", label = "Islet" },
  { code = "declined", label = "I prefer not to say" }]
[[question]]
name = "age"
type = "select_one"
choices = [{ code = "young", label = "Under 30" }, { code = "old", label = "30 and over" }]
[[question]]
name = "water"
type = "select_one"
choices = [{ code = "yes", label = "Yes" }, { code = "no", label = "No" }]
"""

PLAN = """
[plan]
version = 1
[initiative]
id = "town-water"
title = "Water in our town"
type = "survey-of-persons"
community = "The town"
place = "The valley"
[instrument]
dictionary = "dictionary.toml"
[contributions]
file = "answers.csv"
[basis]
kind = "producer-attestation"
document = "Minutes of 3 May"
date = 2026-05-03
by = "Town council"
[method]
population = "Everybody who took part"
mode = "At the door"
[design]
target = "population"
selection = "{selection}"
[[breakdown]]
id = "quarter"
title = "Quarter"
question = "quarter"
categories = [{quarters}]
[[breakdown]]
id = "age"
title = "Age"
question = "age"
categories = [{{ code = "young", label = "Under 30" }}, {{ code = "old", label = "30 and over" }}]
[[indicator]]
id = "water"
title = "People with water at home"
statistic = "proportion"
numerator = "${{water}} = 'yes'"
by = [["quarter"], ["age"]]
sensitive = false
[[indicator]]
id = "people"
title = "People"
statistic = "count"
by = [["quarter"], ["age"]]
sensitive = false
[protection]
threshold = 5
[release]
id = "town-water-1"
kinds = ["open-aggregates"]
licence = "CC-BY-4.0"
"""

REFERENCE = """
[reference]
source = "Register of the town"
counts = "population"
reference_date = 2026-01-01
[[reference.margins]]
breakdown = "quarter"
totals = {{ {quarters} }}
[[reference.margins]]
breakdown = "age"
totals = {{ {ages} }}
"""

WEIGHTING = """
[weighting]
method = "raking"
"""

ADJUSTMENT = """
[adjustment]
propensity = "calibrated"
[[adjustment.covariate]]
breakdown = "quarter"
selection = "The posters hung in the north."
outcome = "Pipes are older in the north."
measured = "The quarter of the register."
[[adjustment.covariate]]
breakdown = "age"
selection = "Students asked their friends."
outcome = "Young people live in newer or shared flats."
measured = "Age on the day, as in the register."
"""


@dataclass(frozen=True)
class Town:
    """people: (age, quarter, water) of everybody. asked: those who took part."""

    people: tuple[tuple[str, str, str], ...]
    asked: tuple[tuple[str, str, str], ...]

    @property
    def truth(self) -> float:
        """The share of all people with water."""
        return share(self.people)

    def totals(self, place: int) -> dict[str, int]:
        """People by age (0) or quarter (1)."""
        return dict(Counter(person[place] for person in self.people))


def share(people: tuple[tuple[str, str, str], ...]) -> float:
    """The share with water."""
    return sum(person[2] == "yes" for person in people) / len(people)


@cache
def town() -> Town:
    """The town, always the same."""
    chance = random.Random(11)
    people = []
    for _ in range(SIZE):
        age, quarter = chance.choice(["young", "old", "old"]), chance.choice(["north", "south", "south"])
        people.append((age, quarter, "yes" if chance.random() < WATER[age, quarter] else "no"))
    asked = tuple(person for person in people if chance.random() < CHANCE[person[0], person[1]])
    return Town(tuple(people), asked)


def with_small_islands(of: Town, island: int = 3, islet: int = 4) -> Town:
    """The town with two islands of which so few took part that their numbers must not be told."""
    chance = random.Random(5)
    more = [("old", quarter, chance.choice(["yes", "no"])) for quarter in ("island", "islet") for _ in range(40)]
    took = [*more[:island], *more[40 : 40 + islet]]
    return Town((*of.people, *more), (*of.asked, *took))


def write(folder: Path, of: Town, *sections: str, selection: str = "simple-random", reference: str = "") -> Path:
    """The folder of a plan about these people. reference: instead of the town's own. Returns the plan."""
    lines = [f"{quarter},{age},{water}" for age, quarter, water in of.asked]
    (folder / "answers.csv").write_text("\n".join(["quarter,age,water", *lines]) + "\n", encoding="utf-8")
    (folder / "dictionary.toml").write_text(DICTIONARY, encoding="utf-8")
    quarters = [code for code in ("north", "south", "island", "islet") if code in of.totals(1)]
    listed = ", ".join(f'{{ code = "{code}", label = "{code.title()}" }}' for code in quarters)
    plan = folder / "plan.toml"
    text = PLAN.format(selection=selection, quarters=listed)
    plan.write_text("\n".join((text, reference or reference_of(of), *sections)), encoding="utf-8")
    return plan


def reference_of(of: Town) -> str:
    """[reference] with the true numbers."""
    written = ({code: n for code, n in of.totals(place).items() if code != "declined"} for place in (1, 0))
    quarters, ages = (", ".join(f"{code} = {n}" for code, n in totals.items()) for totals in written)
    return REFERENCE.format(quarters=quarters, ages=ages)


def counted(path: Path) -> tuple[Plan, Counted]:
    """The numbers of a plan."""
    plan = read_plan(path)
    check_plan(plan)
    inputs = read_inputs(plan, places_of(path, None))
    consent = read_consent(plan, inputs)
    return plan, count(plan, inputs, consent, contribution_days(plan, inputs), lambda *_: None)


def released(path: Path) -> Release:
    """What a plan would publish."""
    plan, found = counted(path)
    return judged(plan, found, None, None, is_moving=False)
