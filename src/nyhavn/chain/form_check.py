"""A look at a questionnaire before anybody is asked: is it sound, and is it fair to the people asked?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.incoming.form_file import read_form_file
from nyhavn.framework.expression import parse, unsupported
from nyhavn.framework.identity import check_identity
from nyhavn.framework.instrument import Instrument, Question
from nyhavn.framework.refusal import Refusal


@dataclass(frozen=True)
class FormCheck:
    """What a questionnaire holds, and remarks about it in plain sentences."""

    title: str
    questions: int
    languages: tuple[str, ...]
    remarks: tuple[str, ...]


def check_questionnaire(form: Path) -> FormCheck:
    """Reads a form and looks at its identity questions and expressions. Raises Refusal if it cannot be read."""
    with outside_faults():
        instrument = read_form_file(form).instrument
    return check_instrument(instrument)


def check_instrument(instrument: Instrument) -> FormCheck:
    """The same for an instrument that was read already."""
    title = instrument.title or instrument.id or instrument.source
    return FormCheck(title, len(instrument.questions), instrument.languages, tuple(_remarks(instrument)))


def _remarks(instrument: Instrument) -> Iterator[str]:
    """Everything that needs a look."""
    yield from instrument.warnings
    for remark in check_identity(instrument, ()):
        yield f'Question "{remark.question}": {remark.sentence}'
    for question in instrument.questions:
        yield from _about_expressions(question)
    if not instrument.version:
        yield "The form has no version. Give it one, so that answers can be matched with what was asked."


def _about_expressions(question: Question) -> Iterator[str]:
    """Expressions that cannot be read, or that checks of the answers cannot work out."""
    for name, text in (("relevant", question.relevant), ("constraint", question.constraint)):
        if not text:
            continue
        try:
            beyond = unsupported(parse(text))
        except Refusal as error:
            yield f'Question "{question.name}", {name}: {error.reasons[0].what}'
            continue
        if beyond:
            yield f'Question "{question.name}", {name}: answers cannot be checked, it uses {", ".join(beyond)}.'
