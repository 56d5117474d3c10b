"""The declared checks, and those that an instrument brings with it: run together, listed in their order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from nyhavn.engine.quality.date_checks import date_parts, default_date, swapped_date
from nyhavn.engine.quality.digit_checks import age_heaping, age_ratio, digit_preference, sex_ratio
from nyhavn.engine.quality.enumerator_checks import enumerator_effect
from nyhavn.engine.quality.flags import Flag, count_flags, flagged
from nyhavn.engine.quality.likeness import near_duplicate
from nyhavn.engine.quality.material import CheckRun, Found, Material, Spread
from nyhavn.engine.quality.number_checks import ONE_SPREAD, is_by_mad, other_unit, outlier, sentinel_number
from nyhavn.engine.quality.place_checks import far_from_cluster, poor_accuracy, same_point
from nyhavn.engine.quality.spreads import spreads_of
from nyhavn.engine.quality.text_checks import (
    number_as_text,
    other_repeats_choice,
    risky_text,
    several_notations,
    several_spellings,
)
from nyhavn.engine.quality.time_checks import duration, overlapping_interviews, time_order
from nyhavn.framework.checks import Check, CheckDeclaration, accepted, named_columns
from nyhavn.framework.findings import Finding
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.usual_checks import usual_checks

RUNS: Mapping[str, CheckRun] = MappingProxyType(
    {
        "near-duplicate": near_duplicate,
        "outlier": outlier,
        "digit-preference": digit_preference,
        "age-heaping": age_heaping,
        "age-ratio": age_ratio,
        "sex-ratio": sex_ratio,
        "overlapping-interviews": overlapping_interviews,
        "duration": duration,
        "time-order": time_order,
        "far-from-cluster": far_from_cluster,
        "same-point": same_point,
        "poor-accuracy": poor_accuracy,
        "enumerator-effect": enumerator_effect,
        "other-repeats-choice": other_repeats_choice,
        "default-date": default_date,
        "swapped-date": swapped_date,
        "date-parts": date_parts,
        "number-as-text": number_as_text,
        "other-unit": other_unit,
        "sentinel-number": sentinel_number,
        "several-notations": several_notations,
        "several-spellings": several_spellings,
        "risky-text": risky_text,
    }
)
# Kinds whose columns belong together: two times, the parts of a position or date, all questions of an interview.
_TOGETHER = frozenset(
    {
        "near-duplicate",
        "duration",
        "time-order",
        "overlapping-interviews",
        "far-from-cluster",
        "same-point",
        "date-parts",
    }
)
_AFTERWARDS = frozenset({"near-duplicate", "several-notations"})  # they need counts of columns
_OF_OWN_WORDS = frozenset({"other-repeats-choice", "several-spellings"})


def checks_of(
    declared: Sequence[CheckDeclaration], instrument: Instrument, columns: Collection[str], identity: Collection[str]
) -> tuple[Check, ...]:
    """The checks of a plan, then those of the form, then the usual ones; each leaves out what one before it says.

    A check of the form that is about a question that was not collected is left out, as the question is.
    Raises Refusal with all reasons: those of `checks.accepted`, and check-of-identity.
    """
    asked = {question.name for question in instrument.questions}
    collected = [one for one in instrument.checks if not (asked - set(columns)).intersection(named_columns([one]))]
    wanted = accepted(declared, columns)
    of_form = accepted(collected, columns, where="column quality of the form, check")
    _check_lists((*wanted, *of_form), instrument)
    _check_identity((*wanted, *of_form), identity)
    for further in (of_form, usual_checks(instrument, columns, identity)):
        said = {about for check in wanted for about in _about(check)}
        remaining = (_without(check, said) for check in further)
        wanted = (*wanted, *(check for check in remaining if check is not None))
    return wanted


def _about(check: Check) -> Iterator[tuple[str, ...]]:
    """What a check says something about: each column by itself, or all of them where they belong together."""
    if check.kind in _TOGETHER:
        yield (check.kind, *check.columns)
    yield from ((check.kind, column) for column in check.columns if check.kind not in _TOGETHER)


def _without(check: Check, said: Collection[tuple[str, ...]]) -> Check | None:
    """The check without the columns of which a check of its kind was wanted before it; None if nothing remains."""
    if check.kind in _TOGETHER:
        return None if any(about in said for about in _about(check)) else check
    columns = tuple(column for column in check.columns if (check.kind, column) not in said)
    return replace(check, columns=columns) if columns else None


def _check_lists(wanted: Sequence[Check], instrument: Instrument) -> None:
    """Raises Refusal "check-parameter" for a list that no question has."""
    listed = {question.name for question in instrument.questions if question.choices}
    named = [check.text("question") for check in wanted if check.kind == "other-repeats-choice"]
    reasons = [
        Reason("check-parameter", f"{name} is no question with a list of choices.", "[[check]] other-repeats-choice")
        for name in named
        if name not in listed
    ]
    if reasons:
        raise Refusal(*reasons)


def _check_identity(wanted: Sequence[Check], identity: Collection[str]) -> None:
    """Raises Refusal "check-of-identity": a person's own words are compared with no list and no other spelling."""
    reasons = [
        Reason("check-of-identity", f"{name} is a question about identity.", f"[[check]] {check.kind}", _KEEP)
        for check in wanted
        if check.kind in _OF_OWN_WORDS
        for name in (*check.columns, check.text("question"))
        if name in identity
    ]
    if reasons:
        raise Refusal(*reasons)


_KEEP = "Keep people's own words as they are; a grouping that the community agreed stands beside them."


@dataclass
class Looking:
    """The checks of one run. What needs no counts of columns comes first, so that its flags are counted with others.

    found: by check, in their order.
    """

    checks: Sequence[Check]
    found: dict[int, list[Found]] = field(default_factory=dict)

    def begin(self, material: Material) -> list[Flag]:
        """The checks that need no counts of columns; their flags, still to be counted."""
        known = replace(material, spreads=self._spreads(material))
        for place, check in enumerate(self.checks):
            if check.kind not in _AFTERWARDS:
                self.found[place] = list(RUNS[check.kind](known, check))
        return self._flags()

    def _spreads(self, material: Material) -> Mapping[str, Spread]:
        """Where the numbers of all columns lie that some check compares with the rest of their column."""
        of_numbers = [check for check in self.checks if check.kind in ONE_SPREAD and not check.by]
        columns = dict.fromkeys(name for check in of_numbers for name in check.columns)
        by_mad = dict.fromkeys(name for check in of_numbers if is_by_mad(check) for name in check.columns)
        return spreads_of(material, list(columns), by_mad=by_mad)

    def end(self, material: Material, counted: Sequence[Finding | None]) -> tuple[Finding, ...]:
        """All findings in the order of the checks. counted: the findings of the flags that `begin` gave, in order."""
        of_flags = iter(counted)
        settled = {place: [self._settled(one, of_flags) for one in found] for place, found in self.found.items()}
        self.found = {
            place: list(RUNS[check.kind](material, check))
            for place, check in enumerate(self.checks)
            if check.kind in _AFTERWARDS
        }
        flags = self._flags()
        further = flagged(material.looked_at, flags, count_flags(material.looked_at, flags))
        settled |= {place: [self._settled(one, further) for one in found] for place, found in self.found.items()}
        return tuple(one for place in sorted(settled) for one in settled[place] if one is not None)

    def _flags(self) -> list[Flag]:
        return [one for place in sorted(self.found) for one in self.found[place] if isinstance(one, Flag)]

    @staticmethod
    def _settled(one: Found, of_flags: Iterator[Finding | None]) -> Finding | None:
        return next(of_flags) if isinstance(one, Flag) else one
