"""What people say about risks, stops and reviews."""

from datetime import date
from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.risk import RISK_LEVELS, AtRisk, Likelihood, Publicity, Severity

LONGEST_TEXT = 3000
FEW: JsonDict = {"lines": 3}
NO_NAMES = "Name no person."
READ_HERE = "Everybody who works here reads this. Name no person."
WHO: JsonDict = {
    AtRisk.PERSON: "The person who answers",
    AtRisk.HOUSEHOLD: "The household, or somebody in it",
    AtRisk.GROUP: "A whole group, also those who never answered",
    AtRisk.ENUMERATOR: "Somebody who asks the questions",
    AtRisk.DEFENDER: "Somebody who defends rights, or works for the initiative",
}
PUBLIC: JsonDict = {
    Publicity.NOT: "Nothing of it in public",
    Publicity.ROLE: "My role and my reason may be public",
    Publicity.NAME: "My name, my role and my reason may be public",
}
LIKELY: JsonDict = dict(RISK_LEVELS.likelihood.items())
SEVERE: JsonDict = dict(RISK_LEVELS.severity.items())


def _words(title: str, hint: str = NO_NAMES) -> Any:
    return Field(title=title, description=hint, min_length=3, max_length=LONGEST_TEXT, json_schema_extra=FEW)


def _publicity() -> Any:
    what = "Decide for yourself: say no wherever you, or others, could be hurt for it."
    return Field(
        default=Publicity.NOT,
        title="What may be public about your decision?",
        description=what,
        json_schema_extra={"labels": PUBLIC},
    )


class RiskSaid(Declared):
    """What could go wrong, and what is done against it. The level follows from the two steps."""

    harm: str = _words("What could happen")
    at_risk: AtRisk = Field(title="To whom", json_schema_extra={"labels": WHO})
    likelihood: Likelihood = Field(
        title="How likely is it, with what is done against it?", json_schema_extra={"labels": LIKELY}
    )
    severity: Severity = Field(title="How bad would it be?", json_schema_extra={"labels": SEVERE})
    mitigation: str = _words("What is done against it", "Also what is done if it happens all the same. Name no person.")
    owner: str = Field(title="Who answers for it", min_length=1)
    review_date: date = Field(title="When it is looked at again", description="After it nothing is opened or released.")
    questionnaire: str = Field(
        default="", title="Which version of the questionnaire it is about", description="Empty: the whole initiative."
    )


class RiskEnded(Declared):
    """Why something cannot happen any more."""

    reason: str = _words("Why it cannot happen any more")


class SignatureSaid(Declared):
    """What somebody from outside says about one version of a risk."""

    number: int = Field(
        title="The number of the version that you read", description="It stands at the top of the entry.", ge=1
    )
    agrees: Literal["yes", "no"] = Field(
        title="Is enough done against it?",
        json_schema_extra={"labels": {"yes": "Yes, I sign it as it stands", "no": "No, it must not go on like this"}},
    )
    reason: str = _words("Why", READ_HERE)
    publicity: Publicity = _publicity()


class PromptsAnswered(Declared):
    """What is said to what the data ask: a risk of the register, or why there is none."""

    prompts: tuple[str, ...] = Field(title="What you answer", min_length=1)
    risk: str = Field(default="", title="The risk that answers it", description="If it is not there, write it first.")
    reason: str = Field(
        default="",
        title="Or: why there is no danger here",
        description="Only if no risk answers it. Name no person.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )


class FreezeSaid(Declared):
    """Why everything stops."""

    reason: str = Field(
        default="",
        title="Why, if there is time to say it",
        description="Everybody who works here reads this. Name no person. You may leave it empty.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    publicity: Publicity = _publicity()


class FreezeEnds(Declared):
    """What somebody confirms who agrees to an end."""

    has_looked: Literal[True] = Field(title="I have looked myself, and nobody is in danger from this any more")


class HarmReviewSaid(Declared):
    """What results can do to people, for good and for ill."""

    benefit: str = _words("Who gains from these results, and how", READ_HERE)
    harm: str = _words(
        "Who could be hurt by them, and how",
        "The group as a whole, those who asked, a place, those who could read it the wrong way. Name no person.",
    )
    may_go: Literal["yes", "no"] = Field(
        title="May they go out?",
        json_schema_extra={"labels": {"yes": "Yes, the benefit is worth it", "no": "No, they should not go out"}},
    )
    publicity: Publicity = _publicity()
