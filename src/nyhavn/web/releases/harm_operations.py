"""What can be said about benefit and harm of results before they go out."""

from typing import Any

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.operations import Done, Operation
from nyhavn.web.releases.harm_review import starter_of
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.subjects import RELEASE, release_home
from nyhavn.web.safety.actions import review_harm
from nyhavn.web.safety.asks import HarmReviewSaid


def _review(by: User, on: PublicRelease, said: HarmReviewSaid) -> Done:
    made = review_harm(by=by, on=on.initiative, run=on.run.uuid, starter=starter_of(on.run), said=said)
    return Done("Your review is on record.", at=release_home(on), made=made.uuid)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "review-harm",
        "Weigh benefit and harm of these results",
        Right.REVIEW_HARM,
        RELEASE,
        _review,
        asks=HarmReviewSaid,
        lead="Before every release, by somebody who did not start the run. Read the report first. Your no stops the "
        "release. You can speak again later; your last word counts.",
        button="Put it on record",
    ),
)
