"""The Washington Group Short Set: difficulties in six domains, as a group that is worked out when tables are made.

It is stored with nobody and shown as nobody's identity: it exists as a breakdown, which is a condition on answers.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.framework.instrument import AnswerType, Instrument
from nyhavn.framework.modules import washington_limits
from nyhavn.framework.modules.conditions import all_of, answer, any_of, how_many, is_answered, is_one_of
from nyhavn.framework.modules.module import Facts, Module, takes_words, unknown_answer, wrong_kind
from nyhavn.framework.modules.own_words import Said
from nyhavn.framework.modules.washington_rules import RULES, CutOff, Part, Unanswered
from nyhavn.framework.refusal import Reason
from nyhavn.framework.statistics import Breakdown, Category

OUTSIDE, WITH, WITHOUT = "under_5", "difficulty", "no_difficulty"
THEMSELVES, OTHERS = "themselves", "somebody_else"
ASKED, BY_OTHERS, NOT_SAID_BY_WHOM = "asked", "by-others", "not-said-by-whom"
MINORS, AGE_UNKNOWN = "minors", "age-unknown"
USABLE = (AnswerType.SELECT_ONE, AnswerType.INTEGER, AnswerType.TEXT)
Codes = tuple[str, ...]


class Domains(Declared):
    """The questions of the six domains; the Short Set is all of them."""

    seeing: str
    hearing: str
    walking: str
    remembering: str
    selfcare: str
    communicating: str

    @property
    def questions(self) -> tuple[str, ...]:
        """Their names, in the order of the Short Set."""
        return tuple(getattr(self, name) for name in Domains.model_fields)


class Levels(Declared):
    """The answers that stand for each of the four levels."""

    none: Codes = Field(min_length=1)
    some: Codes = Field(min_length=1)
    a_lot: Codes = Field(min_length=1)
    cannot: Codes = Field(min_length=1)

    @property
    def all(self) -> tuple[Codes, ...]:
        """The answers of levels 1 to 4."""
        return (self.none, self.some, self.a_lot, self.cannot)

    def from_level(self, level: int) -> Codes:
        """The answers of that level and of those above it."""
        return tuple(code for codes in self.all[level - 1 :] for code in codes)


class AnsweredBy(Declared):
    """The question that says who answered, and the answers that mean somebody else in the person's place.

    shown: whether figures may also be shown by who answered, as a breakdown of its own.
    """

    question: str
    somebody_else: Codes = Field(min_length=1)
    shown: bool = False


class WashingtonGroup(Module):
    """[[module]] kind = "washington-group": the Short Set, with a named cut-off and a named rule for open questions.

    age: the question with the age in years. youngest: from which age on people were asked at all, as the method says;
    an age below it is a mistake and no age.
    """

    kind: Literal["washington-group"]
    domains: Domains
    levels: Levels
    age: str = ""
    youngest: int = Field(default=0, ge=0)
    cut_off: CutOff = RULES.recommended
    unanswered: Unanswered = Unanswered.ALL_SIX
    answered_by: AnsweredBy | None = None

    def asks(self) -> tuple[str, ...]:
        """The six questions, and those on age and on who answered where they are named."""
        by = self.answered_by.question if self.answered_by else ""
        return tuple(filter(None, (*self.domains.questions, self.age, by)))

    def breakdowns(self, instrument: Instrument, said: Said) -> tuple[Breakdown, ...]:
        """Functioning, and if it is wished who answered."""
        rule = RULES.cut_offs[self.cut_off]
        note = " ".join(filter(None, (rule.note, RULES.counting, self.note)))
        title = self.title or RULES.title
        functioning = Breakdown(id=self.id, title=title, note=note, categories=tuple(self._categories(instrument)))
        return (functioning, *self._by_whom(instrument))

    def published(self, instrument: Instrument) -> tuple[Breakdown, ...]:
        """As they are counted: the conditions name codes of the questionnaire and no words of anybody."""
        return self.breakdowns(instrument, {})

    def words_in(self, instrument: Instrument) -> tuple[str, ...]:
        """None: the four levels are codes."""
        return ()

    def reasons(self, instrument: Instrument, identity: tuple[IdentityQuestion, ...]) -> Iterator[Reason]:
        """Questions that are missing or of another kind, answers that are in no list, levels that are mixed up."""
        yield from super().reasons(instrument, identity)
        yield from self._mixed_up()
        for name in self.domains.questions:
            yield from self._domain(name, instrument)
        if (age := instrument.question(self.age)) is not None and not age.type.is_number:
            yield wrong_kind(age.name, age.type, "an age in years", f"{self.where}: age")
        if self.answered_by and (by := instrument.question(self.answered_by.question)) is not None and by.codes:
            where = f"{self.where}: answered_by"
            yield from (unknown_answer(by.name, c, where) for c in self.answered_by.somebody_else if c not in by.codes)
        for one in identity:
            if one.question in self.domains.questions:
                what = f"{one.question} asks about a difficulty, not about who somebody is."
                yield Reason("module-identity", what, self.where, "Take it out of the identity questions.")

    def facts(self, instrument: Instrument) -> Mapping[str, str]:
        """Who was asked; of these: spoken for by others, not known by whom, minors, of unknown age."""
        asked = all_of([self._of_age(instrument), any_of([is_answered(name) for name in self.domains.questions])])
        counted = {ASKED: asked}
        if self.answered_by:
            by = self.answered_by
            counted[BY_OTHERS] = f"{asked} and {is_one_of(by.question, by.somebody_else)}"
            said = any_of([self._themselves(by, instrument), is_one_of(by.question, by.somebody_else)])
            counted[NOT_SAID_BY_WHOM] = f"{asked} and not({said})"
        if self.age:
            adult = self._aged(instrument, f"{answer(self.age)} >= {RULES.adult_from}")
            known = self._aged(instrument, f"{answer(self.age)} >= {self.youngest}")
            counted[MINORS] = f"{asked} and {known} and not({adult})"
            counted[AGE_UNKNOWN] = f"{asked} and not({known})"
        return counted

    def limits(self, instrument: Instrument, found: Facts, threshold: int) -> tuple[str, ...]:
        """The rules by name, who answered, and whom the Short Set misses."""
        return washington_limits.sentences(
            title=self.title or RULES.title,
            cut_off=self.cut_off,
            unanswered=self.unanswered,
            asked=found[ASKED],
            by_whom=(found[BY_OTHERS], found[NOT_SAID_BY_WHOM]) if self.answered_by else None,
            ages=(found[MINORS], found[AGE_UNKNOWN]) if self.age else None,
            youngest=self.youngest,
            threshold=threshold,
        )

    def meets(self) -> str:
        """The condition that the cut-off is met, by the answers alone."""
        return any_of([self._part(part) for part in RULES.cut_offs[self.cut_off].parts])

    def _categories(self, instrument: Instrument) -> Iterator[Category]:
        rule, official = RULES.cut_offs[self.cut_off], RULES.official
        beside = self.cut_off is RULES.recommended  # official figures on disability use the recommended cut-off
        if self._may_be_too_young():
            label = f"Under {RULES.universe_from} years: not asked by the Short Set"
            yield Category(code=OUTSIDE, label=label, when=self._too_young(instrument))
        yield Category(
            code=WITH,
            label=rule.with_difficulty,
            when=self.meets(),
            official={official.classification: official.with_difficulty} if beside else {},
        )
        yield Category(
            code=WITHOUT,
            label=rule.without_difficulty,
            when=all_of([self._enough_answered(), f"not({self.meets()})"]),
            official={official.classification: official.without_difficulty} if beside else {},
        )

    def _part(self, part: Part) -> str:
        codes = self.levels.from_level(part.level)
        reached = [is_one_of(name, codes) for name in self.domains.questions]
        return any_of(reached) if part.domains == 1 else f"{how_many(reached)} >= {part.domains}"

    def _enough_answered(self) -> str:
        said = [is_one_of(name, self.levels.from_level(1)) for name in self.domains.questions]
        return all_of(said) if self.unanswered is Unanswered.ALL_SIX else any_of(said)

    def _may_be_too_young(self) -> bool:
        return bool(self.age) and self.youngest < RULES.universe_from

    def _too_young(self, instrument: Instrument) -> str:
        age = answer(self.age)
        return self._aged(instrument, f"{age} >= {self.youngest} and {age} < {RULES.universe_from}")

    def _of_age(self, instrument: Instrument) -> str:
        """Not known to be too young; "" where nobody can be. Whose age is unknown is counted by the answers."""
        return f"not({self._too_young(instrument)})" if self._may_be_too_young() else ""

    def _aged(self, instrument: Instrument, condition: str) -> str:
        """A condition on the age, which a code for not knowing or declining never meets: 999 is not an age."""
        question = instrument.question(self.age)
        codes = (*question.dont_know, *question.refused) if question else ()
        return f"({condition} and not({is_one_of(self.age, codes)}))" if codes else f"({condition})"

    def _themselves(self, by: AnsweredBy, instrument: Instrument) -> str:
        """The person answered: said with an answer of the list, or in any words where there is no list."""
        question = instrument.question(by.question)
        silent = {*question.dont_know, *question.refused} if question else set()
        if question is None or takes_words(question):
            return (
                f"({is_answered(by.question)} and not({is_one_of(by.question, (*by.somebody_else, *sorted(silent)))}))"
            )
        return is_one_of(by.question, sorted(question.codes - silent - {*by.somebody_else}))

    def _by_whom(self, instrument: Instrument) -> Iterator[Breakdown]:
        by = self.answered_by
        if by is None or not by.shown:
            return
        yield Breakdown(
            id=f"{self.id}_answered_by",
            title="Who answered the questions on functioning",
            categories=(
                Category(code=THEMSELVES, label="The person", when=self._themselves(by, instrument)),
                Category(
                    code=OTHERS, label="Somebody else for the person", when=is_one_of(by.question, by.somebody_else)
                ),
            ),
        )

    def _mixed_up(self) -> Iterator[Reason]:
        codes = self.levels.from_level(1)
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            what = f"The answer {code} stands for two levels."
            yield Reason("module-answer-twice", what, f"{self.where}: levels", "Keep it at one level.")
        for name in sorted({name for name in self.domains.questions if self.domains.questions.count(name) > 1}):
            what = f"The question {name} stands for two domains."
            yield Reason("module-answer-twice", what, f"{self.where}: domains", "Name each question once.")

    def _domain(self, name: str, instrument: Instrument) -> Iterator[Reason]:
        question = instrument.question(name)
        if question is None or question.type is AnswerType.CALCULATE:
            return
        if question.type not in USABLE:
            yield wrong_kind(name, question.type, "one answer of four levels", self.where)
        for level, codes in zip(Levels.model_fields, self.levels.all, strict=True):
            if question.codes and not question.codes.intersection(codes):
                yield unknown_answer(name, " or ".join(codes), f"{self.where}: levels, {level}")
        silent = {*question.dont_know, *question.refused}.intersection(self.levels.from_level(1))
        for code in sorted(silent):
            what = f"At {name} the answer {code} means don't know or declined, and is no level."
            yield Reason("module-answer-silent", what, f"{self.where}: levels", "Take it out of the levels.")
