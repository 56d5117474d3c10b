"""Writing the one-page result, recording what the community says of it, answering, and going on without asking."""

from django.db import transaction
from django.utils import timezone

from nyhavn.chain.validating import tables_sha256
from nyhavn.framework.community_body import Outcome
from nyhavn.framework.home_page import home_page_reasons
from nyhavn.framework.interests import DecidedAct
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.release_states import UNANNOUNCED, ReleaseState
from nyhavn.framework.validation import AskedIn, CommunitySaid, check_not_better, check_said
from nyhavn.web.accounts.models import User
from nyhavn.web.community.models import MeetingItem
from nyhavn.web.community.queries import floor_in
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.releases.home_asks import CommunityAnswered, HomePageSaid, ValidationSaid
from nyhavn.web.releases.home_models import EntryKind, HomeText, ValidationEntry
from nyhavn.web.releases.independence import decided
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of, last_contribution_of
from nyhavn.web.releases.standing import held, trace
from nyhavn.web.releases.usable import plan_behind
from nyhavn.web.releases.validation import SPOKEN_OF, items_about, on_record


@transaction.atomic
def write_home_page(*, by: User, on: PublicRelease, said: HomePageSaid) -> HomeText:
    """Write the page in one language, or another in its place. Raises Refusal: home-page-published, home-…."""
    release = held(on)
    if release.state not in {*UNANNOUNCED, ReleaseState.SCHEDULED} or release.issued_at is not None:
        what = "These results are published, or were given up."
        raise refusal("home-page-published", what, where="release", do="Write a page for the next release.")
    page = said.page()
    reasons = home_page_reasons(page, content_of(release))
    if reasons:
        raise Refusal(*reasons)
    values = {"content": page.model_dump(mode="json"), "written_by": by}
    made, _ = HomeText.objects.update_or_create(release=release, language=page.language, defaults=values)
    trace("home-page-written", by=by, on=release, language=page.language)
    return made


@transaction.atomic
def record_said(*, by: User, on: PublicRelease, said: ValidationSaid) -> ValidationEntry:
    """Record whether the results describe people, as they said it. Raises Refusal."""
    release = _spoken_of(on)
    check_guards(Act.RECORD_VIEW, release.initiative, by=by, about=release)
    tables = tables_sha256(content_of(release))
    item = _item(release, tables, said.meeting) if said.meeting else None
    told = _told(said, item, tables)
    check_said(
        told,
        today=timezone.localdate(),
        last_contribution=last_contribution_of(release.run),
        returned_on=release.returned_on,
        threshold=max(plan_behind(release.run).protection.threshold, floor_in(release.initiative, told.said_on) or 0),
    )
    if item is not None:
        check_not_better(said.outcome, Outcome(item.outcome))
    made = ValidationEntry.objects.create(
        release=release,
        kind=EntryKind.SAID,
        tables=tables,
        said_on=told.said_on,
        outcome=told.outcome.value,
        item=item,
        who=told.who,
        people=told.people,
        words=told.reasons,
        dissent=list(told.dissent),
        unread=told.unread,
        recorded_by=by,
    )
    trace("validation-recorded", by=by, on=release, outcome=made.outcome, meeting=item is not None)
    return made


def _told(said: ValidationSaid, item: MeetingItem | None, tables: str) -> CommunitySaid:
    """What is recorded. Of a meeting only the outcome and the reasons: the rest is in its minutes."""
    told = {"tables": tables, "outcome": said.outcome, "reasons": said.reasons}
    if item is not None:
        return CommunitySaid(**told, said_on=item.meeting.held_on, asked_in=AskedIn.MEETING)
    return CommunitySaid(
        **told,
        said_on=said.said_on or timezone.localdate(),
        asked_in=AskedIn.GATHERING,
        who=said.who,
        people=said.people,
        dissent=tuple(filter(None, said.dissent)),
        unread=said.unread,
    )


def _item(release: PublicRelease, tables: str, uuid: str) -> MeetingItem:
    """Raises Refusal "validation-other-than-meeting"."""
    found = next((item for item in items_about(release, tables) if str(item.uuid) == uuid), None)
    if found is None:
        what = "No meeting of this name was asked about exactly these tables."
        do = "Put the question on the agenda of the next meeting."
        raise refusal("validation-other-than-meeting", what, where="meeting", do=do)
    return found


@transaction.atomic
def waive_validation(*, by: User, on: PublicRelease, reason: str) -> None:
    """Nobody is asked, for a reason that everybody reads. Raises Refusal."""
    release = _spoken_of(on)
    check_guards(Act.RECORD_VIEW, release.initiative, by=by, about=release)
    note_waiver(release, by, reason)
    decided(release, by, DecidedAct.COMMUNITY_VIEW)
    trace("validation-waived", by=by, on=release)


def note_waiver(release: PublicRelease, by: User, reason: str) -> None:
    """Keep why nobody is asked. Call it in the transaction of the decision, after the guards."""
    _note(release, EntryKind.WAIVED, by, reason)


@transaction.atomic
def answer_community(*, by: User, on: PublicRelease, said: CommunityAnswered) -> None:
    """Answer a no of the community, in public. Raises Refusal "validation-nothing-to-answer"."""
    release = _spoken_of(on)
    tables = tables_sha256(content_of(release))
    if not on_record(release, tables).unanswered(tables):
        what = "Nobody has said no to these tables without being answered."
        raise refusal("validation-nothing-to-answer", what, where="release", do="Nothing needs to be done.")
    _note(release, EntryKind.ANSWERED, by, said.words)
    trace("community-answered", by=by, on=release)


def _note(release: PublicRelease, kind: EntryKind, by: User, words: str) -> None:
    ValidationEntry.objects.create(
        release=release,
        kind=kind,
        tables=tables_sha256(content_of(release)),
        said_on=timezone.localdate(),
        words=words,
        recorded_by=by,
    )


def _spoken_of(on: PublicRelease) -> PublicRelease:
    """The held release, while people may still speak of it. Raises Refusal "validation-out-of-turn"."""
    release = held(on)
    if release.state not in SPOKEN_OF or release.issued_at is not None:
        what = "These results wait for their approval, or are published, or were given up."
        raise refusal("validation-out-of-turn", what, where="release", do="Look at what the release waits for.")
    return release
