"""What those who may read complaints are shown, and what whoever complained is shown of their own."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from nyhavn.framework.complaints import ComplaintState, ComplaintStep, ComplaintTopic, Reach, RemedyKind
from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import Role
from nyhavn.web.complaints.models import Complaint, ComplaintDone
from nyhavn.web.complaints.queries import about_of, history_of, readable_by
from nyhavn.web.complaints.subjects import ComplaintDesk
from nyhavn.web.complaints.words import BODY, WISH, WORDS, words_of, words_of_act


class ComplaintDueShown(Declared):
    """Something to be done, and until when."""

    step: ComplaintStep
    at: datetime
    is_over: bool


class ComplaintDoneShown(Declared):
    """Something that was done. by_outside: by the body outside. release: the address of what was corrected, or ""."""

    step: ComplaintStep
    words: str
    at: datetime
    by_outside: bool
    remedy: RemedyKind | None
    remedy_by: date | None
    release: str


class ComplaintShown(Declared):
    """One complaint. Who complained is known to nobody. words: "" once they are destroyed."""

    uuid: UUID
    topic: ComplaintTopic
    words: str
    wish: str
    for_body: str
    about: tuple[Role, ...]
    reach: Reach
    state: ComplaintState
    received_at: datetime
    due: tuple[ComplaintDueShown, ...]
    acts: tuple[ComplaintDoneShown, ...]


class ComplaintsShown(Declared):
    """The complaints that this account may know of, the newest first."""

    complaints: tuple[ComplaintShown, ...]


def complaints_shown(desk: ComplaintDesk) -> ComplaintsShown:
    """Those on somebody's desk."""
    return ComplaintsShown(complaints=tuple(complaint_shown(one) for one in readable_by(desk.user, desk.initiative)))


def complaint_shown(complaint: Complaint) -> ComplaintShown:
    """One of them. No name of whoever answered: those who complained read the same."""
    now, history, words = timezone.now(), history_of(complaint), words_of(complaint)
    acts = complaint.acts.select_related("event__release", "complaint__initiative", "complaint__epoch").order_by("id")
    return ComplaintShown(
        uuid=complaint.uuid,
        topic=history.topic,
        words=words.get(WORDS, ""),
        wish=words.get(WISH, ""),
        for_body=words.get(BODY, ""),
        about=tuple(sorted(about_of(complaint))),
        reach=Reach(complaint.reach),
        state=history.state,
        received_at=complaint.received_at,
        due=tuple(ComplaintDueShown(step=due.step, at=due.at, is_over=due.is_over(now)) for due in history.due()),
        acts=tuple(_act_shown(act) for act in acts),
    )


def _act_shown(act: ComplaintDone) -> ComplaintDoneShown:
    release = act.event.release if act.event else None
    return ComplaintDoneShown(
        step=ComplaintStep(act.step),
        words=words_of_act(act),
        at=act.done_at,
        by_outside=act.as_outside,
        remedy=RemedyKind(act.remedy) if act.remedy else None,
        remedy_by=act.remedy_by,
        release=f"/data/{release.name}/{release.version}/" if release else "",
    )
