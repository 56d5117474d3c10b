"""Mails to both sides and to the body outside: that something waits, and not what. Others may see a mail."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.mail import SOMETHING_WAITS, send
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.fitness.models import Appeal, Assessment
from nyhavn.web.initiatives.models import Initiative

BODY = "Something that concerns your work on this site waits for you:\n\n{address}\n"


def producers(initiative: Initiative) -> "QuerySet[User]":
    """Those who speak with offices for an initiative."""
    may = [role.value for role in roles_with(Right.ASK_FOR_ASSESSMENT)]
    return User.objects.filter(roles__initiative=initiative, roles__role__in=may, is_active=True).distinct()


def members(organisation: Organisation) -> "QuerySet[User]":
    """All members of an organisation."""
    return User.objects.filter(memberships__organisation=organisation, is_active=True).distinct()


def tell_producer(assessment: Assessment) -> None:
    """Those who made the data have to act, or can read something."""
    initiative = assessment.release.initiative
    _write(producers(initiative), f"/work/initiatives/{initiative.slug}/assessments/")


def tell_office(assessment: Assessment) -> None:
    """Whoever took it on; as long as nobody did, everybody at the office."""
    taken = members(assessment.office).filter(id__in=assessment.assessors.values("user"))
    _write(taken or members(assessment.office), f"/work/organisations/{assessment.office.slug}/assessments/")


def tell_body(appeal: Appeal) -> None:
    """Those who decide appeals."""
    _write(members(appeal.body), f"/work/organisations/{appeal.body.slug}/appeals/")


def _write(people: Iterable[User], address: str) -> None:
    for one in people:
        send(one.email, SOMETHING_WAITS, BODY.format(address=f"{settings.SITE_ADDRESS}{address}"))
