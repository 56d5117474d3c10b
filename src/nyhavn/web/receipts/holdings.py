"""What receipts hold about single contributions."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, hold
from nyhavn.web.receipts.models import ProofKey

PROOF = "It opens the proof of the withdrawal, until the person ends it."


def proof_keys(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """The receipt that still opens a proof."""
    return ProofKey.objects.filter(initiative=initiative, contribution=contribution)


hold(Holding(ProofKey, "receipt", stays_because=PROOF, rows=proof_keys))
