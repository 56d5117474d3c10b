"""Reading needs, as the rules, the pages and the plan take them."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from nyhavn.framework.instrument import Instrument
from nyhavn.framework.needs import (
    KeptQuestion,
    Linked,
    Need,
    Needs,
    RaisedBy,
    ResultReturned,
    Use,
    asked_of_people,
)
from nyhavn.web.community.queries import charter_on
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import current_questionnaire, questionnaire_form
from nyhavn.web.needs.models import ItemKept, LinkKind, NeedLink, NeedRaised, OutcomeKind

IN_A_MEETING = "Minutes of the meeting on {day}"
WITHHELD = "On record with the body."  # minutes of a body that does not wish to be named


def raised_in(initiative: Initiative) -> QuerySet[NeedRaised]:
    """All needs with everything that belongs to them now, also those that were taken back."""
    linked = Prefetch("links", NeedLink.objects.filter(ended_on=None).order_by("id"))
    kept = Prefetch("kept", ItemKept.objects.filter(ended_on=None))
    found = NeedRaised.objects.filter(initiative=initiative).select_related("body", "meeting")
    return found.prefetch_related(linked, kept, "outcomes").order_by("number")


def needs_of(initiative: Initiative) -> Needs:
    """Everything that stands, with the names of bodies as the team knows them."""
    return Needs(
        need=tuple(need_in(row) for row in raised_in(initiative) if row.taken_back_on is None),
        kept=tuple(
            KeptQuestion(question=row.question, because=row.because, on=row.kept_on)
            for row in ItemKept.objects.filter(initiative=initiative, need=None, ended_on=None).order_by("id")
        ),
    )


def needs_on_record(initiative: Initiative) -> Needs | None:
    """What leaves this site: None where nobody said anything; a body that wishes it so stays unnamed."""
    found = needs_of(initiative)
    if not found.need and not found.kept:
        return None
    named = _named(initiative)
    unnamed = {row.number for row in raised_in(initiative) if row.body_id is not None and row.body_id not in named}
    return found.model_copy(
        update={"need": tuple(_unnamed(need) if need.number in unnamed else need for need in found.need)}
    )


def _named(initiative: Initiative) -> frozenset[int]:
    """The ids of bodies that may be named in public, by the rules that hold today."""
    today = timezone.localdate()
    charters = ((body.id, charter_on(body, today)) for body in initiative.community_bodies.all())
    return frozenset(number for number, charter in charters if charter is not None and charter.is_named)


def _unnamed(need: Need) -> Need:
    return need.model_copy(update={"raised_by": "", "minutes": WITHHELD})


def need_in(row: NeedRaised) -> Need:
    """A need as the rules read it."""
    kept = next(iter(row.kept.all()), None)
    return Need(
        number=row.number,
        words=row.words,
        kind=RaisedBy(row.kind),
        raised_by=row.body.name if row.body else row.raised_by,
        raised_on=row.raised_on,
        minutes=_minutes(row),
        recorded_on=row.recorded_on,
        questions=_linked(row.links.all(), LinkKind.QUESTION),
        tables=_linked(row.links.all(), LinkKind.TABLE),
        returned=tuple(
            ResultReturned(on=one.happened_on, how=one.words)
            for one in row.outcomes.all()
            if one.kind == OutcomeKind.RETURNED
        ),
        used=tuple(
            Use(on=one.happened_on, who=one.who, what=one.words)
            for one in row.outcomes.all()
            if one.kind == OutcomeKind.USED
        ),
        kept_because=kept.because if kept else "",
        kept_on=kept.kept_on if kept else None,
    )


def _minutes(row: NeedRaised) -> str:
    met = IN_A_MEETING.format(day=row.meeting.held_on.isoformat()) if row.meeting else ""
    return ". ".join(filter(None, (met, row.minutes)))


def _linked(links: Iterable[NeedLink], kind: LinkKind) -> tuple[Linked, ...]:
    return tuple(Linked(name=link.name, on=link.linked_on) for link in links if link.kind == kind)


def questionnaire_in_use(initiative: Initiative) -> Instrument | None:
    """What will be asked: the questionnaire of the method card; None until one is chosen."""
    found = current_questionnaire(initiative)
    return questionnaire_form(found).instrument if found else None


def questions_of_people(initiative: Initiative) -> tuple[str, ...]:
    """The questions that have to answer a need, in order; none where no questionnaire is chosen."""
    instrument = questionnaire_in_use(initiative)
    return asked_of_people(instrument) if instrument else ()
