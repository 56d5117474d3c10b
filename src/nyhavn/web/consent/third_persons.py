"""People whom a contributor described: on which basis anything about them is held, and their own no."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent_circumstances import DescribedAs
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.consent.ledger_models import ThirdPerson
from nyhavn.web.initiatives.models import Initiative


def describe(
    *, by: User | None, initiative: Initiative, contribution: UUID, described_as: DescribedAs, columns: Sequence[str]
) -> ThirdPerson:
    """Record that these answers of a contribution are about somebody else. Nothing else is kept of that person."""
    if not columns:
        what = "It is not said which answers are about this person."
        raise refusal("third-person-without-answers", what, where="columns", do="Name at least one question.")
    with transaction.atomic():
        made = ThirdPerson.objects.create(
            initiative=initiative,
            contribution=contribution,
            described_as=described_as.value,
            columns=sorted(set(columns)),
        )
        record("third-person-described", by=by, kind="third-person", on=made.uuid, scope=initiative.uuid)
    return made


def withdraw_third_person(*, by: User | None, on: ThirdPerson) -> None:
    """What is said about this person takes no part from now on; what the contributor says of themselves does.

    Raises Refusal "third-person-already-withdrawn".
    """
    with transaction.atomic():
        values = {"withdrawn_at": timezone.now()}
        if not ThirdPerson.objects.filter(id=on.id, withdrawn_at=None).update(**values):
            what = "The withdrawal of this person is on record already."
            raise refusal("third-person-already-withdrawn", what, do="Nothing needs to be done.")
        record("third-person-withdrew", by=by, kind="third-person", on=on.uuid, scope=on.initiative.uuid)


def silenced(initiative: Initiative) -> Mapping[UUID, frozenset[str]]:
    """By contribution, the answers that take no part, because those whom they are about said no."""
    found: dict[UUID, frozenset[str]] = {}
    withdrawn = ThirdPerson.objects.filter(initiative=initiative).exclude(withdrawn_at=None)
    for contribution, columns in withdrawn.values_list("contribution", "columns"):
        found[contribution] = found.get(contribution, frozenset()) | frozenset(columns)
    return found


def silenced_since(initiative: Initiative, contributions: Iterable[UUID], moment: datetime) -> bool:
    """Whether somebody described in one of these contributions said no since that moment."""
    later = ThirdPerson.objects.filter(initiative=initiative, withdrawn_at__gte=moment)
    return not frozenset(contributions).isdisjoint(later.values_list("contribution", flat=True))
