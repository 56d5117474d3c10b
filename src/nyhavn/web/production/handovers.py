"""Files with answers that somebody of the team took out: who has them, and asking for them to be deleted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from nyhavn.framework.lineage import NodeRef, Outcome, Trace
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.accounts import mail
from nyhavn.web.accounts.membership import Watcher
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.collection.material import Used
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.waiting import Waiting
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.lineage.actions import tell_further
from nyhavn.web.lineage.kinds import Kind, Link, Stage, Withdrawn, register
from nyhavn.web.lineage.queries import taken_back_since
from nyhavn.web.production.models import Handover, HandoverContribution
from nyhavn.web.production.run_uses import WRITTEN_AT_ONCE
from nyhavn.web.production.withdrawn import RELEASED, grouped

EXPORT = "export"
REMIND, REMIND_AFTER = "remind-handover", timedelta(days=14)
NOTHING = "Nothing needs to be done."


def note_handover(*, by: User, initiative: Initiative, used: Sequence[Used], since: datetime) -> Handover:
    """Write who takes what. Call it in the transaction that hands it over, before anything leaves.

    since: when the answers were read. Raises Refusal "export-overtaken" if one of them was taken back meanwhile.
    """
    made = Handover.objects.create(initiative=initiative, taken_by=by)
    rows = (HandoverContribution(handover=made, contribution=one.uuid) for one in used)
    HandoverContribution.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)
    meanwhile = taken_back_since(initiative, since)
    if meanwhile.filter(contribution__in=made.holds.order_by().values("contribution")).exists():
        what = "Somebody took something back while the file was being made."
        raise refusal("export-overtaken", what, where="contributions", do="Save the file again.")
    return made


def say_deleted(*, by: User, on: Handover, day: date) -> None:
    """Whoever took the file says that it is deleted, with every copy. Raises Refusal "handover-deleted-already"."""
    with transaction.atomic():
        found = Handover.objects.select_for_update(of=("self",)).get(id=on.id)
        if found.deleted_on is not None:
            what = "It is on record already that this file was deleted."
            raise refusal("handover-deleted-already", what, where="file", do=NOTHING)
        if not timezone.localdate(found.at) <= day <= timezone.localdate():
            what = "The day lies before the file was taken, or after today."
            raise refusal("handover-day-impossible", what, where="deleted_on", do="Say when you deleted it.")
        found.deleted_on = day
        found.save(update_fields=["deleted_on"])
        found.holds.all().delete()
        tell_further(kind=EXPORT, on=found.uuid, words="export-deleted", day=day)
        scope = on.initiative.uuid
        record("handover-deleted", by=by, kind="handover", on=on.uuid, scope=scope, facts={"day": day.isoformat()})


def handovers(withdrawn: Withdrawn) -> Iterable[Link]:
    """Files that they are in, and that nobody says to have deleted."""
    found = HandoverContribution.objects.filter(contribution__in=withdrawn.contributions, handover__deleted_on=None)
    found = found.filter(handover__initiative=withdrawn.initiative).order_by()
    return grouped(found.values_list("handover__uuid", "contribution"))


def settle_handovers(withdrawn: Withdrawn, links: Sequence[Link]) -> Sequence[Trace]:
    """Whoever took them is asked to delete them, once; who was in them stays known until that is said."""
    return [_settle(link.on) for link in links]


def _settle(uuid: UUID) -> Trace:
    held = Handover.objects.select_for_update(of=("self",)).select_related("taken_by", "initiative")
    found = held.get(uuid=uuid)
    node = NodeRef(EXPORT, uuid)
    if found.deleted_on is not None:
        return Trace(node, Outcome.RECALLED, "export-deleted", found.deleted_on)
    if found.recalled_at is None:
        found.recalled_at = timezone.now()
        found.save(update_fields=["recalled_at"])
        _ask(found)
    return Trace(node, Outcome.RECALLED, "export-recalled", timezone.localdate(found.recalled_at))


def _ask(handover: Handover) -> None:
    scope = handover.initiative.uuid
    record("handover-recalled", by=None, kind="handover", on=handover.uuid, scope=scope)
    again = timezone.now() + REMIND_AFTER
    enqueue(REMIND, scope=scope, on=handover.uuid, key=str(handover.uuid), not_before=again)
    _write(handover)


def remind(uuid: UUID) -> None:
    """Ask once more for a file that nobody says to have deleted."""
    found = Handover.objects.select_related("taken_by", "initiative").filter(uuid=uuid, deleted_on=None).first()
    if found is not None:
        _write(found)


def _write(handover: Handover) -> None:
    if handover.taken_by is not None:
        told = {"title": handover.initiative.title, "at": handover.at, "link": f"{settings.SITE_ADDRESS}/work/"}
        subject = render_to_string("production/mail/recalled_subject.txt", told)
        mail.send(handover.taken_by.email, subject, render_to_string("production/mail/recalled.txt", told))


def handovers_waiting(user: User) -> Iterator[Waiting]:
    """Files that this person took out and was asked to delete."""
    found = Handover.objects.filter(taken_by=user, recalled_at__isnull=False, deleted_on=None)
    for handover in found.select_related("initiative").order_by("id"):
        title = "A file with answers that you took out must be deleted"
        if handover.recalled_at is not None:
            yield Waiting(
                title, handover.initiative.title, f"{handover_home(handover)}do/say-deleted/", handover.recalled_at
            )


def check_nothing_taken(user: User) -> None:
    """Nobody ends an account while a file with answers is out: they could not be asked to delete it.

    Raises Refusal "handover-still-out", a reason for each file.
    """
    found = Handover.objects.filter(taken_by=user, deleted_on=None).select_related("initiative").order_by("id")
    reasons = [_still_out(handover) for handover in found]
    if reasons:
        raise Refusal(*reasons)


def _still_out(handover: Handover) -> Reason:
    day = timezone.localdate(handover.at).isoformat()
    what = f'A file with answers of "{handover.initiative.title}" that you took out on {day} is not deleted yet.'
    do = f"Delete it and every copy, and say so under {settings.SITE_ADDRESS}{handover_home(handover)}do/say-deleted/"
    return Reason("handover-still-out", what, "account", do)


def handover_home(handover: Handover) -> str:
    """The address of what was handed over."""
    return f"/work/initiatives/{handover.initiative.slug}/handovers/{handover.uuid}/"


WATCHER = Watcher(erasing=check_nothing_taken)

register(Kind(EXPORT, Stage.EXPORT, RELEASED, handovers, settle_handovers))
