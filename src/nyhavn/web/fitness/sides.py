"""Who stands on which side: those who made the data, the office, and the body outside both."""

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.evidence import as_compared
from nyhavn.framework.fitness.verdict import check_assessors
from nyhavn.framework.fitness.workflow import check_decides
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.fitness.models import Appeal, Assessment
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.interests.queries import declared_in
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of

OFFICES = frozenset({PartyKind.STATISTICS_OFFICE, PartyKind.GOVERNMENT, PartyKind.INTERNATIONAL})
BODIES = frozenset({PartyKind.HUMAN_RIGHTS_INSTITUTION})
FROM_OUTSIDE = frozenset({Role.ASSESSOR, Role.OBSERVER, Role.OUTSIDE_BODY})  # roles that make no data
YOU = "you"  # no name stands in a refusal


def producers_of(release: PublicRelease) -> frozenset[str]:
    """Names of the organisation behind the data, and of all that were declared to have a part in them."""
    initiative = release.initiative
    said = (one.name for one in about_of(initiative).parties or ())
    published = (one.name for one in content_of(release).parties) if release.content else ()
    declared = (one.who for one in declared_in(initiative))
    return frozenset(map(as_compared, (initiative.organisation.name, *said, *published, *declared)))


def has_part(organisation: Organisation, release: PublicRelease) -> bool:
    """Whether an organisation is one of them."""
    return organisation.id == release.initiative.organisation_id or as_compared(organisation.name) in producers_of(
        release
    )


def offices_for(initiative: Initiative) -> tuple[Organisation, ...]:
    """Whom an initiative can ask: offices on this site, but for its own organisation."""
    found = Organisation.objects.filter(kind__in=[kind.value for kind in OFFICES])
    return tuple(found.exclude(id=initiative.organisation_id).order_by("name", "id"))


def bodies_for(assessment: Assessment) -> tuple[Organisation, ...]:
    """Who can hear an appeal: human-rights institutions that are on neither side."""
    found = Organisation.objects.filter(kind__in=[kind.value for kind in BODIES]).exclude(
        id__in=[assessment.office_id, assessment.release.initiative.organisation_id]
    )
    return tuple(one for one in found.order_by("name", "id") if not has_part(one, assessment.release))


def check_outside(by: User, assessment: Assessment) -> None:
    """Nobody assesses what their own organisation made. Raises Refusal "assessor-of-the-producer"."""
    release = assessment.release
    mine = _belongs_to(by, release.initiative)
    check_assessors([(YOU, mine)], producers=producers_of(release), needs_two=False)


def check_may_decide(by: User, appeal: Appeal) -> None:
    """Whoever decides an appeal is on neither side. Raises Refusal "appeal-by-concerned"."""
    assessment = appeal.verdict.assessment
    check_decides(
        belongs_to=_belongs_to(by, assessment.release.initiative),
        has_part=producers_of(assessment.release) | {as_compared(assessment.office.name)},
        has_assessed=assessment.assessors.filter(user=by).exists(),
    )


def _belongs_to(user: User, initiative: Initiative) -> frozenset[str]:
    """Organisations of a person; whoever has a part in making the data belongs to those who make them."""
    names = list(user.memberships.values_list("organisation__name", flat=True))
    if roles_in(user, initiative) - FROM_OUTSIDE:
        names.append(initiative.organisation.name)
    return frozenset(map(as_compared, names))
