"""The pages of a form: a group to a page, as a server can show them one at a time, without a script in the browser."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from nyhavn.framework.form_page import FormItem, FormLayout
from nyhavn.framework.interview import Interview, ShownItem, problems, visible
from nyhavn.framework.interview_problems import AnswerProblem

MOST_ITEMS = 20  # on one page; a longer group is cut at its inner groups, then by number. A field-list never is.


@dataclass(frozen=True)
class FormPage:
    """One page. number: from 1. group: the path of the innermost group that holds all of it, "" for none."""

    number: int
    group: str
    items: tuple[str, ...]


def pages(layout: FormLayout) -> tuple[FormPage, ...]:
    """All pages, in the form's order; every item that is ever shown stands on exactly one."""
    shown = [item for item in layout.items if item.is_displayed]
    lists = frozenset(group.path for group in layout.groups if group.is_field_list)
    runs = enumerate(_runs(shown, lists, 0), start=1)
    return tuple(FormPage(number, _shared(run), tuple(item.name for item in run)) for number, run in runs)


def next_page(interview: Interview, page: FormPage | None, today: date) -> FormPage | None:
    """The next page with anything to show, from the first on for None; None after the last."""
    after = page.number if page else 0
    return next((found for found in _open(interview, today) if found.number > after), None)


def previous_page(interview: Interview, page: FormPage, today: date) -> FormPage | None:
    """The page before with anything to show; None before the first."""
    return next((found for found in reversed(_open(interview, today)) if found.number < page.number), None)


def shown_on(interview: Interview, page: FormPage, today: date) -> tuple[ShownItem, ...]:
    """What stands on one page now."""
    return tuple(shown for shown in visible(interview, today) if shown.item.name in page.items)


def problems_on(interview: Interview, page: FormPage, today: date) -> tuple[AnswerProblem, ...]:
    """What is wrong with the answers of one page."""
    return tuple(problem for problem in problems(interview, today) if problem.question in page.items)


def newly_asked(before: Interview, after: Interview, page: FormPage, today: date) -> tuple[str, ...]:
    """Items of the page that nobody saw as they stand after the answers: they appeared, or their choices changed.

    If there are any, the same page is shown once more before going on.
    """
    seen = {shown.item.name: shown.choices for shown in shown_on(before, page, today)}
    now = shown_on(after, page, today)
    return tuple(shown.item.name for shown in now if seen.get(shown.item.name) != shown.choices)


def _open(interview: Interview, today: date) -> tuple[FormPage, ...]:
    names = {shown.item.name for shown in visible(interview, today)}
    return tuple(page for page in pages(interview.layout) if not names.isdisjoint(page.items))


def _runs(items: Sequence[FormItem], lists: frozenset[str], depth: int) -> Iterator[Sequence[FormItem]]:
    """Neighbours that belong on one page. depth: how many groups around them are shared already."""
    for path, found in groupby(items, key=lambda item: item.groups[: depth + 1]):
        run = list(found)
        has_inner = len(path) > depth
        if has_inner and (path[-1] in lists or (len(run) <= MOST_ITEMS and not _has_list(run, lists))):
            yield run
        elif has_inner:
            yield from _runs(run, lists, depth + 1)
        else:
            yield from (run[start : start + MOST_ITEMS] for start in range(0, len(run), MOST_ITEMS))


def _has_list(run: Sequence[FormItem], lists: frozenset[str]) -> bool:
    return any(path in lists for item in run for path in item.groups)


def _shared(run: Sequence[FormItem]) -> str:
    common = run[0].groups
    for item in run:
        common = common[: sum(1 for one, other in zip(common, item.groups, strict=False) if one == other)]
    return common[-1] if common else ""
