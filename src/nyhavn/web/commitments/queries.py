"""Reading trails, as the rules, the pages and the plan take them."""

from collections.abc import Iterable

from django.db.models import Min, Prefetch, Q, QuerySet
from django.utils import timezone

from nyhavn.framework import commitments as rules
from nyhavn.framework.commitments import AUTHORITIES, Proof, Seen, Trail, TrailStep
from nyhavn.framework.decisions_on_record import DecisionsOnRecord, decisions_on_record
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Right, roles_with
from nyhavn.framework.unused_results import PublishedResult, UnusedResult, unused
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.commitments.models import ActionRequest, RequestDraft, TrailEntry
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import ISSUED, PublicRelease


def requests() -> QuerySet[ActionRequest]:
    """Everything that was brought, with all that trails need."""
    entries = Prefetch("entries", TrailEntry.objects.select_related("about").order_by("number"))
    found = ActionRequest.objects.select_related("authority", "need", "release", "initiative__organisation")
    return found.prefetch_related(entries).defer("release__content").order_by("initiative", "number")


def asked_by(initiative: Initiative) -> QuerySet[ActionRequest]:
    """What an initiative brought, in order."""
    return requests().filter(initiative=initiative)


def asked_of(authority: Organisation) -> QuerySet[ActionRequest]:
    """What an authority with a page on this site was asked, the oldest first."""
    return requests().filter(authority=authority).order_by("asked_on", "id")


def drafts_of(initiative: Initiative) -> QuerySet[RequestDraft]:
    """What was not brought to anybody yet."""
    found = RequestDraft.objects.filter(initiative=initiative).select_related("authority", "need", "release")
    return found.defer("release__content").order_by("id")


def trail_of(row: ActionRequest) -> Trail:
    """A request with all that followed, as the rules read it."""
    return Trail(
        number=row.number,
        authority=row.authority_name,
        is_here=row.authority_id is not None,
        how=row.how,
        asked_for=row.asked_for,
        asked_on=row.asked_on,
        answer_by=row.answer_by,
        need=row.need.number if row.need else None,
        release=row.release.name if row.release else "",
        release_title=row.release.title if row.release else "",
        entries=tuple(entry_as_said(one) for one in sorted(row.entries.all(), key=lambda one: one.number)),
    )


def entry_as_said(row: TrailEntry) -> rules.TrailEntry:
    """One thing that was said, as the rules read it; it need not be saved yet."""
    return rules.TrailEntry(
        number=row.number,
        step=TrailStep(row.step),
        said_on=row.said_on,
        recorded_on=row.recorded_on,
        words=row.words,
        by_authority=row.by_authority,
        source=row.source,
        due=row.due,
        office=row.office,
        about=row.about.number if row.about else None,
        proof=Proof(row.proof) if row.proof else None,
        reference=row.reference,
        keeps=row.keeps,
        seen=Seen(row.seen) if row.seen else None,
        seen_by=row.seen_by,
        takes_back=row.takes_back,
    )


def trails_of(rows: Iterable[ActionRequest]) -> tuple[Trail, ...]:
    """Several of them."""
    return tuple(trail_of(row) for row in rows)


def authorities_for(initiative: Initiative) -> QuerySet[Organisation]:
    """Those with a page on this site that can be asked: not the organisation behind the initiative itself."""
    kinds = [kind.value for kind in AUTHORITIES]
    return Organisation.objects.filter(kind__in=kinds).exclude(id=initiative.organisation_id).order_by("name", "id")


def published_results(initiative: Initiative) -> tuple[PublishedResult, ...]:
    """What stands published, each name once, since its first version."""
    first = dict(
        PublicRelease.objects.filter(initiative=initiative, state__in=ISSUED)
        .order_by()
        .values_list("name")
        .annotate(Min("issued_at"))
    )
    newest = PublicRelease.objects.filter(initiative=initiative, state=ReleaseState.PUBLISHED).order_by("name")
    return tuple(
        PublishedResult(name=name, title=title, since=timezone.localdate(first[name]))
        for name, title in newest.values_list("name", "title")
    )


def unused_results(initiative: Initiative) -> tuple[UnusedResult, ...]:
    """Published results that led to no decision so far."""
    return unused(published_results(initiative), trails_of(asked_by(initiative)))


def on_record(initiative: Initiative) -> DecisionsOnRecord | None:
    """What a release tells of decisions."""
    trails = trails_of(asked_by(initiative))
    left = unused(published_results(initiative), trails)
    return decisions_on_record(trails, left, today=timezone.localdate())


def people_who_ask(initiative: Initiative) -> QuerySet[User]:
    """Those who bring requests and record what came of them."""
    roles = [role.value for role in roles_with(Right.ASK_FOR_ACTION)]
    found = User.objects.filter(roles__initiative=initiative, roles__role__in=roles, is_active=True)
    return found.order_by("id").distinct()


def people_who_answer(authority: Organisation) -> QuerySet[User]:
    """Those who answer for an authority: its administrators."""
    at = Q(memberships__organisation=authority, memberships__is_admin=True)
    return User.objects.filter(at, is_active=True).order_by("id").distinct()
