"""Reading how a body decides, who is in it, and what stands by its decisions."""

from datetime import date

from django.db.models import Q, QuerySet

from nyhavn.framework.community_body import BodyRules, DecidesBy, Matter, QuorumKind
from nyhavn.framework.community_matters import Aim, MatterDecision, floor_of, matter_reasons
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.refusal import Reason
from nyhavn.web.community.models import AgendaItem, Charter, Meeting, Member
from nyhavn.web.community.models import MatterDecision as Stored
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.consent.community_queries import lines_of
from nyhavn.web.initiatives.models import Initiative


def charter_on(body: CommunityBody, day: date) -> Charter | None:
    """How the body decides on that day; None if nobody said."""
    return body.charters.filter(starts_on__lte=day).order_by("starts_on", "id").last()


def rules_in(charter: Charter) -> BodyRules:
    """The rules of a charter."""
    return BodyRules(
        quorum=QuorumKind(charter.quorum),
        quorum_of=charter.quorum_of,
        decides_by=DecidesBy(charter.decides_by),
    )


def members_on(body: CommunityBody, day: date) -> QuerySet[Member]:
    """Everybody whose term covers that day."""
    return body.members.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day).order_by("id")


def agenda_of(body: CommunityBody) -> QuerySet[AgendaItem]:
    """What is put to the next meeting, the oldest first."""
    return body.agenda.filter(settled_at=None).order_by("id")


def meetings_in(initiative: Initiative) -> QuerySet[Meeting]:
    """All meetings of all bodies, the newest first, with their items."""
    found = Meeting.objects.filter(body__initiative=initiative).select_related("body")
    return found.prefetch_related("items__dissents", "items__decisions", "presences__member")


def speaking(initiative: Initiative) -> QuerySet[CommunityBody]:
    """The bodies that have not ended."""
    return CommunityBody.objects.filter(initiative=initiative, ended_on=None).order_by("id")


def matter_decisions(initiative: Initiative) -> tuple[MatterDecision, ...]:
    """Everything that was decided beside uses, in the order in which it was recorded."""
    lines = lines_of(initiative)
    stored = Stored.objects.filter(body__initiative=initiative).order_by("id")
    return tuple(
        MatterDecision(
            body=lines[one.body_id],
            matter=Matter(one.matter),
            step=CommunityStep(one.step),
            about=one.about,
            version=one.version,
            threshold=one.threshold,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            at=one.created_at,
            in_meeting=one.item_id is not None,
        )
        for one in stored
    )


def matter_against(initiative: Initiative, matter: Matter, day: date, aim: Aim | None = None) -> tuple[Reason, ...]:
    """What the community has against it on that day; empty if nothing."""
    return matter_reasons(matter_decisions(initiative), matter, day, aim)


def floor_in(initiative: Initiative, day: date) -> int | None:
    """How many contributions a published cell needs at least, as the community asks; None if it asks for none."""
    return floor_of(matter_decisions(initiative), day)
