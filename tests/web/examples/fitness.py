"""Assessments: one that the cast asked for, one that its organisation was asked for, and an appeal to it."""

import uuid
from collections.abc import Mapping

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.fitness.models import Appeal, Assessment
from nyhavn.web.initiatives.models import Initiative, RoleAssignment
from nyhavn.web.releases.models import PublicRelease
from web import judging
from web.cast import Cast, person
from web.examples.registry import example
from web.examples.releases import a_published_one
from web.judging import Office

PRODUCERS, OFFICES = "initiatives/<slug:initiative>/assessments", "organisations/<slug:organisation>"


def an_office(cast: Cast) -> Office:
    """Another organisation that judges what the cast made."""
    slug = f"office-for-{cast.initiative.slug}"
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        return judging.office(slug)
    people = [one.user for one in found.memberships.order_by("id")]
    return Office(found, *people)


def asked_for(cast: Cast) -> Assessment:
    """What the cast asked for, up to a verdict that stands and one that waits for a reply; made once."""
    office = an_office(cast)
    found = Assessment.objects.filter(office=office.organisation).first()
    if found is not None:
        return found
    purposes = (judging.HEADLINE, judging.BREAKDOWN)
    made = judging.begun(judging.requested(cast, a_published_one(cast), office, purposes), office)
    judging.asked_back(made, office)
    made = judging.answered(made, office)
    judging.issued(cast, made, office)
    judging.proposed(made, office, purpose="2")
    return made


@example(f"{PRODUCERS}/<uuid:assessment>")
def an_assessment(cast: Cast) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, "assessment": asked_for(cast).uuid}


@example(f"{PRODUCERS}/<uuid:assessment>/questions/<uuid:question>")
def a_question(cast: Cast) -> Mapping[str, object]:
    return {**an_assessment(cast), "question": asked_for(cast).questions.get().uuid}


@example(f"{PRODUCERS}/<uuid:assessment>/proposals/<uuid:proposal>")
def a_verdict_that_waits_for_a_reply(cast: Cast) -> Mapping[str, object]:
    return {**an_assessment(cast), "proposal": asked_for(cast).proposals.get(replied_at=None).uuid}


@example(f"{PRODUCERS}/<uuid:assessment>/verdicts/<uuid:verdict>")
def a_verdict(cast: Cast) -> Mapping[str, object]:
    return {**an_assessment(cast), "verdict": asked_for(cast).verdicts.get().uuid}


def elsewhere(cast: Cast) -> Cast:
    """People elsewhere who published something, made once; nobody of the cast has a part in it."""
    slug = f"beside-{cast.initiative.slug}"
    found = Initiative.objects.filter(slug=slug).select_related("organisation").first()
    if found is not None:
        return Cast(found.organisation, found, {Role.COORDINATOR: found.roles.get().user}, User())
    release = a_published_one(cast)
    council = Organisation.objects.create(slug=f"council-{slug}", name=f"Council {slug}", kind="community")
    about = {**cast.initiative.about, "id": slug}
    made = Initiative.objects.create(slug=slug, organisation=council, title="Water elsewhere", about=about)
    asks = person("Esther", f"{slug}.example")
    RoleAssignment.objects.create(initiative=made, user=asks, role=Role.COORDINATOR.value)
    run = release.run
    run.pk, run.uuid, run.initiative = None, uuid.uuid4(), made
    run.save()
    release.pk, release.uuid, release.run, release.initiative, release.name = None, uuid.uuid4(), run, made, slug
    release.save()
    return Cast(council, made, {Role.COORDINATOR: asks}, asks)


def judged_by(cast: Cast) -> Assessment:
    """What the organisation of the cast was asked for; its observer assesses it. Made once."""
    found = Assessment.objects.filter(office=cast.organisation).first()
    if found is not None:
        return found
    there, kind = elsewhere(cast), cast.organisation.kind
    Organisation.objects.filter(id=cast.organisation.id).update(kind=PartyKind.STATISTICS_OFFICE.value)
    office = Office(cast.organisation, cast.admin, cast[Role.OBSERVER], cast[Role.ASSESSOR])
    release = PublicRelease.objects.select_related("initiative").get(initiative=there.initiative)
    made = judging.begun(judging.requested(there, release, office), office)
    Organisation.objects.filter(id=cast.organisation.id).update(kind=kind)
    made = judging.answered(made, office)
    judging.proposed(made, office)
    return made


@example(f"{OFFICES}/assessments/<uuid:assessment>")
def something_to_judge(cast: Cast) -> Mapping[str, object]:
    return {"organisation": cast.organisation.slug, "assessment": judged_by(cast).uuid}


@example(f"{OFFICES}/assessments/<uuid:assessment>/criteria/<slug:criterion>")
def a_criterion(cast: Cast) -> Mapping[str, object]:
    return {**something_to_judge(cast), "criterion": "relevance"}


@example(f"{OFFICES}/assessments/<uuid:assessment>/proposals/<uuid:proposal>")
def a_proposed_verdict(cast: Cast) -> Mapping[str, object]:
    return {**something_to_judge(cast), "proposal": judged_by(cast).proposals.get().uuid}


@example(f"{OFFICES}/appeals/<uuid:appeal>")
def an_appeal(cast: Cast) -> Mapping[str, object]:
    """Against a verdict about what others made, by another office; the cast's organisation decides it."""
    found = Appeal.objects.filter(body=cast.organisation).first()
    if found is None:
        there, office = elsewhere(cast), judging.office(f"judges-{cast.initiative.slug}")
        release = PublicRelease.objects.select_related("initiative").get(initiative=there.initiative)
        verdict = judging.judged(there, release, office)
        found = Appeal.objects.create(verdict=verdict, body=cast.organisation, because="Methods are described.")
    return {"organisation": cast.organisation.slug, "appeal": found.uuid}


@example("data/<str:name>/<str:version>/verdicts/<uuid:verdict>")
def a_public_verdict(cast: Cast) -> Mapping[str, object]:
    verdict = asked_for(cast).verdicts.get()
    release = verdict.assessment.release
    return {"name": release.name, "version": release.version, "verdict": verdict.uuid}
