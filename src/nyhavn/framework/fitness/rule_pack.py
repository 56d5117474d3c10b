"""Rule packs: the criteria by which a statistics office judges data of others, as versioned data.

A pack says what is asked and how points and a decision follow from the answers; nothing of that is code. Offices
change criteria and thresholds, so an edition is never changed: another one stands beside it, and what was judged by an
old one can be judged again. The criteria are the office's; whoever applies them is somebody else.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Any

from pydantic import Field, ValidationError, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, Refusal, refusal

CODE = r"^[a-z][a-z0-9-]{0,59}$"
MOST_CRITERIA = 60  # a pack is read by people


class Gate(Declared):
    """A question that has to be answered with yes before anything gets points.

    safeguards: codes of safeguards of the ten principles that speak to it.
    """

    code: str = Field(pattern=CODE)
    title: str = Field(min_length=1)
    asks: str = Field(min_length=1)
    safeguards: tuple[str, ...] = ()


class Level(Declared):
    """A described level of a dimension, and its points."""

    code: str = Field(pattern=CODE)
    points: int = Field(ge=0)
    says: str = Field(min_length=1)


class Criterion(Declared):
    """Something that is met or not."""

    code: str = Field(pattern=CODE)
    asks: str = Field(min_length=1)


class RatedDimension(Declared):
    """A dimension, rated either by a described level or by the number of its criteria that are met.

    points_by_met: points for none, one, two, ... criteria met; empty where the office published no points.
    figures: of the quality report; codes as in `FigureEntry.asked_by`.
    """

    code: str = Field(pattern=CODE)
    title: str = Field(min_length=1)
    asks: str = Field(min_length=1)
    levels: tuple[Level, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    points_by_met: tuple[int, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def most(self) -> int | None:
        """The most points that it can have; None where it has none."""
        given = [level.points for level in self.levels] or self.points_by_met
        return max(given, default=None)

    @property
    def asked(self) -> tuple[str, ...]:
        """The codes that answers name: itself where it has levels, and otherwise its criteria."""
        return (self.code,) if self.levels else tuple(one.code for one in self.criteria)


class Band(Declared):
    """A word for totals of at least so many points."""

    at_least: int = Field(ge=0)
    word: str = Field(min_length=1)


class DecisionRule(Declared):
    """How points become a decision. One of mean_over (strictly) and total_from (at least).

    none_at: a dimension with so many points decides against it, whatever the others have; None: no such rule.
    """

    mean_over: Decimal | None = None
    total_from: int | None = Field(default=None, ge=1)
    none_at: int | None = None
    bands: tuple[Band, ...] = ()


class RulePack(Declared):
    """One edition of one office's criteria.

    office: who published the criteria. published: year, or year and month; "" if it is not known. source: where
    they stand. note: what is this project's own in it. unknown: what could not be found out, and is not made up.
    decision: None where the office published criteria and no rule that decides.
    """

    id: str = Field(pattern=CODE)
    edition: str = Field(min_length=1)
    title: str = Field(min_length=1)
    office: str = Field(min_length=1)
    published: str = Field(pattern=r"^(\d{4}(-\d{2})?)?$")
    source: str = Field(min_length=1)
    note: str = ""
    unknown: str = ""
    gates: tuple[Gate, ...] = ()
    dimensions: tuple[RatedDimension, ...] = Field(min_length=1)
    decision: DecisionRule | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> "RulePack":
        faults = tuple(_faults(self))
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of what it says, whatever file it stands in: what was judged by it names exactly this.

        What is left at its usual value is left out, so that packs may be able to say more one day.
        """
        return sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()

    @property
    def asked(self) -> tuple[str, ...]:
        """Everything that wants an answer, in order."""
        return (*(gate.code for gate in self.gates), *(code for one in self.dimensions for code in one.asked))

    def applied(self, by: str) -> str:
        """The line that stands with everything that was judged by it."""
        return (
            f"Criteria published by {self.office} ({self.title}, {self.edition}), applied by {by}. "
            f"This is not a decision of {self.office}."
        )


def _faults(pack: RulePack) -> Iterator[str]:
    """What does not fit together, a sentence each."""
    codes = [*pack.asked, *(one.code for one in pack.dimensions if not one.levels)]
    for code in sorted(code for code, times in Counter(codes).items() if times > 1):
        yield f'The code "{code}" is used more than once.'
    if len(codes) > MOST_CRITERIA:
        yield f"There are more than {MOST_CRITERIA} things to answer."
    for one in pack.dimensions:
        yield from _faults_of(one, has_rule=pack.decision is not None)
    if pack.decision is not None:
        yield from _faults_of_rule(pack.decision, [one.most or 0 for one in pack.dimensions])


def _faults_of(one: RatedDimension, *, has_rule: bool) -> Iterator[str]:
    if bool(one.levels) == bool(one.criteria):
        yield f'Dimension "{one.code}" needs either levels or criteria.'
    points = [level.points for level in one.levels]
    if len({*points}) < len(points) or len({level.code for level in one.levels}) < len(points):
        yield f'Two levels of dimension "{one.code}" have the same code or the same points.'
    if one.points_by_met and len(one.points_by_met) != len(one.criteria) + 1:
        yield f'Dimension "{one.code}" needs points for none, one, ... and all of its {len(one.criteria)} criteria.'
    if list(one.points_by_met) != sorted(one.points_by_met) or any(points < 0 for points in one.points_by_met):
        yield f'In dimension "{one.code}" more criteria met may not give fewer points.'
    if has_rule and one.most is None:
        yield f'The decision needs points, and dimension "{one.code}" gives none.'


def _faults_of_rule(rule: DecisionRule, most: list[int]) -> Iterator[str]:
    if (rule.mean_over is None) == (rule.total_from is None):
        yield "The decision needs one of mean_over and total_from."
    if rule.mean_over is not None and not 0 <= rule.mean_over < Decimal(sum(most)) / len(most):
        yield "No answers can have a mean over mean_over."
    if rule.total_from is not None and rule.total_from > sum(most):
        yield "No answers can reach total_from."
    if [band.at_least for band in rule.bands] != sorted({band.at_least for band in rule.bands}):
        yield "The bands go from the lowest to the highest, each once."


def rule_pack(text: str, *, where: str) -> RulePack:
    """The pack that a file of an office says. where: its name. Raises Refusal "rule-pack-..." with every fault."""
    do = "Correct the file and hand it in again."
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refusal("rule-pack-unreadable", f"This is no TOML: {error}.", where=where, do=do) from None
    try:
        return RulePack.model_validate(content)
    except ValidationError as error:
        raise Refusal(*_reasons(error, where, do)) from None


def _reasons(error: ValidationError, where: str, do: str) -> Iterable[Reason]:
    for one in error.errors():
        place = ", ".join([where, *(f"{part + 1}" if isinstance(part, int) else part for part in one["loc"])])
        for sentence in one["msg"].removeprefix("Value error, ").splitlines():
            yield Reason("rule-pack-wrong", sentence if sentence.endswith(".") else f"{sentence}.", place, do)


def _shipped() -> Iterator[tuple[RulePack, str]]:
    folder = files("nyhavn.framework.fitness") / "packs"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            text = path.read_text(encoding="utf-8")
            yield rule_pack(text, where=path.name), text


_SHIPPED = tuple(_shipped())
SHIPPED = {pack.id: pack for pack, _ in _SHIPPED}
SHIPPED_TEXTS = {pack.id: text for pack, text in _SHIPPED}
