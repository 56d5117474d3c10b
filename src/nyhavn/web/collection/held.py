"""Which contributions this database knows, asked when an older one was put back."""

from collections.abc import Iterable
from uuid import UUID

from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.kinds import holder


def held(initiative: Initiative, asked: frozenset[UUID]) -> Iterable[UUID]:
    """Those with a row, also an empty one."""
    rows = Contribution.with_shredded.filter(collection__initiative=initiative, uuid__in=asked)
    return rows.values_list("uuid", flat=True)


holder(held)
