"""What the collection holds about single contributions, and how the person gets a copy of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model

from nyhavn.web.collection import vault
from nyhavn.web.collection.aside import reason_of
from nyhavn.web.collection.credits import credit_of
from nyhavn.web.collection.models import Contribution, ContributorCredit, ImportBatch
from nyhavn.web.collection.vault import Place, Sealed
from nyhavn.web.collection.withdrawn import CONTRIBUTION, FILE
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, hold

A_FILE = (
    "It is the file that many people's answers came in. What it says of this person is in the contribution; its bytes "
    "are destroyed as soon as it is in."
)


def contributions(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """The contribution itself."""
    found = Contribution.objects.filter(collection__initiative=initiative, uuid=contribution)
    return found.select_related("epoch", "collection__initiative")


def answers(row: Model) -> Mapping[str, object]:
    """The answers, as they are stored."""
    if not isinstance(row, Contribution):
        return {}
    place = Place(row.collection.initiative.uuid, row.epoch.number, row.uuid, row.version)
    reason = {"set_aside": reason_of(row)} if row.set_aside else {}
    return {**reason, "answers": dict(vault.open_one(place, Sealed(bytes(row.sealed), bytes(row.wrapped_key))))}


def credits_kept(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """How the person wished to be named."""
    found = ContributorCredit.objects.filter(
        contribution__uuid=contribution, contribution__collection__initiative=initiative
    )
    return found.select_related("contribution__epoch", "contribution__collection__initiative")


def wish(row: Model) -> Mapping[str, object]:
    """The wish and the name."""
    said = credit_of(row.contribution) if isinstance(row, ContributorCredit) else None
    return {"wish": said.wish.value, "name": said.name} if said else {}


hold(Holding(Contribution, "contribution", CONTRIBUTION, rows=contributions, opened=answers))
hold(Holding(ContributorCredit, "credit", CONTRIBUTION, rows=credits_kept, opened=wish))
hold(Holding(ImportBatch, "import-file", FILE, not_copied_because=A_FILE))
