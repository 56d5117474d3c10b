"""What waits for somebody: for those who made the data, for the office, and for whoever decides appeals."""

from collections.abc import Iterable, Iterator

from nyhavn.framework.fitness.workflow import Turn
from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.fitness.models import Appeal, Assessment
from nyhavn.web.fitness.queries import UNDER_WAY, assessments, standing_of
from nyhavn.web.fitness.subjects import appeals_home, office_page, producers_page
from nyhavn.web.initiatives.waiting import Waiting, add_waiting

FROM_OFFICE, AT_OFFICE, APPEAL = "An office waits for you", "An assessment waits", "An appeal waits for a decision"
OWN_APPEAL = "Your appeal is open; its body has not decided yet"


def assessments_waiting(user: User) -> Iterator[Waiting]:
    """Those in which it is the turn of this person's side."""
    mine = tuple(Organisation.objects.filter(memberships__user=user))
    under_way = assessments().filter(state__in=UNDER_WAY)
    for one in under_way.filter(office__in=mine):
        if standing_of(one).turn.who is Turn.OFFICE and _is_theirs(one, user):
            yield Waiting(AT_OFFICE, one.office.name, office_page(one), one.asked_at)
    may = [role.value for role in roles_with(Right.ASK_FOR_ASSESSMENT)]
    asked = under_way.filter(release__initiative__roles__user=user, release__initiative__roles__role__in=may)
    for one in asked.distinct():
        if standing_of(one).turn.who is Turn.PRODUCER:
            yield Waiting(FROM_OFFICE, one.release.initiative.title, producers_page(one), one.asked_at)
    yield from _own_appeals(user, may)
    for appeal in Appeal.objects.filter(body__in=mine, end="").select_related("body"):
        yield Waiting(APPEAL, appeal.body.name, f"{appeals_home(appeal.body)}{appeal.uuid}/", appeal.appealed_at)


def _own_appeals(user: User, may: Iterable[str]) -> Iterator[Waiting]:
    """Open appeals of one's own initiatives: nothing to do but to know of them, and to ask where one takes too long."""
    roles = user.roles.filter(role__in=may).values("initiative")
    found = Appeal.objects.filter(verdict__assessment__release__initiative__in=roles, end="")
    for appeal in found.select_related("verdict__assessment__release__initiative"):
        on = appeal.verdict.assessment
        yield Waiting(OWN_APPEAL, on.release.initiative.title, producers_page(on), appeal.appealed_at)


def _is_theirs(one: Assessment, user: User) -> bool:
    """Whoever took it on; as long as nobody did, everybody at the office."""
    return not one.assessors.exists() or one.assessors.filter(user=user).exists()


add_waiting(assessments_waiting)
