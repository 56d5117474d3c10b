"""What pages and interface show of needs."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.needs import KeptQuestion, Need, needs_reasons, without_need, without_question
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.queries import need_in, needs_of, questionnaire_in_use, questions_of_people, raised_in
from nyhavn.web.needs.tables import tables_in


class NamedShown(Declared):
    """A question or a table: its name, its words, and the needs that it answers, by number."""

    name: str
    words: str
    needs: tuple[int, ...] = ()


class NeedShown(Need):
    """A need with its public number. taken_back_on, taken_back_because: if it was taken back."""

    uuid: UUID
    taken_back_on: date | None
    taken_back_because: str


class NeedsShown(Declared):
    """The whole chain, and what is missing in it before a collection opens.

    without_need: questions. without_question: numbers of needs. not_asked: names of questions that need no need.
    against_opening: sentences.
    """

    needs: tuple[NeedShown, ...]
    without_need: tuple[NamedShown, ...]
    without_question: tuple[int, ...]
    kept: tuple[KeptQuestion, ...]
    not_asked: tuple[str, ...]
    tables: tuple[NamedShown, ...]
    against_opening: tuple[str, ...]


def needs_shown(on: Initiative) -> NeedsShown:
    """Everything on record about needs."""
    needs, asked, instrument = needs_of(on), questions_of_people(on), questionnaire_in_use(on)
    texts = {one.name: one.label() for one in instrument.questions} if instrument else {}
    return NeedsShown(
        needs=tuple(
            NeedShown(
                **need_in(row).model_dump(),
                uuid=row.uuid,
                taken_back_on=row.taken_back_on,
                taken_back_because=row.taken_back_because,
            )
            for row in raised_in(on)
        ),
        without_need=tuple(NamedShown(name=name, words=texts[name]) for name in without_need(asked, needs)),
        without_question=tuple(need.number for need in without_question(asked, needs)) if instrument else (),
        kept=needs.kept,
        not_asked=tuple(name for name in texts if name not in asked),
        tables=tuple(
            NamedShown(name=table.id, words=table.title, needs=_answered(table.id, needs.need))
            for table in tables_in(on)
        ),
        against_opening=tuple(reason.sentence() for reason in needs_reasons(asked, needs)) if instrument else (),
    )


def _answered(table: str, needs: Iterable[Need]) -> tuple[int, ...]:
    return tuple(need.number for need in needs if table in {link.name for link in need.tables})
