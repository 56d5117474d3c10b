"""Every word the report itself speaks, in one place so that it can be translated.

Texts with {braces} are filled by str.format with whole values, never glued together from pieces.
Every name in capitals here is for translators, so nothing that is no word may have one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from nyhavn.exchange.report.sections import Section
from nyhavn.framework import chain, initiative_types, participation, rights_based, statistics
from nyhavn.framework.definition import Outcome, StageStanding
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.statistics import Statistic


@dataclass(frozen=True)
class Mark:
    """A state as a reader meets it: a sign, a word, and the name of its colour. No one of them stands alone."""

    sign: str
    word: str
    tone: str


@dataclass(frozen=True)
class Term:
    """A word that the page explains, and the anchor that leads to it."""

    anchor: str
    term: str
    meaning: str


SECTIONS = (
    Section("short", "In short"),
    Section("use", "What you may use these data for"),
    Section("results", "Results"),
    Section("who", "Who is in these numbers, and who is not"),
    Section("citizen-data", "Is it citizen data?"),
    Section("parties", "Who stands behind it"),
    Section("basis", "On what basis the data are held"),
    Section("method", "How the data were made"),
    Section("quality", "Questions to the producer"),
    Section("principles", "Ten principles, and the evidence"),
    Section("protection", "How people are protected"),
    Section("files", "Files to download"),
    Section("cite", "How to cite and reuse"),
    Section("verify", "How to verify"),
    Section("versions", "Versions"),
    Section("glossary", "Words used on this page"),
)
HEADINGS: Mapping[str, str] = {section.anchor: section.heading for section in SECTIONS}

DOCUMENT = "Release report"
PAGE_TITLE = "{title}: release report"
SKIP = "Skip to the results"
CONTENTS = "On this page"
SYNTHETIC_TITLE = "Synthetic data for demonstration."
SYNTHETIC = "These answers are invented. No figure on this page says anything about real people."

NOT_SHOWN = "not shown, to protect people"
NOT_SHOWN_LINES = ("not shown,", "to protect people")
NO_ANSWERS = "no answers"
NOT_GIVEN = "not given"
UNSTATED = "not stated"
NO_RECORDS = "no records yet"

RELEASE = "Release"
VERSION = "Version"
INITIATIVE = "Kind of initiative"
INITIATIVES: Mapping[str, str] = {str(entry.code): entry.name for entry in initiative_types.INITIATIVE_TYPES.types}
UNIT = "Unit of the data"
UNITS: Mapping[str, str] = {unit.value: unit.value.replace("-", " ") for unit in initiative_types.Unit}
CONTRIBUTIONS = "Contributions"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DATE = "{day} {month} {year}"

SUMMARY = "In the producer's words"
NO_SUMMARY = "The producer gave no plain-language summary."
NO_HEADLINE = "No headline finding was computed for this release."

MAY = "You may use them to"
MAY_NOT = "They cannot tell you"
LIMITS = "Limits to keep in mind"
NO_LIMITS = "No limits are stated. That does not mean there are none."
TARGET_LEAD: Mapping[str, str] = {
    "population": "These figures are estimates for the whole population described below.",
    "modelled": "These figures are estimates of a model for the population described below, "
    "from people whom chance did not choose.",
    "participants": "These figures describe the people who took part. They are not estimates for everybody else.",
    "documented-events": "These figures are a documented minimum. What nobody documented is not in them.",
    "enumerated-units": "These figures describe what was visited and listed, unit by unit.",
}
TARGET_MAY: Mapping[str, tuple[str, ...]] = {
    "modelled": (
        "say how common something probably is in that population, always with the range of the model and its ground",
        "see where a problem exists, and ask better questions about it",
    ),
    "population": (
        "say how common something is in that population, always with its 95 % interval",
        "compare groups where their intervals are shown",
    ),
    "participants": (
        "say what the people who took part told",
        "see where a problem exists, and ask better questions about it",
    ),
    "documented-events": (
        "say that at least this many events were documented",
        "see what was documented where, and follow it up",
    ),
    "enumerated-units": ("say what was found in the places that were visited", "plan and check work in those places"),
}
TARGET_MAY_NOT: Mapping[str, tuple[str, ...]] = {
    "population": ("anything about one person or one household", "why something is as it is"),
    "modelled": ("how common it is for certain", "anything about one person", "what nobody measured"),
    "participants": ("how common something is among people who did not take part", "anything about one person"),
    "documented-events": ("how many events happened in all", "whether more happened in one place than in another"),
    "enumerated-units": ("what was never visited or listed", "anything about one person"),
}
TARGET_UNKNOWN = "It is not stated whom these figures stand for. Read them as being about the participants only."

RESULTS_WORDS = "What the words mean:"
RESULTS_LEAD = "Beside every figure stands n, the number of valid answers behind it, counted without weights."
CHART_TITLE = "Chart: {title}, by {by}"
CHART_TITLE_TOTAL = "Chart: {title}"
CHART_DESC = "The same values stand in the table that follows."
CHART_BARS = "Bars start at zero."
CHART_DOTS = "Each dot is a mean."
CHART_UNIT = "Unit: {unit}."
CHART_SHARE = "Shares {unit}."
CHART_INTERVAL = "The thin dark line is the 95 % interval."
CHART_TOTAL = "The dashed line is the value for all."
CHART_HATCH = "Hatched: not shown, to protect people. It may be any value."
CHART_NONE = "An empty dotted line: no answers, which is not the same as zero."
TABLE_OF = "by {by}"
TABLE_OF_ALL = "all together"
TABLE = "Table:"
BY_JOIN = " and "
NO_TABLES = "No table of this indicator is in this release."
NO_INDICATORS = "This release holds no indicators."
NO_INTERVAL = "No interval is given: the way people were chosen allows none."
SDG = "Speaks to SDG indicator {codes}."
GROUP = "Group"
COUNTED = "n"
INTERVAL = "95 % interval"
INTERVAL_FROM_TO = "{low} to {high}"
INTERVAL_SHARES = "{low} to {high}\u00a0%"
N_EQUALS = "n {n}"
PERCENT = "{number}\u00a0%"
UNDER = "under {number}\u00a0%"
OVER = "over {number}\u00a0%"
ALL = "All"
CATEGORY: Mapping[str, str] = {
    statistics.TOTAL: ALL,
    statistics.NOT_STATED: "Not stated",
    statistics.DECLINED: "Preferred not to say",
}
VALUE_HEAD: Mapping[Statistic, str] = {
    Statistic.COUNT: "Number",
    Statistic.PROPORTION: "Share",
    Statistic.MEAN: "Mean",
    Statistic.TOTAL: "Total",
    Statistic.RATIO: "Ratio",
    Statistic.QUANTILE: "Value",
}
VALUE_UNIT = "{head} ({unit})"

TOOK_PART = "In this release: {count} contributions."
LEFT_OUT = "Left out, because consent was missing or did not cover this use: {count}."
COVERAGE_LEAD = "The groups among the participants, beside a reference. This is a plausibility check, not a proof."
COVERAGE_SOURCE = "Reference:"
COVERAGE_CHART = "Chart: participants and reference, by {by}"
COVERAGE_KEY = "Bar: participants."
COVERAGE_MARK = "Diamond: reference."
COVERAGE_TABLE = "Table: participants and reference"
NO_COVERAGE = "The participants were not compared with any reference. Who is missing is therefore not known."
PARTICIPANTS = "Participants"
REFERENCE = "Reference"
RESPONSE = "How people responded, question by question"
RESPONSE_LEAD = "Shares of those who were asked. Don't know and declined are answers of their own, never a no."
QUESTION = "Question"
ANSWERED = "Answered"
DONT_KNOW = "Don't know"
REFUSED = "Declined"
MISSING = "Missing"
NO_RESPONSE = "No response shares are given."

OUTCOME: Mapping[Outcome, Mark] = {
    Outcome.COUNTS: Mark("✓", "Counts as citizen data", "holds"),
    Outcome.DOES_NOT_COUNT: Mark("✕", "Does not count as citizen data", "against"),
    Outcome.CANNOT_TELL: Mark("?", "Cannot tell from these records", "open"),
}
CLAUSE = "Clause that decided: {clause}."
CLAUSES: Mapping[str, str] = {
    "initiated": "people or their organisations started it",
    "design": "people share decisions in the design",
    "collection": "people share decisions in the collection",
    "none": "no clause is met",
    "open": "a needed answer or its evidence is missing",
}
READING = "Reading of the definition:"
STRICT = "Under the stricter local reading, design and collection together: {outcome}."
STRICT_OUTCOME: Mapping[Outcome, str] = {outcome: outcome.value for outcome in Outcome}
OPEN_QUESTIONS = "What would settle it"
LADDER = "How far people took part, at each stage of the data value chain"
LADDER_LEAD = "From level {level} up, taking part is enough, if somebody other than the claimant attests it."
LADDER_BLANK = "Not answered"
LADDER_LIST = "Stage by stage, with the reasons and the evidence"
STARTED = "Who started it"
LEVEL_OF = "level {level}"
STANDING: Mapping[StageStanding, Mark] = {
    StageStanding.SUFFICIENT: Mark("✓", "enough, attested", "holds"),
    StageStanding.UNPROVEN: Mark("?", "claimed, not attested", "open"),
    StageStanding.CONTRADICTED: Mark("✕", "evidence against", "against"),
    StageStanding.INSUFFICIENT: Mark("–", "not enough", "low"),
    StageStanding.NOT_ANSWERED: Mark("…", "not answered", "low"),
}
NO_EVIDENCE_LINE = "No evidence is on record."
LEVEL_NAME = "{level} · {name}"
LEVELS: Mapping[int, str] = {entry.level: entry.name for entry in participation.PARTICIPATION.levels}
STAGES: Mapping[str, str] = {entry.code.value: entry.name for entry in chain.CHAIN.stages}
LADDER_CORNER = "Level"

NAME = "Name"
KIND = "Kind"
ROLE = "Part in it"
NOTE = "Note"
PARTIES = "Parties"
NO_PARTIES = "Nothing was stated about the parties. That is not the same as none."
NONE_PARTIES = "It is stated that no other party has a part in this."
NO_FUNDERS = "Nothing was stated about funders. That is not the same as none."
NONE_FUNDERS = "It is stated that there is no funder."
INTERESTS = "Interests"
NO_INTERESTS = "Nothing was stated about interests. That is not the same as none."
NONE_INTERESTS = "It is stated that there are no interests to declare."

CONSENT_NOT_EVIDENCED = "Consent is not evidenced per person."
CONSENT_NOT_EVIDENCED_WHY = "No consent record of each person was read. The data do not show who agreed to what."
BASIS_UNSTATED = "The basis is not described further."

POPULATION = "Who they are about"
SELECTION = "How people were chosen"
SELECTION_WORDS = "The same in the producer's words"
MODE = "How answers were taken"
COLLECTED = "Collected"
COLLECTED_FROM_TO = "{start} to {end}"
COLLECTED_FROM = "from {start}, the end is not stated"
COLLECTED_TO = "until {end}, the start is not stated"
TARGET = "Whom the figures stand for"
TARGETS: Mapping[str, str] = {
    "population": "the population",
    "participants": "the participants only",
    "documented-events": "documented events, a minimum",
    "enumerated-units": "the units that were listed",
}
SELECTIONS: Mapping[str, str] = {
    "volunteer": "people came forward themselves",
    "simple-random": "simple random sample",
    "stratified": "random sample within strata",
    "cluster": "random sample of places, then of people in them",
    "quota": "quota sample",
    "snowball": "people named other people",
    "respondent-driven": "people named other people, and it is on record who named whom",
    "community-enumeration": "a community counted itself",
    "census": "everybody or everything was meant to be asked",
    "register": "taken from a register",
    "inventory": "everything that was found was listed",
    "unknown": "not known",
}
WEIGHTS = "Weights"
ERRORS = "Known sources of error"
TRAINING = "Training"
PRETEST = "Test before the start"
CLEANING = "Cleaning before anything was counted"
CLEANED = (
    "Decisions of reviewers, each with a reason, were carried out on what was received. "
    "Answers corrected: {corrected}. Answers emptied: {blanked}. Contributions taken out: {removed}. "
    "Decisions about whole columns: {recodes}."
)
CLEANED_CELLS = "These changed {recoded} answers."
SHOWN_COUNTS = {"none": "none", "a few": "a few"}
INSTRUMENT = "Questionnaire"
INSTRUMENT_VERSION = "version {version}"
LANGUAGES = "Languages of the questionnaire"
FINGERPRINT_OF = "SHA-256 of the questionnaire file"
INSTRUMENT_WARNINGS = "What could not be read from the questionnaire"

FINDINGS_LEAD = (
    "Checks of the answers found the following. Each is a question, not a verdict. No check changes or drops anything. "
    "Where the answers are about people, questions that concern only a few of them are kept back, to protect them."
)
FINDINGS_FOLD = "Read the questions ({count})"
FINDING_COUNT = "Rows concerned: {count}."
FINDING_COLUMNS = "Columns:"
NO_FINDINGS = (
    "The checks found nothing to ask about that may be said here. That does not mean the answers are free of error. "
    "Where the answers are about people, questions that concern only a few of them are kept back, to protect them."
)
SEVERITY: Mapping[str, Mark] = {
    "serious": Mark("!", "Serious", "against"),
    "warning": Mark("?", "Please check", "open"),
    "note": Mark("i", "Note", "low"),
}

PRINCIPLES_LEAD = (
    "Nothing here is scored. Each safeguard says what the records of this release show, and each principle says what "
    "they cannot show. Open a principle to read its records."
)
PRINCIPLES_TABLE = "How many safeguards say what, principle by principle. They are not added up."
PRINCIPLE = "Principle"
STATE: Mapping[EvidenceState, Mark] = {
    EvidenceState.FOUND: Mark("✓", "evidence found", "holds"),
    EvidenceState.NONE: Mark("?", "no evidence", "open"),
    EvidenceState.AGAINST: Mark("✕", "evidence against", "against"),
}
RECORDS_READ, REFERENCES = "Records read:", "References:"
CANNOT_SHOW = "What these records cannot show"
CROSSWALK = "Related principles of a human rights-based approach to data: {names}."
RIGHTS_BASED: Mapping[str, str] = {entry.code.value: entry.name for entry in rights_based.RIGHTS_BASED.principles}
NO_RECORDS_WHY = "No record of this release speaks to this principle yet. That is neither good nor bad news."
NO_PRINCIPLES = "No evidence for the principles was computed for this release."

PROTECTED = "Rules were applied so that no figure gives a person away. Their exact settings are not published."
UNPROTECTED = "No rule against disclosure was applied to this release."
RULES = "Kinds of rule applied"
CELLS = "Figures checked: {cells}. Not shown: {suppressed}."
AUDIT = "Audit"
OVER_TIME = "Over time"
POLICY_VERSION = "Version of the rules of this initiative"
TOOL = "Worked out by"

FILES_LEAD = "These files lie beside this page in the bundle."
FILES: Mapping[str, str] = {
    "codebook.csv": "what each table and code means",
    "dossier.json": "the ten principles and the evidence, for programs",
    "dossier.schema.json": "what dossier.json may hold, JSON Schema",
    "report.json": "everything on this page, for programs",
    "datapackage.json": "description of all files, Data Package",
}

CITATION, LICENCE = "Citation", "Licence"
ATTRIBUTION = "How the producers wish to be named"
SOURCE = "Source:"

VERIFY_LEAD = "In the folder of the bundle, with the public key you trust:"
VERIFY_LIMIT = (
    "Verification shows that the files are unchanged since they were signed. Whether they are true was not checked."
)
SIGNER, FINGERPRINT = "Signed with the key", "Fingerprint of the key"
FINGERPRINT_HOW = "Compare it with a fingerprint that you received another way."

PREVIOUS, FIRST = "The release before this one:", "No earlier release is stated."
CHANGES = "What changed"
NO_CHANGES = "What changed is not stated."

GLOSSARY = (
    Term(
        "citizen-data-word",
        "Citizen data",
        "Data from initiatives that people start themselves, or in which they share decisions at least in the design "
        "or the collection.",
    ),
    Term(
        "contribution", "Contribution", "What one person, household, group or place gave: one filled-in questionnaire."
    ),
    Term(
        "indicator", "Indicator", "A figure that answers one question, such as the share of people with water nearby."
    ),
    Term("n", "n", "The number of valid answers behind a figure. A small n makes a figure uncertain."),
    Term(
        "interval",
        "95 % interval",
        "The range in which the true value would lie in 95 of 100 such surveys. It covers chance only.",
    ),
    Term("not-shown", "Not shown, to protect people", "The figure exists, but it could give somebody away."),
    Term("no-answers", "No answers", "Nobody in the group gave a valid answer. It is not zero."),
    Term("value-chain", "Data value chain", "The stages data pass through, from the first design to their use."),
    Term("safeguard", "Safeguard", "A rule or habit that serves a principle and leaves a record one can read."),
)
