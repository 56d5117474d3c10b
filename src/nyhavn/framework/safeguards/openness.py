"""Principle 10: open licence, formats that machines read, a plain summary, and results home first."""

import re
import unicodedata
from datetime import date

from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.openness_choice import restricted_by_choice
from nyhavn.framework.safeguards.wording import Safeguard, says_something

_LICENCE = Safeguard("open-licence", "May others use the results?", ("licence",))
_FORMATS = Safeguard("machine-readable", "Are the results there in a format that machines read?", ("formats",))
_SUMMARY = Safeguard("plain-summary", "Is there a summary in plain language?", ("summary",))
_RETURNED = Safeguard(
    "results-returned-first",
    "Did the results come back to the community before or with the release?",
    ("day of return", "day of release"),
)

MACHINE_READABLE = frozenset(
    ("csv", "json", "jsonld", "geojson", "parquet", "sdmx-csv", "sdmx-json", "sdmx-ml", "xlsx", "ods", "xml")
)
# Readability by sentence length: 25 words is the upper limit that the UK Government Digital Service advises.
PLAIN_SENTENCE_WORDS = 25
SHORTEST_SUMMARY_WORDS = 12  # this project's decision: a title is no summary
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_SENTENCE_END = re.compile(r"[.!?\u3002\u06d4\u061f\u0964]+(?:\s|$)")


def open_licence(records: ReleaseRecords) -> SafeguardEvidence:
    """A licence that restricts is shown as such. Chosen with the community, for a reason, it is no evidence against."""
    if not says_something(records.licence) or records.licence_is_open is None:
        return _LICENCE.nothing("No licence is stated that can be read.")
    if not records.licence_is_open and restricted_by_choice(records):
        sentence = f"The licence ({records.licence}) is not open. The community decided so, for a reason."
        return _LICENCE.found(sentence, references=(records.licence,))
    if not records.licence_is_open:
        sentence = f"The licence ({records.licence}) is not open. Producers may have good reasons for that."
        return _LICENCE.against(sentence, references=(records.licence,))
    return _LICENCE.found(f"The licence ({records.licence}) is open.", references=(records.licence,))


def machine_readable(records: ReleaseRecords) -> SafeguardEvidence:
    """Pictures of tables are not tables."""
    formats = sorted({each.casefold().lstrip(".") for each in records.formats})
    if not formats:
        return _FORMATS.nothing("No published format is on record.")
    readable = [each for each in formats if each in MACHINE_READABLE]
    if not readable:
        return _FORMATS.against(f"Published only as: {', '.join(formats)}.")
    return _FORMATS.found(f"Published as: {', '.join(readable)}.")


def plain_summary(records: ReleaseRecords) -> SafeguardEvidence:
    """Counts words in a sentence. Whether people understand it cannot be counted."""
    summary = records.summary
    if not says_something(summary):
        return _SUMMARY.nothing("No summary is on record.")
    if _UNSPACED.search(summary):
        return _SUMMARY.nothing("There is a summary. Its script has no spaces, so its sentences could not be measured.")
    words = _count_words(summary)
    if words < SHORTEST_SUMMARY_WORDS:
        return _SUMMARY.nothing("The summary is too short to say what was found.")
    sentences = max(1, len(_SENTENCE_END.findall(summary)))
    if words / sentences > PLAIN_SENTENCE_WORDS:
        return _SUMMARY.against(f"Sentences of the summary are longer than {PLAIN_SENTENCE_WORDS} words on average.")
    return _SUMMARY.found(f"There is a summary. Its sentences have at most {PLAIN_SENTENCE_WORDS} words on average.")


def _count_words(text: str) -> int:
    """Words with at least one letter."""
    return sum(any(unicodedata.category(character)[0] == "L" for character in word) for word in text.split())


def results_returned_first(records: ReleaseRecords) -> SafeguardEvidence:
    """What the records say about the return of the results."""
    return return_of_results(records.results_returned, records.release_date, records.last_contribution)


def return_of_results(returned: date | None, released: date | None, last: date | None) -> SafeguardEvidence:
    """The day of the return must lie after the last contribution and not after the release."""
    if returned is None or released is None:
        return _RETURNED.nothing("It is not on record when the results came back to the community.")
    if last is not None and returned < last:
        return _RETURNED.nothing("The day stated lies before the last contribution, so it proves nothing.")
    if returned > released:
        return _RETURNED.against("The results came back to the community after the release.")
    return _RETURNED.found(f"The results came back to the community on {returned.isoformat()}, not after the release.")
