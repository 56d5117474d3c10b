"""A village of forty, small enough that everybody knows everybody: its plan, form and answers in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nyhavn.chain.previous import Previous
from nyhavn.chain.production import prepare_release
from nyhavn.framework.release import Release
from spec.bad_input.village import METHOD, PLAN
from spec.release.village_in_memory import from_memory, nothing, table_of, village_plan

THRESHOLD = 5  # of the village's plan
NAMES = ("place", "water", "health", "carer", "carer_paid", "age", "weight", "consented", "notice", "asked")
YES_NO = '[{ code = "yes", label = "Yes" }, { code = "no", label = "No" }]'
DICTIONARY = f"""
id = "village"
version = "1"
title = "Village"
[[question]]
name = "place"
type = "select_one"
choices = [{{ code = "north", label = "North" }}, {{ code = "south", label = "South" }}]
[[question]]
name = "water"
type = "select_one"
choices = {YES_NO}
[[question]]
name = "health"
type = "select_one"
choices = [{{ code = "good", label = "Good" }}, {{ code = "bad", label = "Bad" }},
           {{ code = "dk", label = "I don't know" }}, {{ code = "no_answer", label = "I do not want to say" }}]
dont_know = ["dk"]
refused = ["no_answer"]
[[question]]
name = "carer"
type = "select_one"
choices = {YES_NO}
[[question]]
name = "carer_paid"
type = "select_one"
relevant = "${{carer}} = 'yes'"
choices = {YES_NO}
[[question]]
name = "age"
type = "integer"
constraint = ". <= 65"
[[question]]
name = "weight"
type = "decimal"
[[question]]
name = "consented"
type = "text"
[[question]]
name = "notice"
type = "text"
[[question]]
name = "asked"
type = "text"
"""
CONSENT = """
[consent]
notice_version = "notice"
language = "notice"
at = "asked"
[[consent.notice]]
version = "en"
languages = ["en"]
valid_from = 2026-01-01
purposes = ["collection", "published-aggregates"]
[consent.purposes.published-aggregates]
column = "consented"
given = ["yes"]
refused = ["no"]
[consent.purposes.collection]
column = "consented"
given = ["yes"]
refused = ["no"]
"""
REFERENCE = """
[reference]
source = "Count of the council"
[[reference.margins]]
breakdown = "place"
totals = { north = 30, south = 30 }
"""


@dataclass(frozen=True)
class Village:
    """Who lives there. Numbers count people; everybody else has answered with plain answers.

    dk, declined, missing: of the question on health. carers: who are asked a second question, and left it empty.
    old: ages nobody can have. north: the rest live in the south. weights: people of each weight, None: all alike.
    """

    people: int = 40
    dk: int = 0
    declined: int = 0
    missing: int = 0
    carers: int = 0
    old: int = 0
    north: int = 20
    weights: Mapping[str, int] | None = None
    plan: str = ""
    changed: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def rows(self) -> Sequence[Sequence[str]]:
        """One row a person. Every row has an age of its own, so that none is the double of another."""
        health = ["dk"] * self.dk + ["no_answer"] * self.declined + [""] * self.missing
        weights = [weight for weight, count in (self.weights or {}).items() for _ in range(count)]
        made = []
        for at in range(self.people):
            row = {
                "place": "north" if at < self.north else "south",
                "water": "yes" if at % 2 else "no",
                "health": health[at] if at < len(health) else ("good" if at % 3 else "bad"),
                "carer": "yes" if at < self.carers else "no",
                "carer_paid": "",
                "age": str(66 + at if at < self.old else 20 + at),
                "weight": weights[at] if at < len(weights) else "1",
                "consented": "yes",
                "notice": "en",
                "asked": "2026-05-01",
            }
            made.append([self.changed.get(name, {}).get(at, row[name]) for name in NAMES])
        return made

    def release(self, before: Release | None = None, *, version: str = "1") -> Release:
        """What is prepared of it. Raises Refusal where the release before stands against it."""
        text = PLAN.replace(METHOD, "") if "[method]" in self.plan else PLAN
        if self.weights is not None:
            text = text.replace('selection = "volunteer"', 'selection = "simple-random"\nweights = "weight"')
            text = text.replace('target = "participants"', 'target = "population"')
        if CONSENT in self.plan:
            text = text.replace('kind = "producer-attestation"', 'kind = "consent-record-per-person"')
            text = text.replace('file = "answers.csv"', 'file = "answers.csv"\ncollected_on = "asked"')
            text = text.replace('document = "Minutes of 3 May"\ndate = 2026-05-03\n', "")
        plan = village_plan(text.replace("licence =", f'version = "{version}"\nlicence =') + self.plan)
        known = None if before is None else Previous(before.id, before.version, before.tables, before)
        inputs = from_memory(plan, DICTIONARY.encode(), table_of(NAMES, self.rows()))
        return prepare_release(plan, inputs, before=known, step=nothing).release
