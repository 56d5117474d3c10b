"""Who stopped what, and why, as far as those who decided it wish it to be public."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from nyhavn.framework.risk import Publicity
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.safety.models import Freeze, HarmReview, RiskSignature

SHOWN = (Publicity.ROLE.value, Publicity.NAME.value)


@dataclass(frozen=True)
class PublicStop:
    """One decision. kind: freeze, signed, refused or review. who: role, and name where its owner wishes."""

    kind: str
    at: datetime
    who: str
    why: str


def public_stops(initiative: Initiative) -> tuple[PublicStop, ...]:
    """All of them, the newest first. Nothing tells that there are others."""
    return tuple(sorted(_all(initiative), key=lambda stop: stop.at, reverse=True))


def _all(initiative: Initiative) -> Iterator[PublicStop]:
    roles = _roles(initiative)
    for freeze in Freeze.objects.filter(initiative=initiative, publicity__in=SHOWN).select_related("frozen_by"):
        yield PublicStop("freeze", freeze.frozen_at, _who(freeze.frozen_by, roles, freeze.publicity), freeze.reason)
    signed = RiskSignature.objects.filter(version__risk__initiative=initiative, publicity__in=SHOWN)
    for one in signed.select_related("signer"):
        kind = "signed" if one.agrees else "refused"
        yield PublicStop(kind, one.signed_at, _who(one.signer, roles, one.publicity), one.reason)
    against = HarmReview.objects.filter(initiative=initiative, publicity__in=SHOWN, may_go=False)
    for review in against.select_related("reviewed_by"):
        who = _who(review.reviewed_by, roles, review.publicity)
        yield PublicStop("review", review.reviewed_at, who, review.harm)


def _roles(initiative: Initiative) -> Mapping[int, frozenset[Role]]:
    """The roles of everybody here as they are now, by account."""
    found: dict[int, frozenset[Role]] = {}
    for user, role in initiative.roles.values_list("user_id", "role"):
        found[user] = found.get(user, frozenset()) | {Role(role)}
    return found


def _who(user: User | None, roles: Mapping[int, frozenset[Role]], publicity: str) -> str:
    """The role as it is now; whoever has left is nobody in particular."""
    if user is None:
        return ""
    held = sorted(roles.get(user.id, ()), key=list(Role).index)
    said = ", ".join(role.value.replace("-", " ") for role in held)
    return f"{user.name}, {said}".strip(", ") if publicity == Publicity.NAME.value else said
