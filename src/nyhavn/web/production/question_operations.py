"""Help for newcomers: groups and shares made from a question, without writing an expression."""

from collections.abc import Mapping
from typing import Any

from nyhavn.framework.from_question import breakdown_from, share_from, usable_codes
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.pages.operations import Choices, Done, Operation
from nyhavn.web.production.actions import change_tables
from nyhavn.web.production.asks import AskedGroups, AskedShare
from nyhavn.web.production.queries import tables_of
from nyhavn.web.production.subjects import QUESTION, AskedQuestion, tables_home
from nyhavn.web.production.tables import Part, added, names_in


def _groups(by: User, on: AskedQuestion, said: AskedGroups) -> Done:
    taken = names_in(tables_of(on.initiative), Part.BREAKDOWN)
    made = breakdown_from(on.question, language=about_of(on.initiative).language, title=said.title, taken=taken)
    change_tables(by=by, on=on.initiative, change=added(Part.BREAKDOWN, made))
    message = f"Figures can now be shown by {len(made.categories)} groups."
    return Done(message, at=tables_home(on.initiative))


def _share(by: User, on: AskedQuestion, said: AskedShare) -> Done:
    made = share_from(
        on.question,
        said.answers,
        language=about_of(on.initiative).language,
        title=said.title,
        unit=said.unit,
        by=[(name,) for name in said.by],
        taken=names_in(tables_of(on.initiative), Part.INDICATOR),
    ).model_copy(update={"sensitive": said.sensitive})
    change_tables(by=by, on=on.initiative, change=added(Part.INDICATOR, made))
    return Done("It will be counted.", at=tables_home(on.initiative))


def _share_choices(on: AskedQuestion) -> Mapping[str, Choices]:
    """The answers that say something, and the breakdowns there are."""
    language, usable = about_of(on.initiative).language, usable_codes(on.question)
    offered = [choice for choice in on.question.choices if choice.code in usable]
    answers = tuple((c.code, c.labels.get(language) or next(iter(c.labels.values()), c.code)) for c in offered)
    return {
        "answers": answers,
        "by": tuple((breakdown.id, breakdown.title) for breakdown in tables_of(on.initiative).breakdowns),
    }


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "make-groups",
        "Make groups from this question",
        Right.EDIT_INSTRUMENT,
        QUESTION,
        _groups,
        AskedGroups,
        lead="Every answer that is offered becomes a group. You can change the groups afterwards.",
        button="Make the groups",
        template="production/question.html",
    ),
    Operation(
        "count-share",
        "Count the share of people who gave an answer",
        Right.EDIT_INSTRUMENT,
        QUESTION,
        _share,
        AskedShare,
        lead="Of all who gave an answer that can be used. Don't know and declined count neither as yes nor as no.",
        button="Count it",
        choices=_share_choices,
        template="production/question.html",
    ),
)
