"""Finding assessments as somebody: the producer's side, the office's side, and whoever hears an appeal.

Each side finds its own; to everybody else nothing is there.
"""

from dataclasses import dataclass
from uuid import UUID

from nyhavn.framework.roles import OrganisationRight, Right
from nyhavn.web.accounts.access import enter_organisation, not_found
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.fitness.models import Appeal, Assessment, IssuedVerdict, Proposal, QuestionBack
from nyhavn.web.fitness.queries import of_initiative, of_office
from nyhavn.web.initiatives.access import enter_initiative
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


def producers_home(initiative: Initiative) -> str:
    """Where those who made the data see their assessments."""
    return f"/work/initiatives/{initiative.slug}/assessments/"


def producers_page(assessment: Assessment) -> str:
    """One of them."""
    return f"{producers_home(assessment.release.initiative)}{assessment.uuid}/"


def office_home(office: Organisation) -> str:
    """Where an office sees what it was asked."""
    return f"/work/organisations/{office.slug}/assessments/"


def office_page(assessment: Assessment) -> str:
    """One of them."""
    return f"{office_home(assessment.office)}{assessment.uuid}/"


def criteria_home(office: Organisation) -> str:
    """Where an office sees its criteria."""
    return f"/work/organisations/{office.slug}/criteria/"


def appeals_home(body: Organisation) -> str:
    """Where a body sees the appeals that it decides."""
    return f"/work/organisations/{body.slug}/appeals/"


@dataclass(frozen=True)
class ProducersDesk:
    """All assessments of an initiative."""

    initiative: Initiative


@dataclass(frozen=True)
class OfficeDesk:
    """All assessments of an office."""

    office: Organisation


@dataclass(frozen=True)
class CriteriaDesk:
    """The criteria that an office can apply."""

    office: Organisation


@dataclass(frozen=True)
class AppealsDesk:
    """All appeals that a body decides, or decided."""

    body: Organisation


@dataclass(frozen=True)
class Asked:
    """An assessment as its producer sees it."""

    assessment: Assessment

    @property
    def initiative(self) -> Initiative:
        """Whose it is."""
        return self.assessment.release.initiative


def enter_producers_desk(user: User, right: Right, *, initiative: str) -> ProducersDesk:
    """Raises Refusal."""
    return ProducersDesk(enter_initiative(user, right, initiative=initiative))


def enter_asked(user: User, right: Right, *, initiative: str, assessment: UUID) -> Asked:
    """Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = of_initiative(within).filter(uuid=assessment).first()
    if found is None:
        raise not_found("assessment")
    return Asked(found)


def enter_question(user: User, right: Right, *, initiative: str, assessment: UUID, question: UUID) -> QuestionBack:
    """Raises Refusal."""
    within = enter_asked(user, right, initiative=initiative, assessment=assessment).assessment
    found = QuestionBack.objects.filter(assessment=within, uuid=question)
    one = found.select_related("assessment__release__initiative", "assessment__office").first()
    if one is None:
        raise not_found("question")
    return one


def enter_shown_proposal(user: User, right: Right, *, initiative: str, assessment: UUID, proposal: UUID) -> Proposal:
    """Raises Refusal."""
    within = enter_asked(user, right, initiative=initiative, assessment=assessment).assessment
    return _proposal_in(within, proposal)


def enter_verdict(user: User, right: Right, *, initiative: str, assessment: UUID, verdict: UUID) -> IssuedVerdict:
    """Raises Refusal."""
    within = enter_asked(user, right, initiative=initiative, assessment=assessment).assessment
    found = IssuedVerdict.objects.filter(assessment=within, uuid=verdict)
    one = found.select_related("assessment__release__initiative__organisation", "assessment__office").first()
    if one is None:
        raise not_found("verdict")
    return one


def enter_office_desk(user: User, right: OrganisationRight, *, organisation: str) -> OfficeDesk:
    """Raises Refusal."""
    return OfficeDesk(enter_organisation(user, right, organisation=organisation))


def enter_criteria(user: User, right: OrganisationRight, *, organisation: str) -> CriteriaDesk:
    """Raises Refusal."""
    return CriteriaDesk(enter_organisation(user, right, organisation=organisation))


def enter_assessment(user: User, right: OrganisationRight, *, organisation: str, assessment: UUID) -> Assessment:
    """Raises Refusal."""
    office = enter_organisation(user, right, organisation=organisation)
    found = of_office(office).filter(uuid=assessment).first()
    if found is None:
        raise not_found("assessment")
    return found


def enter_proposal(
    user: User, right: OrganisationRight, *, organisation: str, assessment: UUID, proposal: UUID
) -> Proposal:
    """Raises Refusal."""
    return _proposal_in(enter_assessment(user, right, organisation=organisation, assessment=assessment), proposal)


def _proposal_in(assessment: Assessment, uuid: UUID) -> Proposal:
    found = Proposal.objects.filter(assessment=assessment, uuid=uuid)
    one = found.select_related("assessment__release__initiative__organisation", "assessment__office").first()
    if one is None:
        raise not_found("verdict")
    return one


def enter_appeals(user: User, right: OrganisationRight, *, organisation: str) -> AppealsDesk:
    """Raises Refusal."""
    return AppealsDesk(enter_organisation(user, right, organisation=organisation))


def enter_appeal(user: User, right: OrganisationRight, *, organisation: str, appeal: UUID) -> Appeal:
    """Raises Refusal."""
    body = enter_organisation(user, right, organisation=organisation)
    found = Appeal.objects.filter(body=body, uuid=appeal)
    one = found.select_related(
        "body", "verdict__assessment__release__initiative__organisation", "verdict__assessment__office"
    ).first()
    if one is None:
        raise not_found("appeal")
    return one


IN, OF = "initiatives/<slug:initiative>/assessments", "organisations/<slug:organisation>"
PRODUCERS_DESK = Subject("assessments", IN, enter_producers_desk, home=lambda on: producers_home(on.initiative))
ASKED = Subject(
    "asked-assessment", f"{IN}/<uuid:assessment>", enter_asked, home=lambda on: producers_page(on.assessment)
)
QUESTION = Subject(
    "asked-question",
    f"{IN}/<uuid:assessment>/questions/<uuid:question>",
    enter_question,
    home=lambda on: producers_page(on.assessment),
)
SHOWN_PROPOSAL = Subject(
    "shown-verdict",
    f"{IN}/<uuid:assessment>/proposals/<uuid:proposal>",
    enter_shown_proposal,
    home=lambda on: producers_page(on.assessment),
)
VERDICT = Subject(
    "issued-verdict",
    f"{IN}/<uuid:assessment>/verdicts/<uuid:verdict>",
    enter_verdict,
    home=lambda on: producers_page(on.assessment),
)
OFFICE_DESK = Subject(
    "office-assessments", f"{OF}/assessments", enter_office_desk, home=lambda on: office_home(on.office)
)
CRITERIA = Subject("criteria", f"{OF}/criteria", enter_criteria, home=lambda on: criteria_home(on.office))
ASSESSMENT = Subject("assessment", f"{OF}/assessments/<uuid:assessment>", enter_assessment, home=office_page)
PROPOSAL = Subject(
    "proposed-verdict",
    f"{OF}/assessments/<uuid:assessment>/proposals/<uuid:proposal>",
    enter_proposal,
    home=lambda on: office_page(on.assessment),
)
APPEALS = Subject("appeals", f"{OF}/appeals", enter_appeals, home=lambda on: appeals_home(on.body))
APPEAL = Subject(
    "appeal", f"{OF}/appeals/<uuid:appeal>", enter_appeal, home=lambda on: f"{appeals_home(on.body)}{on.uuid}/"
)
