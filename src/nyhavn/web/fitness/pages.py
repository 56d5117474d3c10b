"""Pages of assessments: for those who made the data, for the office, and for whoever decides appeals."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.fitness.workflow import AssessmentState
from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import organisation_page, rights_at
from nyhavn.web.accounts.models import Organisation
from nyhavn.web.accounts.organisation_around import around_organisation
from nyhavn.web.fitness import showing
from nyhavn.web.fitness.queries import assessor_of, is_settled
from nyhavn.web.fitness.subjects import (
    AppealsDesk,
    CriteriaDesk,
    OfficeDesk,
    ProducersDesk,
    enter_appeal,
    enter_asked,
    enter_assessment,
)
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link

UNDER_WAY = (AssessmentState.REQUESTED, AssessmentState.ASSESSING)


@work_page(Right.ASK_FOR_ASSESSMENT)
@require_safe
def assessments(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What an initiative asked offices for."""
    here = around(request, initiative, Link("Assessments"))
    found = showing.producers_assessments(ProducersDesk(initiative)).assessments
    shown = {"assessments": found}
    return render(request, "fitness/assessments.html", here.context | shown)


@work_page(Right.ASK_FOR_ASSESSMENT)
@require_safe
def assessment(request: HttpRequest, initiative: Initiative, assessment: UUID) -> HttpResponse:
    """One assessment, with everything that both sides said."""
    user = account_of(request)
    found = enter_asked(user, Right.ASK_FOR_ASSESSMENT, initiative=initiative.slug, assessment=assessment)
    shown = showing.asked_shown(found)
    home = f"/work/initiatives/{initiative.slug}/assessments/"
    here = around(request, initiative, Link("Assessments", home), Link(shown.office))
    return render(
        request,
        "fitness/assessment.html",
        here.context
        | {
            "shown": shown,
            "at": f"{home}{shown.uuid}/",
            "is_producer": True,
            "is_under_way": shown.state in UNDER_WAY,
            "may_take_back": shown.state in UNDER_WAY and not shown.verdicts,
        },
    )


@organisation_page(OrganisationRight.ASSESS)
@require_safe
def office(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What an office was asked."""
    found = showing.office_assessments(OfficeDesk(organisation)).assessments
    shown = {"assessments": found, "is_office": True}
    return render(
        request,
        "fitness/assessments.html",
        around_organisation(request, organisation, Link("Assessments")).context | shown,
    )


@organisation_page(OrganisationRight.ASSESS)
@require_safe
def office_assessment(request: HttpRequest, organisation: Organisation, assessment: UUID) -> HttpResponse:
    """One assessment, with what can be done next."""
    user = account_of(request)
    found = enter_assessment(user, OrganisationRight.ASSESS, organisation=organisation.slug, assessment=assessment)
    shown = showing.assessment_shown(found)
    home = f"/work/organisations/{organisation.slug}/assessments/"
    is_assessor = assessor_of(found, user.id) is not None
    return render(
        request,
        "fitness/assessment.html",
        around_organisation(request, organisation, Link("Assessments", home), Link(shown.title)).context
        | {
            "shown": shown,
            "at": f"{home}{shown.uuid}/",
            "is_office": True,
            "is_assessor": is_assessor,
            "works": is_assessor and shown.state is AssessmentState.ASSESSING,
            "is_under_way": shown.state in UNDER_WAY,
            "all_settled": all(is_settled(found, number) for number in range(len(shown.purposes))),
        },
    )


@organisation_page(OrganisationRight.ASSESS)
@require_safe
def criteria(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The criteria that an office can apply."""
    shown = {
        "criteria": showing.criteria_shown(CriteriaDesk(organisation)).criteria,
        "may_write": OrganisationRight.WRITE_RULES in rights_at(account_of(request), organisation),
    }
    return render(
        request, "fitness/criteria.html", around_organisation(request, organisation, Link("Criteria")).context | shown
    )


@organisation_page(OrganisationRight.HEAR_APPEALS)
@require_safe
def appeals(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What a body decides, or decided."""
    found = showing.appeals_shown(AppealsDesk(organisation)).appeals
    return render(
        request,
        "fitness/appeals.html",
        around_organisation(request, organisation, Link("Appeals")).context | {"appeals": found},
    )


@organisation_page(OrganisationRight.HEAR_APPEALS)
@require_safe
def appeal(request: HttpRequest, organisation: Organisation, appeal: UUID) -> HttpResponse:
    """One appeal with the verdict that it is about."""
    user = account_of(request)
    found = enter_appeal(user, OrganisationRight.HEAR_APPEALS, organisation=organisation.slug, appeal=appeal)
    home = f"/work/organisations/{organisation.slug}/appeals/"
    shown = showing.appeal_shown(found)
    way = around_organisation(request, organisation, Link("Appeals", home), Link(shown.verdict.title)).context
    return render(request, "fitness/appeal.html", way | {"shown": shown, "at": f"{home}{appeal}/"})
