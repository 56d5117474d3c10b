"""The candidate of the example becomes public: a second person approves, the community sees it first, a date is set."""

from django.utils import timezone

from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Role
from nyhavn.web.production.models import Run
from nyhavn.web.releases.actions import PUBLISH
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.subjects import public_home
from nyhavn.web.site.example import needs
from nyhavn.web.site.example.files import Example
from nyhavn.web.site.example.hands import do, let_work
from nyhavn.web.site.example.people import People

REVIEW = {
    "benefit": "Disability organisations of the region can show where services do not reach people.",
    "harm": "Districts could be blamed. No figure stands for fewer than the threshold, and the limits are printed.",
    "may_go": "yes",
    "publicity": "not",
}

SAID = {
    "outcome": "in-part",
    "who": "People who answered, at three gatherings in the neighbourhoods",
    "reasons": "They find themselves in the figures. Those who look after somebody at home are missing.",
    "dissent": ("These numbers do not know how long we waited before we gave up.",),
}


def publish(example: Example, people: People, initiative: str, run: Run) -> str:
    """Publish today what came out of the run; gives the address of its page. Raises Refusal."""
    release, today = PublicRelease.objects.get(run=run), timezone.localdate()
    keys = {"initiative": initiative, "release": release.uuid}
    do(people[Role.APPROVER], "release.review-harm", REVIEW, **keys)
    for page in example.home_pages():
        do(people[Role.STEWARD], "release.write-home-page", page, **keys)
    do(people[Role.APPROVER], "release.approve", {"has_read": True}, **keys)
    do(people[Role.BOARD_MEMBER], "release.return-results", {"returned_on": today, "ways": ["meeting"]}, **keys)
    do(people[Role.BOARD_MEMBER], "release.record-validation", SAID | {"said_on": today}, **keys)
    needs.give_back(people, initiative)
    do(people.coordinator, "release.schedule", {"day": today}, **keys)
    let_work(PUBLISH, on=release.uuid)
    return public_home(release)


def published(initiative: str) -> PublicRelease:
    """What is public of the example."""
    return PublicRelease.objects.get(initiative__slug=initiative, state=ReleaseState.PUBLISHED)
