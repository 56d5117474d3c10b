"""The checks that an instrument brings with it, without anybody declaring them.

Only what the instrument says for certain is used: types, metadata, lists of choices, conditions. Ages, places, sexes
and interviewers are never guessed from the name or the wording of a question, because a wrong guess asks the wrong
people the wrong question: whoever wants heaping, ratios or effects looked at declares them.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from nyhavn.framework.checks import Check, usual_check
from nyhavn.framework.expression import parse
from nyhavn.framework.expression_tree import Binary, Call, Junction, Literal, Name, Node
from nyhavn.framework.instrument import AnswerType, Instrument, Question
from nyhavn.framework.refusal import Refusal


def usual_checks(instrument: Instrument, columns: Collection[str], identity: Collection[str] = ()) -> tuple[Check, ...]:
    """The checks that run by themselves on the questions that have a column.

    identity: questions about identity; their own words are compared with no list, and their spellings with nothing.
    """
    collected = [question for question in instrument.questions if question.name in columns]
    recorded = {question.metadata: question.name for question in collected if question.metadata}
    return (
        *_of_types(collected),
        *_of_metadata(recorded),
        *_of_own_words(collected, instrument, identity),
    )


def _of_types(collected: Collection[Question]) -> Iterator[Check]:
    for kind, types in _BY_TYPE.items():
        named = tuple(question.name for question in collected if question.type in types)
        if named and kind in _ONE_COLUMN:
            yield from (usual_check(kind, (name,)) for name in named)
        elif named:
            yield usual_check(kind, named)


_BY_TYPE: Mapping[str, frozenset[AnswerType]] = MappingProxyType(
    {
        "outlier": frozenset({AnswerType.INTEGER, AnswerType.DECIMAL}),
        "sentinel-number": frozenset({AnswerType.INTEGER, AnswerType.DECIMAL}),
        "default-date": frozenset({AnswerType.DATE}),
        "several-notations": frozenset({AnswerType.TEXT}),
        "risky-text": frozenset({AnswerType.TEXT}),
        "poor-accuracy": frozenset({AnswerType.GEOPOINT}),
        "same-point": frozenset({AnswerType.GEOPOINT}),
    }
)
_ONE_COLUMN = frozenset({"poor-accuracy", "same-point"})


def _of_metadata(recorded: Mapping[str, str]) -> Iterator[Check]:
    """Times and users that the device records: what they are is certain."""
    start, end = recorded.get("start"), recorded.get("end")
    who = recorded.get("username") or recorded.get("deviceid")
    if start and end:
        yield usual_check("duration", (start, end))
        if who:
            yield usual_check("overlapping-interviews", (start, end), (who,))
    if who and "today" in recorded:
        yield usual_check("near-duplicate", (), (who, recorded["today"]))


def _of_own_words(
    collected: Collection[Question], instrument: Instrument, identity: Collection[str]
) -> Iterator[Check]:
    """A text that is only asked after a certain choice of a list, and lists that take answers of their own."""
    for question in collected:
        asked_after = question.name if question.open_choices else _list_before(question, instrument)
        if asked_after and not {question.name, asked_after} & set(identity):
            yield usual_check("other-repeats-choice", (question.name,), question=asked_after)


def _list_before(question: Question, instrument: Instrument) -> str:
    """The question with a list, one choice of which opens this text; "" if there is none."""
    if question.type is not AnswerType.TEXT or not question.relevant:
        return ""
    try:
        tree = parse(question.relevant).tree
    except Refusal:
        return ""  # said as not-evaluated by the check of who was asked
    operands = tree.operands if isinstance(tree, Junction) and tree.operator == "and" else (tree,)
    for operand in reversed(operands):  # the question's own condition stands after those of its groups
        listed = instrument.question(_chosen(operand))
        if listed is not None and listed.type.is_select and listed.choices:
            return listed.name
    return ""


def _chosen(node: Node) -> str:
    """The question of which one certain choice is asked for: selected(${q}, 'code') or ${q} = 'code'."""
    match node:
        case Call("selected", (Name(name), Literal(str()))):
            return name
        case Binary("=", Name(name), Literal(str())) | Binary("=", Literal(str()), Name(name)):
            return name
    return ""
