"""The candidate of the example becomes public: a second person approves, the community sees it first, a date is set."""

from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.production.models import Run
from nyhavn.web.releases.actions import PUBLISH
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.subjects import public_home
from nyhavn.web.site.example.hands import do, let_work
from nyhavn.web.site.example.people import People


def publish(people: People, initiative: str, run: Run) -> str:
    """Publish today what came out of the run; gives the address of its page. Raises Refusal."""
    release, today = PublicRelease.objects.get(run=run), timezone.localdate()
    keys = {"initiative": initiative, "release": release.uuid}
    do(people[Role.APPROVER], "release.approve", {"has_read": True}, **keys)
    do(people[Role.BOARD_MEMBER], "release.return-results", {"returned_on": today, "ways": ["meeting"]}, **keys)
    do(people.coordinator, "release.schedule", {"day": today}, **keys)
    let_work(PUBLISH, on=release.uuid)
    return public_home(release)
