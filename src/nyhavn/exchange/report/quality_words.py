"""Every word of the quality report, in one place so that it can be translated; the rules of `words` hold here, too."""

from collections.abc import Mapping

from nyhavn.framework import quality_dimensions
from nyhavn.framework.findings import Severity

QUALITY_REPORT = "Quality report"
QUALITY_TITLE = "{title}: quality report"
QUALITY_HEADING = "Quality by dimension"
QUALITY_LEAD = (
    "Every figure here was computed from the records of this release. Nothing is scored, and no figure is good or bad "
    "by itself: that depends on what you use it for."
)
QUALITY_NOT_ZERO = "What could not be computed says why. It is never a zero."
QUALITY_LINK = "Quality by dimension: every figure, and how it is worked out"
QUALITY_BACK = "The release report"
QUALITY_FILES: Mapping[str, str] = {
    "quality.csv": "the quality figures as a table",
    "quality.html": "quality by dimension",
    "quality.json": "quality by dimension, for programs",
}

DIMENSION_TITLES: Mapping[str, str] = {entry.code.value: entry.title for entry in quality_dimensions.QUALITY.dimensions}
DIMENSION_ASKS: Mapping[str, str] = {entry.code.value: entry.asks for entry in quality_dimensions.QUALITY.dimensions}
FIGURE_TITLES: Mapping[str, str] = {entry.code: entry.title for entry in quality_dimensions.QUALITY.figures}
FIGURE_FORMULAS: Mapping[str, str] = {entry.code: entry.formula for entry in quality_dimensions.QUALITY.figures}
FIGURE_SOURCES: Mapping[str, str] = {
    source: source for entry in quality_dimensions.QUALITY.figures for source in entry.computed_from
}
FIGURE_REASONS: Mapping[str, str] = quality_dimensions.QUALITY.reasons
FIGURE_TEXTS: Mapping[str, str] = quality_dimensions.QUALITY.texts
OFFICES: Mapping[str, str] = quality_dimensions.QUALITY.offices

NOT_COMPUTED = "not computed"
POINTS = "{number} percentage points"
HOW = "How these figures are worked out"
FROM = "From: {sources}."
ESS = "ESS quality indicator {code}."
ASKED_BY = "Asked for by: {offices}."
LIST_JOIN = "; "

RESPONSE_HEADING = "Share without an answer, by question"
RESPONSE_PICTURE = "Chart: share without an answer, by question"
RESPONSE_TABLE = "Table: share without an answer, by question"
RESPONSE_MOST = "The {shown} questions with the most, of {all}. All stand in the release report."
WITHOUT_ANSWER = "Without an answer"
GROUPS_HEADING = "Beside the reference:"
GROUPS_PICTURE = "Chart: contributions beside the reference, {by}"
GROUPS_TABLE = "Table: contributions beside the reference, {by}"
GROUPS_NOTE = "In percentage points. Below zero: fewer than in the reference."
GROUPS_DIFFERENCE = "Difference"

CHECKS_HEADING = "What the checks ask"
CHECKS_TABLE = "Table: what the checks ask"
CHECKS_LEAD = "Each check by its code. A finding is a question to the producer, not a fault."
CHECK = "Check"
CHECK_WEIGHT = "How grave"
CHECK_FINDINGS = "Questions"
CHECK_ANSWERED = "Answered"
CHECK_ROWS = "Contributions"
SEVERITIES: Mapping[str, str] = {
    Severity.NOTE.value: "note",
    Severity.WARNING.value: "please check",
    Severity.SERIOUS.value: "serious",
}
SEE_RESPONSE = "see the response"

BREAKS_LEAD = "Not as in the release before:"
PARTS_OF_A_RELEASE: Mapping[str, str] = {
    "question": "Question",
    "breakdown": "Groups",
    "indicator": "Indicator",
    "method": "Method",
}

BESIDE_HEADING = "This release beside the one before"
BESIDE_LEAD = "The release before: {release}, version {version}. A difference is no judgement."
BESIDE_TABLE = "Table: this release beside the one before"
BESIDE_FIRST = "No earlier release carries a quality report, so there is nothing to set beside this one."
FIGURE = "Figure"
NOW = "Now"
BEFORE = "Before"
