"""What everybody may know of an agreement: who gets data of these people, what, for what, until when. No names.

When single packages were asked back or replaced is not told: it would tell when somebody withdrew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework import agreement as rules
from nyhavn.framework.agreement import Handed
from nyhavn.framework.agreement_standing import AgreementState
from nyhavn.web.agreements.models import Agreement, PackageState
from nyhavn.web.agreements.queries import (
    CommunityYes,
    agreements_of,
    as_signed,
    community_yes,
    newest,
    standing_of,
)
from nyhavn.web.initiatives.access import not_found
from nyhavn.web.initiatives.models import Initiative


@dataclass(frozen=True)
class HandedInPublic:
    """A release that was handed over, and the day on which that happened first."""

    title: str
    name: str
    version: str
    handed: Handed
    on: date


@dataclass(frozen=True)
class AgreementInPublic:
    """words: as they hold; of signatures the page shows side and day alone, as people write names beside their roles.

    community: the decision by which the community said yes; None where none holds.
    """

    uuid: UUID
    words: rules.Agreement
    community: CommunityYes | None
    state: AgreementState
    handed: tuple[HandedInPublic, ...]


def public_agreements(initiative: Initiative) -> tuple[AgreementInPublic, ...]:
    """Those in force, and those under which somebody got something; the newest first."""
    return tuple(_shown(agreements_of(initiative)))


def public_agreement(initiative: Initiative, uuid: UUID) -> AgreementInPublic:
    """One of them. Raises Refusal "not-found", for drafts as well."""
    found = next(_shown(agreements_of(initiative).filter(uuid=uuid)), None)
    if found is None:
        raise not_found("agreement")
    return found


def _shown(agreements: QuerySet[Agreement]) -> Iterator[AgreementInPublic]:
    for one in agreements:
        state, handed = standing_of(one), tuple(_handed(one))
        if state is AgreementState.IN_FORCE or handed:
            words = _words(one)
            yield AgreementInPublic(one.uuid, words, community_yes(words.community), state, handed)


def _words(agreement: Agreement) -> rules.Agreement:
    """The newest words that both sides signed: proposals are the parties' own affair."""
    signed = [one for one in agreement.versions.order_by("-number") if one.signatures.count() > 1]
    return as_signed(signed[0] if signed else newest(agreement))


def _handed(agreement: Agreement) -> Iterator[HandedInPublic]:
    built = agreement.packages.exclude(built_at=None).exclude(state=PackageState.REFUSED)
    seen = set()
    for package in built.select_related("release").defer("release__content").order_by("built_at"):
        if package.built_at is not None and (package.release.id, package.handed) not in seen:
            seen.add((package.release.id, package.handed))
            on, release = timezone.localdate(package.built_at), package.release
            yield HandedInPublic(release.title, release.name, release.version, Handed(package.handed), on)
