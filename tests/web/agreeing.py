"""An agreement with an office, as both sides and the community take the steps until it is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from nyhavn.framework.community_consent import CommunityStep
from nyhavn.framework.consent import Purpose
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.agreements import actions
from nyhavn.web.agreements.asks import (
    AgreementDrafted,
    AgreementSigned,
    DecisionLinked,
    HandedOver,
    LawSaid,
    PeopleSaid,
)
from nyhavn.web.agreements.handing import hand_over
from nyhavn.web.agreements.models import Agreement, Package
from nyhavn.web.agreements.queries import newest
from nyhavn.web.consent.community_actions import record_decision
from nyhavn.web.consent.community_asks import DecisionSaid
from nyhavn.web.consent.community_models import CommunityBody, CommunityDecision
from nyhavn.web.releases.models import PublicRelease
from web import board
from web.cast import Cast, person
from web.publishing import work

STATISTICS = "SDG 6.1.1 for the national review"
LAW = {
    "legal_basis": "Statistics Act, section 9",
    "controller": "The office",
    "status": "citizen-data-validated-by-the-office",
    "licence": "CC-BY-4.0",
}
PEOPLE = {
    "after_cut_off": "The office deletes single records in its next version.",
    "credit": "The council of the village, by name",
    "corrections": "The office, within a month",
    "edits": "The office says so beside the figures",
    "community_first": True,
}


@dataclass(frozen=True)
class Office:
    """A statistics office on this site: an administrator and an ordinary member."""

    organisation: Organisation
    admin: User
    member: User


def office(slug: str = "statistics-of-the-valley", name: str = "Statistics of the Valley") -> Office:
    """An office with people of its own."""
    made = Organisation.objects.create(slug=slug, name=name, kind="statistics-office")
    admin, member = person("Nadia", f"{slug}.example"), person("Noor", f"{slug}.example")
    for user in (admin, member):
        Membership.objects.create(user=user, organisation=made, is_admin=user is admin)
    return Office(made, admin, member)


def drafted(village: Cast, to: Office, **changes: object) -> Agreement:
    """A draft of which only the data and the days are stated."""
    today = timezone.localdate()
    values: dict[str, object] = {
        "recipient": to.organisation.slug,
        "variables": ("water", "gender"),
        "purposes": (STATISTICS,),
        "starts": today,
        "ends": today + timedelta(days=365),
    }
    said = AgreementDrafted.model_validate(values | changes)
    return actions.draft_agreement(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def complete(village: Cast, to: Office, **changes: object) -> Agreement:
    """Nothing is missing but everybody's yes. cut_off: in half a year unless named."""
    cut_off = changes.pop("cut_off", timezone.localdate() + timedelta(days=180))
    made, by = drafted(village, to, **changes), village[Role.COORDINATOR]
    actions.change_agreement(by=by, on=made, said=LawSaid.model_validate(LAW))
    actions.change_agreement(by=by, on=made, said=PeopleSaid.model_validate({**PEOPLE, "cut_off": cut_off}))
    return made


def signed(village: Cast, to: Office, agreement: Agreement) -> Agreement:
    """Both sides sign the newest words."""
    words = AgreementSigned(fingerprint=newest(agreement).fingerprint, as_role="Whoever coordinates it")
    actions.sign(by=village[Role.COORDINATOR], on=agreement, said=words)
    theirs = AgreementSigned(fingerprint=newest(agreement).fingerprint, as_role="Head of social statistics")
    actions.sign(by=to.admin, on=agreement, said=theirs, by_recipient=True)
    return agreement


def said_by_community(
    village: Cast, to: Office, step: CommunityStep = CommunityStep.AGREES, **changes: object
) -> CommunityDecision:
    """What the assembly decides about the office."""
    body = CommunityBody.objects.filter(initiative=village.initiative).first() or board.named(village)
    today = timezone.localdate()
    values: Mapping[str, object] = {
        "step": step,
        "purposes": (Purpose.STATISTICS_OFFICE,),
        "recipients": (to.organisation.slug,),
        "starts_on": today,
        "decided_on": today,
        "minutes": "Minutes of the assembly, item 3",
    }
    return record_decision(
        by=village[Role.BOARD_MEMBER], on=body, said=DecisionSaid.model_validate({**values, **changes})
    )


def agreed_by_community(village: Cast, to: Office, agreement: Agreement) -> Agreement:
    """The assembly says yes to these words, and the coordinator links it."""
    decision = said_by_community(village, to)
    linked = DecisionLinked(decision=str(decision.uuid))
    actions.link_decision(by=village[Role.COORDINATOR], on=agreement, said=linked)
    return agreement


def in_force(village: Cast, to: Office, **changes: object) -> Agreement:
    """An agreement about protected tables of who has water, by gender; unless said otherwise."""
    made = signed(village, to, complete(village, to, **changes))
    return agreed_by_community(village, to, made)


def asked_to_hand_over(village: Cast, agreement: Agreement, release: PublicRelease, **changes: object) -> Package:
    """The coordinator asks for the package; nothing is built yet."""
    values: dict[str, object] = {"release": str(release.uuid), "purpose": STATISTICS}
    said = HandedOver.model_validate(values | changes)
    return hand_over(by=village[Role.COORDINATOR], on=agreement, said=said)


def handed_over(village: Cast, agreement: Agreement, release: PublicRelease, **changes: object) -> Package:
    """The same, and a worker has built it."""
    made = asked_to_hand_over(village, agreement, release, **changes)
    work()
    return Package.objects.select_related("agreement__recipient").get(id=made.id)
