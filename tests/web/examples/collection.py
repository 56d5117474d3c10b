"""Contributions, imports, practice, and the form on paper."""

from collections.abc import Mapping
from uuid import uuid4

from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.roles import Role
from nyhavn.web.collection.actions import practise
from nyhavn.web.collection.asks import FileSaid
from nyhavn.web.collection.import_actions import hand_in
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.receipts.models import LostCode
from web import objects
from web.cast import Cast
from web.examples.registry import example

IN = "initiatives/<slug:initiative>"


def a_collection(cast: Cast) -> Collection:
    """The open collection of a cast, made once; questionnaire, method card and notice are there with it."""
    return Collection.objects.filter(initiative=cast.initiative).first() or objects.collection(cast)


def a_contribution(cast: Cast) -> Contribution:
    """The newest there is: the notice may have ended since, so that nobody can contribute any more."""
    kept = Contribution.objects.filter(collection__initiative=cast.initiative).order_by("id").last()
    return kept or objects.contribution(a_collection(cast))


def of(cast: Cast, **parts: object) -> Mapping[str, object]:
    return {"initiative": cast.initiative.slug, **parts}


@example(f"{IN}/contributions/<uuid:contribution>")
def contribution(cast: Cast) -> Mapping[str, object]:
    return of(cast, contribution=a_contribution(cast).uuid)


@example(f"{IN}/imports/<uuid:batch>")
def an_import(cast: Cast) -> Mapping[str, object]:
    a_collection(cast)
    said = FileSaid(file=Upload(name="answers.csv", content=b"gender,age,water\nwoman,34,yes\n"))
    return of(cast, batch=hand_in(by=cast[Role.COORDINATOR], on=cast.initiative, said=said).uuid)


@example(f"{IN}/practice/<uuid:practice>")
def practice(cast: Cast) -> Mapping[str, object]:
    """It belongs to the coordinator."""
    asked = a_collection(cast).questionnaire
    by = cast[Role.COORDINATOR]
    made = practise(by=by, on=cast.initiative, questionnaire=asked, uuid=uuid4(), answers=objects.SAID)
    return of(cast, practice=made.uuid)


@example(f"{IN}/entry/print/<str:language>")
def paper_form(cast: Cast) -> Mapping[str, object]:
    a_collection(cast)
    return of(cast, language="en")


@example(f"{IN}/withdrawals/<uuid:withdrawal>")
def withdrawal(cast: Cast) -> Mapping[str, object]:
    """One that the steward wrote down."""
    made = withdraw(
        by=cast[Role.STEWARD],
        initiative=cast.initiative,
        contribution=a_contribution(cast).uuid,
        purposes=frozenset({Purpose.COLLECTION}),
        mode=ConsentMode.WITNESSED,
    )
    return of(cast, withdrawal=made.uuid)


@example(f"{IN}/lost-codes/<uuid:lost_code>")
def lost_code(cast: Cast) -> Mapping[str, object]:
    """One that the steward wrote down, about a contribution that no other example takes back."""
    made = LostCode.objects.create(
        initiative=cast.initiative,
        contribution=uuid4(),
        grounds=["known-to-the-team"],
        wish="take-back",
        asked_by=cast[Role.STEWARD],
        asked_at=timezone.now(),
    )
    return of(cast, lost_code=made.uuid)
