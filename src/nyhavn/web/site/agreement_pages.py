"""Agreements as everybody sees them: people have a right to know who gets their data."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.web.agreements.public import AgreementInPublic, public_agreement, public_agreements
from nyhavn.web.agreements.queries import CommunityYes
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.openness.queries import levels_of
from nyhavn.web.pages.access import public
from nyhavn.web.releases.queries import published
from nyhavn.web.site.initiative_queries import public_initiative
from nyhavn.web.site.shown_release import shown_content
from nyhavn.web.site.unnamed import about_shown, unnamed_communities, whole_or_withheld, without

WORDS = ("controller", "after_cut_off", "licence", "legal_basis", "credit", "corrections", "edits")


@public
@require_safe
def agreement(request: HttpRequest, initiative: str, agreement: UUID) -> HttpResponse:
    """Who gets what, for which statistics, until when, and what they promise."""
    found = public_initiative(initiative)
    one = _unnamed(found, public_agreement(found, agreement))
    shown = {"initiative": found, "about": about_shown(found), "one": one, "words": one.words}
    shown["variables"] = tuple(_titles(found, one.words.variables))
    return render(request, "site/agreement.html", shown)


def agreements_told(initiative: Initiative) -> tuple[AgreementInPublic, ...]:
    """Those of an initiative; without the community, where that wishes to stay unnamed."""
    return tuple(_unnamed(initiative, one) for one in public_agreements(initiative))


def _unnamed(initiative: Initiative, one: AgreementInPublic) -> AgreementInPublic:
    names, words = unnamed_communities((initiative,)), one.words
    if not names:
        return one
    texts = {name: without(names, getattr(words, name)) for name in WORDS}
    purposes = tuple(without(names, purpose) for purpose in words.purposes)
    parties = {"producer": whole_or_withheld(names, words.producer)}
    handed = tuple(replace(each, title=without(names, each.title)) for each in one.handed)
    signed = tuple(one.model_copy(update={"party": whole_or_withheld(names, one.party)}) for one in words.signatures)
    changed = {**texts, **parties, "purposes": purposes, "signatures": signed}
    return replace(one, words=words.model_copy(update=changed), community=_yes(names, one.community), handed=handed)


def _yes(names: Collection[str], one: CommunityYes | None) -> CommunityYes | None:
    if one is None:
        return None
    return replace(one, body=whole_or_withheld(names, one.body), minutes=without(names, one.minutes))


def _titles(initiative: Initiative, variables: Iterable[str]) -> Iterator[str]:
    """What is handed over as the newest release calls it; by its short name where everybody may read none of them."""
    known: dict[str, str] = {}
    if levels_of(initiative)[Material.RESULTS] is AccessLevel.OPEN:
        for stored in published(initiative).exclude(content=""):
            release = shown_content(stored)
            indicators = {one.id: one.title for one in release.indicators}
            known = {**indicators, **{one.id: one.title for one in release.breakdowns}, **known}
    return (known.get(name, name) for name in variables)
