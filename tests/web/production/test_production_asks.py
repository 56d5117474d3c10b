"""Everything that a plan says about tables can be said in a form, and comes back to the form as it was said."""

import pytest
from pydantic import BaseModel

from nyhavn.chain.plan import Credit, QualitySection, RecordsSection, ReleaseSection
from nyhavn.framework.adjustment import Covariate, PropensityMethod
from nyhavn.framework.checks import CheckDeclaration
from nyhavn.framework.findings import Severity
from nyhavn.framework.grouping import Grouping, GroupingChoice, WiderCategory
from nyhavn.framework.identity import IdentityQuestion, IdentityTopic
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.microdata_policy import Review
from nyhavn.framework.over_time import OverTimePolicy
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic
from nyhavn.framework.weighting import Bounds, Method, Unplaced, Weighting
from nyhavn.web.pages.asked import asked
from nyhavn.web.production import asks, protection_asks, sections
from nyhavn.web.site.table import operations

# The days are set on the way to publication; decisions about findings are made at the desk. Wider groups have forms of
# their own, and a run fills in what they were made of. A team gives its own number, so none of a published policy.
SAID_ELSEWHERE = {
    ReleaseSection: {"release_date", "results_returned"},
    QualitySection: {"decided"},
    Breakdown: {"groupings", "chosen", "finer"},
    Category: {"of"},
    ProtectionPolicy: {"based_on"},
    OverTimePolicy: {"people", "spread"},
}
PAIRS = [
    (Breakdown, asks.AskedBreakdown),
    (Category, asks.AskedCategory),
    (Indicator, asks.AskedIndicator),
    (IdentityQuestion, asks.AskedIdentity),
    (Rule, asks.AskedRule),
    (ProtectionPolicy, protection_asks.AskedProtection),
    (OverTimePolicy, protection_asks.AskedOverTime),
    (Grouping, protection_asks.AskedGrouping),
    (WiderCategory, protection_asks.AskedWider),
    (GroupingChoice, protection_asks.AskedGroupingChoice),
    (RecordsSection, protection_asks.AskedRecords),
    (Review, protection_asks.AskedReview),
    (ReleaseSection, asks.AskedRelease),
    (Credit, asks.AskedCredit),
    (QualitySection, asks.AskedKeys),
    (CheckDeclaration, asks.AskedCheck),
    (Covariate, asks.AskedCovariate),
]


@pytest.mark.parametrize(("model", "form"), PAIRS, ids=lambda model: model.__name__)
def test_every_key_of_the_plan_is_asked_and_nothing_else(model: type[BaseModel], form: type[BaseModel]) -> None:
    assert set(form.model_fields) == set(model.model_fields) - SAID_ELSEWHERE.get(model, set())


@pytest.mark.parametrize(("model", "form"), PAIRS, ids=lambda model: model.__name__)
def test_what_the_plan_does_not_require_is_not_required_of_people(
    model: type[BaseModel], form: type[BaseModel]
) -> None:
    demanded = {name for name, field in form.model_fields.items() if field.is_required()}
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    assert demanded <= required


OURS = [one for one in operations() if one.do.__module__.startswith("nyhavn.web.production")]


@pytest.mark.parametrize("operation", OURS, ids=lambda one: one.url_name)
def test_every_question_has_words_for_people(operation: object) -> None:
    for field in asked(operation.asks):  # type: ignore[attr-defined]
        assert field.title and not field.title.endswith(".")
        assert "_" not in field.title


def test_an_indicator_comes_back_as_it_was_said() -> None:
    indicator = Indicator(
        id="water", title="Water", statistic=Statistic.PROPORTION, numerator="${water} = 'yes'", by=(("a", "b"), ("c",))
    )
    typed = sections.indicator_asked(indicator)
    assert typed["by"] == ["a, b", "c"]
    assert sections.indicator_said(asks.AskedIndicator.model_validate(typed)) == indicator


def test_an_identity_question_comes_back_as_it_was_said() -> None:
    identity = IdentityQuestion(
        question="gender",
        topic=IdentityTopic.GENDER,
        mapping={"IAEG-SDGs:CL_SEX": {"woman": "F"}, "OTHER": {"man": "1"}},
    )
    typed = sections.identity_asked(identity)
    assert sections.identity_said(asks.AskedIdentity.model_validate(typed)) == identity


def test_keys_come_back_as_they_were_said() -> None:
    quality = QualitySection(keys=(("_uuid",), ("household", "person")))
    assert sections.keys_said(asks.AskedKeys.model_validate(sections.keys_asked(quality))) == quality


def test_weights_come_back_as_they_were_said() -> None:
    for weighting in (
        Weighting(method=Method.LOGIT, bounds=Bounds(low=0.3, high=3), margins=(("age",), ("place", "sex"))),
        Weighting(trim=5, unplaced=Unplaced.AS_SAMPLED),
    ):
        typed = sections.weighting_asked(weighting)
        assert sections.weighting_said(asks.AskedWeighting.model_validate(typed)) == weighting
    asked_for = set(asks.AskedWeighting.model_fields) - {"low", "high"}
    assert asked_for == set(Weighting.model_fields) - {"bounds"}, "every key of the plan is asked, and nothing else"


def test_one_bound_alone_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        sections.weighting_said(asks.AskedWeighting(method=Method.LOGIT, low=0.3))
    assert refused.value.codes == ("weighting-bounds-wrong",)


def test_checks_come_back_as_they_were_said() -> None:
    checks = (
        CheckDeclaration(kind="outlier", columns=("age",), by=("place",), parameters={"k": 2.5}),
        CheckDeclaration(kind="age-heaping", columns=("age",), severity=Severity.SERIOUS),
    )
    assert sections.checks_said(asks.AskedChecks.model_validate(sections.checks_asked(checks))) == checks


def test_an_adjustment_says_why_each_covariate_serves() -> None:
    covariate = {"breakdown": "age", "selection": "a", "outcome": "b", "measured": "c"}
    said = sections.adjustment_said(asks.AskedAdjustment.model_validate({"covariate": [covariate]}))
    assert said.propensity is PropensityMethod.CALIBRATED
    assert [one.model_dump() for one in said.covariate] == [covariate]


@pytest.mark.parametrize("text", ["many", "", "-3", "inf", "nan", "1,000"])
def test_a_reference_that_is_no_number_is_refused_with_its_group(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        sections.totals_said({"woman": "12.5", "man": text})
    assert [(r.code, r.where) for r in refused.value.reasons] == [("margin-not-a-number", "group man")]


def test_numbers_of_a_reference_come_back_as_they_were_said() -> None:
    totals = sections.totals_said({"woman": "1200", "man": "80.5", "other": "0"})
    assert sections.totals_asked(totals) == {"woman": "1200", "man": "80.5", "other": "0"}
