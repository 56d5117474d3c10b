"""Writing drafts and bringing requests. What is said afterwards is written in `saying`."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nyhavn.framework.commitment_checks import check_brought, check_unnamed
from nyhavn.framework.commitments import Trail
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.accounts.mail import SOMETHING_WAITS, send
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.commitments.asks import BroughtSaid, RequestSaid
from nyhavn.web.commitments.models import ActionRequest, RequestDraft
from nyhavn.web.commitments.queries import authorities_for, people_who_answer
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.needs.models import NeedRaised
from nyhavn.web.releases.models import PublicRelease

TO_AUTHORITY = "Something was brought to your organisation and waits for an answer:\n\n{site}{path}\n"


@transaction.atomic
def write_draft(*, by: User, on: Initiative, said: RequestSaid) -> RequestDraft:
    """Write a request down without bringing it. Raises Refusal.

    request-authority-unclear, request-about-nothing, request-names-unnamed, request-need-unknown.
    """
    made = RequestDraft(initiative=on, written_by=by)
    _fill(made, said)
    made.save(force_insert=True)
    _trace("request-drafted", by, made)
    return made


@transaction.atomic
def change_draft(*, by: User, on: RequestDraft, said: RequestSaid) -> None:
    """Say it differently, as long as it was not brought. Raises Refusal."""
    draft = _held(on)
    _fill(draft, said)
    draft.save()
    _trace("request-changed", by, draft)


@transaction.atomic
def drop_draft(*, by: User, on: RequestDraft) -> None:
    """It is not brought to anybody. Nothing of it stays but that there was a draft."""
    draft = _held(on)
    _trace("request-dropped", by, draft)
    draft.delete()


@transaction.atomic
def bring(*, by: User, on: RequestDraft, said: BroughtSaid) -> ActionRequest:
    """Bring it to the authority; from now on nothing of it changes. Raises Refusal, and those of the guards."""
    draft = _held(on)
    Initiative.objects.select_for_update().get(id=draft.initiative_id)  # two at once take turns, each with its number
    check_guards(Act.SPEAK_UP, draft.initiative, by=by)
    last = ActionRequest.objects.filter(initiative=draft.initiative).aggregate(last=Max("number"))["last"] or 0
    today = timezone.localdate()
    _check_unnamed(draft)  # the community may wish it since the draft was written
    trail = Trail(
        number=last + 1,
        authority=draft.authority_name,
        is_here=draft.authority is not None,
        how=draft.how,
        asked_for=draft.asked_for,
        asked_on=said.asked_on,
        answer_by=draft.answer_by,
        need=draft.need.number if draft.need else None,
        release=draft.release.name if draft.release else "",
    )
    check_brought(trail, producer=draft.initiative.organisation.name, today=today)
    made = _made(draft, trail, by)
    draft.delete()
    record(
        "request-brought",
        by=by,
        kind="request",
        on=made.uuid,
        scope=made.initiative.uuid,
        facts={"number": made.number, "here": trail.is_here},
    )
    if made.authority:
        tell_authority(made.authority)
    return made


def _made(draft: RequestDraft, trail: Trail, by: User) -> ActionRequest:
    return ActionRequest.objects.create(
        initiative=draft.initiative,
        number=trail.number,
        authority=draft.authority,
        authority_name=draft.authority_name,
        how=draft.how,
        need=draft.need,
        release=draft.release,
        asked_for=draft.asked_for,
        asked_on=trail.asked_on,
        answer_by=draft.answer_by,
        recorded_on=timezone.localdate(),
        recorded_by=by,
    )


def tell_authority(authority: Organisation) -> None:
    """Write to those who answer for it. The mail says nothing of what it is."""
    path = f"/work/organisations/{authority.slug}/commitments/"
    for user in people_who_answer(authority):
        send(user.email, SOMETHING_WAITS, TO_AUTHORITY.format(site=settings.SITE_ADDRESS, path=path))


def _held(on: RequestDraft) -> RequestDraft:
    """The draft as it stands now, held until the end of the transaction."""
    found = RequestDraft.objects.select_for_update(of=("self",)).select_related("initiative__organisation")
    return found.get(id=on.id)


def _fill(draft: RequestDraft, said: RequestSaid) -> None:
    here = authorities_for(draft.initiative).filter(uuid=said.authority).first() if said.authority else None
    if (here is None) is not bool(said.authority_name) or (said.authority and here is None):
        what = "Choose an authority from the list, or name one that is not on it; one of the two."
        raise refusal("request-authority-unclear", what, where="authority_name", do="Fill in one of both.")
    draft.authority = here
    draft.authority_name = here.name if here else said.authority_name
    draft.need = _need(draft.initiative, said.need)
    draft.release = _release(draft.initiative, said.release)
    draft.how, draft.asked_for, draft.answer_by = said.how, said.asked_for, said.answer_by
    _check_unnamed(draft)


def _check_unnamed(draft: RequestDraft) -> None:
    check_unnamed((draft.asked_for, draft.how, draft.authority_name), unnamed_community(draft.initiative))


def _need(initiative: Initiative, typed: str) -> NeedRaised | None:
    """The need that was chosen. Raises Refusal "request-about-unknown"."""
    there = NeedRaised.objects.filter(initiative=initiative, taken_back_on=None)
    found = next((one for one in there if str(one.uuid) == typed), None)
    if typed and found is None:
        raise _unknown("need")
    return found


def _release(initiative: Initiative, typed: str) -> PublicRelease | None:
    """The published results that were chosen. Raises Refusal "request-about-unknown"."""
    there = PublicRelease.objects.filter(initiative=initiative, state=ReleaseState.PUBLISHED).defer("content")
    found = next((one for one in there if str(one.uuid) == typed), None)
    if typed and found is None:
        raise _unknown("release")
    return found


def _unknown(where: str) -> Exception:
    what = "This is no need of this initiative that stands, or nothing that it has published."
    return refusal("request-about-unknown", what, where=where, do="Choose from what is shown.")


def _trace(action: str, by: User, draft: RequestDraft, facts: Mapping[str, Fact] | None = None) -> None:
    record(action, by=by, kind="request", on=draft.uuid, scope=draft.initiative.uuid, facts=facts)
