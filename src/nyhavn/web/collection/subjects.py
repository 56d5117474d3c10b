"""Finding a contribution, an import or a practice record: the right first, then the object within the initiative."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution, ImportBatch, PracticeRecord
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject

Found = TypeVar("Found", bound=Model)


def contribution_in(initiative: Initiative, uuid: UUID) -> Contribution:
    """The contribution of that initiative. Raises Refusal "not-found"."""
    found = Contribution.objects.filter(collection__initiative=initiative)
    return _one(found.select_related("collection__initiative", "epoch", "batch"), uuid, "contribution")


def import_in(initiative: Initiative, uuid: UUID) -> ImportBatch:
    """The file of that initiative. Raises Refusal "not-found"."""
    found = ImportBatch.objects.filter(collection__initiative=initiative)
    return _one(found.select_related("collection__initiative", "collection__questionnaire", "epoch"), uuid, "file")


def enter_contribution(user: User, right: Right, *, initiative: str, contribution: UUID) -> Contribution:
    """The contribution, for somebody with that right in its initiative. Raises Refusal."""
    return contribution_in(enter_initiative(user, right, initiative=initiative), contribution)


def enter_import(user: User, right: Right, *, initiative: str, batch: UUID) -> ImportBatch:
    """The file, for somebody with that right in its initiative. Raises Refusal."""
    return import_in(enter_initiative(user, right, initiative=initiative), batch)


def enter_practice(user: User, right: Right, *, initiative: str, practice: UUID) -> PracticeRecord:
    """A practice record of this very person. Raises Refusal."""
    found = PracticeRecord.objects.filter(initiative=enter_initiative(user, right, initiative=initiative), by=user)
    return _one(found.select_related("initiative"), practice, "practice record")


def _one(found: QuerySet[Found], uuid: UUID, what: str) -> Found:
    one = found.filter(uuid=uuid).first()
    if one is None:
        raise not_found(what)
    return one


def home_of(initiative: Initiative, part: str) -> str:
    """The address of one part of an initiative's pages."""
    return f"/work/initiatives/{initiative.slug}/{part}/"


CONTRIBUTION = Subject(
    "contribution",
    "initiatives/<slug:initiative>/contributions/<uuid:contribution>",
    enter_contribution,
    home=lambda on: f"{home_of(on.collection.initiative, 'contributions')}{on.uuid}/",
)
IMPORT = Subject(
    "import",
    "initiatives/<slug:initiative>/imports/<uuid:batch>",
    enter_import,
    home=lambda on: f"{home_of(on.collection.initiative, 'imports')}{on.uuid}/",
)
PRACTICE = Subject(
    "practice",
    "initiatives/<slug:initiative>/practice/<uuid:practice>",
    enter_practice,
    home=lambda on: home_of(on.initiative, "practice"),
)
