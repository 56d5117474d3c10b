"""What is asked about tables: the sections of a plan in words for people; a test holds every field against the plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from nyhavn.chain.plan import ReleaseSection
from nyhavn.framework.declared import Declared
from nyhavn.framework.findings import Severity
from nyhavn.framework.identity import IdentityTopic
from nyhavn.framework.inconsistency import Rule
from nyhavn.framework.release_kind import ReleaseKind
from nyhavn.framework.statistics import Breakdown, Category, Indicator, Statistic
from nyhavn.framework.weighting import MOST_ROUNDS, TOLERANCE, CountsOf, Method, Unplaced
from nyhavn.web.pages.uploads import Upload

LONG: dict[str, Any] = {"lines": 3}


def pattern_of(model: type[BaseModel], field: str) -> str:
    """What the plan allows there, so that a mistake is shown beside its field."""
    found = next(rule.pattern for rule in model.model_fields[field].metadata if getattr(rule, "pattern", None))
    return str(found)


EXPRESSION = "A condition such as ${age} >= 18 and ${water} = 'yes'."


class AskedCategory(Declared):
    """One group of a breakdown."""

    code: str = Field(
        pattern=pattern_of(Category, "code"),
        title="Code",
        description="Stays the same when the words change: letters, digits and _.+-",
    )
    label: str = Field(title="What readers see")
    when: str = Field("", title="Who is in it", description=EXPRESSION, json_schema_extra=LONG)
    answers: tuple[str, ...] = Field((), title="Answers of the question that fall in here", description="One a line.")
    official: Mapping[str, str] = Field(
        {}, title="Official codes that stand beside", description="One a line: classification = code."
    )


class AskedBreakdown(Declared):
    """[[breakdown]]"""

    id: str = Field(
        pattern=pattern_of(Breakdown, "id"),
        title="Short name",
        description="Small letters, digits and underscores, a letter first.",
    )
    title: str = Field(title="What readers see", description="For example: Age")
    question: str = Field("", title="Question", description="Its answers make the groups. None: every group says who.")
    categories: tuple[AskedCategory, ...] = Field(title="Groups, in the order in which they are shown")
    note: str = Field("", title="What readers should know about it", json_schema_extra=LONG)


class AskedIndicator(Declared):
    """[[indicator]]; by: one table on each line."""

    id: str = Field(
        pattern=pattern_of(Indicator, "id"),
        title="Short name",
        description="Small letters, digits and underscores, a letter first.",
    )
    title: str = Field(title="What readers see", description="For example: Households with water at home")
    statistic: Statistic = Field(
        title="What is worked out",
        json_schema_extra={
            "labels": {
                "count": "A number of contributions",
                "proportion": "A share",
                "mean": "A mean",
                "total": "A sum",
                "ratio": "One sum divided by another",
                "quantile": "A value that a share of the answers does not exceed, such as the median",
            }
        },
    )
    numerator: str = Field("", title="For a share: who counts", description=EXPRESSION, json_schema_extra=LONG)
    value: str = Field("", title="For a mean or a sum: the question with the number")
    denominator: str = Field("", title="For a ratio: the question with the number to divide by")
    quantile: float | None = Field(
        None, gt=0, lt=1, title="For such a value: the share", description="0.5 is the median."
    )
    universe: str = Field("", title="Of whom", description="A condition. Empty: of everybody.", json_schema_extra=LONG)
    valid: str = Field(
        "",
        title="Whose answer can be used",
        description="A condition. Empty: whoever answered, and not with don't know or declined.",
        json_schema_extra=LONG,
    )
    unit: str = Field("", title="Unit", description="For example: minutes, or: of households")
    by: tuple[str, ...] = Field(
        (), title="Tables", description="One a line: a breakdown, or two with a comma between: place, age"
    )
    sdg: tuple[str, ...] = Field((), title="SDG indicators it speaks to", description="One a line, such as 6.1.1.")
    sensitive: bool = Field(
        True,
        title="It would harm people if everybody knew that all of a group, or none of it, are counted here",
        description="If you are not sure, leave it as it is.",
    )
    note: str = Field("", title="What readers should know about it", json_schema_extra=LONG)


class AskedMapping(Declared):
    """Official codes of one classification."""

    classification: str = Field(title="Classification", description="For example IAEG-SDGs:CL_SEX")
    codes: Mapping[str, str] = Field(title="Codes", description="One a line: own code = official code.")


class AskedIdentity(Declared):
    """[[identity]]"""

    question: str = Field(title="Question")
    topic: IdentityTopic = Field(title="What it is about")
    decline: tuple[str, ...] = Field((), title="Answers that mean: I prefer not to say", description="One code a line.")
    own_words_question: str = Field("", title="The question for a person's own words")
    several: bool = Field(False, title="People could choose several answers")
    agreed_by: str = Field("", title="Who agreed the groups")
    agreed_date: date | None = Field(None, title="When")
    mapping: tuple[AskedMapping, ...] = Field(
        (),
        title="Official codes beside",
        description="Never used instead of what people say. Needs who agreed, and when.",
    )


class AskedRule(Declared):
    """[[rule]]"""

    id: str = Field(
        pattern=pattern_of(Rule, "id"),
        title="Short name",
        description="Small letters, digits and hyphens, a letter first.",
    )
    says: str = Field(
        title="What is wrong where it is broken",
        description="A sentence without an answer in it.",
        json_schema_extra=LONG,
    )
    must_hold: str = Field(title="What must be true", description=EXPRESSION, json_schema_extra=LONG)
    when: str = Field(
        "",
        title="For which contributions",
        description="A condition. Empty: wherever everything it names was answered.",
        json_schema_extra=LONG,
    )
    severity: Severity = Field(Severity.WARNING, title="How much it matters")


class AskedKeys(Declared):
    """[quality], keys: one key on each line."""

    keys: tuple[str, ...] = Field(
        (),
        title="Columns in which no two contributions should agree",
        description="One a line: a question or column, or several with commas between: household, person",
    )


class AskedMargin(Declared):
    """[reference] for one breakdown."""

    source: str = Field(title="Where the numbers come from", description="For example: Census 2023")
    totals: Mapping[str, str] = Field(title="Numbers or shares", description="One a line: code of the group = number.")
    counts: CountsOf = Field(
        CountsOf.UNSTATED,
        title="What the numbers count",
        description="Contributions can be weighted to numbers of people only.",
        json_schema_extra={
            "labels": {
                "population": "The people there are",
                "sample": "Interviews that were made",
                "targets": "Interviews that were planned",
                "unstated": "It is not stated",
            }
        },
    )
    reference_date: date | None = Field(None, title="The day they speak of")


class AskedWeighting(Declared):
    """[weighting]; low and high are its bounds, margins one line each."""

    method: Method = Field(
        Method.RAKING,
        title="How",
        json_schema_extra={
            "labels": {
                "post-stratification": "One breakdown, met exactly",
                "raking": "Several breakdowns in turn (raking)",
                "linear": "Linear calibration",
                "logit": "Calibration within bounds (logit)",
            }
        },
    )
    margins: tuple[str, ...] = Field(
        (), title="By which breakdowns", description="One a line. None: all that have numbers of the population."
    )
    low: float | None = Field(None, ge=0, title="The least that a weight may be multiplied by", description="Below 1.")
    high: float | None = Field(None, title="The most that a weight may be multiplied by", description="Above 1.")
    tolerance: float = Field(TOLERANCE, gt=0, lt=1, title="The largest relative error of any number")
    most_rounds: int = Field(MOST_ROUNDS, ge=1, title="Rounds after which it counts as failed")
    trim: float | None = Field(
        None, gt=1, title="The largest weight of a contribution", description="As a multiple of the median weight."
    )
    unplaced: Unplaced = Field(
        Unplaced.REFUSE,
        title="People who declined to say, or of whom it is not stated",
        json_schema_extra={
            "labels": {
                "refuse": "Stop and tell us",
                "as-sampled": "Keep the share that they have among the contributions",
            }
        },
    )


class AskedCovariate(Declared):
    """One covariate of an adjustment."""

    breakdown: str = Field(title="Breakdown", description="One that has numbers of the population.")
    selection: str = Field("", title="What it has to do with who takes part", json_schema_extra=LONG)
    outcome: str = Field("", title="What it has to do with what is counted", json_schema_extra=LONG)
    measured: str = Field(
        "", title="How both sides were asked", description="Why the answers mean the same.", json_schema_extra=LONG
    )


class AskedAdjustment(Declared):
    """[adjustment], as far as tables make use of it: calibrated chances, to the reference of the plan."""

    covariate: tuple[AskedCovariate, ...] = Field(
        min_length=1, title="What explains who took part", description="What is known of them and of the population."
    )


class AskedCheck(Declared):
    """[[check]]"""

    kind: str = Field(title="Which check", description="For example age-heaping. The reference of findings lists them.")
    columns: tuple[str, ...] = Field((), title="Questions or columns it looks at", description="One a line.")
    by: tuple[str, ...] = Field((), title="Groups within which it compares", description="One a line.")
    parameters: Mapping[str, str] = Field({}, title="Its numbers", description="One a line: name = value.")
    severity: Severity | None = Field(None, title="How much it matters", description="Empty: as the check says.")


class AskedChecks(Declared):
    """All [[check]] of a plan."""

    check: tuple[AskedCheck, ...] = Field((), title="Checks")


class AskedCredit(Declared):
    """How one producer wishes to be named."""

    name: str = Field(title="Name")
    wish: Literal["named", "collective", "anonymous"] = Field(title="Wishes to be")


class AskedRelease(Declared):
    """[release], without the days: they are set on the way to publication."""

    id: str = Field(
        pattern=pattern_of(ReleaseSection, "id"),
        title="Name of the release",
        description="Small letters, digits, hyphens. It stands in its address.",
    )
    version: str = Field("1", title="Version")
    kinds: tuple[ReleaseKind, ...] = Field(min_length=1, title="What for", description="Each asks for its own consent.")
    licence: str = Field("", title="Licence", description="Chosen by the people who made the data.")
    attribution: str = Field("", title="How the producers wish to be named")
    citation: str = Field("", title="How to cite it", json_schema_extra=LONG)
    credits: tuple[AskedCredit, ...] = Field((), title="Single people who took part")
    microdata_columns: tuple[str, ...] = Field(
        (),
        title="Questions to publish as records",
        description="Only where the data are not about persons. One a line.",
    )
    changes: str = Field("", title="What changed since the last one", json_schema_extra=LONG)


class AskedTablesFile(Declared):
    """The sections as a file."""

    file: Upload = Field(title="File", description="TOML with [[breakdown]], [[indicator]], [[identity]] and so on.")


class AskedGroups(Declared):
    """A breakdown from a question."""

    title: str = Field("", title="What readers see", description="Empty: the question as it was asked.")


class AskedShare(Declared):
    """The share of those who gave an answer."""

    answers: tuple[str, ...] = Field(min_length=1, title="People who answered")
    title: str = Field("", title="What readers see", description="Empty: the question with the answers.")
    unit: str = Field("", title="Of whom", description="For example: of households")
    by: tuple[str, ...] = Field((), title="Shown by")
    sensitive: bool = Field(
        True,
        title="It would harm people if everybody knew that all of a group, or none of it, are counted here",
        description="If you are not sure, leave it as it is.",
    )


WHY: Any = Field(
    min_length=3,
    max_length=500,
    title="Why",
    description="For your team. Name no person and quote no answer.",
    json_schema_extra=LONG,
)


class AskedDecision(Declared):
    """What a steward says about a finding."""

    reason: str = WHY
