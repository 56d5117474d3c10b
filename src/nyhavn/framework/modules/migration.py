"""Migratory status: country of birth, nationality and the country moved from, beside the country of the survey.

Each is a breakdown of its own, because foreign-born people and foreigners are different people. Unknown stays unknown.
Displacement is shown only if it was asked, and is worked out from no other answer.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.modules import countries
from nyhavn.framework.modules.conditions import all_of, answer, chosen, is_answered, nobody, only_chosen
from nyhavn.framework.modules.countries import CountryWords, Which
from nyhavn.framework.modules.migration_rules import RULES, Displacement, StatusRules
from nyhavn.framework.modules.module import Facts, Module, takes_words, unknown_answer, wrong_kind
from nyhavn.framework.modules.own_words import Said, among, matched
from nyhavn.framework.refusal import Reason
from nyhavn.framework.statistics import Breakdown, Category

ONE_COUNTRY = (AnswerType.SELECT_ONE, AnswerType.TEXT)
KINDS = {"born_in": ONE_COUNTRY, "nationality": (*ONE_COUNTRY, AnswerType.SELECT_MULTIPLE), "moved_from": ONE_COUNTRY}
PARTS = {"born_in": "birth", "nationality": "nationality", "moved_from": "moved"}
MADE: Mapping[str, Mapping[str, Which]] = {
    "born_in": {"native_born": countries.is_home, "foreign_born": countries.is_elsewhere},
    "nationality": {
        "national": countries.is_home,
        "stateless": countries.is_nowhere,
        "foreigner": countries.is_elsewhere,
    },
    "moved_from": {
        "never_moved": countries.is_nowhere,
        "moved_within": countries.is_home,
        "moved_across": countries.is_elsewhere,
    },
}
NEEDS_NOWHERE = ("stateless", "never_moved")


class DisplacementQuestion(Declared):
    """The question about displacement, and which of its answers mean what."""

    question: str
    answers: Mapping[Displacement, tuple[str, ...]] = Field(min_length=1)


class MigratoryStatus(Module):
    """[[module]] kind = "migratory-status"; each question that is named makes a breakdown.

    country: how answers name the country of the survey; country_name: how readers read it. stateless: answers that mean
    no nationality. never_moved: answers that mean having lived nowhere else. unknown, decline: answers that mean so
    beside those of the questionnaire. separators: characters between several countries in a cell of free text.
    """

    kind: Literal["migratory-status"]
    country: tuple[str, ...] = Field(min_length=1)
    country_name: str = Field(min_length=1)
    born_in: str = ""
    nationality: str = ""
    moved_from: str = ""
    displacement: DisplacementQuestion | None = None
    stateless: tuple[str, ...] = ()
    never_moved: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    decline: tuple[str, ...] = ()
    separators: str = ",;/"

    def asks(self) -> tuple[str, ...]:
        """The questions that are named."""
        displaced = self.displacement.question if self.displacement else ""
        return tuple(filter(None, (self.born_in, self.nationality, self.moved_from, displaced)))

    def declining(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The words for declining and for not knowing, at every question."""
        return dict.fromkeys(self.asks(), (self.decline, self.unknown))

    def breakdowns(self, instrument: Instrument, said: Said) -> tuple[Breakdown, ...]:
        """One for each question, in this order: birth, nationality, moved, displacement."""
        read = self.as_read(instrument, said)
        by_country = [self._by_country(part, read, said) for part in MADE if getattr(self, part)]
        return (*by_country, *self._displacement())

    def reasons(self, instrument: Instrument, identity: tuple[IdentityQuestion, ...]) -> Iterator[Reason]:
        """No question at all, questions of another kind, and answers that no list holds."""
        yield from super().reasons(instrument, identity)
        if not self.asks():
            what = "The module names no question: birth, nationality, moving or displacement."
            yield Reason("module-asks-nothing", what, self.where, "Name a question that people were asked.")
        for part, kinds in KINDS.items():
            question = instrument.question(getattr(self, part))
            if question is None or question.type is AnswerType.CALCULATE:
                continue
            if question.type not in kinds:
                yield wrong_kind(question.name, question.type, "a country", f"{self.where}: {part}")
            elif not takes_words(question) and not among(self.country, question.codes):
                yield unknown_answer(question.name, " or ".join(self.country), f"{self.where}: country")
        yield from self._unknown_words(instrument)
        yield from self._displaced(instrument)

    def facts(self, instrument: Instrument) -> Mapping[str, str]:
        """Who answered each of the questions."""
        return {name: is_answered(name) for name in self.asks()}

    def limits(self, instrument: Instrument, found: Facts, threshold: int) -> tuple[str, ...]:
        """What was not collected, and the rule for several nationalities."""
        empty = [name for name in self.asks() if not found[name]]
        parts = [part for part in (*MADE, "displacement") if not getattr(self, part)]
        missing = [_rules(part).title.lower() for part in parts]
        said = [f"{self._title(name)}: not collected. Nobody answered, so no figure here is 0 %." for name in empty]
        if missing:
            said.append(f"Not asked here: {', '.join(missing)}. What was not asked is not 0 %.")
        if self.nationality:
            said.append(RULES.several)
            said += [] if self.stateless else ["People could not say that they have no nationality; that is not 0 %."]
        return tuple(said)

    def _title(self, question: str) -> str:
        part = next((part for part in MADE if getattr(self, part) == question), "displacement")
        return self._titled(_rules(part))

    def _titled(self, rules: StatusRules) -> str:
        return f"{self.title}: {rules.title.lower()}" if self.title else rules.title

    def _by_country(self, part: str, instrument: Instrument, said: Said) -> Breakdown:
        name, rules = getattr(self, part), _rules(part)
        question = instrument.question(name) or Question(name, "", AnswerType.TEXT)
        made = {code: which for code, which in MADE[part].items() if code not in NEEDS_NOWHERE or self._nowhere(part)}
        note = " ".join(filter(None, (rules.note, self.note)))
        return Breakdown(
            id=f"{self.id}_{PARTS[part]}",
            title=self._titled(rules),
            question=name,
            note=note,
            categories=tuple(
                self._category(code, rules).model_copy(update=self._way_in(question, part, which, said))
                for code, which in made.items()
            ),
        )

    def _nowhere(self, part: str) -> tuple[str, ...]:
        """The answers that mean none: no nationality, or never moved."""
        return {"nationality": self.stateless, "moved_from": self.never_moved}.get(part, ())

    def _category(self, code: str, rules: StatusRules) -> Category:
        words = rules.categories[code]
        label = words.label.format(country=self.country_name)
        return Category(code=code, label=label, official={rules.official: words.official} if words.official else {})

    def _way_in(self, question: Question, part: str, which: Which, said: Said) -> dict[str, object]:
        """Who falls into a category: by a condition where people chose several countries, else by whole answers."""
        silent = (*question.refused, *question.dont_know, *self.unknown, *self.decline)
        marks = self.separators if part == "nationality" and takes_words(question) else ""
        words = CountryWords.of(self.country, self._nowhere(part), silent, marks)
        if question.type is AnswerType.SELECT_MULTIPLE:
            return {"when": _among_several(question, words, which)}
        known = {*question.codes, *(said.get(question.name, ()) if takes_words(question) else ())}
        # What means declining or not knowing in itself falls into no category, whatever it contains.
        open_to = known - {*question.refused, *question.dont_know}
        fits = tuple(sorted(text for text in open_to if which(words.parts(text), words)))
        return {"answers": fits} if fits else {"when": nobody(question.name)}

    def _displacement(self) -> Iterator[Breakdown]:
        if self.displacement is None:
            return
        rules, asked = RULES.displacement, self.displacement
        yield Breakdown(
            id=f"{self.id}_displacement",
            title=self._titled(rules),
            question=asked.question,
            note=" ".join(filter(None, (rules.note, self.note))),
            categories=tuple(
                self._category(status, rules).model_copy(update={"answers": asked.answers[status]})
                for status in Displacement
                if status in asked.answers
            ),
        )

    def _unknown_words(self, instrument: Instrument) -> Iterator[Reason]:
        """Answers that none of the lists holds; where somebody may answer freely, any word may come."""
        for part in ("nationality", "moved_from"):
            question = instrument.question(getattr(self, part))
            if question is None or takes_words(question) or question.type not in KINDS[part]:
                continue
            known = {matched(code) for code in question.codes}
            unknown = [word for word in self._nowhere(part) if matched(word) not in known]
            yield from (unknown_answer(question.name, word, f"{self.where}: {part}") for word in unknown)

    def _displaced(self, instrument: Instrument) -> Iterator[Reason]:
        if self.displacement is None:
            return
        question, where = instrument.question(self.displacement.question), f"{self.where}: displacement"
        if question is None or question.type is AnswerType.CALCULATE:
            return
        if question.type is not AnswerType.SELECT_ONE:
            yield wrong_kind(question.name, question.type, "one answer of a list", where)
        else:
            listed = [code for codes in self.displacement.answers.values() for code in codes]
            yield from (unknown_answer(question.name, c, where) for c in listed if c not in question.codes)


def _rules(part: str) -> StatusRules:
    rules: StatusRules = getattr(RULES, PARTS.get(part, part))
    return rules


def _among_several(question: Question, words: CountryWords, which: Which) -> str:
    """The condition on several chosen countries that says the same as `which` on the set of them."""
    home, nowhere, silent = (among(kind, question.codes) for kind in (words.home, words.nowhere, words.silent))
    if which is countries.is_home:
        return chosen(question.name, home)
    if which is countries.is_nowhere:
        return only_chosen(question.name, nowhere)
    kinds = [chosen(question.name, codes) for codes in (home, silent) if codes]
    only = only_chosen(question.name, nowhere) if nowhere else ""
    listed = sorted(question.codes - {*home, *nowhere, *silent})
    other = f"count-selected({answer(question.name)}) > 0" if takes_words(question) else chosen(question.name, listed)
    return all_of([other, *(f"not({condition})" for condition in filter(None, (*kinds, only)))])
