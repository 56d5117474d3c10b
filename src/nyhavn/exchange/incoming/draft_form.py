"""A questionnaire as a text: each question is a clause with its choices, and its name in the form is its anchor."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from nyhavn.exchange.incoming.draft_passages import Passages
from nyhavn.exchange.incoming.form_file import read_form_file
from nyhavn.framework.clauses import ClauseKind, FoundText
from nyhavn.framework.form_page import FormGroup, FormItem, FormLayout, ItemKind

MOST_CHOICES = 200
"""Choices that stand in the text of a question. A list of all villages is looked at in the form."""

_GROUP = "group/"  # before the path of a group, so that it is no name of a question


def read_form_text(path: Path, *, language: str = "") -> FoundText:
    """The questions of a form (.xlsx, .xls) or a data dictionary (.toml) in one language, or the form's own first.

    Refusals: those of forms, draft-empty, draft-too-large.
    """
    form = read_form_file(path)
    layout, found = form.layout, Passages(path.name)
    spoken = _spoken(layout, language)
    others = [one for one in layout.languages if one != spoken]
    if others:
        found.unread("form", f"Only one language is read; the form also has: {', '.join(others)[:200]}.")
    for warning in form.instrument.warnings:
        found.unread("form", warning)
    shown: set[str] = set()
    for item in layout.items:
        where = f"sheet survey, row {item.row}" if item.row else f"question {item.name}"
        _headings(found, layout, item, spoken, shown, where)
        _item(found, item, spoken, where)
    return found.found(title=form.instrument.title or path.stem, language=spoken)


def _spoken(layout: FormLayout, wanted: str) -> str:
    """The language asked for, else that of the form, else its first one."""
    if wanted in layout.languages:
        return wanted
    default = layout.default_language
    return default if default in layout.languages else next(iter(layout.languages), "")


def _headings(found: Passages, layout: FormLayout, item: FormItem, language: str, shown: set[str], where: str) -> None:
    """Labels of the groups around it, each once."""
    for level, path in enumerate(item.groups, start=1):
        group = layout.group(path)
        if item.is_displayed and group is not None and path not in shown:
            shown.add(path)
            found.heading(level, _group_label(group, language), where, number="", anchor=_GROUP + path)


def _group_label(group: FormGroup, language: str) -> str:
    return _text(group.labels, language) or group.path.rpartition("/")[2]


def _item(found: Passages, item: FormItem, language: str, where: str) -> None:
    if not item.is_displayed:
        found.unread(where, "What the form works out or records by itself is no question.")
        return
    if item.relevant or item.constraint_messages or item.choice_filter:
        found.unread(where, "Conditions and checks of questions are not in the text.")
    if item.media:
        found.unread(where, "Pictures and sounds beside a question are not in the text.")
    if len(item.choices) > MOST_CHOICES:
        found.unread(where, f"Choices after the first {MOST_CHOICES} are not in the text.")
    kind = ClauseKind.QUESTION if item.kind is ItemKind.QUESTION else ClauseKind.PARAGRAPH
    found.add(kind, "\n".join(_lines(item, language)), where, number="", anchor=item.name)


def _lines(item: FormItem, language: str) -> Iterator[str]:
    yield _text(item.labels, language) or item.name
    yield from filter(None, (_text(item.hints, language), _text(item.guidance, language)))
    for choice in item.choices[:MOST_CHOICES]:
        label = _text(choice.labels, language)
        yield f"– {label} ({choice.code})" if label else f"– {choice.code}"


def _text(texts: Mapping[str, str], language: str) -> str:
    """The words in that language, else in none, else in the first there is."""
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")
