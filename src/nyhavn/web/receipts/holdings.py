"""What receipts hold about single contributions."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, hold
from nyhavn.web.receipts.models import LostCode, ProofKey

PROOF = "It opens the proof of the withdrawal, until the person ends it."


def proof_keys(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """The receipt that still opens a proof."""
    return ProofKey.objects.filter(initiative=initiative, contribution=contribution)


def lost_codes(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """What two people of the team were asked for, until it is done."""
    return LostCode.objects.filter(initiative=initiative, contribution=contribution)


hold(Holding(LostCode, "lost-code", erased_by="contribution", rows=lost_codes))
hold(Holding(ProofKey, "receipt", stays_because=PROOF, rows=proof_keys))
