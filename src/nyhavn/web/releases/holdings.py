"""What releases hold about single contributions, and how the person gets a copy of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model

from nyhavn.web.collection.withdrawn import CONTRIBUTION
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, hold
from nyhavn.web.releases.credit import name_in
from nyhavn.web.releases.models import ReleaseCredit


def names(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """Releases with which the person may be named."""
    found = ReleaseCredit.objects.filter(release__initiative=initiative, contribution__uuid=contribution)
    return found.select_related("contribution__epoch", "contribution__collection__initiative", "release")


def named(row: Model) -> Mapping[str, object]:
    """The release and the name. The share of the salt is not the person's: it holds the names of others as well."""
    return {"release": row.release.name, "name": name_in(row)} if isinstance(row, ReleaseCredit) else {}


hold(Holding(ReleaseCredit, "release-credit", CONTRIBUTION, rows=names, opened=named))
