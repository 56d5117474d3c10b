"""Reading what was declared and decided, as the rules and the releases take it."""

from collections.abc import Iterable
from uuid import UUID

from nyhavn.chain.plan import InitiativeSection, PlanParty
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.interests import (
    DECIDING_ROLES,
    DecidedAct,
    Decision,
    DeclaredInterest,
    Independence,
    InterestKind,
    InterestStanding,
    OwnInterest,
    OwnStatement,
    Share,
    standing_declarations,
    standing_on,
)
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.interests.models import DecisionMade, Declaration, OwnDeclaration


def declared_in(initiative: Initiative) -> tuple[DeclaredInterest, ...]:
    """Everything that was ever declared, in order, corrections among it."""
    rows = Declaration.objects.filter(initiative=initiative).select_related("corrects").order_by("number")
    return tuple(_declared(row) for row in rows)


def _declared(row: Declaration) -> DeclaredInterest:
    return DeclaredInterest(
        number=row.number,
        kind=InterestKind(row.kind),
        who=row.who,
        what=row.what,
        since=row.since,
        until=row.until,
        share=Share(row.share) if row.share else None,
        declared_on=row.declared_on,
        by_role=Role(row.by_role),
        corrects=row.corrects.number if row.corrects else None,
        taken_back=row.taken_back,
        because=row.because,
    )


def independence_so_far(initiative: Initiative) -> Independence | None:
    """What a run can know: what was declared. Decisions, dates and early readers come after it."""
    declared, own = declared_in(initiative), own_in(initiative)
    return Independence(declared=declared or None, own=own or None) if declared or own else None


def own_of(user: User, initiative: Initiative) -> tuple[OwnStatement, ...]:
    """What one person said of themselves, in order."""
    return _stated(OwnDeclaration.objects.filter(initiative=initiative, user=user).order_by("id"))


def own_in(initiative: Initiative) -> tuple[OwnStatement, ...]:
    """What everybody who decides said of themselves, without who it was, in the order of days and codes.

    Sorted, so that the order in which rows came does not say which of them are one person's.
    """
    found = _stated(OwnDeclaration.objects.filter(initiative=initiative))
    return tuple(sorted(found, key=lambda each: (each.declared_on, each.role, each.kind, each.since)))


def _stated(rows: Iterable[OwnDeclaration]) -> tuple[OwnStatement, ...]:
    return tuple(
        OwnStatement(
            role=Role(row.role),
            kind=OwnInterest(row.kind),
            since=row.since,
            until=row.until,
            declared_on=row.declared_on,
        )
        for row in rows
    )


def deciding_role(user: User, initiative: Initiative) -> Role | None:
    """The role in which somebody decides here: the first of the enumeration; None for somebody who decides nothing."""
    held = roles_in(user, initiative) & DECIDING_ROLES
    return next((role for role in Role if role in held), None)


def decisions_about(about: UUID) -> tuple[Decision, ...]:
    """Who decided about a release, by role, and how they stood on that day by all that is known now."""
    rows = DecisionMade.objects.filter(about=about).select_related("by", "initiative").order_by("id")
    return tuple(
        Decision(
            act=DecidedAct(row.act),
            role=Role(row.role) if row.role else None,
            on=row.decided_on,
            standing=_standing(row),
        )
        for row in rows
    )


def _standing(row: DecisionMade) -> InterestStanding:
    """What was said later about that day counts; of somebody whose account is gone, what was known then stays."""
    then = InterestStanding(row.standing)
    if row.by is None or then is InterestStanding.INTEREST:
        return then
    return standing_on(own_of(row.by, row.initiative), row.decided_on)


def with_declared(section: InitiativeSection, entries: Iterable[DeclaredInterest]) -> InitiativeSection:
    """[initiative] with what was declared in the place of what was said of the same kind without dates."""
    standing = standing_declarations(entries)
    kinds = {entry.kind.value for entry in standing}
    named = tuple(_party(entry) for entry in standing if entry.who and entry.kind is not InterestKind.INTEREST)
    kept = tuple(party for party in section.parties or () if party.role not in kinds)
    is_said = section.parties is not None or kinds & {InterestKind.FUNDER.value, InterestKind.COMMISSIONER.value}
    interests = section.interests
    if InterestKind.INTEREST.value in kinds:
        said = (entry for entry in standing if entry.who and entry.kind is InterestKind.INTEREST)
        interests = tuple(f"{entry.who}: {entry.what}" for entry in said)
    return section.model_copy(update={"parties": (*kept, *named) if is_said else None, "interests": interests})


def _party(entry: DeclaredInterest) -> PlanParty:
    return PlanParty(name=entry.who, kind=PartyKind.UNKNOWN.value, role=entry.kind.value, note=entry.what)
