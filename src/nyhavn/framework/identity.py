"""Identity questions: identity is what a person says.

From the principle of self-identification (OHCHR HRBAD): disclosure is the person's choice, identities are not
computed or imputed, and an official classification stands beside the person's own words, never instead of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.statistics import Breakdown, Category
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class IdentityTopic(StrEnum):
    """What an identity question is about."""

    GENDER = "gender"
    DISABILITY = "disability"
    ETHNICITY = "ethnicity"
    INDIGENOUS = "indigenous"
    RELIGION = "religion"
    MIGRATION = "migration"
    NATIONALITY = "nationality"
    SEXUAL_ORIENTATION = "sexual-orientation"
    LANGUAGE = "language"
    OTHER = "other"


class IdentityQuestion(Declared):
    """One question about identity, as a plan declares it.

    question: its name in the instrument. decline: answer codes that mean "I prefer not to say".
    own_words_question: the free-text question beside it. several: more than one answer may be chosen.
    agreed_by, agreed_date: who agreed the categories and their mapping, and when.
    mapping: classification -> {own code -> official code}, e.g. {"SDMX:CL_SEX": {"woman": "F"}}; stands beside.
    """

    question: str = Field(min_length=1)
    topic: IdentityTopic
    decline: tuple[str, ...] = ()
    own_words_question: str = ""
    several: bool = False
    agreed_by: str = ""
    agreed_date: date | None = None
    mapping: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)


class RemarkCode(StrEnum):
    """What may be wrong with an identity question."""

    NOT_IN_INSTRUMENT = "not-in-instrument"
    COMPUTED = "identity-computed"
    NO_DECLINE = "no-decline"
    ONE_FIXED_ANSWER = "neither-several-nor-own-words"
    NOT_DECLARED = "not-declared"


@dataclass(frozen=True)
class IdentityRemark:
    """One remark about one question. A prompt asks and blames nobody: the question only looks like one of identity."""

    code: RemarkCode
    question: str
    sentence: str

    @property
    def is_prompt(self) -> bool:
        """Whether the remark is a question to the producer rather than a fault."""
        return self.code is RemarkCode.NOT_DECLARED


class IdentityWords(Vocabulary):
    """Words in a question's name that suggest a question about identity, by topic."""

    words: Mapping[IdentityTopic, tuple[str, ...]]


IDENTITY_WORDS = read_vocabulary(IdentityWords, "identity_words")


def check_identity(instrument: Instrument, declarations: tuple[IdentityQuestion, ...]) -> tuple[IdentityRemark, ...]:
    """All remarks: faults of the declared questions, then prompts about undeclared ones."""
    faults = [remark for declared in declarations for remark in _faults(instrument, declared)]
    named = {declared.question for declared in declarations} | {one.own_words_question for one in declarations}
    undeclared = [question for question in instrument.questions if question.name not in named]
    return (*faults, *(prompt for question in undeclared for prompt in _prompts(question)))


def identity_reasons(instrument: Instrument, declarations: tuple[IdentityQuestion, ...]) -> tuple[Reason, ...]:
    """Why the declared identity questions stand in the way of a release: computed, or not there at all."""
    codes = {RemarkCode.COMPUTED: "identity-inferred", RemarkCode.NOT_IN_INSTRUMENT: "identity-question-unknown"}
    remedy = {
        RemarkCode.COMPUTED: "Ask the person, or name it as a breakdown of the table and not as an identity.",
        RemarkCode.NOT_IN_INSTRUMENT: "Correct the name. Names are those of the instrument.",
    }
    return tuple(
        Reason(codes[remark.code], remark.sentence, f"identity, question {remark.question}", remedy[remark.code])
        for remark in check_identity(instrument, declarations)
        if remark.code in codes
    )


def official_mapping(declared: IdentityQuestion, classification: str) -> Mapping[str, str]:
    """Own code -> official code, to stand beside the own words. Empty if nothing was mapped.

    Raises Refusal `identity-mapping-not-agreed` if it is not on record who agreed the mapping, and when.
    """
    mapping = declared.mapping.get(classification, {})
    if mapping and not _is_agreed(declared):
        raise Refusal(_not_agreed(f"identity, question {declared.question}", classification))
    return mapping


def mapping_reasons(
    breakdowns: tuple[Breakdown, ...], declarations: tuple[IdentityQuestion, ...]
) -> tuple[Reason, ...]:
    """Why official identity codes on a breakdown may not be published: they need an agreed mapping that says the same.

    Looks at breakdowns by a declared identity question, and at SDMX SEX on any breakdown: gender is not SEX.
    """
    by_question = {declared.question: declared for declared in declarations}
    reasons = []
    for breakdown in breakdowns:
        declared = by_question.get(breakdown.question)
        for category in breakdown.told_apart:
            for classification, code in category.official.items():
                if not _may_stand(declared, classification, category, code):
                    reasons.append(_not_agreed(f"breakdown {breakdown.id}, category {category.code}", classification))
    return tuple(reasons)


def _may_stand(declared: IdentityQuestion | None, classification: str, category: Category, code: str) -> bool:
    if declared is None:
        return "SEX" not in classification.upper()
    agreed = declared.mapping.get(classification, {})
    own_codes = category.answers or (category.code,)
    return _is_agreed(declared) and all(agreed.get(own) == code for own in own_codes)


def _is_agreed(declared: IdentityQuestion) -> bool:
    return bool(declared.agreed_by) and declared.agreed_date is not None


def _not_agreed(where: str, classification: str) -> Reason:
    what = f"No agreed mapping to {classification} is on record for this."
    do = "Record the mapping with who agreed it and when, or leave the official code out."
    return Reason("identity-mapping-not-agreed", what, where, do)


def _faults(instrument: Instrument, declared: IdentityQuestion) -> list[IdentityRemark]:
    question = instrument.question(declared.question)
    if question is None:
        found = {RemarkCode.NOT_IN_INSTRUMENT: "The declared identity question is not in the instrument."}
    elif question.type is AnswerType.CALCULATE:
        found = {RemarkCode.COMPUTED: "The identity is computed from other answers instead of being asked."}
    else:
        found = _missing_offers(instrument, question, declared)
    return [IdentityRemark(code, declared.question, sentence) for code, sentence in found.items()]


def _missing_offers(instrument: Instrument, question: Question, declared: IdentityQuestion) -> dict[RemarkCode, str]:
    """What the question itself does not offer, whatever the declaration says."""
    missing = {}
    if not _offers_decline(question, declared):
        missing[RemarkCode.NO_DECLINE] = "The question has no answer that means: I prefer not to say."
    own_words = instrument.question(declared.own_words_question)
    speaks_freely = AnswerType.TEXT in (question.type, own_words.type if own_words else None)
    takes_several = declared.several and question.type is AnswerType.SELECT_MULTIPLE
    if not (speaks_freely or takes_several):
        sentence = "The question takes neither several answers nor the person's own words."
        missing[RemarkCode.ONE_FIXED_ANSWER] = sentence
    return missing


def _offers_decline(question: Question, declared: IdentityQuestion) -> bool:
    """Free text that may be left empty can be declined; a choice needs a code for it in its own list."""
    if question.type is AnswerType.TEXT:
        return not question.required
    return bool(question.codes.intersection(declared.decline))


def _prompts(question: Question) -> list[IdentityRemark]:
    if question.type in (AnswerType.METADATA, AnswerType.MEDIA, AnswerType.GEOPOINT):
        return []
    words = set(re.split(r"[^\w]+|_", question.name.casefold())) | {question.name.casefold()}
    topics = [topic for topic, signs in IDENTITY_WORDS.words.items() if words.intersection(signs)]
    sentence = "The question's name suggests {}. If it asks for an identity, declare it."
    return [IdentityRemark(RemarkCode.NOT_DECLARED, question.name, sentence.format(topic)) for topic in topics[:1]]
