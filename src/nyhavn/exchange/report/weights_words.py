"""What the report says about weights and adjustments."""

from collections.abc import Mapping

from nyhavn.exchange.report.words import Term

WEIGHTED = "How the contributions were weighted"
WEIGHTED_METHOD = "How"
WEIGHTED_METHODS: Mapping[str, str] = {
    "post-stratification": "so that one breakdown meets the numbers of the population exactly",
    "raking": "in turn, until all breakdowns meet the numbers of the population (raking)",
    "linear": "by linear calibration to the numbers of the population",
    "logit": "by calibration to the numbers of the population, within bounds",
    "inverse-propensity": "by one over the estimated chance of taking part, so that all breakdowns meet the population",
}
WEIGHTED_BY = "By"
WEIGHTED_SOURCE = "Numbers of the population from"
WEIGHTED_DAY = "Of the day"
WEIGHTED_ERROR = "Largest relative error of any of these numbers"
ALMOST_NONE = "less than one in a million"
DESIGN_EFFECT = "Cost in precision (design effect after Kish)"
EFFECTIVE_N = "Worth so many equal contributions"
TRIMMED = "Contributions whose weight was cut"
UNPLACED = "Who declined to say, or is not stated, kept the share that they have among the contributions."
ADJUSTS = (
    "Chance did not decide who took part. "
    "The figures are estimates of a model, and only as good as what is listed here."
)
FACTORS = "Table: what each group was multiplied by"
FACTOR = "Multiplied by"
FACTORS_LEAD = "Above 1, the group was too small among the contributions; below 1, too large."
EXPLAINED = "Why these breakdowns"
EXPLAINED_SELECTION = "What it has to do with who takes part"
EXPLAINED_OUTCOME = "What it has to do with what is counted"
EXPLAINED_MEASURED = "How both sides were asked"
MOVED = "How far figures could move"
MOVED_LEAD = (
    "Nobody can measure everything that decides who takes part. These ranges say what that could do. They are not the "
    "play of chance."
)
MOVED_FIGURE = "Figure"
MOVED_PARTICIPANTS = "Among participants"
MOVED_ESTIMATE = "Estimate"
MOVED_STRONGEST = "If something unmeasured mattered as much as the strongest breakdown"
MOVED_DEFECT = "If taking part still went along a little with the answer"

MODEL_RANGE = "Range of the model"
CHART_MODEL_RANGE = "The thin dark line is the range of the model."
MODEL_RANGE_TERM = Term(
    "interval",
    MODEL_RANGE,
    "The range in which the true value would lie in 95 of 100 such surveys if the model were right. It leaves out bias "
    "from what was not measured.",
)
RELIABILITY: Mapping[str, str] = {
    "use with caution": "use with caution",
    "unreliable": "not reliable",
}
