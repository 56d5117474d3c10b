"""From what people said about tables to the sections of a plan, and back to what stands in a form."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from nyhavn.chain.plan import QualitySection, RecordsSection, ReleaseSection
from nyhavn.chain.plan_file import validated
from nyhavn.framework.adjustment import Adjustment, PropensityMethod
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.declared import Declared
from nyhavn.framework.grouping import Grouping, GroupingChoice
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.refusal import refusal
from nyhavn.framework.statistics import Breakdown, Indicator
from nyhavn.framework.weighting import Weighting, check_weighting
from nyhavn.web.production.asks import (
    AskedAdjustment,
    AskedBreakdown,
    AskedChecks,
    AskedIdentity,
    AskedIndicator,
    AskedKeys,
    AskedRelease,
    AskedRule,
    AskedWeighting,
)
from nyhavn.web.production.protection_asks import AskedGrouping, AskedGroupingChoice, AskedProtection, AskedRecords

Section = TypeVar("Section", bound=BaseModel)
COMMA = ","


def breakdown_said(said: AskedBreakdown) -> Breakdown:
    """[[breakdown]]. Raises Refusal "plan-mistake"."""
    return _section(Breakdown, said, name=f"breakdown {said.id}")


def grouping_said(said: AskedGrouping) -> Grouping:
    """[[breakdown.groupings]]. Raises Refusal "plan-mistake"."""
    wider = [{**one.model_dump(), "code": one.code or "+".join(one.of)} for one in said.category]
    return _section(Grouping, said, name=f"grouping {said.id}", category=wider)


def choice_said(said: AskedGroupingChoice) -> GroupingChoice:
    """[breakdown.chosen]. Raises Refusal "plan-mistake"."""
    return _section(GroupingChoice, said, name=f"grouping {said.grouping}")


def indicator_said(said: AskedIndicator) -> Indicator:
    """[[indicator]]. Raises Refusal "plan-mistake"."""
    by = [_names(line) for line in said.by]
    return _section(Indicator, said, name=f"indicator {said.id}", by=by)


def indicator_asked(indicator: Indicator) -> Mapping[str, Any]:
    """What stands in the form about an indicator."""
    return {**indicator.model_dump(mode="json"), "by": [f"{COMMA} ".join(names) for names in indicator.by]}


def identity_said(said: AskedIdentity) -> IdentityQuestion:
    """[[identity]]. Raises Refusal "plan-mistake"."""
    mapping = {one.classification: dict(one.codes) for one in said.mapping}
    return _section(IdentityQuestion, said, name=f"identity, question {said.question}", mapping=mapping)


def identity_asked(identity: IdentityQuestion) -> Mapping[str, Any]:
    """What stands in the form about an identity question."""
    mapping = [{"classification": name, "codes": dict(codes)} for name, codes in identity.mapping.items()]
    return {**identity.model_dump(), "mapping": mapping}


def rule_said(said: AskedRule) -> Rule:
    """[[rule]]. Raises Refusal "plan-mistake"."""
    return _section(Rule, said, name=f"rule {said.id}")


def protection_said(said: AskedProtection) -> ProtectionPolicy:
    """[protection]."""
    return _section(ProtectionPolicy, said, name="protection")


def records_said(said: AskedRecords) -> RecordsSection:
    """[records]. Raises Refusal "plan-mistake"."""
    wider = {one.column: dict(one.codes) for one in said.wider}
    return _section(RecordsSection, said, name="records", wider=wider)


def records_asked(records: RecordsSection) -> Mapping[str, Any]:
    """What stands in the form about records."""
    wider = [{"column": name, "codes": dict(codes)} for name, codes in records.wider.items()]
    return {**records.model_dump(mode="json"), "wider": wider}


def release_said(said: AskedRelease) -> ReleaseSection:
    """[release]. Raises Refusal "plan-mistake"."""
    return _section(ReleaseSection, said, name="release")


def keys_said(said: AskedKeys) -> QualitySection:
    """[quality]. What was decided about findings stands elsewhere, with those who decided."""
    return QualitySection(keys=tuple(_names(line) for line in said.keys))


def keys_asked(quality: QualitySection) -> Mapping[str, Any]:
    """What stands in the form about keys."""
    return {"keys": [f"{COMMA} ".join(names) for names in quality.keys]}


def weighting_said(said: AskedWeighting) -> Weighting:
    """[weighting]. Raises Refusal: plan-mistake, and those of `check_weighting`."""
    margins = [_names(line) for line in said.margins]
    ends = {"low": said.low, "high": said.high}
    bounds = None if None in ends.values() else ends
    if bounds is None and any(end is not None for end in ends.values()):
        do = "Give the least and the most, or neither."
        raise refusal("weighting-bounds-wrong", "Only one of two bounds is given.", where="weighting", do=do)
    kept = said.model_dump(exclude={"low", "high", "margins"})
    weighting = validated(Weighting, {**kept, "margins": margins, "bounds": bounds}, name="weighting")
    check_weighting(weighting)
    return weighting


def weighting_asked(weighting: Weighting) -> Mapping[str, Any]:
    """What stands in the form about weights."""
    now = weighting.model_dump(mode="json", exclude={"bounds"})
    ends = weighting.bounds.model_dump() if weighting.bounds else {}
    return {**now, **ends, "margins": [f"{COMMA} ".join(names) for names in weighting.margins]}


def adjustment_said(said: AskedAdjustment) -> Adjustment:
    """[adjustment], with the method that tables use."""
    return _section(Adjustment, said, name="adjustment", propensity=PropensityMethod.CALIBRATED)


def checks_said(said: AskedChecks) -> tuple[CheckDeclaration, ...]:
    """All [[check]]. Numbers are read as numbers, everything else as words."""
    return tuple(
        _section(
            CheckDeclaration,
            one,
            name=f"check {place} ({one.kind})",
            parameters={name: _number_or_word(value) for name, value in one.parameters.items()},
        )
        for place, one in enumerate(said.check, start=1)
    )


def checks_asked(checks: tuple[CheckDeclaration, ...]) -> Mapping[str, Any]:
    """What stands in the form about checks."""
    written = [
        {
            **one.model_dump(mode="json"),
            "parameters": {n: v if isinstance(v, str) else f"{v:.12g}" for n, v in one.parameters.items()},
        }
        for one in checks
    ]
    return {"check": written}


def _number_or_word(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def totals_said(totals: Mapping[str, str]) -> dict[str, float]:
    """Numbers by category. Raises Refusal "margin-not-a-number"."""
    return {code: _number(code, text) for code, text in totals.items()}


def totals_asked(totals: Mapping[str, float]) -> dict[str, str]:
    """The same as somebody would write them."""
    return {code: f"{number:.12g}" for code, number in totals.items()}


def _number(code: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        what = "This is not a number, or it is below zero."
        raise refusal(
            "margin-not-a-number", what, where=f"group {code}", do="Write digits, with a point before decimals."
        )
    return number


def _names(line: str) -> tuple[str, ...]:
    """The names on one line, with commas between."""
    return tuple(name for part in line.split(COMMA) if (name := part.strip()))


def _section(model: type[Section], said: Declared, *, name: str, **instead: Any) -> Section:
    """What was said as that section of a plan."""
    return validated(model, {**said.model_dump(), **instead}, name=name)
