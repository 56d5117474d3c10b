"""What the data themselves ask: who could be hurt by this question, this place, this list of people?

Computed from the questionnaire and from what is said about the initiative. A prompt never says that there is a danger;
it asks, and waits for an answer: a risk in the register, or a reason why there is none. The words miss other languages
and other wordings, so an empty list proves nothing.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.identifier_words import words_of
from nyhavn.framework.identity import IDENTITY_WORDS
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class PromptKind(StrEnum):
    """Why something is asked."""

    IDENTITY = "identity"
    SENSITIVE = "sensitive"
    SMALL_PLACE = "small-place"
    MINORS = "minors"
    THIRD_PERSONS = "third-persons"
    LOCATION = "location"


ASKS: Mapping[PromptKind, str] = {
    PromptKind.IDENTITY: "It asks who people are. Who could be hurt if it were known, or if the group were?",
    PromptKind.SENSITIVE: "It asks about something for which people are punished or shunned. Who could hear it?",
    PromptKind.SMALL_PLACE: "It names a small place. Could somebody there be recognised, or the place be blamed?",
    PromptKind.MINORS: "People under 18 may answer, or be spoken of. Who agrees for them? Could that be the danger?",
    PromptKind.THIRD_PERSONS: "It is about somebody who is not asked. What could happen to them, or between them?",
    PromptKind.LOCATION: "It tells where somebody is. Who could come to that place?",
}
OF_THE_PLAN = "about the initiative"
DIGITS = 8  # of a version: enough to tell one wording of a question from another
ADULT_AGE = 18  # Convention on the Rights of the Child, Article 1
_LOWEST = re.compile(r"\.\s*(>=?)\s*(\d+)")


class PromptWords(Vocabulary):
    """Words in names and texts of questions that ask for a second thought."""

    words: Mapping[str, tuple[str, ...]]


def _plain(words: Collection[str]) -> frozenset[str]:
    return frozenset(part for word in words for part in words_of(word))


PROMPT_WORDS = read_vocabulary(PromptWords, "risk_prompt_words")
_WORDS = {kind: _plain(words) for kind, words in PROMPT_WORDS.words.items()}
_OF_IDENTITY = _plain([word for words in IDENTITY_WORDS.words.values() for word in words])


@dataclass(frozen=True)
class Prompt:
    """One thing that is asked. about: name of a question or of a repeated part, or OF_THE_PLAN.

    version: of the words that it is about, so that an answer about other words under the same name is none.
    """

    kind: PromptKind
    about: str
    version: str = ""

    @property
    def key(self) -> str:
        """Stable while the questionnaire asks the same."""
        return ":".join(filter(None, (self.kind.value, self.about, self.version)))

    @property
    def asks(self) -> str:
        """The question to the team."""
        return ASKS[self.kind]


def prompts_of(
    instrument: Instrument | None, *, declared_identity: Collection[str] = (), places: Collection[str] = ()
) -> tuple[Prompt, ...]:
    """Everything that is asked, in the order of the questionnaire, each once.

    declared_identity: questions that the plan declares as identity. places: what is said of community and place.
    """
    found = [*_of_plan(places), *(_of_instrument(instrument, declared_identity) if instrument else ())]
    return tuple(dict.fromkeys(found))


def open_prompts(prompts: Collection[Prompt], answered: Collection[str]) -> tuple[Prompt, ...]:
    """Those that nobody answered. answered: keys."""
    return tuple(prompt for prompt in prompts if prompt.key not in answered)


def _of_plan(places: Collection[str]) -> Iterator[Prompt]:
    if any(_says(place, "small-place") for place in places):
        yield Prompt(PromptKind.SMALL_PLACE, OF_THE_PLAN, _version(sorted(places)))


def _of_instrument(instrument: Instrument, declared: Collection[str]) -> Iterator[Prompt]:
    for question in instrument.questions:
        if question.type in (AnswerType.CALCULATE, AnswerType.METADATA):
            continue
        if question.repeat:
            yield Prompt(PromptKind.THIRD_PERSONS, question.repeat)
        kinds = [kind for kind in PromptKind if _asks(kind, question, declared)]
        if kinds:
            version = _version([_asked(question), question.constraint])
            yield from (Prompt(kind, question.name, version) for kind in kinds)


def _asked(question: Question) -> list[object]:
    """What people read: the question and its answers, in every language."""
    return [dict(question.labels), [[choice.code, dict(choice.labels)] for choice in question.choices]]


def _version(words: object) -> str:
    """Of what everybody may read who is asked, so its hash tells nothing."""
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _asks(kind: PromptKind, question: Question, declared: Collection[str]) -> bool:
    words = frozenset(word for text in (question.name, *question.labels.values()) for word in words_of(text))
    if kind is PromptKind.IDENTITY:
        return question.name in declared or bool(_OF_IDENTITY & words)
    if kind is PromptKind.LOCATION and question.type is AnswerType.GEOPOINT:
        return True
    if kind is PromptKind.MINORS and _WORDS["age"] & words:
        return not _adults_only(question)
    return bool(_WORDS[kind.value] & words)


def _adults_only(question: Question) -> bool:
    """Whether the questionnaire takes no age under 18."""
    bounds = [int(number) + (sign == ">") for sign, number in _LOWEST.findall(question.constraint)]
    return question.type.is_number and "or" not in words_of(question.constraint) and max(bounds, default=0) >= ADULT_AGE


def _says(text: str, kind: str) -> bool:
    return not _WORDS[kind].isdisjoint(words_of(text))
