"""Reliability of an estimate, in a word and with its reason, by a named policy of a statistics office.

A flag speaks of sampling error only: an estimate that is reliable here can still be wrong for every other reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.statistics import Statistic
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Word(StrEnum):
    """What readers see beside a figure."""

    RELIABLE = "reliable"
    CAUTION = "use with caution"
    UNRELIABLE = "unreliable"


class ReliabilityPolicy(Declared):
    """One office's rule for some statistics; a part that is not there does not apply.

    fewest_answers, fewest_effective: below, a figure is unreliable. narrow_interval, widest_interval: width of the
    interval of a proportion (0 to 1) up to which it is reliable, and from which it is not; between them the width
    relative to the figure may be at most widest_relative. fewest_df: degrees of freedom below which somebody should
    look. cv_caution, cv_unreliable: standard error / figure above which it is so.
    """

    id: str
    title: str
    office: str
    date: str
    source: str
    statistics: tuple[Statistic, ...]
    fewest_answers: int
    fewest_effective: int = 0
    narrow_interval: float | None = None
    widest_interval: float | None = None
    widest_relative: float | None = None
    fewest_df: int = 0
    cv_caution: float | None = None
    cv_unreliable: float | None = None


class ReliabilityPolicies(Vocabulary):
    """The policies of a release; the first that knows a statistic decides. fewest_given: below, there is no figure."""

    fewest_given: int
    policy: tuple[ReliabilityPolicy, ...]

    def of(self, statistic: Statistic) -> ReliabilityPolicy | None:
        """The policy for a statistic."""
        return next((policy for policy in self.policy if statistic in policy.statistics), None)


POLICIES = read_vocabulary(ReliabilityPolicies, "reliability")


@dataclass(frozen=True)
class Precision:
    """What a policy looks at; None where there is none. low, high: the interval; effective: number of answers."""

    n: int
    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    effective: float | None
    df: int


@dataclass(frozen=True)
class Reliability:
    """The word, and why; which policy said so."""

    word: Word
    why: str
    policy: str


def reliability(statistic: Statistic, found: Precision, policies: ReliabilityPolicies = POLICIES) -> Reliability | None:
    """How reliable an estimate for a population is; None where no policy speaks of the statistic or no figure is."""
    policy = policies.of(statistic)
    if policy is None or found.value is None:
        return None
    worst = next(_unreliable(policy, found), "")
    if worst:
        return Reliability(Word.UNRELIABLE, worst, policy.id)
    doubt = next(_doubtful(policy, found), "")
    if doubt:
        return Reliability(Word.CAUTION, doubt, policy.id)
    return Reliability(Word.RELIABLE, "Its sampling error is within the policy.", policy.id)


def too_few(n: int, policies: ReliabilityPolicies = POLICIES) -> str:
    """Why a group has too few answers for any estimate; "" if it has enough."""
    if n >= policies.fewest_given:
        return ""
    return f"Fewer than {policies.fewest_given} answers: too few to speak of a population."


def _unreliable(policy: ReliabilityPolicy, found: Precision) -> Iterator[str]:
    if found.n < policy.fewest_answers:
        yield f"Fewer than {policy.fewest_answers} answers."
    if policy.fewest_effective and found.effective is not None and found.effective < policy.fewest_effective:
        yield f"Its answers count like fewer than {policy.fewest_effective} independent ones."
    if policy.widest_interval is not None:
        yield from _too_wide(policy, found)
    elif found.standard_error is None:
        yield "It has no standard error."
    cv = _cv(found)
    if policy.cv_unreliable is not None and cv is not None and cv > policy.cv_unreliable:
        yield f"Its standard error is more than {policy.cv_unreliable:.1%} of the figure."


def _too_wide(policy: ReliabilityPolicy, found: Precision) -> Iterator[str]:
    """The rule of widths: absolute first, then relative to the figure."""
    if found.low is None or found.high is None or found.value is None:
        yield "It has no interval."
        return
    width = found.high - found.low
    if policy.widest_interval is not None and width >= policy.widest_interval:
        yield f"Its interval is {policy.widest_interval * 100:.0f} percentage points wide or wider."
    is_narrow = policy.narrow_interval is not None and width <= policy.narrow_interval
    if not is_narrow and policy.widest_relative is not None and width > policy.widest_relative * found.value:
        yield f"Its interval is wider than {policy.widest_relative:.0%} of the figure."


def _doubtful(policy: ReliabilityPolicy, found: Precision) -> Iterator[str]:
    if found.df < policy.fewest_df:
        yield f"Its error rests on fewer than {policy.fewest_df} degrees of freedom."
    if policy.widest_interval is not None and found.value in (0.0, 1.0):
        yield "Nobody, or everybody, said so: the sample cannot show how rare the rest is."
    cv = _cv(found)
    if policy.cv_caution is not None and cv is not None and cv > policy.cv_caution:
        yield f"Its standard error is more than {policy.cv_caution:.1%} of the figure."


def _cv(found: Precision) -> float | None:
    """Standard error / figure; infinite for a figure of 0 with an error."""
    if found.standard_error is None or found.value is None:
        return None
    return found.standard_error / abs(found.value) if found.value else (float("inf") if found.standard_error else 0.0)
