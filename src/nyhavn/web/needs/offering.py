"""What can be ticked: questions by their text, whole groups of them, and tables."""

from collections.abc import Collection, Iterator

from nyhavn.framework.instrument import Question
from nyhavn.framework.needs import needs_a_need
from nyhavn.framework.refusal import refusal
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.models import LinkKind, NeedRaised
from nyhavn.web.needs.queries import need_in, needs_of, questionnaire_in_use
from nyhavn.web.needs.tables import tables_in
from nyhavn.web.pages.operations import Choices

GROUP = "group:"
EVERYTHING = "everything"
LONGEST_LABEL = 120


def questions_in_use(initiative: Initiative) -> tuple[Question, ...]:
    """The questions that have to answer a need."""
    instrument = questionnaire_in_use(initiative)
    return tuple(one for one in instrument.questions if needs_a_need(one)) if instrument else ()


def question_choices(initiative: Initiative, *, but: Collection[str] = ()) -> Choices:
    """All questions; with more than one group, each group before its questions. but: names that are not offered."""
    questions = [one for one in questions_in_use(initiative) if one.name not in but]
    return tuple(_choices(questions))


def _choices(questions: list[Question]) -> Iterator[tuple[str, str]]:
    if len(questions) > 1:
        yield EVERYTHING, "All of these questions"
    told: set[str] = set()
    for question in questions:
        group = _group(question)
        if group and group not in told:
            told.add(group)
            yield f"{GROUP}{group}", f"All questions of the group “{group}”"
        yield question.name, f"{question.name}: {question.label()[:LONGEST_LABEL]}"


def _group(question: Question) -> str:
    return question.groups[0] if question.groups else ""


def names_ticked(
    initiative: Initiative, ticked: Collection[str], *, also: Collection[str] = (), but: Collection[str] = ()
) -> tuple[str, ...]:
    """The questions that were ticked, groups resolved, each once. also: names that may stand there besides.

    Raises Refusal "need-question-unknown".
    """
    questions = [one for one in questions_in_use(initiative) if one.name not in but]
    groups = {f"{GROUP}{_group(one)}" for one in questions if _group(one)} | {EVERYTHING}
    known = {one.name for one in questions} | groups | set(also)
    if not known.issuperset(ticked):
        what = "One of these is no question of the questionnaire in use, or needs no need."
        raise refusal("need-question-unknown", what, where="questions", do="Choose from those that are shown.")
    chosen = [one.name for one in questions if {one.name, f"{GROUP}{_group(one)}", EVERYTHING} & set(ticked)]
    return tuple(dict.fromkeys((*chosen, *(name for name in ticked if name in also and name not in groups))))


def settled_questions(initiative: Initiative) -> frozenset[str]:
    """Questions that a need asks for, or that are kept for a reason."""
    needs = needs_of(initiative)
    return needs.asked_for | needs.kept_questions


def table_choices(need: NeedRaised) -> Choices:
    """The tables of the plan as it is now, and those that are linked and not there any more."""
    there = {table.id: table.title for table in tables_in(need.initiative)}
    linked = need.links.filter(kind=LinkKind.TABLE, ended_on=None).values_list("name", flat=True)
    return (*there.items(), *((name, f"{name} (not in the plan any more)") for name in linked if name not in there))


def tables_suggested(need: NeedRaised) -> tuple[str, ...]:
    """What is linked; where nothing is yet, the tables that count a question of this need."""
    found = need_in(need)
    asked = {link.name for link in found.questions}
    linked = tuple(link.name for link in found.tables)
    return linked or tuple(table.id for table in tables_in(need.initiative) if asked & set(table.counted))
