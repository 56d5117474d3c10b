"""In which language the report speaks: the English it is written in, or that of whoever reads it on a page."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from nyhavn.exchange.report import home_words, independence_words, quality_words, weights_words, words
from nyhavn.exchange.report.sections import Section

Say = Callable[[str], str]
SPOKEN = (words, quality_words, weights_words, independence_words, home_words)


def as_written(text: str) -> str:
    """The English itself."""
    return text


# Of the one rendering that is going on, so that charts, tables and numbers need not hand it down to each other.
_SAY: ContextVar[Say] = ContextVar("say", default=as_written)


@contextmanager
def speaking(with_: Say) -> Iterator[None]:
    """Until the end of the block, every word of the report is said that way."""
    token = _SAY.set(with_)
    try:
        yield
    finally:
        _SAY.reset(token)


def say(word: str) -> str:
    """A word of the report in the language that is spoken now."""
    return _SAY.get()(word)


class Words:
    """The words for templates: every name of `words` and `quality_words`, said in the language that is spoken."""

    def __getattr__(self, name: str) -> object:
        """What stands under that name."""
        return _said(getattr(next((module for module in SPOKEN if hasattr(module, name)), words), name))


def every_word() -> tuple[str, ...]:
    """All that has to be translated, each once: whatever the report could say, by saying it."""
    met: dict[str, None] = {}

    def note(word: str) -> str:
        met[word] = None
        return word

    with speaking(note):
        for module in SPOKEN:
            for name in vars(module):
                if name.isupper():
                    _said(getattr(module, name))
    return tuple(met)


def _said(value: object) -> object:
    match value:
        case str():
            return say(value)
        case tuple():
            return tuple(_said(each) for each in value)
        case Mapping():
            return {key: _said(each) for key, each in value.items()}
        case words.Mark():
            return replace(value, word=say(value.word))
        case Section():
            return replace(value, heading=say(value.heading))
        case words.Term():
            return replace(value, term=say(value.term), meaning=say(value.meaning))
    raise TypeError(f"these are no words: {value!r}")
