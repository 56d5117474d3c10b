"""What releases do by themselves: go out on their day, and tell those who asked to hear."""

from datetime import timedelta

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.releases import publishing
from nyhavn.web.releases.actions import PUBLISH
from nyhavn.web.releases.credit import drop_unwilling
from nyhavn.web.releases.in_print import end_without_records
from nyhavn.web.releases.models import PublicRelease, ReleaseCredit, ReleaseEvent
from nyhavn.web.releases.recalls import REMIND_OF_RECALL, TELL_OF_RECALL, remind_some, tell_some_of_recall
from nyhavn.web.releases.recipients import TELL, forget_unconfirmed, tell_some


@handles(PUBLISH)
def publish(lease: Lease) -> None:
    """Publish a release; after a crash, go on. The job of a date that was moved finds nothing to do."""
    release = publishing.due(lease.job)
    begun = publishing.begin(release, lease) if release else None
    if begun is None:
        return
    try:
        signed = publishing.sign(begun, lease)
    except OutsideFault:
        raise
    except Refusal as refused:
        end_without_records(begun, refused, lease)
    else:
        publishing.finish(begun, signed, lease)


@handles(TELL)
def tell(lease: Lease) -> None:
    """Write a mail to each recipient, some in each transaction."""
    event = ReleaseEvent.objects.select_related("release").get(uuid=str(lease.told["event"]))
    while tell_some(event, lease):
        pass


@handles("tidy-credits", every=timedelta(hours=1))
def tidy_credits(lease: Lease) -> None:
    """Delete names whose consent does not stand any more. They are shown nowhere already; this is for good."""
    named = PublicRelease.objects.filter(id__in=ReleaseCredit.objects.values("release"))
    for release in named.defer("content").select_related("initiative").iterator():
        drop_unwilling(release)


@handles(TELL_OF_RECALL)
def tell_of_recall(lease: Lease) -> None:
    """Ask each recipient to delete the records of a release, some in each transaction."""
    release = PublicRelease.objects.get(uuid=str(lease.job.on))
    while tell_some_of_recall(release, lease):
        pass


@handles(REMIND_OF_RECALL)
def remind_of_recall(lease: Lease) -> None:
    """Ask those once more who have not said that they deleted the records, some in each transaction."""
    release = PublicRelease.objects.get(uuid=str(lease.job.on))
    while remind_some(release, lease):
        pass


@handles("tidy-recipients", every=timedelta(hours=1))
def tidy_recipients(lease: Lease) -> None:
    """Delete addresses that nobody confirmed."""
    forget_unconfirmed()
