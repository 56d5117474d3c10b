"""What makes a cell of a table sensitive by itself: the rules of primary suppression, as data.

Which kinds of rule apply is public, and so are the version of the policy and of the tool; the numbers are restricted.
Handbook on Statistical Disclosure Control (Hundepool et al. 2012), sections 4.2.1 and 5.2.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.threshold import LOWEST_FOR_PERSONS
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class RuleKind(StrEnum):
    """The kinds of rule, in the words that may be published."""

    FREQUENCY = "minimum frequency"
    CONTRIBUTORS = "few contributors"
    DOMINANCE = "dominance"
    P_PERCENT = "p %"
    GROUP = "group disclosure"


class Frequency(Declared):
    """Counts. A cell is sensitive if it counts anybody and fewer than `fewest` of them.

    fewest_weighted: the same for the weighted count, where one is published; None: not asked for.
    """

    fewest: int = Field(ge=LOWEST_FOR_PERSONS)
    fewest_weighted: float | None = Field(default=None, gt=0)


class Contributors(Declared):
    """Sums. A cell is sensitive if fewer than `fewest` contributed. range: how uncertain it stays, % of the sum."""

    fewest: int = Field(ge=2)
    range: float = Field(gt=0, le=100)


class Dominance(Declared):
    """Sums. A cell is sensitive if its n largest contributions are more than k % of it."""

    n: int = Field(ge=1, le=10)
    k: float = Field(gt=0, lt=100)


class PPercent(Declared):
    """Sums. A cell is sensitive if the second largest contributor can work out the largest to within p %.

    q: how well, in %, everybody knows the smaller contributions beforehand; 100 is the p % rule proper.
    """

    p: float = Field(gt=0)
    q: float = Field(default=100, gt=0)


class TableRules(Declared):
    """The rules of one policy; what is not said does not apply."""

    frequency: Frequency | None = None
    contributors: Contributors | None = None
    dominance: tuple[Dominance, ...] = ()
    p_percent: PPercent | None = None
    group_disclosure: bool = False

    @property
    def largest(self) -> int:
        """How many of the largest contributions of a cell the rules look at."""
        return max((2 if self.p_percent else 1, *(rule.n for rule in self.dominance)))

    def kinds(self, *, sums: bool) -> tuple[RuleKind, ...]:
        """The kinds of rule for counts, or for sums."""
        return tuple(_kinds_of_sums(self) if sums else _kinds_of_counts(self))


def _kinds_of_counts(rules: TableRules) -> Iterable[RuleKind]:
    if rules.frequency:
        yield RuleKind.FREQUENCY
    if rules.group_disclosure:
        yield RuleKind.GROUP


def _kinds_of_sums(rules: TableRules) -> Iterable[RuleKind]:
    if rules.contributors:
        yield RuleKind.CONTRIBUTORS
    if rules.dominance:
        yield RuleKind.DOMINANCE
    if rules.p_percent:
        yield RuleKind.P_PERCENT


class TablePolicy(TableRules):
    """An initiative's own policy. version: changes whenever a number does; public. based_on: a published policy whose
    rules hold where this one says nothing; "" for none. source, decided_by, decided_on: why these numbers; restricted.
    """

    version: str = ""
    based_on: str = "people"
    source: str = ""
    decided_by: tuple[str, ...] = ()
    decided_on: date | None = None

    @property
    def rules(self) -> TableRules:
        """The rules that hold. Raises Refusal "table-policy-unknown"."""
        own = {name: getattr(self, name) for name in TableRules.model_fields if name in self.model_fields_set}
        base = dict(_published(self.based_on)) if self.based_on else {}
        return TableRules(**{name: base[name] for name in TableRules.model_fields if name in base} | own)


class PublishedPolicy(TableRules):
    """A policy of published practice, with the source of each number."""

    id: str
    title: str
    source: str


class PublishedPolicies(Vocabulary):
    """All policies that the tool brings along."""

    policy: tuple[PublishedPolicy, ...]


POLICIES = read_vocabulary(PublishedPolicies, "table_policies")


def _published(name: str) -> PublishedPolicy:
    for policy in POLICIES.policy:
        if policy.id == name:
            return policy
    known = ", ".join(policy.id for policy in POLICIES.policy)
    do = f'Choose one of {known}, or "" and write every rule yourself.'
    raise refusal("table-policy-unknown", f'There is no published policy "{name}".', where="[policy], based_on", do=do)
