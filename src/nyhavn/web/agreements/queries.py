"""Reading agreements: as the rules read them, where they stand, and who may decide for which side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework import agreement as rules
from nyhavn.framework.agreement_standing import HANDED_PURPOSE, AgreementState, agreement_state
from nyhavn.framework.community_consent import CommunityStanding, CommunityStep, community_stands
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right, roles_with
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.agreements.models import Agreement, AgreementDecision, AgreementVersion
from nyhavn.web.consent.community_models import CommunityDecision
from nyhavn.web.consent.community_queries import community_decisions
from nyhavn.web.initiatives.models import Initiative

WITH_ALL = ("initiative__organisation", "recipient")


def agreements_of(initiative: Initiative) -> QuerySet[Agreement]:
    """All of an initiative, the newest first."""
    return Agreement.objects.filter(initiative=initiative).select_related(*WITH_ALL).order_by("-id")


def agreements_with(recipient: Organisation) -> QuerySet[Agreement]:
    """All with a recipient, the newest first."""
    return Agreement.objects.filter(recipient=recipient).select_related(*WITH_ALL).order_by("-id")


def newest(agreement: Agreement) -> AgreementVersion:
    """The words that hold."""
    found = agreement.versions.order_by("number").last()
    if found is None:
        raise ValueError("an agreement has words from its first moment on")
    return found


def as_signed(version: AgreementVersion, on: date | None = None) -> rules.Agreement:
    """The words of a version with everything that was said to them, as it holds on a day."""
    day = on or timezone.localdate()
    signatures = tuple(
        rules.Signature(
            party=version.terms["recipient"] if one.by_recipient else version.terms["producer"],
            by=one.as_role,
            on=one.signed_on,
        )
        for one in version.signatures.all()
    )
    said = {"signatures": signatures, "community": _community(version, day)}
    return rules.Agreement.model_validate({**version.terms, **said})


def standing_of(agreement: Agreement, on: date | None = None) -> AgreementState:
    """Where it stands on a day."""
    day = on or timezone.localdate()
    return agreement_state(
        as_signed(newest(agreement), day),
        day,
        vetoed=is_vetoed(agreement, day),
        is_ended=agreement.ended_on is not None and agreement.ended_on <= day,
    )


@dataclass(frozen=True)
class CommunityYes:
    """The decision by which a community said yes. minutes: where it is written down."""

    body: str
    on: date
    minutes: str


def community_yes(decision: str) -> CommunityYes | None:
    """What stands behind the reference to a decision; None for ""."""
    found = CommunityDecision.objects.filter(uuid=decision).select_related("body").first() if decision else None
    return CommunityYes(found.body.name, found.decided_on, found.minutes) if found else None


def has_signed(agreement: Agreement, *, by_recipient: bool) -> bool:
    """Whether that side has signed the newest words."""
    return newest(agreement).signatures.filter(by_recipient=by_recipient).exists()


def lacking(agreement: Agreement) -> tuple[Reason, ...]:
    """What is missing until it is in force, a reason each."""
    today, words = timezone.localdate(), as_signed(newest(agreement))
    not_said = rules.not_agreed(words, today, vetoed=is_vetoed(agreement, today))
    return (*rules.agreement_faults(words), *not_said)


def codes_of(recipient: Organisation) -> frozenset[str]:
    """The codes under which a body of the community may have spoken of the recipient."""
    return frozenset({recipient.slug.casefold(), recipient.name.strip().casefold()})


def _kinds_of(recipient: Organisation) -> frozenset[str]:
    return frozenset({recipient.kind, PartyKind.STATISTICS_OFFICE.value})


def is_vetoed(agreement: Agreement, day: date) -> bool:
    """Whether a body vetoes it: this recipient by any of its names, its kind, or every office."""
    decisions = community_decisions(agreement.initiative)
    codes = codes_of(agreement.recipient) | _kinds_of(agreement.recipient)
    stands = {community_stands(decisions, HANDED_PURPOSE, day, recipient=code) for code in codes}
    return CommunityStanding.VETOED in stands


def _community(version: AgreementVersion, day: date) -> str:
    """Reference of the decision by which the community says yes to these words on that day, "" if there is none."""
    agreement = version.agreement
    known = community_decisions(agreement.initiative)
    stands = community_stands(known, HANDED_PURPOSE, day, recipient=agreement.recipient.slug.casefold())
    if stands is not None:
        return ""
    links = AgreementDecision.objects.filter(version=version).select_related("decision").order_by("id")
    held = (one.decision for one in links if _holds(one.decision, day))
    return next((str(decision.uuid) for decision in held), "")


def _holds(decision: CommunityDecision, day: date) -> bool:
    return decision.starts_on <= day and (decision.ends_on is None or day <= decision.ends_on)


def decisions_about(agreement: Agreement) -> tuple[CommunityDecision, ...]:
    """Decisions that say yes to the newest words: written since they stand there, and about this recipient."""
    since, codes = newest(agreement).written_at, codes_of(agreement.recipient)
    found = CommunityDecision.objects.filter(
        body__initiative=agreement.initiative, step=CommunityStep.AGREES.value, created_at__gte=since
    )
    return tuple(one for one in found.select_related("body").order_by("-id") if _is_about(one, codes))


def _is_about(decision: CommunityDecision, codes: frozenset[str]) -> bool:
    named = frozenset(str(one).strip().casefold() for one in decision.recipients)
    return HANDED_PURPOSE.value in decision.purposes and (not named or bool(named & codes))


def who_makes(initiative: Initiative) -> tuple[User, ...]:
    """Those who make agreements for the initiative."""
    may = [role.value for role in roles_with(Right.MAKE_AGREEMENTS)]
    found = User.objects.filter(roles__initiative=initiative, roles__role__in=may, is_active=True)
    return tuple(found.distinct().order_by("id"))


def who_takes_in(recipient: Organisation) -> tuple[User, ...]:
    """Those who decide for the recipient."""
    found = User.objects.filter(memberships__organisation=recipient, memberships__is_admin=True, is_active=True)
    return tuple(found.distinct().order_by("id"))


def in_force(initiative: Initiative) -> Iterator[Agreement]:
    """Those in force today."""
    return (one for one in agreements_of(initiative) if standing_of(one) is AgreementState.IN_FORCE)
