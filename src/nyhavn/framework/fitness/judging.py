"""What follows from answers by the rule of a pack. Nothing here is typed in; the same answers always say the same.

Points are whole numbers and a mean is an exact fraction, so that a source that is just at a threshold is on the right
side of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from nyhavn.framework.fitness.answering import NO, YES, Answer
from nyhavn.framework.fitness.rule_pack import DecisionRule, RatedDimension, RulePack


@dataclass(frozen=True)
class GateJudged:
    """passed: None as long as nobody answered."""

    code: str
    title: str
    passed: bool | None


@dataclass(frozen=True)
class DimensionJudged:
    """points: None as long as not everything is answered, or where the office published no points.

    met: its criteria that are met, where it has criteria. open: what nobody answered yet.
    """

    code: str
    title: str
    points: int | None
    most: int | None
    met: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """What a pack says of a source.

    passes: None where it decides nothing: something is open, or the office published no rule. why: a sentence for each
    thing that decided. against: codes of the gates and dimensions that stand against it.
    """

    pack: str
    fingerprint: str
    gates: tuple[GateJudged, ...]
    dimensions: tuple[DimensionJudged, ...]
    passes: bool | None
    total: int | None = None
    mean: Fraction | None = None
    band: str = ""
    why: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """Everything that still wants an answer."""
        gates = (gate.code for gate in self.gates if gate.passed is None)
        return (*gates, *(code for one in self.dimensions for code in one.open))


def judge(pack: RulePack, answers: Iterable[Answer]) -> Judgement:
    """What follows from checked answers. A gateway question answered with no decides at once, and gives no points."""
    says = {answer.asked: answer.says for answer in answers}
    gates = tuple(GateJudged(gate.code, gate.title, _passed(says.get(gate.code))) for gate in pack.gates)
    closed = tuple(gate for gate in gates if gate.passed is False)
    if closed:
        unscored = tuple(DimensionJudged(one.code, one.title, None, one.most, (), ()) for one in pack.dimensions)
        why = tuple(f"{gate.title}: answered with no, so nothing is scored." for gate in closed)
        against = tuple(gate.code for gate in closed)
        return Judgement(pack.id, pack.fingerprint, gates, unscored, passes=False, why=why, against=against)
    dimensions = tuple(_judged(one, says) for one in pack.dimensions)
    bare = Judgement(pack.id, pack.fingerprint, gates, dimensions, passes=None)
    if bare.open:
        return replace(bare, why=(f"Not answered yet: {', '.join(bare.open)}.",))
    if pack.decision is None:
        return replace(bare, why=(f"{pack.office} published criteria and no rule that decides.",))
    return _decided(bare, pack.decision)


def _passed(says: str | None) -> bool | None:
    return {YES: True, NO: False}.get(says or "")


def _judged(one: RatedDimension, says: Mapping[str, str]) -> DimensionJudged:
    unanswered = tuple(code for code in one.asked if code not in says)
    met = tuple(criterion.code for criterion in one.criteria if says.get(criterion.code) == YES)
    points = None
    if not unanswered and one.levels:
        points = next(level.points for level in one.levels if level.code == says[one.code])
    elif not unanswered and one.points_by_met:
        points = one.points_by_met[len(met)]
    return DimensionJudged(one.code, one.title, points, one.most, met, unanswered)


def _decided(bare: Judgement, rule: DecisionRule) -> Judgement:
    points = [one.points or 0 for one in bare.dimensions]
    total, mean = sum(points), Fraction(sum(points), len(points))
    none = tuple(one for one in bare.dimensions if one.points == rule.none_at)
    enough, sentence = _enough(rule, total, mean)
    why = (sentence, *(f"{one.title}: {rule.none_at} points, which decides against it." for one in none))
    lowest = () if enough or none else _lowest(bare.dimensions)
    return replace(
        bare,
        passes=enough and not none,
        total=total,
        mean=mean,
        band=_band(rule, total) if enough and not none else "",
        why=why,
        against=tuple(one.code for one in none) or lowest,
    )


def _enough(rule: DecisionRule, total: int, mean: Fraction) -> tuple[bool, str]:
    """Whether the points are enough, and the sentence that says so."""
    if rule.mean_over is not None:
        limit = Fraction(rule.mean_over)
        is_enough = mean > limit
        return is_enough, f"The mean is {_number(mean)}, {'over' if is_enough else 'not over'} {_number(limit)}."
    needed = rule.total_from or 0
    return total >= needed, f"The total is {total}; {needed} are needed."


def _number(value: Fraction) -> str:
    """As short as it is exact; otherwise as a fraction, because a rounded one can stand on the other side."""
    shown = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return shown if Fraction(shown) == value else f"{value.numerator}/{value.denominator}"


def _lowest(dimensions: tuple[DimensionJudged, ...]) -> tuple[str, ...]:
    """Those with the fewest points: where something could be mended."""
    fewest = min(one.points or 0 for one in dimensions)
    return tuple(one.code for one in dimensions if (one.points or 0) == fewest)


def _band(rule: DecisionRule, total: int) -> str:
    return next((band.word for band in reversed(rule.bands) if total >= band.at_least), "")


def describe(judgement: Judgement) -> Iterator[str]:
    """The judgement in sentences, as a report prints it."""
    for gate in judgement.gates:
        said = {True: "yes", False: "no", None: "not answered"}[gate.passed]
        yield f"{gate.title}: {said}."
    for one in judgement.dimensions:
        points = "no points" if one.points is None else f"{one.points} of {one.most} points"
        yield f"{one.title}: {points}."
    yield from judgement.why
