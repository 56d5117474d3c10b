"""What consent and lineage themselves hold about single contributions."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model

from nyhavn.web.consent.models import ConsentEvent, StandingRow, ThirdPerson
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.holdings import Holding, hold
from nyhavn.web.lineage.models import Withdrawal

LEDGER = "The ledger proves that the consent ended, and a restored copy is withdrawn again by it."


def _rows(model: type[Model], initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    return model._default_manager.filter(initiative=initiative, contribution=contribution).order_by("id")


def events(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """What was said."""
    return _rows(ConsentEvent, initiative, contribution)


def standing(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """What stands by it."""
    return _rows(StandingRow, initiative, contribution)


def described(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """People whom the contributor described."""
    return _rows(ThirdPerson, initiative, contribution)


def withdrawals(initiative: Initiative, contribution: UUID) -> Iterable[Model]:
    """What was taken back."""
    return _rows(Withdrawal, initiative, contribution)


def _who_was_there(event: Model) -> Mapping[str, object]:
    """As what they were there; which account that was is theirs."""
    return {"present": [one["helper"] for one in getattr(event, "present", ())]}


hold(Holding(ConsentEvent, "consent", "", LEDGER, events, opened=_who_was_there))
hold(Holding(StandingRow, "consent-standing", "", "It says what stands by the ledger: that it ended.", standing))
hold(Holding(ThirdPerson, "described-people", "contribution", rows=described))
hold(
    Holding(
        Withdrawal, "withdrawal", "", "It is the withdrawal itself, by which the person finds the proof.", withdrawals
    )
)
