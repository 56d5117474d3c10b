"""Self-described gender: people's own words stay as they are; a community agreed which of them are shown together.

Words that nobody agreed on are a group of their own and are called so. Nothing is worked out from names or from other
answers, and a slip of the pen is not corrected unless the community put that writing on its list.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.identity import IdentityQuestion, mapping_reasons
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.modules.conditions import all_of, answer, any_of, chosen, is_answered, is_one_of, only_chosen
from nyhavn.framework.modules.module import ANSWERED, Facts, Module, takes_words, unknown_answer, wrong_kind
from nyhavn.framework.modules.own_words import Said, among, matched, writings_of
from nyhavn.framework.refusal import Reason
from nyhavn.framework.statistics import Breakdown, Category

NOT_GROUPED = "not_grouped"
NOT_GROUPED_LABEL = "In own words, not grouped"
TITLE = "Gender, as people describe it"
KINDS = (AnswerType.TEXT, AnswerType.SELECT_ONE, AnswerType.SELECT_MULTIPLE)


class Group(Declared):
    """Words that the community agreed to show together.

    words: as people write them, and codes where there is a list of answers; matched without regard to blanks at the
    ends, capitals, and spellings of Unicode. official: codes that stand beside; [[identity]] must hold the same.
    """

    code: str = Field(pattern=r"^[A-Za-z0-9_.+-]{1,60}$")
    label: str
    words: tuple[str, ...] = Field(min_length=1)
    official: Mapping[str, str] = Field(default_factory=dict)


class SelfDescribedGender(Module):
    """[[module]] kind = "self-described-gender".

    question: what people answered, in own words or from a list. own_words_question: the text beside a list, read where
    own_words_answer was chosen. several: the group of those who chose answers of different groups, "" for not grouped.
    decline, dont_know: own words that mean so. agreed_by, agreed_date: who agreed the grouping, and when.
    """

    kind: Literal["self-described-gender"]
    question: str
    own_words_question: str = ""
    own_words_answer: str = ""
    groups: tuple[Group, ...] = Field(min_length=1)
    several: str = ""
    decline: tuple[str, ...] = ()
    dont_know: tuple[str, ...] = ()
    agreed_by: str = Field(min_length=1)
    agreed_date: date

    def asks(self) -> tuple[str, ...]:
        """The question, and the one for own words beside it."""
        return tuple(filter(None, (self.question, self.own_words_question)))

    def declining(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The agreed words for declining and for not knowing, at both questions."""
        return dict.fromkeys(self.asks(), (self.decline, self.dont_know))

    def breakdowns(self, instrument: Instrument, said: Said) -> tuple[Breakdown, ...]:
        """The groups in their order, and whoever used other words."""
        asked = instrument.question(self.question) or Question(self.question, "", AnswerType.TEXT)
        read = _Reading(self, asked, instrument, said)
        agreed = f"The grouping was agreed by {self.agreed_by} on {self.agreed_date:%Y-%m-%d}."
        kept = "Own words are not changed; words that nobody grouped are a group of their own."
        groups = [read.category(group) for group in self.groups]
        rest = Category(code=NOT_GROUPED, label=NOT_GROUPED_LABEL, when=read.rest())
        note = " ".join(filter(None, (agreed, kept, self.note)))
        title = self.title or TITLE
        return (Breakdown(id=self.id, title=title, question=self.question, categories=(*groups, rest), note=note),)

    def reasons(self, instrument: Instrument, identity: tuple[IdentityQuestion, ...]) -> Iterator[Reason]:
        """Questions of a wrong kind, words in two groups or in none that can be said, and codes nobody agreed on."""
        yield from super().reasons(instrument, identity)
        yield from self._words_twice()
        yield from self._unknown_group()
        asked = instrument.question(self.question)
        if asked is not None and asked.type is not AnswerType.CALCULATE:
            yield from self._asked(asked, instrument)
        categories = tuple(
            Category(code=g.code, label=g.label, answers=g.words, official=g.official) for g in self.groups
        )
        own = Breakdown(id=self.id, title=TITLE, question=self.question, categories=categories)
        yield from mapping_reasons((own,), identity)

    def limits(self, instrument: Instrument, found: Facts, threshold: int) -> tuple[str, ...]:
        """Whether anybody answered. Who agreed the groups stands in the note of the breakdown."""
        if found[ANSWERED]:
            return ()
        return (f"{self.title or TITLE}: not collected. Nobody answered this question, so no figure here is 0 %.",)

    def _words_twice(self) -> Iterator[Reason]:
        lists = [(group.code, group.words) for group in self.groups]
        lists += [("decline", self.decline), ("dont_know", self.dont_know)]
        found = Counter(word for _, words in lists for word in {matched(word) for word in words})
        for word in sorted(word for word, times in found.items() if times > 1):
            # The word stands in the plan; it is the community's and nobody's answer.
            what = f'"{word}" stands in two lists, so nobody can say where it belongs.'
            yield Reason("module-answer-twice", what, f"{self.where}: groups", "Keep it in one list.")

    def _unknown_group(self) -> Iterator[Reason]:
        if self.several and self.several not in {group.code for group in self.groups}:
            what = f"There is no group {self.several}."
            yield Reason("module-group-unknown", what, f"{self.where}: several", "Name one of the groups.")

    def _asked(self, asked: Question, instrument: Instrument) -> Iterator[Reason]:
        if asked.type not in KINDS:
            yield wrong_kind(asked.name, asked.type, "own words or a list of answers", self.where)
            return
        words = instrument.question(self.own_words_question)
        if words is not None and words.type not in (AnswerType.TEXT, AnswerType.CALCULATE):
            yield wrong_kind(words.name, words.type, "own words", f"{self.where}: own_words_question")
        if self.own_words_question and self.own_words_answer not in asked.codes:
            yield unknown_answer(asked.name, self.own_words_answer or '""', f"{self.where}: own_words_answer")
        if self.own_words_question or takes_words(asked):
            return
        for group in self.groups:
            known = {matched(code) for code in asked.codes}
            where = f"{self.where}: group {group.code}"
            yield from (unknown_answer(asked.name, word, where) for word in group.words if matched(word) not in known)


class _Reading:
    """How the answers of one question, and the words beside it, are read."""

    def __init__(self, module: SelfDescribedGender, asked: Question, instrument: Instrument, said: Said) -> None:
        self.module, self.asked = module, asked
        self.name, self.beside = asked.name, module.own_words_question
        self.said, self.beside_said = said.get(self.name), said.get(self.beside)
        read = module.as_read(instrument, said)
        silent = read.question(self.name)
        words = read.question(self.beside)
        self.silent = (*silent.refused, *silent.dont_know) if silent else ()
        self.beside_silent = (*words.refused, *words.dont_know) if words else ()

    def category(self, group: Group) -> Category:
        """A group: by its answers alone where one answer decides, else by a condition."""
        made = Category(code=group.code, label=group.label, official=group.official)
        alone = self._writings(group.words)
        if self.asked.type is not AnswerType.SELECT_MULTIPLE and not self.beside and alone:
            # Not through validation: it cuts blanks off, and a writing is looked for as it stands.
            return made.model_copy(update={"answers": alone})
        fits = self._fits(group)
        if group.code == self.module.several:
            others = [self._fits(other) for other in self.module.groups if other.code != group.code]
            fits = any_of([fits, all_of([self._several(), f"not({any_of(others)})" if others else ""])])
        return made.model_copy(update={"when": fits})

    def rest(self) -> str:
        """Whoever said anything that is in no group, neither declining nor not knowing."""
        silent = chosen(self.name, self.silent) if self._takes_several() else is_one_of(self.name, self.silent)
        beside = is_one_of(self.beside, self.beside_silent) if self.beside and self.beside_silent else ""
        return all_of(
            [is_answered(self.name), f"not({silent})" if self.silent else "", f"not({beside})" if beside else ""]
        )

    def _takes_several(self) -> bool:
        return self.asked.type is AnswerType.SELECT_MULTIPLE

    def _writings(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The writings of these words that the question can hold; as agreed, where nobody looked yet."""
        if self.asked.codes and not self.asked.open_choices:
            return among(words, self.asked.codes)
        return words if self.said is None else writings_of(words, self.said)

    def _fits(self, group: Group) -> str:
        codes = self._writings(group.words)
        by_code = only_chosen(self.name, codes) if self._takes_several() else is_one_of(self.name, codes)
        if not self.beside:
            return by_code
        words = group.words if self.beside_said is None else writings_of(group.words, self.beside_said)
        own = (self.module.own_words_answer,)
        in_words = only_chosen(self.name, own) if self._takes_several() else is_one_of(self.name, own)
        by_word = all_of([in_words, is_one_of(self.beside, words)]) if words else ""
        return any_of([by_code if codes else "", by_word]) or by_code

    def _several(self) -> str:
        silent = f"not({chosen(self.name, self.silent)})" if self.silent else ""
        return all_of([f"count-selected({answer(self.name)}) > 1", silent]) if self._takes_several() else ""
