"""The words of the one-page result, and of what a community says. Every name in capitals is for translators."""

from collections.abc import Mapping

HOME_FIRST = "These results are yours first. They are not published yet."
HOME_WHO = "Who is in these numbers: {community}. Contributions behind them: {participants}."
HOME_WHEN = "When people were asked: {period}."
HOME_WHO_ALONE = "Contributions behind these numbers: {participants}."
FIGURE_WITH_RANGE = "{value} (most likely {range})"
ALOUD_WITH_RANGE = "{value}, and most likely between {low} and {high}"
PER_CENT = "per cent"
HOME_TABLE = "The same numbers as a table"
HOME_MARGIN = "The numbers in brackets are the margin. The true number most likely lies between them."
HOME_LIMITS = "What these numbers do not say"
HOME_NEXT = "What happens next"
HOME_QUESTION = "Does this describe us?"
HOME_ANSWERS = ("It describes us.", "It describes us in part.", "It does not describe us.")
HOME_LEAD = "Say yes, in part, or no, and why. Who sees it otherwise is written down in their own words, if they wish."
HOME_SLIDE = "{number} of {total}"
DESCRIBES = "Does this describe them? What the community says"
DESCRIBES_LEAD = "Before publication, people were shown exactly these tables and asked whether they describe them."
DESCRIBES_OUTCOMES: Mapping[str, str] = {
    "describes-us": "The results describe us.",
    "in-part": "The results describe us in part.",
    "does-not-describe-us": "The results do not describe us.",
}
ASKED_IN: Mapping[str, str] = {"meeting": "a meeting with enough members", "gathering": "a gathering"}
SAID_LINE = "{day}, {where}"
SAID_BY_BODY = "A body of the community"
SAID_BY_PEOPLE = "People of the community"
SAID_PEOPLE = "{people} people were there."
SAID_OTHERWISE = "Some saw it otherwise, in their own words:"
SAID_UNREAD = "Some reasons stay with the community."
SAID_ANSWER = "Those who made the figures answered on {day}:"
SAID_WAIVED = "Nobody was asked whether the results describe them. The reason given:"
SAID_RESTS = "People were not asked about this edition. An earlier one was described on {day}."
